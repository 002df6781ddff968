"""The language of filtered searches: which operators a field takes.

A filter is one condition, `{"custom_object_fields.berths": {"$gte": 3}}`, or lists of conditions
under `$and` and `$or`. Sources: the documentation page on searching custom object records for the
standard fields, and for the types of custom fields what a client that works with the service
restates of the same page. What no source lists is marked in `UNLISTED`: a client should leave it to
the service. The negatives are `$noteq`, `$notin` and `$notcontains`; no source has `$ne` or `$not`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "AND",
    "CUSTOM_FIELDS",
    "FIELD_OPERATORS",
    "LIST_OPERATORS",
    "OR",
    "STANDARD_OPERATORS",
    "UNLISTED",
]

AND: Final = "$and"
OR: Final = "$or"

CUSTOM_FIELDS: Final = "custom_object_fields."
"""What the name of a custom field begins with in a filter; its key follows."""

STANDARD_OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "created_at": ("$gt",),
    "created_by_user": ("$eq",),
    "external_id": ("$eq",),
    "name": ("$contains",),
    "updated_at": ("$gt",),
    "updated_by_user": ("$eq",),
}
"""The operators of the standard fields, by the name that a filter has for them."""

_EQUALITY: Final = ("$eq", "$noteq", "$exists")
_ORDER: Final = (*_EQUALITY, "$gt", "$gte", "$lt", "$lte")
_NUMBER: Final = (*_ORDER, "$in", "$notin")
_TEXT: Final = (*_EQUALITY, "$contains", "$notcontains")

FIELD_OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "checkbox": ("$eq",),
    "currency": _NUMBER,
    "date": _ORDER,
    "decimal": _NUMBER,
    "dropdown": _TEXT,
    "integer": _NUMBER,
    "lookup": _EQUALITY,
    "multiselect": (*_TEXT, "$in", "$notin"),
    "parent": _EQUALITY,
    "regexp": _TEXT,
    "text": _TEXT,
    "textarea": _TEXT,
}
"""The operators of the custom fields, by type. A roll-up takes those of its type."""

UNLISTED: Final = frozenset({"currency", "parent", "regexp"})
"""Types whose operators no source lists: those of the most similar type are assumed. So is what
roll-ups take; of a parent only `$eq` is known from an example."""

LIST_OPERATORS: Final = frozenset({"$in", "$notin"})
"""The operators that compare with a list of values, any of them."""
