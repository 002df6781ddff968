"""The schema of an object, as read from the service (facts 2.3, 3.2)."""

from __future__ import annotations

from tests.rules.support import field, schema
from zendesk_custom_objects.rules.schema import NameRules, ObjectSchema


def test_standard_fields_are_kept_apart_from_custom_fields() -> None:
    known = schema(field("a"), field("b", "date"), is_unique=True)
    assert (known.key, list(known.fields)) == ("apartment", ["a", "b"])
    assert known.name == NameRules(is_unique=True, autoincrement_enabled=False)


def test_nothing_is_assumed_of_standard_fields_that_were_not_read() -> None:
    assert ObjectSchema.from_fields("apartment", [field("a")]).name is None


def test_a_name_field_without_properties_is_neither_unique_nor_numbered() -> None:
    known = ObjectSchema.from_fields("apartment", [field("standard::name")])
    assert known.name == NameRules(is_unique=False, autoincrement_enabled=False)


def test_a_field_is_found_by_key_and_by_id() -> None:
    bedrooms = field("bedrooms")
    known = schema(bedrooms)
    assert known.find("bedrooms") is bedrooms
    assert known.find(bedrooms.id) is bedrooms
    assert known.find(str(bedrooms.id)) is bedrooms
    name = known.find("standard::name")
    assert name is not None
    assert known.find(name.id) is name
    assert known.find("bedroms") is None
