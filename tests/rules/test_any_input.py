"""Properties of any input: no rule raises, and an accepted value arrives unchanged."""

from __future__ import annotations

import datetime
import enum
import math
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.support import field, prepare, schema
from zendesk_custom_objects.rules.details import from_details, service_details
from zendesk_custom_objects.rules.fields import prepare_field
from zendesk_custom_objects.rules.names import duplicate_names
from zendesk_custom_objects.rules.objects import prepare_object
from zendesk_custom_objects.rules.patterns import cannot_match
from zendesk_custom_objects.rules.values import to_wire
from zendesk_custom_objects.rules.violations import Prepared
from zendesk_custom_objects.unset import UNSET

COLORS = [("red", "Red"), ("blue", "Blue")]
TYPES = [
    "text",
    "textarea",
    "checkbox",
    "integer",
    "decimal",
    "date",
    "regexp",
    "lookup",
    "parent",
    "currency",
    "unheard_of",
]
KNOWN = schema(
    *(field(kind, kind, regexp_for_validation=r"^\d+$") for kind in TYPES),
    field("dropdown", "dropdown", options=COLORS, required=True),
    field("multiselect", "multiselect", options=COLORS),
    field("total", "integer", readonly=True),
    is_unique=True,
)

on_any_machine = settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow]
)
encode = msgspec.json.Encoder(decimal_format="number").encode


class Color(enum.Enum):
    RED = "red"
    ODD = ("a", 1.5)


