"""The modules of the wrapper as syntax trees."""

from __future__ import annotations

import ast
import functools
from pathlib import Path

import zendesk_custom_objects


@functools.cache
def modules() -> dict[str, ast.Module]:
    """By their paths in the package. `_sync` is left out, as it is generated from `_async`."""
    root = Path(zendesk_custom_objects.__file__).parent
    paths = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.py"))}
    return {
        name: ast.parse(path.read_text("utf-8"))
        for name, path in paths.items()
        if not name.startswith("_sync/")
    }
