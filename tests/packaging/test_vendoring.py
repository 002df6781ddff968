"""A copy is told apart from an edited, an outdated and a newer one, and nothing is lost."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.commands import PACKAGES, ROOT, run
from zendesk_custom_objects import __version__, vendoring
from zendesk_custom_objects.vendoring import State, VendoringError, check, vendor

WRAPPER = "zendesk_custom_objects"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of a fresh copy."""
    vendor(tmp_path / "vendored")
    return tmp_path / "vendored"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def make_other(copy: Path, version: str = "0.0.9") -> None:
    """Make it the whole copy of a version that was a little different."""
    hashes = copy / vendoring.HASHES
    module = copy / WRAPPER / "_version.py"
    module.write_text(f'__version__ = "{version}"  # different\n', "utf-8")
    lines = hashes.read_text("utf-8").splitlines(keepends=True)
    changed = [
        run("sha256sum", f"{WRAPPER}/_version.py", cwd=copy) if "_version.py" in line else line
        for line in lines
    ]
    hashes.write_text("".join(changed), "utf-8")


def test_a_copy_is_pristine(copy: Path) -> None:
    assert check(copy) == (State.PRISTINE, __version__, ())


def test_its_files_are_the_originals_but_for_imports(copy: Path) -> None:
    copied = contents(copy)
    for name in (vendoring.NOTE, vendoring.HASHES):
        del copied[str(name)]
    assert copied.pop("__init__.py") == b""
    original = {
        f"{package}/{name}": content
        for package, folder in PACKAGES.items()
        for name, content in contents(folder).items()
    }
    assert copied.keys() == original.keys()
    seam = f"{WRAPPER}/_generated.py"
    assert [name for name in original if copied[name] != original[name]] == [seam]
    assert copied[seam] == original[seam].replace(b"from zen", b"from ..zen")


def test_its_hashes_are_those_of_a_common_tool(copy: Path) -> None:
    run("sha256sum", "--check", "--strict", "--quiet", vendoring.HASHES, cwd=copy)


def test_its_note_says_what_it_is_and_needs(copy: Path) -> None:
    note = (copy / vendoring.NOTE).read_text("utf-8")
    (line,) = (line for line in note.splitlines() if line.startswith("| Hash |"))
    assert line.split()[3] == run("sha256sum", vendoring.HASHES, cwd=copy).split()[0]
    assert f"| Version | {__version__} |" in note
    assert "MIT" in note
    assert set(vendoring.DEPENDENCIES) <= set(note.splitlines())


def test_the_dependencies_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert list(vendoring.DEPENDENCIES) == project["dependencies"]


def test_a_copy_can_be_copied(copy: Path, python: Path) -> None:
    """What a copy makes is what it is itself."""
    (copy.parent / "again").mkdir()
    module = f"{copy.name}.{WRAPPER}.vendoring"
    run(python, "-m", module, "again", cwd=copy.parent)
    assert contents(copy.parent / "again") == contents(copy)


def change(copy: Path) -> str:
    (copy / WRAPPER / "record.py").write_text("x = 1\n", "utf-8")
    return f"changed: {WRAPPER}/record.py"


def remove(copy: Path) -> str:
    (copy / WRAPPER / "record.py").unlink()
    return f"removed: {WRAPPER}/record.py"


def add(copy: Path) -> str:
    (copy / WRAPPER / "extra.py").touch()
    return f"added: {WRAPPER}/extra.py"


def remove_a_package(copy: Path) -> str:
    shutil.rmtree(copy / f"{WRAPPER}_api")
    return f"removed: {WRAPPER}_api/types.py"


@pytest.mark.parametrize("edit", [change, remove, add, remove_a_package])
def test_an_edit_is_told_and_kept(copy: Path, edit: Callable[[Path], str]) -> None:
    told = edit(copy)
    edited = contents(copy)
    found = check(copy)
    assert found.state is State.EDITED
    assert told in found.edits
    with pytest.raises(VendoringError, match="edited"):
        vendor(copy)
    assert contents(copy) == edited


def test_line_ends_and_bytecode_are_no_edits(copy: Path) -> None:
    for path in copy.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    hashes = copy / vendoring.HASHES
    hashes.write_bytes(hashes.read_bytes().replace(b"\n", b"\r\n"))
    (copy / WRAPPER / "__pycache__").mkdir()
    (copy / WRAPPER / "__pycache__" / "record.cpython-311.pyc").touch()
    assert check(copy).state is State.PRISTINE


