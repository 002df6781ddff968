"""A copy in a folder: compared with its hashes, and replaced without losing anything.

An update first writes all new files into a folder beside the copy, with a list of the files that
the copy has and will have. Whenever it is killed, each file is one of these, and the next update
completes it; any other file is somebody's edit.
"""

from __future__ import annotations

import keyword
import re
import shutil
import sys
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from .._core.exit_codes import ExitCode
from .._left_out import LEFT_OUT
from .._version import __version__
from .contents import CHOICE, HASHES, PACKAGES, WRAPPER, content_of, digest, files, files_of
from .failure import VendoringError
from .parts import PARTS, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

__all__ = ["Copy", "State", "check", "find", "vendor"]

UPDATE: Final = ".vendor-update"
"""The folder of an update that is under way, or was killed."""
_NEW: Final = "new"
_OLD: Final = "old"
_SWAP: Final = "swap.sha256"
"""The list of the files of both; it is there as soon as all new files are."""


class State(Enum):
    """How a copy compares with its own hashes, and with the version that looks at it."""

    PRISTINE = "pristine"
    OUTDATED = "outdated"
    EDITED = "edited"
    NEWER = "newer"

    @property
    def status(self) -> ExitCode:
        return _STATUSES[self]


_STATUSES: Final = {
    State.PRISTINE: ExitCode.OK,
    State.OUTDATED: ExitCode.OUTDATED,
    State.EDITED: ExitCode.EDITED,
    State.NEWER: ExitCode.NEWER,
}


class Copy(NamedTuple):
    """The state of a copy."""

    state: State
    version: str
    edits: tuple[str, ...] = ()
    """The files that were changed, added or removed since it was made."""
    left_out: tuple[str, ...] = ()
    """The parts that it was made without."""
    is_interrupted: bool = False
    """An update was killed before it was complete."""

    def __str__(self) -> str:
        version = f"version {self.version}"
        if self.left_out:
            version += f" without {listed(self.left_out)}"
        if self.state is State.EDITED:
            return "\n  ".join((f"edited: {version}", *self.edits))
        if self.is_interrupted:
            return "outdated: an update was interrupted; the next one completes it"
        if self.state is State.OUTDATED and self.version == __version__:
            return f"outdated: {version}, with other files than this one"
        if self.state is State.PRISTINE:
            return f"pristine: {version}"
        return f"{self.state.value}: {version}, and this is {__version__}"


def vendor(
    destination: Path, *, without: Collection[str] | None = None, downgrade: bool = False
) -> Copy:
    """Put a copy into the folder `destination`, in place of one that is there.

    Raises `VendoringError`, and changes nothing, if that would lose something: the edits of a copy,
    or, without `downgrade`, a newer one.

    Args:
        without: The parts to leave out, of those in `PARTS`; by default the same as in the copy
            that is there.
    """
    destination = destination.resolve()
    _check_name(destination)
    present = find(destination)
    if present is not None:
        wanted = downgrade and present.state is State.NEWER
        if present.state in (State.EDITED, State.NEWER) and not wanted:
            message = f"{destination} is left alone\n  {present}"
            raise VendoringError(message, present.state.status)
    left_out = _choice(present, without)
    is_same = present is not None and frozenset(present.left_out) == left_out
    if not is_same or present is None or present.state is not State.PRISTINE:
        _replace(destination, left_out)
    return check(destination)


def check(destination: Path) -> Copy:
    """Compare the copy in the folder `destination` with its hashes, and with this version.

    Raises `VendoringError` if there is none.
    """
    swap = destination / UPDATE / _SWAP
    if swap.is_file():
        return _check_interrupted(destination, set(_read_hashes(swap)))
    hashes = destination / HASHES
    if not hashes.is_file():
        message = f"{destination} has no copy that `vendor` made: {HASHES} is missing"
        raise VendoringError(message, ExitCode.NOT_FOUND)
    version, left_out = _version(destination), _left_out(destination)
    if edits := tuple(_edits(destination, dict(_read_hashes(hashes)))):
        return Copy(State.EDITED, version, edits, left_out)
    if content_of(hashes) == files(frozenset(left_out).intersection(PARTS))[HASHES]:
        return Copy(State.PRISTINE, version, (), left_out)
    is_newer = _ordered(version) > _ordered(__version__)
    return Copy(State.NEWER if is_newer else State.OUTDATED, version, (), left_out)


def find(destination: Path) -> Copy | None:
    """The copy in the folder; `None` if there is nothing in the way of one."""
    taken = [*(destination / package for package in PACKAGES), destination / UPDATE / _SWAP]
    return check(destination) if any(path.exists() for path in taken) else None


