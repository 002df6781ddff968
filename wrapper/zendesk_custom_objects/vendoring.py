"""Copies of this package in other projects: made, checked and updated.

A copy is both packages in a folder of the project that is a package itself. Imports between the two
become relative, so that a copy works wherever it lies, beside others and beside an installed
package. In it lie the licence, a note for its readers, and the hashes of its files, which tell a
local edit. Standard library only: `scripts/vendor.py` runs this in a bare clone.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import re
import sys
import tempfile
from enum import Enum
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from ._core.exit_codes import ExitCode
from ._version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["DEPENDENCIES", "Copy", "State", "VendoringError", "check", "main", "run", "vendor"]

DEPENDENCIES: Final = (
    "attrs>=24.2",
    "httpx>=0.27.2,<1",
    "msgspec>=0.21",
    "regex>=2024.9.11",
)
"""What a copy needs to be installed, as pyproject.toml has it: a copy cannot look there."""

WRAPPER: Final = "zendesk_custom_objects"
PACKAGES: Final = (WRAPPER, "zendesk_custom_objects_api")
NOTE: Final = PurePosixPath(WRAPPER, "VENDORED.md")
HASHES: Final = PurePosixPath(WRAPPER, "VENDORED.sha256")

_NOTE = """\
# A copy of zendesk-custom-objects {version}

Made by its `vendor` command, in two folders: {folders}.
Their imports of each other are relative; nothing else differs from the release.

| | |
|---|---|
| Version | {version} |
| Hash | {hash} |
| Licence | MIT: see LICENSE beside this note, which must stay with the copy |

The hash is that of VENDORED.sha256, which holds the hash of each file. From the folder above:
`sha256sum --check {hashes}`.

## What must be installed

Its dependencies are not copied. Add them to those of your project:

```
{dependencies}
```

`pip install uvicorn` as well to serve the sandbox on a port, `typer` and `tomli-w` for the command
line.

## How to update it

With the new version installed, or from a clone of it (then `python scripts/vendor.py` in place of
`zco vendor`), where FOLDER is the folder above:

```
zco vendor FOLDER --check    # is it pristine, edited, outdated or newer?
zco vendor FOLDER            # replaces it, unless it was edited or is newer
```

Do not edit the copy: what you change would stand in the way of the next update.
"""


class VendoringError(Exception):
    """There is no copy, or none can be made."""

    def __init__(self, message: str, status: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(message)
        self.status = status


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
    """What is known of a copy."""

    state: State
    version: str
    edits: tuple[str, ...] = ()
    """What was done to which file since it was made."""

    def __str__(self) -> str:
        if self.state is State.OUTDATED:
            is_same = self.version == __version__
            other = "with other files" if is_same else f"and this is {__version__}"
            return f"outdated: it is {self.version}, {other}"
        if self.state is State.NEWER:
            return f"newer: it is {self.version}, and this is {__version__}"
        return "\n  ".join((f"{self.state.value}: version {self.version}", *self.edits))


def vendor(destination: Path, *, downgrade: bool = False) -> Copy:
    """Put a copy into the folder `destination`, in place of one that is there.

    Raises `VendoringError`, and changes nothing, if that would lose something: the edits of a copy,
    or, without `downgrade`, what a newer one has.
    """
    destination = destination.resolve()
    if not destination.name.isidentifier():
        message = f"{destination} cannot be a package: its name is no identifier"
        raise VendoringError(message, ExitCode.USAGE)
    if any((destination / package).exists() for package in PACKAGES):
        present = check(destination)
        wanted = downgrade and present.state is State.NEWER
        if present.state in (State.EDITED, State.NEWER) and not wanted:
            message = f"{destination} is left alone\n  {present}"
            raise VendoringError(message, present.state.status)
    files = _files()
    destination.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".vendor-", dir=destination) as folder:
        for name, content in files.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        for package in PACKAGES:
            if (destination / package).exists():
                (destination / package).rename(Path(folder, f"{package}.replaced"))
            Path(folder, package).rename(destination / package)
    (destination / "__init__.py").touch()  # relative imports end at a package
    return check(destination)


def check(destination: Path) -> Copy:
    """Compare the copy in the folder `destination` with its hashes, and with this version.

    Raises `VendoringError` if there is none.
    """
    listed = destination / HASHES
    if not listed.is_file():
        message = f"{destination} holds no copy that `vendor` made: no {HASHES}"
        raise VendoringError(message, ExitCode.NOT_FOUND)
    hashes = _read_hashes(listed)
    edits = tuple(_edits(destination, hashes))
    version = _version(destination)
    if edits:
        return Copy(State.EDITED, version, edits)
    if _text(listed) == _files()[HASHES]:
        return Copy(State.PRISTINE, version)
    is_newer = _ordered(version) > _ordered(__version__)
    return Copy(State.NEWER if is_newer else State.OUTDATED, version)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status tells a script what the outcome is."""
    parser = argparse.ArgumentParser(
        prog="vendor",
        description="Copy this package into another project, or update the copy that is there.",
        epilog="Exit status: 0 done or pristine, 1 failed, 2 the command line is wrong, "
        "3 there is no copy, 8 outdated, 9 edited, 10 newer.",
    )
    parser.add_argument("destination", type=Path, help="the folder to hold the copy")
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--check", action="store_true", help="only tell whether the copy is pristine")
    task.add_argument(
        "--downgrade", action="store_true", help="replace a newer copy, too, by this version"
    )
    options = parser.parse_args(arguments)
    return run(options.destination, only_check=options.check, downgrade=options.downgrade)


