"""The files of a copy, as they are to be."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from .._left_out import LEFT_OUT
from .._version import __version__
from .failure import VendoringError
from .parts import PARTS, listed, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .parts import Part

__all__ = [
    "CHOICE",
    "DEPENDENCIES",
    "HASHES",
    "NOTE",
    "PACKAGES",
    "WRAPPER",
    "content_of",
    "digest",
    "files",
    "files_of",
]

DEPENDENCIES: Final = (
    "attrs>=24.2",
    "httpx>=0.27.2,<1",
    "msgspec>=0.21",
    "regex>=2024.9.11",
)
"""Dependencies of a copy, as in pyproject.toml, which a copy does not have."""

WRAPPER: Final = "zendesk_custom_objects"
PACKAGES: Final = (WRAPPER, "zendesk_custom_objects_api")
NOTE: Final = PurePosixPath(WRAPPER, "VENDORED.md")
HASHES: Final = PurePosixPath(WRAPPER, "VENDORED.sha256")
CHOICE: Final = PurePosixPath(WRAPPER, "_left_out.py")
"""The module that has the names of the parts which are left out."""

_NOTE: Final = """\
# A copy of zendesk-custom-objects {version}

Made by its `vendor` command, in two folders: {folders}.
Their imports of each other are relative; nothing else differs from the release.{left_out}

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

Do not edit the copy: a change would stand in the way of the next update.
"""

_STUB: Final = '''\
"""Not in this copy, which was made `--without {name}`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...

else:
    raise ImportError(
        "{title} is not in this copy of zendesk-custom-objects, which was made with"
        " `vendor --without {name}`: `vendor --without none` makes it whole",
        name=__name__,
    )
'''


@cache
def files(without: frozenset[str]) -> dict[PurePosixPath, bytes]:
    """Every file of a copy, by its path in the destination.

    Raises `VendoringError` for what this package, itself a copy, does not have.
    """
    if missing := set(LEFT_OUT) - without:
        raise VendoringError(
            f"this copy has no {listed(missing)} itself, so that it can only make copies"
            f" --without {','.join(sorted(without | missing))}"
        )
    found = dict(_kept(without))
    found |= _stubs(found, without)
    found = {
        path: _made_relative(path, content) if path.suffix == ".py" else content
        for path, content in found.items()
    }
    found[CHOICE] = _with_choice(found[CHOICE], without)
    hashes = _sums(found)
    note = _NOTE.format(
        version=__version__,
        hash=hashlib.sha256(hashes).hexdigest(),
        hashes=HASHES,
        folders=" and ".join(f"`{package}`" for package in PACKAGES),
        left_out=_left_out(without),
        dependencies="\n".join(DEPENDENCIES),
    )
    return found | {NOTE: note.encode(), HASHES: hashes}


def _left_out(without: frozenset[str]) -> str:
    if not without:
        return ""
    titles = listed(PARTS[name].title for name in without)
    return f"\nLeft out (`--without {','.join(sorted(without))}`): {titles}. An update keeps that."


def _kept(without: frozenset[str]) -> Iterator[tuple[PurePosixPath, bytes]]:
    for path, content in _originals():
        part = part_of(_module(path)) if path.parts[0] == WRAPPER else None
        if part is None or part.name not in without:
            yield path, content


def _originals() -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files of both packages, wherever they were imported from."""
    above = (__package__ or "").rpartition(f"{WRAPPER}.")[0]
    for package in PACKAGES:
        spec = find_spec(f"{above}{package}")
        if spec is None or not spec.submodule_search_locations:
            raise VendoringError(f"the package {package} cannot be found beside this one")
        folder = Path(spec.submodule_search_locations[0])
        for path in files_of(folder):
            yield PurePosixPath(package, path.relative_to(folder)), content_of(path)


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a package in order, without those that describe a copy."""
    for path in sorted(folder.rglob("*")):
        mine = path.name not in (NOTE.name, HASHES.name) and "__pycache__" not in path.parts
        if mine and path.is_file():
            yield path


def content_of(path: Path) -> bytes:
    """The content of a file, without what a checkout does to line ends."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def digest(content: bytes) -> str:
    """The hash of a file's content."""
    return hashlib.sha256(content).hexdigest()


def _module(path: PurePosixPath) -> str:
    """The name of a module in its package; a package of its own has the name of its folder."""
    parts = path.with_suffix("").parts[1:]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _stubs(kept: dict[PurePosixPath, bytes], without: frozenset[str]) -> dict[PurePosixPath, bytes]:
    """Modules in the place of those that are left out, where a user or another module imports them.

    They say why when they are imported, and have any name for a type checker.
    """
    wanted = {module for name in without for module in PARTS[name].modules}
    for path, content in kept.items():
        if path.parts[0] == WRAPPER and path.suffix == ".py":
            wanted.update(_imports(path, content))
    originals = {_module(path): path for path, _ in _originals() if path.parts[0] == WRAPPER}
    found: dict[PurePosixPath, bytes] = {}
    for module in wanted:
        part = part_of(module)
        if part is None or part.name not in without:
            continue
        names = module.split(".")
        for end in range(1, len(names) + 1):  # a module needs its packages
            original = originals.get(".".join(names[:end]))
            if original is not None and original.suffix == ".py":
                found[original] = _stub(part)
    return found


def _stub(part: Part) -> bytes:
    title = part.title[0].upper() + part.title[1:]
    return _STUB.format(name=part.name, title=title).encode()


def _imports(path: PurePosixPath, content: bytes) -> Iterator[str]:
    """The modules of the wrapper that a module of it imports, or attributes that can be modules."""
    folders = path.parts[1:-1]
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = folders[: len(folders) - node.level + 1]
            module = (*above, *(node.module.split(".") if node.module else ()))
            yield ".".join(module)
            yield from (".".join((*module, name.name)) for name in node.names)


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


def _with_choice(content: bytes, without: frozenset[str]) -> bytes:
    before, name, _ = content.partition(b"LEFT_OUT: Final")
    names = ", ".join(f'"{part}"' for part in sorted(without))
    comma = "," if len(without) == 1 else ""
    return before + name + f"[tuple[str, ...]] = ({names}{comma})\n".encode()


def _sums(contents: dict[PurePosixPath, bytes]) -> bytes:
    """The lines that `sha256sum` would print for them."""
    return "".join(f"{digest(contents[path])}  {path}\n" for path in sorted(contents)).encode()
