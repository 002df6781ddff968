"""The seam: the only module that names the generated package.

Installed, the two packages lie side by side at the top level. Copied into another project they
lie side by side under its package, and the import is relative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

if TYPE_CHECKING:
    from zendesk_custom_objects_api import api, models, operations, types
    from zendesk_custom_objects_api import payloads as payloads
    from zendesk_custom_objects_api import reference as reference
    from zendesk_custom_objects_api.types import File, Request
elif "." in (__package__ or ""):
    from ..zendesk_custom_objects_api import api, models, operations, types
    from ..zendesk_custom_objects_api.types import File, Request
else:
    from zendesk_custom_objects_api import api, models, operations, types
    from zendesk_custom_objects_api.types import File, Request

__all__ = [
    "File",
    "Request",
    "api",
    "load_field_types",
    "load_reference",
    "models",
    "operations",
    "types",
]


def load_field_types() -> tuple[str, ...]:
    """The types of custom fields that the contract lists. Loads the module of the payloads."""
    from importlib import import_module

    module = import_module("..payloads", api.__name__)
    known, _ = get_args(module.CustomFieldType)
    return get_args(known)


def load_reference() -> reference.Reference:
    """The documentation of the operations, which nothing but its readers has to load."""
    from importlib import import_module

    return cast("reference.Reference", import_module("..reference", api.__name__).load())
