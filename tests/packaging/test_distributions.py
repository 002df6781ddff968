"""What is released: the wheel, made from the source distribution, has both packages and works."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from tests.packaging.commands import PACKAGES, ROOT, run


def test_wheel_has_every_module_of_both_packages(wheel: Path) -> None:
    present = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {
        f"{package}/{path.relative_to(folder).as_posix()}"
        for package, folder in PACKAGES.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert present == expected
    assert {f"{package}/py.typed" for package in PACKAGES} <= present


def test_the_licence_is_in_the_package_too() -> None:
    """A copy of the package alone keeps it."""
    inside = PACKAGES["zendesk_custom_objects"] / "LICENSE"
    assert inside.read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_wheel_creates_a_record(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import zendesk_custom_objects as z\n"
        "with z.Client.sandbox() as zendesk:\n"
        "    zendesk.create_object('boat', title='Boat', title_pluralized='Boats')\n"
        "    print(zendesk.create_record('boat', name='Nordwind').name, z.__file__)\n"
    )
    output = run(sys.executable, "-c", code, PYTHONPATH=tmp_path)
    assert output == f"Nordwind {tmp_path / 'zendesk_custom_objects' / '__init__.py'}\n"


def test_core_needs_no_extra() -> None:
    """The in-process sandbox runs on the core dependencies: nothing of an extra is imported."""
    code = (
        "import sys, zendesk_custom_objects as z\n"
        "with z.Client.sandbox() as zendesk:\n"
        "    list(zendesk.list_objects())\n"
        "print({'uvicorn', 'typer', 'asyncio'} & set(sys.modules))\n"
    )
    assert run(sys.executable, "-c", code) == "set()\n"
