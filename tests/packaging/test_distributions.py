"""The released wheel, built from the source distribution, has both packages and works."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

from tests.packaging.commands import PACKAGES, ROOT, run
from zendesk_custom_objects import __version__


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


def test_the_licence_is_in_the_package() -> None:
    """So that a copy of the package alone has it."""
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


def test_the_core_needs_no_extra() -> None:
    """The in-process sandbox runs with the core dependencies: it imports nothing of an extra."""
    code = (
        "import sys, zendesk_custom_objects as z\n"
        "with z.Client.sandbox() as zendesk:\n"
        "    list(zendesk.list_objects())\n"
        "print({'uvicorn', 'typer', 'asyncio'} & set(sys.modules))\n"
    )
    assert run(sys.executable, "-c", code) == "set()\n"


def test_equal_sources_produce_equal_bytes(distributions: Path, tmp_path: Path) -> None:
    """Whatever the folder, the time zone, and the times and permissions of the files."""
    source = tmp_path / "elsewhere" / "source"
    # Files that other checks create at the same time are no part of the source.
    made = (".*_cache", "__pycache__", "_build", ".venvs", ".git", ".hypothesis")
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*made))
    for path in source.rglob("*.py"):
        os.utime(path, (981_173_106, 981_173_106))
        path.chmod(0o600)
    run(
        *(sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path / "again", source),
        TZ="Pacific/Chatham",
        PYTHONHASHSEED="7",
    )
    first, again = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (distributions, tmp_path / "again")
    )
    assert again == first
    assert len(first) == 2


def test_the_distributions_can_be_published(distributions: Path) -> None:
    run(sys.executable, "-m", "twine", "check", "--strict", *distributions.iterdir())


def test_the_changelog_has_the_version() -> None:
    """Only versions that are not yet released stand above it."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## (\S+)(.*)$", changelog, re.MULTILINE)
    versions = [version for version, _ in headings]
    assert __version__ in versions
    later = headings[: versions.index(__version__)]
    assert {note for _, note in later} <= {" (unreleased)"}


def test_the_source_distribution_contains_everything_for_development(distributions: Path) -> None:
    """Contract, generator, tests and documentation, so that it can be changed and rebuilt."""
    with tarfile.open(next(distributions.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tracked = [
        path.relative_to(ROOT).as_posix()
        for folder in ("spec", "scripts", "tests", "docs")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not {"__pycache__", "_build"} & set(path.parts)
    ]
    assert len(tracked) > 100
    assert {*tracked, "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"} <= names
