"""Edited, outdated and newer copies are recognised, and nothing is lost."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.commands import PACKAGES, ROOT, run
from zendesk_custom_objects import __version__
from zendesk_custom_objects.vendoring import (
    DEPENDENCIES,
    PARTS,
    State,
    VendoringError,
    check,
    vendor,
)
from zendesk_custom_objects.vendoring.contents import CHOICE, HASHES, NOTE
from zendesk_custom_objects.vendoring.copies import UPDATE

WRAPPER = "zendesk_custom_objects"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of a new copy."""
    vendor(tmp_path / "vendored")
    return tmp_path / "vendored"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def top(name: str) -> str:
    """The package to which a file of a copy belongs."""
    return name.split("/")[1].removesuffix(".py")


def make_other(copy: Path, version: str = "0.0.9") -> None:
    """Turn the copy into that of another, slightly different version."""
    hashes = copy / HASHES
    module = copy / WRAPPER / "_version.py"
    module.write_text(f'__version__ = "{version}"  # different\n', "utf-8")
    lines = hashes.read_text("utf-8").splitlines(keepends=True)
    changed = [
        run("sha256sum", f"{WRAPPER}/_version.py", cwd=copy) if "_version.py" in line else line
        for line in lines
    ]
    hashes.write_text("".join(changed), "utf-8")


def test_a_new_copy_is_pristine(copy: Path) -> None:
    assert check(copy) == (State.PRISTINE, __version__, (), (), False)


def test_files_differ_from_the_originals_only_in_imports(copy: Path) -> None:
    copied = contents(copy)
    for name in (NOTE, HASHES):
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


def test_hashes_can_be_checked_with_a_common_tool(copy: Path) -> None:
    run("sha256sum", "--check", "--strict", "--quiet", HASHES, cwd=copy)


def test_the_note_of_a_copy_names_version_and_dependencies(copy: Path) -> None:
    note = (copy / NOTE).read_text("utf-8")
    (line,) = (line for line in note.splitlines() if line.startswith("| Hash |"))
    assert line.split()[3] == run("sha256sum", HASHES, cwd=copy).split()[0]
    assert f"| Version | {__version__} |" in note
    assert "MIT" in note
    assert set(DEPENDENCIES) <= set(note.splitlines())


def test_the_dependencies_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert list(DEPENDENCIES) == project["dependencies"]


def test_a_copy_can_be_copied(copy: Path, python: Path) -> None:
    """A copy of a copy is equal to it."""
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
def test_an_edit_is_reported_and_kept(copy: Path, edit: Callable[[Path], str]) -> None:
    told = edit(copy)
    edited = contents(copy)
    found = check(copy)
    assert found.state is State.EDITED
    assert told in found.edits
    with pytest.raises(VendoringError, match="edited"):
        vendor(copy)
    assert contents(copy) == edited


def test_line_ends_and_bytecode_do_not_count_as_edits(copy: Path) -> None:
    for path in copy.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    hashes = copy / HASHES
    hashes.write_bytes(hashes.read_bytes().replace(b"\n", b"\r\n"))
    (copy / WRAPPER / "__pycache__").mkdir()
    (copy / WRAPPER / "__pycache__" / "record.cpython-311.pyc").touch()
    assert check(copy).state is State.PRISTINE


def test_an_outdated_copy_is_reported_and_replaced(copy: Path) -> None:
    fresh = contents(copy)
    make_other(copy)
    assert check(copy) == (State.OUTDATED, "0.0.9", (), (), False)
    (copy / "__init__.py").write_text("# the project's own\n", "utf-8")
    assert vendor(copy).state is State.PRISTINE
    assert contents(copy) == fresh | {"__init__.py": b"# the project's own\n"}


def test_a_copy_of_other_files_of_the_same_version_is_outdated(copy: Path) -> None:
    make_other(copy, __version__)
    assert str(check(copy)) == (f"outdated: version {__version__}, with other files than this one")


@pytest.mark.parametrize("version", ["0.2.1", "0.10.0", "1.0.0"])
def test_a_newer_copy_is_reported_and_kept(copy: Path, version: str) -> None:
    make_other(copy, version)
    newer = contents(copy)
    assert check(copy) == (State.NEWER, version, (), (), False)
    assert str(check(copy)) == f"newer: version {version}, and this is {__version__}"
    with pytest.raises(VendoringError, match="left alone\n  newer: "):
        vendor(copy)
    assert contents(copy) == newer


