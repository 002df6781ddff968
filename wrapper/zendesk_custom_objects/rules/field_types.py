"""The table of the types of custom fields: one row for each type, one facet in each column.

What differs between types stands here, or in the sandbox's own table (`sandbox/field_types.py`) if
only an emulator needs it; no other module compares with the name of a type. No facet has a default:
whoever adds a type decides about each.

Sources: the pages on fields, permissions and searching records. For the operators of filters by
type, what a client that works with the service restates of the last one; the negatives are
`$noteq`, `$notin` and `$notcontains`, and no source has `$ne` or `$not`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from .access_operators import EQUALITY, INCLUSION, MATCHES, ORDER, PRESENCE
from .value_checks import (
    Check,
    check_amount,
    check_any,
    check_date,
    check_decimal,
    check_integer,
    check_option,
    check_options,
    check_reference,
    check_regexp,
    check_text,
    check_truth,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "DEFAULT_TYPE",
    "FIELD_TYPES",
    "ROLL_UP_PROPERTIES",
    "UNKNOWN_TYPE",
    "DefinitionFormat",
    "FieldType",
    "Kind",
    "field_type",
    "types_with",
]

Kind: TypeAlias = Literal["text", "boolean", "integer", "decimal", "date", "list", "moment", "json"]
"""Kind of the values of a column in a file or table. `json` is any JSON value: for values whose
shape is not documented."""

DefinitionFormat: TypeAlias = Literal["text", "list", "number", "date", "autocomplete"]
"""How the definitions of access rules and triggers say that a value is entered."""

ROLL_UP_PROPERTIES: Final = (
    "rollup_child_object",
    "rollup_aggregation_type",
    "rollup_aggregated_field",
    "rollup_filter_criteria",
)
"""The entries of `properties` that make a field a roll-up."""


class FieldType(msgspec.Struct, frozen=True, kw_only=True):
    """The facets of the fields of one type."""

    key: str
    """Name of the type on the wire."""
    check: Check
    """Checks and normalizes a value that is written."""
    kind: Kind
    """Kind of its column in files and tables."""
    is_list: bool
    """A value is a list."""
    has_options: bool
    """Values are chosen among `custom_field_options`."""
    is_reference: bool
    """A value is the id of a record or of something else; a record can be given in its place."""
    is_parent: bool
    """The reference makes its record a child of the target, which every new record must name."""
    is_searched: bool
    """A search for words looks into the values."""
    is_ordered: bool
    """Values can be compared as less and greater."""
    filter_operators: tuple[str, ...]
    """Operators in filtered searches. A roll-up has those of its type."""
    are_filter_operators_documented: bool
    """False if `filter_operators` are assumed, after those of the most similar type: the sandbox
    has them, and a client leaves the operator to the service."""
    access_operators: tuple[str, ...]
    """Operators in access rules; empty if access rules cannot look at such fields."""
    definition_format: DefinitionFormat
    own_properties: tuple[str, ...]
    """Attributes of a field's definition that only some types have, this one among them; those
    inside of `properties` begin with `properties.`."""
    mandatory_properties: tuple[str, ...]
    """Those of `own_properties` that a new definition must have."""


_EQUALITY: Final = ("$eq", "$noteq", "$exists")
_ORDER: Final = (*_EQUALITY, "$gt", "$gte", "$lt", "$lte")
_NUMBER: Final = (*_ORDER, "$in", "$notin")
_TEXT: Final = (*_EQUALITY, "$contains", "$notcontains")

_ACCESS_TEXT: Final = (*EQUALITY, *PRESENCE)
_ACCESS_ORDER: Final = (*EQUALITY, *ORDER, *PRESENCE)

_ROLL_UP: Final = tuple(f"properties.{name}" for name in ROLL_UP_PROPERTIES)
_TARGET: Final = "relationship_target_type"
_CURRENCIES: Final = "properties.allowed_currencies"

_ROWS: Final = (
    FieldType(
        key="text",
        check=check_text,
        kind="text",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=True,
        is_ordered=False,
        filter_operators=_TEXT,
        are_filter_operators_documented=True,
        access_operators=_ACCESS_TEXT,
        definition_format="text",
        own_properties=(),
        mandatory_properties=(),
    ),
    FieldType(
        key="textarea",
        check=check_text,
        kind="text",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=True,
        is_ordered=False,
        filter_operators=_TEXT,
        are_filter_operators_documented=True,
        access_operators=_ACCESS_TEXT,
        definition_format="text",
        own_properties=(),
        mandatory_properties=(),
    ),
    FieldType(
        key="checkbox",
        check=check_truth,
        kind="boolean",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=False,
        is_ordered=False,
        filter_operators=("$eq",),
        are_filter_operators_documented=True,
        access_operators=(),
        definition_format="list",
        own_properties=("tag",),
        mandatory_properties=(),
    ),
    FieldType(
        key="currency",
        check=check_amount,
        # The shape of an amount is not documented.
        kind="json",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=False,
        is_ordered=True,
        filter_operators=_NUMBER,
        are_filter_operators_documented=False,
        access_operators=(),
        definition_format="text",
        own_properties=(_CURRENCIES,),
        mandatory_properties=(_CURRENCIES,),
    ),
    FieldType(
        key="date",
        check=check_date,
        kind="date",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=False,
        is_ordered=True,
        filter_operators=_ORDER,
        are_filter_operators_documented=True,
        access_operators=_ACCESS_ORDER,
        definition_format="date",
        own_properties=_ROLL_UP,
        mandatory_properties=(),
    ),
    FieldType(
        key="integer",
        check=check_integer,
        kind="integer",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=False,
        is_ordered=True,
        filter_operators=_NUMBER,
        are_filter_operators_documented=True,
        access_operators=_ACCESS_ORDER,
        definition_format="number",
        own_properties=_ROLL_UP,
        mandatory_properties=(),
    ),
    FieldType(
        key="decimal",
        check=check_decimal,
        kind="decimal",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=False,
        is_ordered=True,
        filter_operators=_NUMBER,
        are_filter_operators_documented=True,
        access_operators=_ACCESS_ORDER,
        definition_format="number",
        own_properties=_ROLL_UP,
        mandatory_properties=(),
    ),
    FieldType(
        key="regexp",
        check=check_regexp,
        kind="text",
        is_list=False,
        has_options=False,
        is_reference=False,
        is_parent=False,
        is_searched=True,
        is_ordered=False,
        filter_operators=_TEXT,
        are_filter_operators_documented=False,
        access_operators=_ACCESS_TEXT,
        definition_format="text",
        own_properties=("regexp_for_validation",),
        mandatory_properties=(),
    ),
    FieldType(
        key="dropdown",
        check=check_option,
        kind="text",
        is_list=False,
        has_options=True,
        is_reference=False,
        is_parent=False,
        is_searched=False,
        is_ordered=False,
        filter_operators=_TEXT,
        are_filter_operators_documented=True,
        access_operators=_ACCESS_TEXT,
        definition_format="list",
        own_properties=("custom_field_options",),
        mandatory_properties=(),
    ),
    FieldType(
        key="lookup",
        check=check_reference,
        kind="text",
        is_list=False,
        has_options=False,
        is_reference=True,
        is_parent=False,
        is_searched=False,
        is_ordered=False,
        filter_operators=_EQUALITY,
        are_filter_operators_documented=True,
        access_operators=(*EQUALITY, *MATCHES, *PRESENCE),
        definition_format="autocomplete",
        own_properties=(_TARGET, "relationship_filter"),
        mandatory_properties=(_TARGET,),
    ),
    FieldType(
        key="multiselect",
        check=check_options,
        kind="list",
        is_list=True,
        has_options=True,
        is_reference=False,
        is_parent=False,
        is_searched=False,
        is_ordered=False,
        filter_operators=(*_TEXT, "$in", "$notin"),
        are_filter_operators_documented=True,
        access_operators=(*INCLUSION, *PRESENCE),
        definition_format="list",
        own_properties=("custom_field_options",),
        mandatory_properties=(),
    ),
    FieldType(
        key="parent",
        check=check_reference,
        kind="text",
        is_list=False,
        has_options=False,
        is_reference=True,
        is_parent=True,
        is_searched=False,
        is_ordered=False,
        # Only `$eq` is known, from an example.
        filter_operators=_EQUALITY,
        are_filter_operators_documented=False,
        access_operators=(),
        definition_format="text",
        own_properties=(_TARGET, "relationship_filter", "properties.cascade_permissions_enabled"),
        mandatory_properties=(_TARGET,),
    ),
)

FIELD_TYPES: Final[Mapping[str, FieldType]] = {row.key: row for row in _ROWS}
"""The types that this version knows, by their names on the wire."""

DEFAULT_TYPE: Final = "text"
"""The type of a new field that names none."""

UNKNOWN_TYPE: Final = FieldType(
    key="",
    check=check_any,
    kind="json",
    is_list=False,
    has_options=False,
    # It might be one: a record that is given as a value is sent as its id.
    is_reference=True,
    is_parent=False,
    is_searched=False,
    is_ordered=False,
    filter_operators=(),
    are_filter_operators_documented=False,
    access_operators=(),
    definition_format="text",
    own_properties=(),
    mandatory_properties=(),
)
"""Stands for every type that the service has and this version does not know: nothing is refused."""


def field_type(key: str | None) -> FieldType:
    """The row of a type; `UNKNOWN_TYPE` if this version does not know it."""
    return UNKNOWN_TYPE if key is None else FIELD_TYPES.get(key, UNKNOWN_TYPE)


def types_with(own_property: str) -> tuple[str, ...]:
    """The types whose definitions can have a property of `own_properties`."""
    return tuple(row.key for row in _ROWS if own_property in row.own_properties)
