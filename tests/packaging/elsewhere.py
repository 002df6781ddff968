"""An environment with the dependencies of the package and without the package."""

from __future__ import annotations

import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


def make(folder: Path, requirements: Iterable[str]) -> Path:
    """Create it with links to installed packages, without downloads; returns its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    for needed in _with_theirs(requirements).values():
        for name in {file.parts[0] for file in needed.files or ()} - {"..", "__pycache__"}:
            (site_packages / name).symlink_to(str(needed.locate_file(name)))
    return folder / "bin" / "python"


def _with_theirs(requirements: Iterable[str]) -> dict[str, Distribution]:
    """The required distributions, and those that they require in turn."""
    found: dict[str, Distribution] = {}
    open_ones = [Requirement(text).name for text in requirements]
    while open_ones:
        one = distribution(open_ones.pop())
        if one.name not in found:
            found[one.name] = one
            theirs = map(Requirement, one.requires or ())
            open_ones += [
                each.name
                for each in theirs
                if each.marker is None or each.marker.evaluate({"extra": ""})
            ]
    return found
