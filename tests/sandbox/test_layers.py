"""The sandbox is independent: import contracts limit what it imports."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "wrapper" / "zendesk_custom_objects"
KNOWN = {"_generated", "errors", "rules", "sandbox"}


def test_the_contract_forbids_every_module_that_the_sandbox_does_not_need() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = next(
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["name"] == "The sandbox knows only the rules, the errors and the low level"
    )
    forbidden = {name.rpartition(".")[2] for name in contract["forbidden_modules"]}
    modules = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.name for path in PACKAGE.glob("*/__init__.py")
    }
    assert forbidden == modules - KNOWN - {"__init__"}, (
        "pyproject.toml lists what the sandbox must not import: add the new modules there"
    )
