"""Libraries of an extra, imported when they are first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["load"]


def load(module: str, *, extra: str) -> Any:
    """The module; if it is missing, an `ImportError` that says how to install it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        library = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != library:
            raise
        raise ImportError(
            f"this needs {library}: pip install 'zendesk-custom-objects[{extra}]'", name=library
        ) from error