def _check_interrupted(destination: Path, known: set[tuple[str, str]]) -> Copy:
    new = destination / UPDATE / _NEW
    folder = new if (new / CHOICE).is_file() else destination
    version, left_out = _version(folder), _left_out(folder)
    edits = tuple(
        f"changed: {name}"
        for name, path in sorted(_present(destination).items())
        if (name, digest(content_of(path))) not in known
    )
    if edits:
        return Copy(State.EDITED, version, edits, left_out)
    return Copy(State.OUTDATED, version, (), left_out, is_interrupted=True)


def _choice(present: Copy | None, without: Collection[str] | None) -> frozenset[str]:
    if without is None:
        return frozenset(present.left_out if present else LEFT_OUT).intersection(PARTS)
    if unknown := set(without) - PARTS.keys():
        raise VendoringError(
            f"there is no part {min(unknown)!r} to leave out; there are {listed(PARTS)}",
            ExitCode.USAGE,
        )
    return frozenset(without)


def _check_name(destination: Path) -> None:
    """Refuse a folder that cannot be imported, or would hide a module of Python's own."""
    folder = destination
    is_inside = True
    while is_inside:
        name, is_inside = folder.name, (folder.parent / "__init__.py").is_file()
        problem = None
        if not name.isidentifier():
            problem = "not an identifier"
        elif keyword.iskeyword(name):
            problem = "a keyword of Python"
        elif name in sys.stdlib_module_names and not is_inside:
            problem = "that of a module of Python"
        if problem is not None:
            raise VendoringError(
                f"{folder} cannot be a package: its name is {problem}. Name another folder",
                ExitCode.USAGE,
            )
        folder = folder.parent


def _replace(destination: Path, without: frozenset[str]) -> None:
    contents = files(without)
    destination.mkdir(parents=True, exist_ok=True)
    update = destination / UPDATE
    before = {(name, digest(content_of(path))) for name, path in _present(destination).items()}
    try:
        if update.exists():
            shutil.rmtree(update)  # everything in the copy is known: nothing in it is needed
        for name, content in contents.items():
            target = update / _NEW / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        after = {(str(name), digest(content)) for name, content in contents.items()}
        lines = "".join(f"{found}  {name}\n" for name, found in sorted(before | after))
        unfinished = update / f"{_SWAP}.part"
        unfinished.write_text(lines, "utf-8")
        unfinished.rename(update / _SWAP)
    except BaseException:
        shutil.rmtree(update, ignore_errors=True)
        raise
    (destination / "__init__.py").touch()  # relative imports end at a package
    (update / _OLD).mkdir()
    for package in PACKAGES:
        if (destination / package).exists():
            (destination / package).rename(update / _OLD / package)
        (update / _NEW / package).rename(destination / package)
    shutil.rmtree(update)


def _present(destination: Path) -> dict[str, Path]:
    return {
        path.relative_to(destination).as_posix(): path
        for package in PACKAGES
        for path in files_of(destination / package)
    }


def _read_hashes(path: Path) -> Iterator[tuple[str, str]]:
    """The names with their hashes in a list such as `sha256sum` prints."""
    for line in path.read_text("utf-8").splitlines():
        found, _, name = line.partition("  ")
        yield name, found


def _edits(destination: Path, hashes: dict[str, str]) -> Iterator[str]:
    present = _present(destination)
    for name in sorted(hashes.keys() | present.keys()):
        if name not in present:
            yield f"removed: {name}"
        elif name not in hashes:
            yield f"added: {name}"
        elif digest(content_of(present[name])) != hashes[name]:
            yield f"changed: {name}"


def _version(destination: Path) -> str:
    """The version of a copy, read rather than imported."""
    module = destination / WRAPPER / "_version.py"
    found = re.search(rb'"(.+)"', module.read_bytes() if module.is_file() else b"")
    return found[1].decode() if found else "unknown"


def _left_out(destination: Path) -> tuple[str, ...]:
    """The parts that a copy was made without, read rather than imported."""
    module = destination / CHOICE
    _, _, value = (module.read_bytes() if module.is_file() else b"").rpartition(b"=")
    return tuple(name.decode() for name in re.findall(rb'"(\w+)"', value))


def _ordered(version: str) -> tuple[int, ...]:
    """A version to be compared; one that is unknown comes before all."""
    is_known = re.fullmatch(r"\d+(\.\d+)*", version)
    return tuple(map(int, version.split("."))) if is_known else ()
