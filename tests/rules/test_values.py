"""Conversion of Python values to JSON values, which needs no schema."""

from __future__ import annotations

import collections
import datetime
import enum
import pickle
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from tests.rules.support import only, prepare, problems
from zendesk_custom_objects.record import Record
from zendesk_custom_objects.unset import UNSET

UTC = datetime.UTC


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Tone(enum.StrEnum):
    DARK = "dark"


class Level(enum.IntEnum):
    HIGH = 3


class Text(str):
    __slots__ = ()


class Index:
    """Like the integers of numerical libraries."""

    def __index__(self) -> int:
        return 5


class Number(float):
    __slots__ = ()


class Pair(collections.namedtuple("Pair", "a b")):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        ("é", "é"),
        (Text("x"), "x"),
        (None, None),
        (True, True),
        (3, 3),
        (2**64 - 1, 2**64 - 1),
        (-(2**63), -(2**63)),
        (1.5, 1.5),
        (Number(1.5), 1.5),
        (Index(), 5),
        (Decimal("0.10"), Decimal("0.10")),
        (Color.RED, "red"),
        (Tone.DARK, "dark"),
        (Level.HIGH, 3),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (datetime.datetime(2026, 1, 2), "2026-01-02T00:00:00"),
        (datetime.datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00+00:00"),
        (datetime.datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00"),
        (datetime.datetime(2026, 1, 2, 3, 4, tzinfo=UTC), "2026-01-02T03:04:00+00:00"),
        (("a", Color.BLUE), ["a", "blue"]),
        (Pair(1, 2), [1, 2]),
        ({"b", "a", "c"}, ["a", "b", "c"]),
        (frozenset({Color.RED, Color.BLUE}), ["blue", "red"]),
        ({"a": {Tone.DARK: (1,)}}, {"a": {"dark": [1]}}),
        (MappingProxyType({"a": 1, "b": UNSET}), {"a": 1}),
        (Record[Any](id="01ABC", custom_object_key="house"), "01ABC"),
    ],
)
def test_a_value_is_converted(value: object, wire: object) -> None:
    prepared = prepare(None, {"x": value})
    assert prepared.violations == ()
    sent = prepared.body["custom_object_fields"]["x"]
    assert sent == wire
    assert type(sent) is type(wire)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        -float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        Decimal("1E+400"),
        Decimal("1E+999999999999"),
        2**64,
        -(2**63) - 1,
        pytest.param(10**4_000, id="huge"),
        "\ud800",
        "a\udfffb",
        b"bytes",
        bytearray(b"x"),
        object(),
        1j,
        datetime.time(1, 2),
        datetime.timedelta(1),
        range(3),
        iter([1]),
        print,
        msgspec.UNSET,
    ],
)
def test_a_value_that_cannot_be_sent_is_refused_wherever_it_stands(value: object) -> None:
    for nested in (value, [value], {"y": value}, ({"y": [value]},)):
        prepared = prepare(None, {"x": nested})
        assert only(prepared).code == "InvalidValue"
        assert only(prepared).field.startswith("x")
        assert len(str(only(prepared))) < 200
        str(only(prepared)).encode()
        assert prepared.body == {}


def test_every_invalid_part_of_a_nested_value_is_reported() -> None:
    prepared = prepare(None, {"x": [1, float("nan"), {"y": "\ud800", "z": 2}]})
    assert problems(prepared) == [("x[1]", "InvalidValue"), ("x[2].y", "InvalidValue")]


def test_unset_leaves_a_field_alone() -> None:
    assert prepare(None, {"x": UNSET, "y": None}).body == {"custom_object_fields": {"y": None}}
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET


def test_a_value_that_contains_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert "32 levels of nesting" in only(prepare(None, {"x": endless})).message


def test_a_value_that_grows_exponentially_is_refused() -> None:
    doubled: list[Any] = []
    for _ in range(30):
        doubled = [doubled, doubled]
    codes = {code for _, code in problems(prepare(None, {"x": doubled}))}
    assert codes == {"TooLong"}


def test_a_value_with_very_many_parts_is_refused() -> None:
    assert only(prepare(None, {"x": [0] * 1_000_000})).code == "TooLong"


class Mean(dict[str, Any]):
    def items(self) -> Any:
        raise RuntimeError("no")


class Closed:
    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


class Odd(dict[str, Any]):
    def items(self) -> Any:
        return [1, 2]


@pytest.mark.parametrize("kind", [Mean, Closed, Odd])
def test_a_value_whose_methods_raise_is_refused(kind: type[Any]) -> None:
    value = kind()
    assert only(prepare(None, {"x": value})).message.startswith("cannot be read")
    assert only(prepare(None, {"x": 1}, name=value)).field == "name"
    assert only(prepare(None, value)).field == "custom_object_fields"


@pytest.mark.parametrize(
    ("fields", "wire"),
    [
        ({Tone.DARK: 1, Text("t"): 2}, {"dark": 1, "t": 2}),
        (MappingProxyType({"a": 1}), {"a": 1}),
        ({Color.RED: 1}, {"red": 1}),
    ],
)
def test_keys_are_converted_to_text(fields: Any, wire: dict[str, Any]) -> None:
    prepared = prepare(None, fields)
    assert prepared.violations == ()
    assert prepared.body == {"custom_object_fields": wire}
    assert all(type(key) is str for key in prepared.body["custom_object_fields"])


@pytest.mark.parametrize(
    "fields", [{1: 2}, {None: 1}, {"\ud800": 1}, {b"x": 1}, [("a", 1)], "ab", 3]
)
def test_a_key_that_json_cannot_have_is_refused(fields: Any) -> None:
    prepared = prepare(None, fields)
    assert problems(prepared) == [("custom_object_fields", "InvalidValue")]
    assert prepared.body == {}


def test_a_key_given_twice_in_two_forms_is_refused() -> None:
    assert problems(prepare(None, {"red": 1, Color.RED: 2})) == [("red", "InvalidValue")]
