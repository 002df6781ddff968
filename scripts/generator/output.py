"""Comparing generated files with those on disk, and writing them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

Products = Mapping[Path, Mapping[Path, bytes]]
"""Generated folders relative to the project, each with its files relative to the folder."""

HAND_WRITTEN = frozenset({Path("_runtime.py")})
"""Hand-written files inside a generated folder: what truly differs between async and sync."""


class Difference(NamedTuple):
    state: str
    """`stale`, `missing` or `surplus`."""
    path: Path


def compare(products: Products, root: Path) -> list[Difference]:
    """The differences between the files on disk and the generated ones, sorted by path."""
    differences = []
    for folder, files in products.items():
        present = files_in(root / folder)
        for name, content in files.items():
            if name not in present:
                differences.append(Difference("missing", folder / name))
            elif (root / folder / name).read_bytes() != content:
                differences.append(Difference("stale", folder / name))
        surplus = present - files.keys() - HAND_WRITTEN
        differences += [Difference("surplus", folder / name) for name in surplus]
    return sorted(differences, key=lambda difference: difference.path)


def write(products: Products, root: Path) -> None:
    """Update the folders on disk, touching only files that differ."""
    for difference in compare(products, root):
        path = root / difference.path
        if difference.state == "surplus":
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = next(folder for folder in products if difference.path.is_relative_to(folder))
        path.write_bytes(products[folder][difference.path.relative_to(folder)])
    for folder in products:
        _remove_empty_folders(root / folder)


def files_in(folder: Path) -> set[Path]:
    """The files in a folder and its subfolders, relative to it, without `__pycache__`."""
    return {
        path.relative_to(folder)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _remove_empty_folders(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and path.name != "__pycache__" and not files_in(path):
            shutil.rmtree(path)
