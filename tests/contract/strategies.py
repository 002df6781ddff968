"""Hypothesis strategies for values that a schema of the contract allows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.contract.document import SCHEMAS, Json, component

Values = SearchStrategy[Any]

CHARACTERS = st.characters(codec="utf-8")
TEXT = st.text(CHARACTERS, max_size=20)
"""Any text that can be encoded as UTF-8."""

NUMBERS = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=5,
)
MOMENTS = st.builds(
    lambda moment, offset: moment.replace(tzinfo=timezone(offset)).isoformat(),
    st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31)),
    st.integers(-12 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)
"""Times in the format of RFC 3339, to the microsecond."""


class Side(NamedTuple):
    """Additions to the values that the contract declares."""

    anything: Values
    unknown_properties: bool


READ = Side(ANYTHING, unknown_properties=True)
"""Responses can have properties that the contract does not know."""

WRITTEN = Side(
    st.one_of(ANYTHING, st.decimals(allow_nan=False, allow_infinity=False, places=4)),
    unknown_properties=False,
)
"""Request bodies can have decimals where any value is allowed."""


def values(schema: Json, side: Side) -> Values:
    """All values that a schema allows."""
    if name := component(schema):
        return _component(name, side)
    if "anyOf" in schema:
        return st.one_of([values(option, side) for option in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema.get("type", "anything")
    return st.one_of(
        [_KINDS[kind](schema, side) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    )


@cache
def _component(name: str, side: Side) -> Values:
    return st.deferred(lambda: values(SCHEMAS[name], side))


def _string(schema: Json, side: Side) -> Values:
    if schema.get("format") == "date-time":
        return MOMENTS
    if "pattern" in schema:
        return st.from_regex(schema["pattern"], fullmatch=True)
    longest = min(schema.get("maxLength", 20), 20)
    return st.text(CHARACTERS, max_size=longest)


def _integer(schema: Json, side: Side) -> Values:
    wide = 2**63 if schema.get("format") == "int64" else 2**53
    return st.integers(schema.get("minimum", -wide), schema.get("maximum", wide - 1))


def _array(schema: Json, side: Side) -> Values:
    fewest = schema.get("minItems", 0)
    return st.lists(
        values(schema["items"], side),
        min_size=fewest,
        max_size=fewest + min(schema.get("maxItems", 3) - fewest, 3),
        unique_by=repr if schema.get("uniqueItems") else None,
    )


def _object(schema: Json, side: Side) -> Values:
    properties = {key: values(value, side) for key, value in schema.get("properties", {}).items()}
    required = {key: properties.pop(key) for key in schema.get("required", ())}
    found = st.fixed_dictionaries(required, optional=properties)
    additional = schema.get("additionalProperties", {} if side.unknown_properties else False)
    if additional is not False:
        others = values(additional, side)
        known = required.keys() | properties.keys()
        names = TEXT.filter(lambda name: name not in known)
        further = st.dictionaries(names, others, max_size=3)
        found = st.builds(lambda first, second: {**first, **second}, found, further)
    fewest = schema.get("minProperties", 0)
    return found.filter(lambda value: len(value) >= fewest) if fewest else found


_KINDS: dict[str, Any] = {
    "anything": lambda schema, side: side.anything,
    "array": _array,
    "boolean": lambda schema, side: st.booleans(),
    "integer": _integer,
    "null": lambda schema, side: st.none(),
    "number": lambda schema, side: NUMBERS,
    "object": _object,
    "string": _string,
}


def exact(value: Any) -> Any:
    """A value with decimals instead of floats, so that a comparison loses no digit."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    return Decimal(repr(value)) if isinstance(value, float) else value
