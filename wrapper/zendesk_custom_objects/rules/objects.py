"""The rules for defining an object (source: the custom objects page)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .definitions import (
    DefinitionOperation,
    PropertyTypes,
    check_mandatory,
    finished,
    prepare_properties,
)
from .keys import check_unchanged_key
from .violations import Prepared, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["prepare_object"]

_PROPERTIES: Final[PropertyTypes] = {
    "key": str,
    "title": str,
    "raw_title": str,
    "title_pluralized": str,
    "raw_title_pluralized": str,
    "description": str,
    "raw_description": str,
    "include_in_list_view": bool,
    "allows_photos": bool,
    "allows_attachments": bool,
    "created_by_user_id": None,
    "updated_by_user_id": None,
    "created_at": None,
    "updated_at": None,
    "url": None,
}


def prepare_object(
    operation: DefinitionOperation, values: Mapping[str, Any], *, key: str | None = None
) -> Prepared:
    """The content of `custom_object`, and everything that is wrong with it.

    `key` is the key of the object to change; the values can repeat it.
    """
    found: list[Violation] = []
    prepared = prepare_properties(operation, values, _PROPERTIES, found)
    check_mandatory(operation, prepared, ("key", "title", "title_pluralized"), found)
    if operation == "update":
        check_unchanged_key(prepared, key, found)
    return Prepared(finished(prepared), tuple(found))
