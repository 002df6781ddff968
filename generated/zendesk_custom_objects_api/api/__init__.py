# Generated from spec/ by scripts/generate.py: do not edit.
"""One module per group."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import attachments as attachments
    from . import fields as fields
    from . import jobs as jobs
    from . import oauth as oauth
    from . import objects as objects
    from . import permissions as permissions
    from . import records as records
    from . import relationships as relationships
    from . import triggers as triggers
    from . import users as users
else:
    # Out of a type checker's sight, so that it still reports a misspelt name.
    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = import_module(f".{name}", __name__)
        globals()[name] = value
        return value


__all__ = [
    "objects",
    "fields",
    "records",
    "attachments",
    "permissions",
    "triggers",
    "jobs",
    "relationships",
    "users",
    "oauth",
]