def run(destination: Path, *, only_check: bool, downgrade: bool = False) -> ExitCode:
    """Make or check a copy, and say what came of it."""
    try:
        copy = check(destination) if only_check else vendor(destination, downgrade=downgrade)
    except VendoringError as error:
        print(error, file=sys.stderr)
        return error.status
    except OSError as error:
        print(error, file=sys.stderr)
        return ExitCode.REFUSED
    print(copy)
    return copy.state.status


def _files() -> dict[PurePosixPath, bytes]:
    """Every file of a copy, by its path in the destination."""
    files = {
        path: _made_relative(path, content) if path.suffix == ".py" else content
        for path, content in _originals()
    }
    hashes = _sums(files)
    note = _NOTE.format(
        version=__version__,
        hash=hashlib.sha256(hashes).hexdigest(),
        hashes=HASHES,
        folders=" and ".join(f"`{package}`" for package in PACKAGES),
        dependencies="\n".join(DEPENDENCIES),
    )
    return files | {NOTE: note.encode(), HASHES: hashes}


def _originals() -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files of both packages, wherever they were imported from."""
    above = (__package__ or "").rpartition(".")[0]
    for package in PACKAGES:
        spec = find_spec(f"{above}.{package}" if above else package)
        if spec is None or not spec.submodule_search_locations:
            raise VendoringError(f"the package {package} is nowhere to be found")
        folder = Path(spec.submodule_search_locations[0])
        for path in _listed(folder):
            yield PurePosixPath(package, path.relative_to(folder)), _text(path)


def _listed(folder: Path) -> Iterator[Path]:
    """The files of a package that are its own, in order."""
    for path in sorted(folder.rglob("*")):
        mine = path.name not in (NOTE.name, HASHES.name) and "__pycache__" not in path.parts
        if mine and path.is_file():
            yield path


def _text(path: Path) -> bytes:
    """What is in a file, without what a checkout does to line ends."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def _made_relative(path: PurePosixPath, content: bytes) -> bytes:
    """A module whose imports of either package are relative."""
    if WRAPPER.encode() not in content:
        return content
    lines = content.splitlines(keepends=True)
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.Import) and any(map(_ours, (name.name for name in node.names))):
            raise VendoringError(f"{path}, line {node.lineno}: only `from` imports can be relative")
        if isinstance(node, ast.ImportFrom) and not node.level and _ours(node.module or ""):
            dots = b"." * len(path.parts[:-1]) + b"."
            line = lines[node.lineno - 1]
            lines[node.lineno - 1] = line.replace(b"from ", b"from " + dots, 1)
    return b"".join(lines)


def _ours(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES


def _sums(files: dict[PurePosixPath, bytes]) -> bytes:
    """What `sha256sum` would print for them."""
    lines = (f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
    return "".join(lines).encode()


def _read_hashes(path: Path) -> dict[str, str]:
    lines = (line.partition("  ") for line in path.read_text("utf-8").splitlines())
    return {name: found for found, _, name in lines}


def _edits(destination: Path, hashes: dict[str, str]) -> Iterator[str]:
    present = {
        path.relative_to(destination).as_posix(): path
        for package in PACKAGES
        for path in _listed(destination / package)
    }
    for name in sorted(hashes.keys() | present.keys()):
        if name not in present:
            yield f"removed: {name}"
        elif name not in hashes:
            yield f"added: {name}"
        elif hashlib.sha256(_text(present[name])).hexdigest() != hashes[name]:
            yield f"changed: {name}"


def _version(destination: Path) -> str:
    """The version of a copy, read rather than imported."""
    module = destination / WRAPPER / "_version.py"
    found = re.search(rb'"(.+)"', module.read_bytes() if module.is_file() else b"")
    return found[1].decode() if found else "unknown"


def _ordered(version: str) -> tuple[int, ...]:
    """A version to be compared; one that is unknown comes before all."""
    is_known = re.fullmatch(r"\d+(\.\d+)*", version)
    return tuple(map(int, version.split("."))) if is_known else ()


if __name__ == "__main__":
    sys.exit(main())
