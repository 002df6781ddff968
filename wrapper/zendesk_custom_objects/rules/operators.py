"""The language of filtered searches: groups of conditions, and the operators of standard fields.

A filter is one condition, `{"custom_object_fields.berths": {"$gte": 3}}`, or lists of conditions
under `$and` and `$or`. The operators of custom fields depend on their type: see `field_types`.
Source: the documentation page on searching custom object records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "AND",
    "CUSTOM_FIELDS",
    "LIST_OPERATORS",
    "OR",
    "STANDARD_OPERATORS",
]

AND: Final = "$and"
OR: Final = "$or"

CUSTOM_FIELDS: Final = "custom_object_fields."
"""Prefix of the name of a custom field in a filter; the key follows."""

STANDARD_OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "created_at": ("$gt",),
    "created_by_user": ("$eq",),
    "external_id": ("$eq",),
    "name": ("$contains",),
    "updated_at": ("$gt",),
    "updated_by_user": ("$eq",),
}
"""Operators of the standard fields, by their names in filters."""

LIST_OPERATORS: Final = frozenset({"$in", "$notin"})
"""Operators whose value is a list: one of its values has to fit."""
