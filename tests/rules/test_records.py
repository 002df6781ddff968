"""Writing records: keys, required fields, size (facts 2.4, 3.3, 6.2, 6.4)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.rules.support import field, only, prepare, problems, schema
from zendesk_custom_objects.rules.filters import prepare_filter
from zendesk_custom_objects.rules.records import MAX_RECORD_BYTES
from zendesk_custom_objects.rules.schema import ObjectSchema

KNOWN = schema(
    field("bedrooms", "integer", title="Number of rooms"),
    field("address", "text", title="Street"),
    field("notes", "textarea"),
)


def test_a_valid_record_becomes_the_body() -> None:
    prepared = prepare(
        KNOWN, {"bedrooms": 3}, operation="create", name="Cap Ferrat 12", external_id="c-12"
    )
    assert prepared.violations == ()
    assert prepared.body == {
        "name": "Cap Ferrat 12",
        "external_id": "c-12",
        "custom_object_fields": {"bedrooms": 3},
    }
    assert prepare(KNOWN) == ({}, ())


MIDNIGHT = datetime(2025, 1, 31, tzinfo=UTC)


def test_midnight_is_converted_to_a_date_only_in_date_fields() -> None:
    """In a text, a name or an external id it keeps its time, like any other time."""
    known = schema(field("built", "date"), field("address", "text"))
    values = {"built": MIDNIGHT, "address": MIDNIGHT}
    names: dict[str, Any] = {"name": MIDNIGHT, "external_id": MIDNIGHT}

    prepared = prepare(known, values, operation="create", **names)

    moment = "2025-01-31T00:00:00+00:00"
    assert prepared.violations == ()
    assert prepared.body == {
        "name": moment,
        "external_id": moment,
        "custom_object_fields": {"built": "2025-01-31", "address": moment},
    }


@pytest.mark.parametrize(
    "day", [MIDNIGHT, MIDNIGHT.date(), "2025-01-31", "2025-01-31T00:00:00+00:00"]
)
def test_a_filter_has_the_same_day_in_every_form(day: Any) -> None:
    known = schema(field("built", "date"), field("address", "text"))
    given = {
        "$and": [
            {"custom_object_fields.built": {"$gte": day, "$noteq": day}},
            {"custom_object_fields.address": {"$eq": day}},
            {"created_at": {"$gt": day}},
        ]
    }

    prepared = prepare_filter(known, given)

    text = day if isinstance(day, str) else day.isoformat()
    assert prepared.body["$and"][0] == {
        "custom_object_fields.built": {"$gte": "2025-01-31", "$noteq": "2025-01-31"}
    }
    assert prepared.body["$and"][1:] == [
        {"custom_object_fields.address": {"$eq": text}},
        {"created_at": {"$gt": text}},
    ]


@pytest.mark.parametrize(
    ("key", "suggestion"),
    [
        ("bedroms", "bedrooms"),
        ("Bedrooms", "bedrooms"),
        ("Street", "address"),
        ("number of rooms", "bedrooms"),
        ("nmae", "name"),
        ("externalid", "external_id"),
        ("price", None),
        ("", None),
    ],
)
def test_an_unknown_key_is_refused_with_a_suggestion(key: str, suggestion: str | None) -> None:
    violation = only(prepare(KNOWN, {key: 3}))
    assert (violation.field, violation.code) == (key, "UnknownField")
    assert violation.suggestion == suggestion
    assert prepare(None, {key: 3}).violations == ()


def test_a_misspelt_key_has_a_readable_message() -> None:
    violation = only(prepare(KNOWN, {"bedroms": 3}))
    assert str(violation) == 'bedroms: unknown field (did you mean "bedrooms"?)'


@pytest.mark.parametrize("key", ["name", "external_id", "standard::name", "standard::external_id"])
def test_name_and_external_id_are_no_custom_fields(key: str) -> None:
    violation = only(prepare(KNOWN, {key: "x"}))
    assert violation.code == "UnknownField"
    assert f"give it as {key.removeprefix('standard::')}," in violation.message


def test_a_record_in_the_format_of_the_wire_is_explained() -> None:
    violation = only(prepare(KNOWN, {"custom_object_fields": {"bedrooms": 3}}))
    assert violation.code == "UnknownField"
    assert "give the values of the custom fields without it" in violation.message


@pytest.mark.parametrize(
    "key", ["id", "url", "custom_object_key", "created_at", "updated_by_user_id"]
)
def test_read_only_properties_are_refused(key: str) -> None:
    assert problems(prepare(KNOWN, {key: "x"})) == [(key, "NotAllowed")]


def test_a_custom_field_can_have_the_key_of_a_property() -> None:
    known = schema(field("name"), field("created_at", "date"))
    fields = {"name": "x", "created_at": "2026-01-02"}
    assert prepare(known, fields) == ({"custom_object_fields": fields}, ())


class TestRequired:
    KNOWN = schema(
        field("address", required=True),
        field("house", "parent"),
        field("gone", required=True, active=False),
        field("old_house", "parent", active=False),
        field("optional", required=False),
    )

    def test_a_new_record_needs_all_required_fields(self) -> None:
        prepared = prepare(self.KNOWN, operation="create", name="x")
        assert problems(prepared) == [("address", "BlankValue"), ("house", "BlankValue")]

    def test_a_required_field_cannot_be_null_in_a_new_record(self) -> None:
        fields = {"house": None, "optional": None, "address": None, "gone": None}
        prepared = prepare(self.KNOWN, fields, operation="create", name="x")
        assert problems(prepared) == [("house", "BlankValue"), ("address", "BlankValue")]

    def test_a_new_record_with_all_required_fields_is_accepted(self) -> None:
        fields = {"house": "01AB", "address": "12 Cap Ferrat"}
        assert prepare(self.KNOWN, fields, operation="create", name="x").violations == ()

    def test_an_invalid_value_is_not_reported_as_missing_as_well(self) -> None:
        fields = {"house": "01AB", "address": 7}
        prepared = prepare(self.KNOWN, fields, operation="create", name="x")
        assert problems(prepared) == [("address", "InvalidValue")]

    def test_an_update_can_omit_required_fields(self) -> None:
        assert prepare(self.KNOWN, operation="update").violations == ()
        assert prepare(self.KNOWN, operation="upsert").violations == ()

    def test_an_update_cannot_clear_a_required_field(self) -> None:
        fields = {"house": None, "optional": None, "address": None}
        assert problems(prepare(self.KNOWN, fields)) == [("address", "BlankValue")]


def test_all_violations_are_reported_at_once() -> None:
    known = schema(
        field("bedrooms", "integer"), field("built", "date"), field("city", required=True)
    )
    fields = {"bedrooms": 2.5, "bedroms": 3, "built": float("nan"), "standard::name": "x"}
    prepared = prepare(known, fields, operation="create", external_id=b"1")
    assert problems(prepared) == [
        ("name", "BlankValue"),
        ("external_id", "InvalidValue"),
        ("bedrooms", "InvalidValue"),
        ("bedroms", "UnknownField"),
        ("built", "InvalidValue"),
        ("standard::name", "UnknownField"),
        ("city", "BlankValue"),
    ]


# {"custom_object_fields":{"notes":""}} takes 37 bytes.
@pytest.mark.parametrize(
    ("character", "count", "fits"),
    [
        ("x", 32_768 - 37, True),
        ("x", 32_768 - 36, False),
        ("é", (32_768 - 37) // 2, True),
        ("é", 32_768 // 2, False),
        ("\n", 32_768 // 2, False),
    ],
)
@pytest.mark.parametrize("known", [KNOWN, None])
def test_a_record_has_at_most_32_kibibytes(
    known: ObjectSchema | None, character: str, count: int, fits: bool
) -> None:
    assert MAX_RECORD_BYTES == 32_768
    prepared = prepare(known, {"notes": character * count})
    assert problems(prepared) == ([] if fits else [("base", "TooLong")])


def test_without_a_schema_only_impossible_values_are_refused() -> None:
    fields = {"anything": [1], "name": "x", "standard::name": 7, "": {"deep": {"er": None}}}
    prepared = prepare(None, fields, operation="create", name=None, external_id="")
    assert prepared.violations == ()
    assert prepared.body == {"name": None, "external_id": "", "custom_object_fields": fields}


def test_long_keys_and_values_are_shortened_in_messages() -> None:
    violations = prepare(KNOWN, {"k" * 10_000: 1, "bedrooms": "v" * 10_000}).violations
    assert [len(str(violation)) < 150 for violation in violations] == [True, True]
