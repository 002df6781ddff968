"""Generation: changes of the contract show up, and equal contracts give equal bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOW_LEVEL = Path("generated", "zendesk_custom_objects_api")
TWIN = Path("wrapper", "zendesk_custom_objects", "_sync")


def build(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "generate.py", "--root", root, *options],
        env=os.environ | environment,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "_runtime.py"
    }


@pytest.fixture(scope="module")
def changed(
    contract: Callable[[], dict[str, Any]], project: Callable[[dict[str, Any] | None], Path]
) -> Path:
    """A low level generated from a contract with a new property, operation, parameter and text."""
    document = contract()
    schemas = document["components"]["schemas"]
    schemas["CustomObject"]["properties"]["mascot"] = {
        "type": ["string", "null"],
        "description": "Animal that stands for the object.",
    }
    schemas["CustomObjectCreateInput"]["properties"]["mascot"] = {"type": "string"}
    objects = document["paths"]["/api/v2/custom_objects"]
    objects["get"].setdefault("parameters", []).append(
        {
            "name": "filter[mascot]",
            "in": "query",
            "description": "Only objects with this animal.",
            "schema": {"type": "string"},
        }
    )
    objects["get"]["description"] = "Lists the objects, be they tame or wild."
    document["paths"]["/api/v2/custom_objects/mascots"] = {
        "get": {
            **{name: value for name, value in objects["get"].items() if name != "parameters"},
            "operationId": "ListMascots",
        }
    }
    root = project(document)
    done = build(root)
    assert done.returncode == 0, done.stderr
    return root / LOW_LEVEL


def test_new_property_is_read_and_written(changed: Path) -> None:
    model = (changed / "models" / "custom_object.py").read_text()
    assert "mascot: str | None = None" in model
    assert "Animal that stands for the object." in model
    assert "mascot: NotRequired[str]" in (changed / "payloads.py").read_text()


def test_new_operation_has_a_builder_and_facts(changed: Path) -> None:
    assert "def list_mascots(" in (changed / "api" / "objects.py").read_text()
    assert "LIST_MASCOTS = Operation(" in (changed / "operations.py").read_text()


def test_new_parameter_has_a_natural_name_and_keeps_its_wire_name(changed: Path) -> None:
    builders = (changed / "api" / "objects.py").read_text()
    assert "filter_mascot: str | None = None" in builders
    assert '"filter[mascot]": filter_mascot' in builders
    assert "Only objects with this animal." in builders


def test_new_description_is_the_docstring(changed: Path) -> None:
    assert "be they tame or wild" in (changed / "api" / "objects.py").read_text()


def test_committed_code_is_up_to_date_and_independent_of_the_environment(
    project: Callable[[dict[str, Any] | None], Path],
) -> None:
    """Another folder, hash seed and foreign configuration files give the same bytes."""
    root = project(None)
    (root / "pyproject.toml").write_text(
        "[tool.ruff]\nline-length = 40\n[tool.datamodel-codegen]\nsnake-case-field = true\n"
    )
    (root / "ruff.toml").write_text("line-length = 30\n")
    done = build(root, PYTHONHASHSEED="4711", RUFF_CONFIG=str(root / "ruff.toml"))
    assert done.returncode == 0, done.stderr
    for folder in (LOW_LEVEL, TWIN):
        assert files(root / folder) == files(ROOT / folder)


def test_check_lists_all_differences_and_writes_nothing(
    project: Callable[[dict[str, Any] | None], Path],
) -> None:
    root = project(None)
    for folder, content in ((LOW_LEVEL, files(ROOT / LOW_LEVEL)), (TWIN, files(ROOT / TWIN))):
        for name, data in content.items():
            (root / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (root / folder / name).write_bytes(data)
    with (root / LOW_LEVEL / "types.py").open("a") as file:
        file.write("# edited\n")
    (root / LOW_LEVEL / "payloads.py").unlink()
    (root / LOW_LEVEL / "models" / "stray.py").write_text("")
    before = files(root)

    done = build(root, "--check")

    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[:-1] == [
        f"surplus: {LOW_LEVEL / 'models' / 'stray.py'}",
        f"missing: {LOW_LEVEL / 'payloads.py'}",
        f"stale: {LOW_LEVEL / 'types.py'}",
    ]
    assert files(root) == before

    assert build(root).returncode == 0
    assert build(root, "--check").returncode == 0


def test_generation_fails_if_the_generator_drops_a_part(
    contract: Callable[[], dict[str, Any]], project: Callable[[dict[str, Any] | None], Path]
) -> None:
    document = contract()
    operation = document["paths"]["/api/v2/custom_objects"]["get"]
    # Legal, and beyond the generator: it leaves such a response out, with a warning.
    operation["responses"]["200"]["content"] = {"application/x-unheard-of": {"schema": {}}}
    root = project(document)

    done = build(root)

    assert done.returncode == 2
    assert "openapi_python_client failed" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "generated").exists()
