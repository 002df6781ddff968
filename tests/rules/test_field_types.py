"""Values of each type of field (facts 3.2, 6.3)."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tests.rules.support import field, only, prepare, schema
from zendesk_custom_objects._generated import models
from zendesk_custom_objects.record import Record

COLORS = [("red", "Red"), ("dark_blue", "Navy"), ("7", "Seven")]

KNOWN = schema(
    field("text"),
    field("textarea", "textarea"),
    field("checkbox", "checkbox"),
    field("integer", "integer"),
    field("decimal", "decimal"),
    field("date", "date"),
    field("regexp", "regexp", regexp_for_validation=r"\A[A-Z]{2}-\d+\z"),
    field("dropdown", "dropdown", options=COLORS),
    field("multiselect", "multiselect", options=COLORS),
    field("lookup", "lookup", relationship_target_type="zen:custom_object:house"),
    field("parent", "parent", relationship_target_type="zen:user"),
    field("currency", "currency", properties={"allowed_currencies": ["EUR"]}),
    field("hologram", "hologram"),
)


class Color(enum.Enum):
    RED = "red"
    PINK = "pink"


ACCEPTED: list[tuple[str, Any, Any]] = [
    ("text", "x", "x"),
    ("text", "", ""),
    ("text", datetime.date(2026, 1, 2), "2026-01-02"),
    ("text", datetime.datetime(2026, 1, 2), "2026-01-02T00:00:00"),
    ("textarea", "a\nb", "a\nb"),
    ("checkbox", True, True),
    ("checkbox", False, False),
    ("checkbox", "true", True),
    ("checkbox", "FALSE", False),
    ("checkbox", 1, True),
    ("checkbox", "0", False),
    ("integer", 2020, 2020),
    ("integer", -1, -1),
    ("integer", "2020", 2020),
    ("integer", " +7 ", 7),
    ("integer", 3.0, 3),
    ("integer", Decimal("3.00"), 3),
    ("integer", "3.0", 3),
    ("integer", "1e3", 1000),
    ("integer", Decimal("0E+500"), 0),
    ("integer", "18446744073709551615", 18446744073709551615),
    ("decimal", 1.5, 1.5),
    ("decimal", 2, 2),
    ("decimal", Decimal("0.1"), Decimal("0.1")),
    ("decimal", "0.10", Decimal("0.10")),
    ("decimal", "-.5", Decimal("-0.5")),
    ("decimal", "123456789012345678901234567890.5", Decimal("123456789012345678901234567890.5")),
    ("date", "2026-01-02", "2026-01-02"),
    ("date", "2026-01-02T00:00:00Z", "2026-01-02"),
    ("date", "2026-01-02T00:00:00.000+00:00", "2026-01-02"),
    ("date", "2026-01-02T00:00:00+00:00", "2026-01-02"),
    ("date", "2026-01-02T00:00:00-08:00", "2026-01-02"),
    ("date", " 2026-01-02 ", "2026-01-02"),
    ("date", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
    ("date", "2026-01-02 00:00:00 UTC", "2026-01-02 00:00:00 UTC"),
    ("date", datetime.date(2026, 1, 2), "2026-01-02"),
    ("date", datetime.datetime(2026, 1, 2), "2026-01-02"),
    ("date", datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC), "2026-01-02"),
    ("date", datetime.datetime(2026, 1, 2, 3), "2026-01-02T03:00:00"),
    ("regexp", "AB-12", "AB-12"),
    ("regexp", "", ""),
    ("dropdown", "dark_blue", "dark_blue"),
    ("dropdown", Color.RED, "red"),
    ("multiselect", ["red", "7"], ["red", "7"]),
    ("multiselect", (), []),
    ("multiselect", {"red", "7", Color.RED}, ["7", "red", "red"]),
    ("lookup", "01H0VRAY2TY8P7FGNTNYAQFNNH", "01H0VRAY2TY8P7FGNTNYAQFNNH"),
    ("lookup", "external_id:a b:c", "external_id:a b:c"),
    ("lookup", "name:Villa", "name:Villa"),
    ("lookup", Record[Any](id="01AB", custom_object_key="house"), "01AB"),
    ("lookup", Record[Any](id="01AB"), "01AB"),
    ("lookup", models.CustomObjectRecord(id="01AB", custom_object_key="house"), "01AB"),
    ("lookup", SimpleNamespace(id="01AB", custom_object_key="house"), "01AB"),
    ("parent", 1234567890123, "1234567890123"),
    ("currency", 12, 12),
    ("currency", "12.50", "12.50"),
    ("currency", "EUR 12.50", "EUR 12.50"),
    ("currency", Decimal("12.50"), Decimal("12.50")),
    ("currency", {"amount": "12.50", "currency": "EUR"}, {"amount": "12.50", "currency": "EUR"}),
    ("hologram", [{"any": 1}], [{"any": 1}]),
    ("hologram", Record[Any](id="01AB"), "01AB"),
]


@pytest.mark.parametrize(("key", "value", "wire"), ACCEPTED)
def test_a_valid_value_is_accepted(key: str, value: object, wire: object) -> None:
    prepared = prepare(KNOWN, {key: value})
    assert prepared.violations == ()
    assert prepared.body == {"custom_object_fields": {key: wire}}
    assert type(prepared.body["custom_object_fields"][key]) is type(wire)


@pytest.mark.parametrize("key", KNOWN.fields)
def test_null_clears_a_field_of_any_type(key: str) -> None:
    assert prepare(KNOWN, {key: None}) == ({"custom_object_fields": {key: None}}, ())


REFUSED: list[tuple[str, Any]] = [
    ("text", 7),
    ("text", True),
    ("text", ["x"]),
    ("text", Record[Any](id="01AB")),
    ("textarea", {"x": 1}),
    ("checkbox", "yes"),
    ("checkbox", ""),
    ("checkbox", 2),
    ("checkbox", [True]),
    ("integer", "abc"),
    ("integer", ""),
    ("integer", "1,000"),
    ("integer", "1_000"),
    ("integer", "٣"),
    ("integer", "0x10"),
    ("integer", "nan"),
    ("integer", True),
    ("integer", 3.5),
    ("integer", "3.5"),
    ("integer", Decimal("1E+300")),
    ("integer", "1e999999999"),
    ("integer", "1e9999999999999999999"),
    ("decimal", "-1E-9999999999999999999"),
    ("integer", "18446744073709551616"),
    ("integer", [3]),
    ("decimal", "abc"),
    ("decimal", "NaN"),
    ("decimal", "Infinity"),
    ("decimal", "1e400"),
    ("decimal", False),
    ("decimal", "1 000"),
    ("decimal", datetime.date(2026, 1, 2)),
    ("date", "tomorrow"),
    ("date", "2026-02-30"),
    ("date", "02/01/2026"),
    ("date", "2026-01-02x"),
    ("date", ""),
    ("date", 20260102.5),
    ("date", True),
    ("regexp", "ab-12"),
    ("regexp", "AB-12\n"),
    ("regexp", 12),
    ("dropdown", "pink"),
    ("dropdown", ""),
    ("dropdown", ["red"]),
    ("dropdown", True),
    ("multiselect", "red"),
    ("multiselect", {"red": True}),
    ("lookup", ""),
    ("lookup", " "),
    ("lookup", "external_id:"),
    ("lookup", "name:"),
    ("lookup", ["01AB"]),
    ("lookup", True),
    ("lookup", 1.5),
    ("lookup", Record[Any](id="01AB", custom_object_key="garage")),
    ("lookup", SimpleNamespace(id=7, custom_object_key="house")),
    ("parent", Record[Any](id="01AB", custom_object_key="house")),
    ("currency", True),
    ("currency", "much"),
    ("currency", [12]),
]


@pytest.mark.parametrize(("key", "value"), REFUSED)
def test_an_invalid_value_is_refused(key: str, value: object) -> None:
    violation = only(prepare(KNOWN, {key: value}))
    assert (violation.field, violation.code) == (key, "InvalidValue")


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("rad", "red"),
        ("RED", "red"),
        ("Navy", "dark_blue"),
        ("navy ", "dark_blue"),
        ("dark-blue", "dark_blue"),
        (7, "7"),
        ("pink", None),
        pytest.param("r" * 5000, None, id="long"),
    ],
)
def test_an_unknown_option_comes_with_a_suggestion(value: object, suggestion: str | None) -> None:
    assert only(prepare(KNOWN, {"dropdown": value})).suggestion == suggestion
    violation = only(prepare(KNOWN, {"multiselect": ["red", value]}))
    assert (violation.field, violation.suggestion) == ("multiselect[1]", suggestion)


def test_every_unknown_option_is_reported() -> None:
    violations = prepare(KNOWN, {"multiselect": ["x", "red", None, "y"]}).violations
    assert [wrong.field for wrong in violations] == [
        "multiselect[0]",
        "multiselect[2]",
        "multiselect[3]",
    ]


@pytest.mark.parametrize("options", [None, []])
def test_a_field_without_known_options_accepts_any_value(options: list[Any] | None) -> None:
    known = schema(field("color", "dropdown", custom_field_options=options))
    assert prepare(known, {"color": "mauve"}).violations == ()
    assert only(prepare(known, {"color": ["mauve"]})).field == "color"


def test_thousands_of_unknown_options_are_reported_quickly() -> None:
    options = [(f"option_{number:04}_{'x' * 40}", f"Option {number}") for number in range(2000)]
    known = schema(field("many", "multiselect", options=options))
    wrong = [f"optoin_{number}" for number in range(5000)]
    violations = prepare(known, {"many": wrong}).violations
    assert len(violations) == 5001  # each, and the size of them all


@pytest.mark.parametrize(
    "attributes", [{"readonly": True}, {"properties": {"rollup_aggregation_type": "COUNT"}}]
)
@pytest.mark.parametrize("value", [3, None])
def test_a_computed_field_cannot_be_written(attributes: dict[str, Any], value: object) -> None:
    known = schema(field("total", "integer", required=True, **attributes))
    violation = only(prepare(known, {"total": value}))
    assert (violation.field, violation.code) == ("total", "NotAllowed")
    assert prepare(known, operation="create", name="x").violations == ()


def test_a_field_with_an_unusual_definition_accepts_any_value() -> None:
    odd: Any = ["not", "text"]
    known = schema(field("x", odd, regexp_for_validation=odd, relationship_target_type=odd))
    assert prepare(known, {"x": {"any": 1}}).violations == ()
