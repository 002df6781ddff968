"""Two vendored versions and an installed one share nothing in one process."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.commands import PACKAGES, ROOT, run
from zendesk_custom_objects import __version__, vendoring

OLDER = "0.0.9"
NAMES = [
    "zendesk_custom_objects",
    "shop.vendored.zendesk_custom_objects",
    "office.tools.zendesk_custom_objects",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """A folder from which all three can be imported."""
    folder = tmp_path_factory.mktemp("project")
    zipfile.ZipFile(wheel).extractall(folder)
    vendoring.vendor(folder / "shop" / "vendored")
    vendor_older(folder)
    return folder


def vendor_older(folder: Path) -> None:
    """Let an older version vendor itself."""
    source = folder / "older"
    for name, package in PACKAGES.items():
        shutil.copytree(package, source / package.parent.name / name)
    shutil.copytree(ROOT / "scripts", source / "scripts", ignore=shutil.ignore_patterns("_*"))
    version = source / "wrapper" / "zendesk_custom_objects" / "_version.py"
    version.write_text(f'__version__ = "{OLDER}"\n', "utf-8")
    run(sys.executable, source / "scripts" / "vendor.py", folder / "office" / "tools")


@pytest.fixture(scope="module")
def found(project: Path, python: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("coexistence.py")
    output: dict[str, Any] = json.loads(
        run(python, script, *NAMES, cwd=project, PYTHONPATH=project)
    )
    return output


def test_each_has_its_own_version_and_account(found: dict[str, Any]) -> None:
    assert found["versions"] == [__version__, __version__, OLDER]
    assert found["records"] == [[name] for name in NAMES]
    assert found["programs"] == [f"from {name} import Client, api" for name in NAMES]
    assert min(found["looked at"]) > 500


@pytest.mark.parametrize(
    "what",
    [
        "same objects",
        "errors caught by another",
        "types taken for another's",
        "log lines seen by another",
    ],
)
def test_they_share_nothing(what: str, found: dict[str, Any]) -> None:
    assert found[what] == []


def test_shared_objects_are_found(project: Path, python: Path) -> None:
    """Twice the same package shares everything."""
    script = Path(__file__).with_name("coexistence.py")
    output = json.loads(run(python, script, NAMES[1], NAMES[1], cwd=project, PYTHONPATH=project))
    assert output["errors caught by another"]
    assert output["types taken for another's"]


def test_fixtures_of_a_copy_take_precedence_over_an_installed_package(
    project: Path, python: Path
) -> None:
    tests = project / "tests"
    tests.mkdir()
    plugins = [f"{name}.pytest_plugin" for name in NAMES[1:]]
    (tests / "conftest.py").write_text(f"pytest_plugins = {plugins[:1]}\n", "utf-8")
    (tests / "test_it.py").write_text(
        "def test_it(zendesk):\n"
        f"    assert type(zendesk).__module__.startswith('{NAMES[1]}.')\n"
        "    assert list(zendesk.list_objects()) == []\n",
        "utf-8",
    )
    output = run(
        python,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        tests,
        cwd=project,
        PYTHONPATH=project,
    )
    assert "1 passed" in output
