"""Both packages in somebody else's tree, the low level made from a contract of their own.

Beside them lies a record of what was written, so that a later run replaces just that: what people
have edited or added there stops it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from . import low_level, needs, output, sync_twin
from .contract import Contract
from .problems import GenerationError

WRAPPER = "zendesk_custom_objects"
RECORD = "zendesk_custom_objects.json"
"""The record of what was written, beside the packages."""

Files = dict[Path, bytes]


def build(contract: Contract, root: Path, scratch: Path) -> dict[Path, Files]:
    """The files of both packages. Raises `GenerationError` if they do not fit one another."""
    api = low_level.build(contract, root / "spec", scratch)
    source = root / "wrapper" / WRAPPER
    wrapper = {name: (source / name).read_bytes() for name in sorted(output.files_in(source))}
    twin = sync_twin.build(source / "_async")
    wrapper |= {Path("_sync") / name: content for name, content in twin.items()}
    needs.require(wrapper, api)
    return {Path(low_level.PACKAGE): api, Path(WRAPPER): wrapper}


def record(contract: Contract, products: output.Products) -> bytes:
    """What was written, and the contract that it was made from."""
    files = {
        (folder / name).as_posix(): _hash(content)
        for folder, files in products.items()
        for name, content in files.items()
    }
    content = {
        "about": "Written by scripts/generate.py of zendesk-custom-objects: do not edit.",
        "contract": contract.document,
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def require_untouched(destination: Path) -> None:
    """Refuse to replace or delete what this script did not write."""
    present = {
        Path(package) / name
        for package in (WRAPPER, low_level.PACKAGE)
        for name in output.files_in(destination / package)
    }
    if not present:
        return
    place = destination / RECORD
    if not place.exists():
        raise GenerationError(f"{destination} has packages of these names, and no {RECORD}")
    written = _written(place)
    problems = [
        f"{path.as_posix()}: {'edited' if path.as_posix() in written else 'not written by it'}"
        for path in sorted(present)
        if written.get(path.as_posix()) != _hash((destination / path).read_bytes())
    ]
    if problems:
        raise GenerationError(f"{destination} has changes that would be lost:", problems)


def _written(place: Path) -> dict[str, Any]:
    try:
        files = json.loads(place.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError):
        files = None
    if not isinstance(files, dict):
        raise GenerationError(f"{place} is not a record of what was written")
    return files


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