def test_an_outdated_copy_is_told_and_replaced(copy: Path) -> None:
    fresh = contents(copy)
    make_other(copy)
    assert check(copy) == (State.OUTDATED, "0.0.9", ())
    (copy / "__init__.py").write_text("# the project's own\n", "utf-8")
    assert vendor(copy).state is State.PRISTINE
    assert contents(copy) == fresh | {"__init__.py": b"# the project's own\n"}


def test_a_copy_of_other_files_of_the_same_version_is_outdated(copy: Path) -> None:
    make_other(copy, __version__)
    assert str(check(copy)) == f"outdated: it is {__version__}, with other files"


@pytest.mark.parametrize("version", ["0.1.1", "0.10.0", "1.0.0"])
def test_a_newer_copy_is_told_and_left_alone(copy: Path, version: str) -> None:
    make_other(copy, version)
    newer = contents(copy)
    assert check(copy) == (State.NEWER, version, ())
    assert str(check(copy)) == f"newer: it is {version}, and this is {__version__}"
    with pytest.raises(VendoringError, match="left alone\n  newer: "):
        vendor(copy)
    assert contents(copy) == newer


def test_a_newer_copy_is_replaced_by_whoever_says_so(copy: Path) -> None:
    fresh = contents(copy)
    make_other(copy, "99.0.0")
    assert vendor(copy, downgrade=True).state is State.PRISTINE
    assert contents(copy) == fresh


def test_a_newer_copy_that_was_edited_is_left_alone_by_them_too(copy: Path) -> None:
    make_other(copy, "99.0.0")
    change(copy)
    with pytest.raises(VendoringError, match="edited: version 99"):
        vendor(copy, downgrade=True)


@pytest.mark.parametrize("version", ["unknown", "next"])
def test_a_version_that_says_nothing_is_not_newer(copy: Path, version: str) -> None:
    make_other(copy, version)
    assert check(copy).state is State.OUTDATED


def test_an_outdated_copy_that_was_edited_is_left_alone(copy: Path) -> None:
    make_other(copy)
    change(copy)
    with pytest.raises(VendoringError, match=r"0\.0\.9\n  changed: .*record\.py"):
        vendor(copy)


def test_a_folder_of_that_name_that_is_no_copy_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / WRAPPER).mkdir()
    with pytest.raises(VendoringError, match="no copy"):
        vendor(tmp_path)
    assert list(tmp_path.rglob("*")) == [tmp_path / WRAPPER]


def test_a_folder_that_can_be_no_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VendoringError, match="no identifier"):
        vendor(tmp_path / "third-party")
    assert list(tmp_path.iterdir()) == []


def test_an_import_that_cannot_be_relative_is_refused(tmp_path: Path) -> None:
    shutil.copytree(PACKAGES[WRAPPER], tmp_path / "wrapper" / WRAPPER)
    module = tmp_path / "wrapper" / WRAPPER / "record.py"
    module.write_text("import zendesk_custom_objects_api.models as m\n", "utf-8")
    code = f"from {WRAPPER}.vendoring import main; raise SystemExit(main(['{tmp_path / 'copy'}']))"
    places = f"{tmp_path / 'wrapper'}:{ROOT / 'generated'}"
    run(sys.executable, "-c", code, status=1, PYTHONPATH=places)
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, ROOT / "scripts" / "vendor.py"),
        (sys.executable, "-m", WRAPPER, "vendor"),
    ],
)
def test_the_exit_status_tells(command: tuple[str | Path, ...], tmp_path: Path) -> None:
    copy = tmp_path / "vendored"
    run(*command, copy, "--check", status=3)
    run(*command, tmp_path / "third-party", status=2)
    run(*command, copy, "--check", "--downgrade", status=2)
    assert run(*command, copy) == f"pristine: version {__version__}\n"
    assert run(*command, copy, "--check") == f"pristine: version {__version__}\n"
    make_other(copy)
    assert run(*command, copy, "--check", status=8).startswith("outdated: it is 0.0.9")
    make_other(copy, "99.0.0")
    assert run(*command, copy, "--check", status=10).startswith("newer: it is 99.0.0")
    run(*command, copy, status=10)
    assert run(*command, copy, "--downgrade") == f"pristine: version {__version__}\n"
    told = remove(copy)
    assert run(*command, copy, "--check", status=9).endswith(f"{told}\n")
    run(*command, copy, status=9)
    run(*command, copy, "--downgrade", status=9)
