"""The sandbox's table of field types: the facets that only an emulator needs.

Everything else about a type stands in `rules/field_types.py`. As there, no facet has a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import msgspec

Comparison: TypeAlias = Literal[
    "string", "truth", "number", "amount", "day", "time", "id", "option", "options"
]
"""How the values of a field are compared, in filters and in access rules. `time` is for standard
fields alone."""


class EmulatedType(msgspec.Struct, frozen=True, kw_only=True):
    """How the sandbox treats the fields of one type."""

    key: str
    comparison: Comparison
    targets: tuple[str, ...]
    """Targets of a field, besides custom objects."""
    rollup_sources: tuple[str, ...]
    """Types of the fields that a roll-up of this type can aggregate; empty if there is no such
    roll-up."""
    rollup_aggregations: tuple[str, ...]
    """Aggregations that a roll-up of this type can have here."""
    default_properties: Mapping[str, Any]
    """Default `properties` of a new field."""
    counts_as_lookup: bool
    """The plan limits the number of such fields."""
    is_frozen_by_records: bool
    """Only the title can change once the object has records."""


_ROWS: Final = (
    EmulatedType(
        key="text",
        comparison="string",
        targets=(),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="textarea",
        comparison="string",
        targets=(),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="checkbox",
        comparison="truth",
        targets=(),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="currency",
        comparison="amount",
        targets=(),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=True,
    ),
    EmulatedType(
        key="date",
        comparison="day",
        targets=(),
        rollup_sources=("date",),
        rollup_aggregations=("MIN", "MAX"),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="integer",
        comparison="number",
        targets=(),
        rollup_sources=("integer",),
        rollup_aggregations=("COUNT", "SUM", "MIN", "MAX"),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="decimal",
        comparison="number",
        targets=(),
        rollup_sources=("integer", "decimal"),
        rollup_aggregations=("COUNT", "SUM", "MIN", "MAX"),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="regexp",
        comparison="string",
        targets=(),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="dropdown",
        comparison="option",
        targets=(),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="lookup",
        comparison="id",
        targets=("zen:user", "zen:organization", "zen:ticket", "zen:article", "zen:brand"),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=True,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="multiselect",
        comparison="options",
        targets=(),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
    EmulatedType(
        key="parent",
        comparison="id",
        targets=("zen:user", "zen:organization", "zen:ticket"),
        rollup_sources=(),
        rollup_aggregations=(),
        default_properties={"cascade_permissions_enabled": False},
        counts_as_lookup=False,
        is_frozen_by_records=False,
    ),
)

EMULATED_TYPES: Final[Mapping[str, EmulatedType]] = {row.key: row for row in _ROWS}
"""By the names of the types on the wire."""
