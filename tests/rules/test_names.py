"""Names of records (facts 3.2, 3.3, 5.1, 6.4)."""

from __future__ import annotations

import enum
from typing import Any, Literal

import pytest

from tests.rules.support import only, prepare, problems, schema
from zendesk_custom_objects.rules.names import check_addressing, duplicate_name, duplicate_names
from zendesk_custom_objects.rules.schema import ObjectSchema

Operation = Literal["create", "update", "upsert"]

PLAIN = schema()
NUMBERED = schema(autoincrement_enabled=True)
UNIQUE = schema(is_unique=True)
NOT_READ = ObjectSchema.from_fields("apartment", [])


class City(enum.Enum):
    PARIS = "Paris"


@pytest.mark.parametrize("operation", ["create", "update", "upsert"])
@pytest.mark.parametrize("known", [PLAIN, UNIQUE, NOT_READ, None])
def test_a_name_is_sent_unchanged(known: ObjectSchema | None, operation: Operation) -> None:
    prepared = prepare(known, operation=operation, name="Cap Ferrat 12")
    assert prepared == ({"name": "Cap Ferrat 12"}, ())


@pytest.mark.parametrize("operation", ["create", "update", "upsert"])
@pytest.mark.parametrize("name", ["Cap Ferrat 12", "", 7])
def test_a_name_for_a_numbered_object_is_refused(operation: Operation, name: object) -> None:
    assert problems(prepare(NUMBERED, operation=operation, name=name)) == [("name", "NotAllowed")]


@pytest.mark.parametrize("operation", ["create", "update", "upsert"])
def test_a_null_name_for_a_numbered_object_is_omitted(operation: Operation) -> None:
    assert prepare(NUMBERED, operation=operation, name=None) == ({}, ())


@pytest.mark.parametrize(
    ("known", "operation", "wrong"),
    [
        (PLAIN, "create", [("name", "BlankValue")]),
        (UNIQUE, "create", [("name", "BlankValue")]),
        (NUMBERED, "create", []),
        (PLAIN, "update", []),
        (PLAIN, "upsert", []),
        (NOT_READ, "create", []),
        (None, "create", []),
    ],
)
def test_a_new_record_needs_a_name_unless_the_object_numbers_them(
    known: ObjectSchema | None, operation: Operation, wrong: list[tuple[str, str]]
) -> None:
    assert problems(prepare(known, operation=operation)) == wrong


@pytest.mark.parametrize("operation", ["create", "update", "upsert"])
@pytest.mark.parametrize("name", [None, "", " \t\n"])
def test_a_blank_name_is_refused_if_the_object_does_not_number_records(
    operation: Operation, name: str | None
) -> None:
    assert problems(prepare(PLAIN, operation=operation, name=name)) == [("name", "BlankValue")]
    assert prepare(NOT_READ, operation=operation, name=name) == ({"name": name}, ())


@pytest.mark.parametrize("known", [PLAIN, NOT_READ, None])
@pytest.mark.parametrize("name", [7, True, ["x"], {"x": 1}, b"x", "\ud800"])
def test_a_name_must_be_text(known: ObjectSchema | None, name: object) -> None:
    assert problems(prepare(known, name=name)) == [("name", "InvalidValue")]


def test_a_name_can_be_a_member_of_an_enumeration() -> None:
    assert prepare(PLAIN, name=City.PARIS) == ({"name": "Paris"}, ())


@pytest.mark.parametrize(
    ("known", "by", "count"),
    [
        (UNIQUE, "name", 0),
        (PLAIN, "name", 1),
        (NUMBERED, "name", 1),
        (NOT_READ, "name", 0),
        (None, "name", 0),
        (PLAIN, "external_id", 0),
    ],
)
def test_addressing_by_name_needs_unique_names(
    known: ObjectSchema | None, by: Literal["external_id", "name"], count: int
) -> None:
    expected = [("name", "NotAllowed")] * count
    assert [(wrong.field, wrong.code) for wrong in check_addressing(known, by)] == expected
    upsert = prepare(known, operation="upsert", addressed_by=by)
    assert problems(upsert) == expected


def test_an_existing_name_is_reported_in_the_words_of_the_service() -> None:
    violation = duplicate_name()
    assert (violation.field, violation.code) == ("base", "DuplicateValue")
    assert str(violation) == "Name already exists. Try another one."


@pytest.mark.parametrize(
    ("names", "repeated"),
    [
        (["a", "b", "c"], []),
        (["a", "b", "a", "a"], [2, 3]),
        (["a", "A", "a ", "á"], []),
        ([None, None, 7, 7, [], []], []),
        (["Paris", City.PARIS], [1]),
    ],
)
def test_repeated_unique_names_in_a_batch_are_found(names: list[Any], repeated: list[int]) -> None:
    found = duplicate_names(UNIQUE, names)
    assert list(found) == repeated
    assert {(wrong.field, wrong.code) for wrong in found.values()} <= {("base", "DuplicateValue")}


def test_a_repeated_name_is_reported_with_its_first_item() -> None:
    assert (
        str(duplicate_names(UNIQUE, ["x", "a", "a"])[2])
        == 'The name "a" is repeated: item 1 has it as well.'
    )


@pytest.mark.parametrize("known", [PLAIN, NUMBERED, NOT_READ, None])
def test_repeated_names_are_accepted_where_names_need_not_be_unique(
    known: ObjectSchema | None,
) -> None:
    assert duplicate_names(known, ["a", "a"]) == {}


def test_an_external_id_is_text_or_null() -> None:
    assert prepare(PLAIN, external_id="x-1").body == {"external_id": "x-1"}
    assert prepare(PLAIN, external_id=None) == ({"external_id": None}, ())
    assert only(prepare(PLAIN, external_id=7)).field == "external_id"
