"""Both packages in another project's tree, with a low level made from a custom contract.

A record of the written files lies beside them: a later run replaces these files only, and refuses
to run if files were edited or added.
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
"""File name of the record."""

Files = dict[Path, bytes]


def build(contract: Contract, root: Path, scratch: Path) -> dict[Path, Files]:
    """The files of both packages. Raises `GenerationError` if they do not fit each other."""
    api = low_level.build(contract, root / "spec", scratch)
    source = root / "wrapper" / WRAPPER
    wrapper = {name: (source / name).read_bytes() for name in sorted(output.files_in(source))}
    twin = sync_twin.build(source / "_async")
    wrapper |= {Path("_sync") / name: content for name, content in twin.items()}
    needs.require(wrapper, api)
    return {Path(low_level.PACKAGE): api, Path(WRAPPER): wrapper}


def record(contract: Contract, products: output.Products) -> bytes:
    """The record: hashes of the written files, and the contract that they were made from."""
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
    """Refuse to replace or delete files that this script did not write."""
    present = {
        Path(package) / name
        for package in (WRAPPER, low_level.PACKAGE)
        for name in output.files_in(destination / package)
    }
    if not present:
        return
    place = destination / RECORD
    if not place.exists():
        problem = f"has packages of these names, but no {RECORD}: use another folder"
        raise GenerationError(f"{destination} {problem}")
    written = _written(place)
    problems = [
        f"{path.as_posix()}: {_edit(path, written)}"
        for path in sorted(present)
        if written.get(path.as_posix()) != _hash((destination / path).read_bytes())
    ]
    if problems:
        raise GenerationError(
            f"{destination} has changes that would be lost. Move them elsewhere, or delete them:",
            problems,
        )


def _edit(path: Path, written: dict[str, Any]) -> str:
    return "edited" if path.as_posix() in written else "not written by this script"


def _written(place: Path) -> dict[str, Any]:
    try:
        files = json.loads(place.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError):
        files = None
    if not isinstance(files, dict):
        raise GenerationError(
            f"{place} is not a record of written files: restore it, or use another folder"
        )
    return files


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