def test_a_newer_copy_is_replaced_on_request(copy: Path) -> None:
    fresh = contents(copy)
    make_other(copy, "99.0.0")
    assert vendor(copy, downgrade=True).state is State.PRISTINE
    assert contents(copy) == fresh


def test_an_edited_newer_copy_is_kept_even_on_request(copy: Path) -> None:
    make_other(copy, "99.0.0")
    change(copy)
    with pytest.raises(VendoringError, match="edited: version 99"):
        vendor(copy, downgrade=True)


@pytest.mark.parametrize("version", ["unknown", "next"])
def test_an_unknown_version_does_not_count_as_newer(copy: Path, version: str) -> None:
    make_other(copy, version)
    assert check(copy).state is State.OUTDATED


def test_an_edited_outdated_copy_is_kept(copy: Path) -> None:
    make_other(copy)
    change(copy)
    with pytest.raises(VendoringError, match=r"0\.0\.9\n  changed: .*record\.py"):
        vendor(copy)


def test_another_folder_with_that_name_is_kept(tmp_path: Path) -> None:
    (tmp_path / WRAPPER).mkdir()
    with pytest.raises(VendoringError, match="has no copy"):
        vendor(tmp_path)
    assert list(tmp_path.rglob("*")) == [tmp_path / WRAPPER]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("third-party", "not an identifier"),
        ("class", "a keyword"),
        ("None", "a keyword"),
        ("types", "that of a module of Python"),
        ("sys", "that of a module of Python"),
    ],
)
def test_a_folder_that_cannot_be_a_package_is_refused(
    tmp_path: Path, name: str, problem: str
) -> None:
    with pytest.raises(VendoringError, match=problem):
        vendor(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_a_package_can_have_the_name_of_a_standard_module(tmp_path: Path) -> None:
    package = tmp_path / "class"
    package.mkdir()
    (package / "__init__.py").touch()
    with pytest.raises(VendoringError, match="class cannot be a package"):
        vendor(package / "types")
    package = package.rename(tmp_path / "acme")
    assert vendor(package / "types").state is State.PRISTINE


def test_an_import_that_cannot_become_relative_is_refused(tmp_path: Path) -> None:
    shutil.copytree(PACKAGES[WRAPPER], tmp_path / "wrapper" / WRAPPER)
    module = tmp_path / "wrapper" / WRAPPER / "record.py"
    module.write_text("import zendesk_custom_objects_api.models as m\n", "utf-8")
    code = f"from {WRAPPER}.vendoring import main; raise SystemExit(main(['{tmp_path / 'made'}']))"
    places = f"{tmp_path / 'wrapper'}:{ROOT / 'generated'}"
    run(sys.executable, "-c", code, status=1, PYTHONPATH=places)
    assert not (tmp_path / "made").exists()


class Killed(BaseException):
    """The process ends here."""


def killed_at(step: int, patch: pytest.MonkeyPatch, update: Callable[[], object]) -> bool:
    """Run an update that is killed before the step-th rename; true if it got that far."""
    steps = 0

    def rename(self: Path, target: Path) -> Path:
        nonlocal steps
        if steps == step:
            raise Killed
        steps += 1
        return renamed(self, target)

    def remove(path: Path, **_: bool) -> None:
        if steps != step:  # a killed process does not tidy up
            removed(path)

    renamed, removed = Path.rename, shutil.rmtree
    patch.setattr(Path, "rename", rename)
    patch.setattr(shutil, "rmtree", remove)
    try:
        update()
    except Killed:
        return True
    return False


@pytest.mark.parametrize("is_new", [True, False])
def test_a_killed_update_is_completed_by_the_next_one(tmp_path: Path, *, is_new: bool) -> None:
    step, is_killed = 0, True
    vendor(tmp_path / "fresh")
    fresh = contents(tmp_path / "fresh")
    while is_killed:
        copy = tmp_path / f"copy{step}"
        if not is_new:
            vendor(copy)
            make_other(copy)
        with pytest.MonkeyPatch.context() as patch:
            is_killed = killed_at(step, patch, lambda copy=copy: vendor(copy))  # type: ignore[misc]
        if step > 0 and is_killed:
            assert str(check(copy)).startswith("outdated: an update was interrupted")
        assert vendor(copy).state is State.PRISTINE
        assert contents(copy) == fresh
        step += 1
    assert step > (2 if is_new else 4)


def test_an_edit_after_a_killed_update_is_kept(copy: Path) -> None:
    make_other(copy)
    with pytest.MonkeyPatch.context() as patch:
        assert killed_at(3, patch, lambda: vendor(copy))
    told = change(copy)
    assert check(copy).edits == (told,)
    with pytest.raises(VendoringError, match="edited"):
        vendor(copy)
    assert (copy / WRAPPER / "record.py").read_text() == "x = 1\n"


def test_a_failed_update_leaves_nothing_behind(copy: Path) -> None:
    make_other(copy)
    before = contents(copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            vendor(copy)
    assert contents(copy) == before
    assert not (copy / UPDATE).exists()


@pytest.mark.parametrize("without", [("sandbox",), ("cli",), ("cli", "sandbox")])
def test_a_copy_records_the_omitted_parts(tmp_path: Path, without: tuple[str, ...]) -> None:
    copy = tmp_path / "lean"
    assert vendor(copy, without=without) == (State.PRISTINE, __version__, (), without, False)
    found = contents(copy)
    folders = {module for name in without for module in PARTS[name].modules}
    stubs = [name for name in found if name.split("/")[1:] and top(name) in folders]
    assert all(b"raise ImportError(" in found[name] for name in stubs)
    assert {top(name) for name in stubs} == folders
    assert b"engine" not in b" ".join(name.encode() for name in stubs)
    run("sha256sum", "--check", "--strict", "--quiet", HASHES, cwd=copy)
    assert f"`--without {','.join(without)}`" in (copy / NOTE).read_text("utf-8")


def test_an_update_keeps_or_changes_the_omitted_parts(tmp_path: Path) -> None:
    copy = tmp_path / "lean"
    vendor(copy, without=["sandbox"])
    lean = contents(copy)
    make_other(copy)
    assert check(copy).left_out == ("sandbox",)
    assert vendor(copy).left_out == ("sandbox",)
    assert contents(copy) == lean
    assert vendor(copy, without=["cli"]).left_out == ("cli",)
    assert vendor(copy, without=[]).left_out == ()
    assert (copy / WRAPPER / "sandbox" / "engine.py").is_file()


def test_an_unknown_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VendoringError, match=r"no part 'sandbx'.* cli and sandbox"):
        vendor(tmp_path / "lean", without=["sandbx"])
    assert list(tmp_path.iterdir()) == []


def test_every_module_of_a_part_exists() -> None:
    """A row with a renamed module would omit nothing."""
    wrapper = PACKAGES[WRAPPER]
    for part in PARTS.values():
        for module in part.modules:
            assert (wrapper / module).is_dir() or (wrapper / f"{module}.py").is_file()
    assert (wrapper / CHOICE.name).is_file()


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, ROOT / "scripts" / "vendor.py"),
        (sys.executable, "-m", WRAPPER, "vendor"),
    ],
)
def test_the_exit_status_says_whether_a_copy_is_up_to_date(
    command: tuple[str | Path, ...], tmp_path: Path
) -> None:
    copy = tmp_path / "vendored"
    run(*command, copy, "--check", status=3)
    run(*command, tmp_path / "third-party", status=2)
    run(*command, copy, "--check", "--downgrade", status=2)
    version = f"version {__version__}"
    assert run(*command, copy) == f"Made a copy in {copy}: {version}.\n"
    assert run(*command, copy) == f"The copy in {copy} is up to date: {version}.\n"
    assert run(*command, copy, "--check") == f"pristine: version {__version__}\n"
    make_other(copy)
    assert run(*command, copy, "--check", status=8).startswith("outdated: version 0.0.9")
    make_other(copy, "99.0.0")
    assert run(*command, copy, "--check", status=10).startswith("newer: version 99.0.0")
    run(*command, copy, status=10)
    updated = f"Updated the copy in {copy}, which was 99.0.0: {version}.\n"
    assert run(*command, copy, "--downgrade") == updated
    told = remove(copy)
    assert run(*command, copy, "--check", status=9).endswith(f"{told}\n")
    run(*command, copy, status=9)
    run(*command, copy, "--downgrade", status=9)