class Spiteful:
    """Raises from each of its methods."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __bool__(self) -> bool:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        return 1

    def __repr__(self) -> str:
        raise RuntimeError

    __str__ = __repr__


# With lone surrogates, which Hypothesis leaves out of text by default.
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)
numeric_text = st.one_of(st.integers(), st.floats(), st.decimals(), st.dates(), st.datetimes()).map(
    str
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.decimals(),
    any_text,
    numeric_text,
    st.sampled_from(["red", "Blue", "true", "external_id:7", "name:", "2026-01-02T00:00:00Z"]),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(datetime.UTC)),
    st.sampled_from(Color),
    st.just(UNSET),
)
strangers = st.one_of(
    st.binary(max_size=5),
    st.times(),
    st.timedeltas(),
    st.complex_numbers(),
    st.builds(object),
    st.builds(Spiteful),
    st.just(KNOWN),
    st.just(print),
    st.just(st),
)
leaves = scalars | strangers


def nested(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        values,
        lambda parts: (
            st.lists(parts, max_size=4)
            | st.lists(parts, max_size=4).map(tuple)
            | st.dictionaries(any_text | st.integers() | st.sampled_from(Color), parts, max_size=4)
        ),
        max_leaves=10,
    ) | st.frozensets(any_text | st.integers(), max_size=4)


anything = nested(leaves)
keys = st.sampled_from([*KNOWN.fields, "name", "standard::name", "id"]) | any_text


def checked(prepared: Prepared) -> Any:
    """The body as a reader parses it; each violation can be shown, sent and put into a set."""
    for violation in prepared.violations:
        assert violation.message
        assert len(str(violation)) < 400
        encode(violation)
    assert len(set(prepared.violations)) >= bool(prepared.violations)
    assert isinstance(service_details(prepared.violations), dict)
    return msgspec.json.decode(encode(prepared.body))


@on_any_machine
@given(
    operation=st.sampled_from(["create", "update", "upsert"]),
    known=st.sampled_from([KNOWN, None]),
    name=anything,
    external_id=anything,
    fields=st.dictionaries(keys, anything, max_size=5) | anything,
)
def test_writing_a_record_never_raises(
    operation: Any, known: Any, name: Any, external_id: Any, fields: Any
) -> None:
    checked(
        prepare(known, fields, operation=operation, name=name, external_id=external_id)
        if fields is not None
        else prepare(known, operation=operation, name=name)
    )


PROPERTIES = {
    "is_unique": anything,
    "autoincrement_prefix": anything,
    "autoincrement_padding": anything,
    "autoincrement_next_sequence": anything,
    "allowed_currencies": anything,
    "cascade_permissions_enabled": anything,
    "rollup_child_object": anything,
    "rollup_aggregation_type": st.sampled_from(["COUNT", "SUM", "sum"]) | anything,
    "rollup_aggregated_field": anything,
}
OPTION = st.fixed_dictionaries({}, optional={"name": anything, "value": anything, "id": anything})
FIELD = {
    "key": anything,
    "title": anything,
    "type": st.sampled_from([*TYPES, "dropdown"]) | anything,
    "required": anything,
    "relationship_target_type": st.sampled_from(["zen:user", "user"]) | anything,
    "regexp_for_validation": anything,
    "custom_field_options": st.lists(OPTION | anything, max_size=4) | anything,
    "properties": st.fixed_dictionaries({}, optional=PROPERTIES) | anything,
}


@on_any_machine
@given(
    operation=st.sampled_from(["create", "update"]),
    known=st.sampled_from([KNOWN, None]),
    values=st.fixed_dictionaries({}, optional=FIELD) | anything,
    key=st.sampled_from(["text", "parent", "standard::name", "7", 7, "x", None]),
)
def test_defining_a_field_never_raises(operation: Any, known: Any, values: Any, key: Any) -> None:
    checked(prepare_field(operation, known, values, key=key))


@on_any_machine
@given(
    operation=st.sampled_from(["create", "update"]),
    values=st.dictionaries(st.sampled_from(["key", "title", "allows_photos"]) | keys, anything)
    | anything,
)
def test_defining_an_object_never_raises(operation: Any, values: Any) -> None:
    checked(prepare_object(operation, values))


@on_any_machine
@given(st.lists(anything))
def test_comparing_names_never_raises(names: list[Any]) -> None:
    assert all(0 < position < len(names) for position in duplicate_names(KNOWN, names))


@on_any_machine
@given(nested(scalars))
def test_reading_details_never_raises(details: Any) -> None:
    for violation in from_details(to_wire(details, "x", [])):
        str(violation)


def same(wire: Any, read: Any) -> bool:
    """True if a reader that parses numbers as doubles has received the value that was sent."""
    if isinstance(wire, list):
        return len(wire) == len(read) and all(map(same, wire, read))
    if isinstance(wire, dict):
        return wire.keys() == read.keys() and all(same(wire[key], read[key]) for key in wire)
    if isinstance(wire, Decimal):
        return math.isclose(float(wire), read, rel_tol=1e-15)
    return bool(wire == read) and (type(wire) is type(read) or not isinstance(wire, bool))


@on_any_machine
@given(
    value=anything, key=st.sampled_from(list(KNOWN.fields)), known=st.sampled_from([KNOWN, None])
)
def test_an_accepted_value_arrives_unchanged(value: Any, key: str, known: Any) -> None:
    prepared = prepare(known, {key: value})
    read = checked(prepared)
    if prepared.violations or value is UNSET:
        return
    assert same(prepared.body["custom_object_fields"], read["custom_object_fields"])
    assert (read["custom_object_fields"][key] is None) == (value is None)
    again = prepare(known, {key: prepared.body["custom_object_fields"][key]})
    assert again == prepared


@on_any_machine
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_keep_every_digit(value: Decimal) -> None:
    for given_as in (value, str(value)):
        prepared = prepare(KNOWN, {"decimal": given_as})
        if not prepared.violations:
            content = encode(prepared.body["custom_object_fields"]["decimal"])
            assert Decimal(content.decode()).as_tuple() == value.as_tuple()


@on_any_machine
@given(st.integers(-(2**63), 2**64 - 1))
def test_integers_keep_every_digit(value: int) -> None:
    for given_as in (value, str(value), Decimal(value)):
        assert prepare(KNOWN, {"integer": given_as}) == (
            {"custom_object_fields": {"integer": value}},
            (),
        )


@on_any_machine
@given(st.text(st.sampled_from(r"ab01^$.|?*+()[]{}\-:=!<>,&diAzZhpwLn "), max_size=30), st.text())
def test_matching_never_raises_whatever_the_pattern(pattern: str, text: str) -> None:
    assert cannot_match(pattern, text) in {True, False}
