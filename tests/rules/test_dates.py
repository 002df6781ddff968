"""Dates have one meaning in every form (facts 6.3, 11)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.support import field, prepare, schema
from zendesk_custom_objects.rules.dates import calendar_date, read_date
from zendesk_custom_objects.rules.filters import prepare_filter

FORMS = ["", "T00:00:00+00:00", "T00:00:00Z", "T00:00:00.000Z", " 00:00:00", "T00:00"]
OTHER_OFFSETS = ["T00:00:00+05:00", "T00:00:00-08:00", "T00:00:00+14:00"]
KNOWN = schema(field("built", "date"), field("notes"))


@given(st.dates(), st.sampled_from([*FORMS, *OTHER_OFFSETS]))
def test_each_form_is_converted_to_the_written_date(day: datetime.date, rest: str) -> None:
    text = f"{day}{rest}"
    assert read_date(text) == day
    assert calendar_date(text) == str(day)
    assert prepare(KNOWN, {"built": text}) == ({"custom_object_fields": {"built": str(day)}}, ())


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_a_time_does_not_move_the_date(moment: datetime.datetime) -> None:
    assert read_date(moment) == read_date(moment.isoformat()) == moment.date()


@pytest.mark.parametrize("text", ["2025-01-02T03:04:05Z", "2025-01-02 00:00:00 UTC", "2025-01-02T"])
def test_a_time_of_unknown_meaning_is_sent_unchanged(text: str) -> None:
    assert read_date(text) == datetime.date(2025, 1, 2)
    assert calendar_date(text) == text


@pytest.mark.parametrize(
    "value", ["", "soon", "2025-02-30", "2025-01-02x", "2025-01", "02/01/2025"]
)
def test_a_text_that_is_not_a_date_is_refused(value: str) -> None:
    assert read_date(value) is None
    assert calendar_date(value) is None


@pytest.mark.parametrize("value", [None, 20250102, True, ["2025-01-02"]])
def test_a_value_that_is_not_a_date_is_refused(value: object) -> None:
    assert read_date(value) is None


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("operator", ["$eq", "$noteq", "$gt", "$gte", "$lt", "$lte"])
def test_a_filter_has_the_date_in_the_form_that_is_sent(form: str, operator: str) -> None:
    condition = {"custom_object_fields.built": {operator: f"2025-01-02{form}"}}
    sent = {"custom_object_fields.built": {operator: "2025-01-02"}}
    assert prepare_filter(KNOWN, condition) == (sent, ())
    nested = {"$and": [condition, {"$or": [condition]}]}
    assert prepare_filter(KNOWN, nested) == ({"$and": [sent, {"$or": [sent]}]}, ())


def test_other_fields_and_the_given_filter_are_not_changed() -> None:
    given_filter: dict[str, dict[str, Any]] = {
        "custom_object_fields.built": {"$eq": datetime.datetime(2025, 1, 2)},
        "custom_object_fields.notes": {"$eq": "2025-01-02T00:00:00Z"},
        "created_at": {"$gt": datetime.datetime(2025, 1, 2, tzinfo=datetime.UTC)},
    }
    before = {name: dict(condition) for name, condition in given_filter.items()}
    assert prepare_filter(KNOWN, given_filter).body == {
        "custom_object_fields.built": {"$eq": "2025-01-02"},
        "custom_object_fields.notes": {"$eq": "2025-01-02T00:00:00Z"},
        "created_at": {"$gt": "2025-01-02T00:00:00+00:00"},
    }
    assert given_filter == before
