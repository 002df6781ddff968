"""Fields that are decoded into a class of the caller."""

from __future__ import annotations

import datetime
import enum
import logging
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypedDict

import attrs
import msgspec
import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import Record, UnexpectedResponse

DAY = datetime.date(2020, 1, 2)


class Rig(enum.Enum):
    SLOOP = "sloop"
    KETCH = "ketch"


@dataclass
class Boat:
    berths: int | None = None
    rig: Rig | None = None
    launched_on: datetime.date | None = None
    length: Decimal | None = None


@attrs.frozen
class AttrsBoat:
    berths: int | None = None
    rig: Rig | None = None
    launched_on: datetime.date | None = None
    length: Decimal | None = None


class StructBoat(msgspec.Struct, frozen=True):
    berths: int | None = None
    rig: Rig | None = None
    launched_on: datetime.date | None = None
    length: Decimal | None = None


class MappedBoat(TypedDict):
    berths: int | None
    rig: Rig | None
    launched_on: datetime.date | None
    length: Decimal | None


@dataclass
class Launched:
    launched_on: datetime.datetime | None = None


KINDS = [Boat, AttrsBoat, StructBoat, MappedBoat]
FIELDS = (
    b'{"berths":4,"rig":"sloop","launched_on":"2020-01-02","length":7.12345678901234567890,"x":1}'
)
LENGTH = Decimal("7.12345678901234567890")


def record(fields: bytes) -> bytes:
    return b'{"id":"01J","name":"Anna","custom_object_fields":' + fields + b"}"


def one(fields: bytes) -> Reply:
    return Reply(200, b'{"custom_object_record":' + record(fields) + b"}")


def some(*fields: bytes) -> Reply:
    listed = b",".join(map(record, fields))
    return Reply(200, b'{"custom_object_records":[' + listed + b'],"meta":{"has_more":false}}')


@pytest.mark.parametrize("kind", KINDS)
def test_fields_of_a_record_are_decoded_into_the_class(zendesk: Any, stub: Stub, kind: Any) -> None:
    stub.will_answer(one(FIELDS))

    found = zendesk.get_record("boat", "01J", fields_type=kind)

    assert isinstance(found, Record)
    assert (found.id, found.name) == ("01J", "Anna")
    assert found.fields == kind(berths=4, rig=Rig.SLOOP, launched_on=DAY, length=LENGTH)


def test_fields_in_lists_are_decoded_into_the_class(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(some(FIELDS, b'{"berths":2}'), some(b'{"berths":3}'), some(b'{"berths":null}'))

    listed = list(zendesk.list_records("boat", fields_type=Boat))
    found = list(zendesk.find_records("boat", {}, fields_type=Boat, validate=False))
    sought = list(zendesk.search_records("boat", "sea", fields_type=Boat))

    assert [each.fields.berths for each in (*listed, *found, *sought)] == [4, 2, 3, None]
    assert all(isinstance(each.fields, Boat) for each in (*listed, *found, *sought))


def test_a_record_without_fields_has_default_values(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, {"custom_object_record": {"id": "01J"}}))

    assert zendesk.get_record("boat", "01J", fields_type=Boat).fields == Boat()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "day",
    [
        "2020-01-02",
        "2020-01-02T00:00:00Z",
        "2020-01-02T00:00:00+00:00",
        "2020-01-02T00:00:00.000+00:00",
        "2020-01-02T00:00:00+05:00",
        "2020-01-02T23:00:00-08:00",
    ],
)
def test_a_date_with_a_time_is_decoded_as_a_date(
    zendesk: Any, stub: Stub, kind: Any, day: str
) -> None:
    fields = f'{{"berths":"4","rig":null,"launched_on":"{day}","length":"7.5"}}'
    stub.will_answer(one(fields.encode()))

    found = zendesk.get_record("boat", "01J", fields_type=kind).fields

    assert found == kind(berths=4, rig=None, launched_on=DAY, length=Decimal("7.5"))


@pytest.mark.parametrize("day", ["2020-01-02", "2020-01-02T00:00:00Z", "2020-01-02T00:00:00+00:00"])
def test_a_date_is_decoded_as_its_midnight(zendesk: Any, stub: Stub, day: str) -> None:
    stub.will_answer(one(f'{{"launched_on":"{day}"}}'.encode()))

    found = zendesk.get_record("boat", "01J", fields_type=Launched).fields

    assert found.launched_on == datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)


@pytest.mark.parametrize("kind", [Boat, AttrsBoat, StructBoat])
def test_a_value_of_another_type_is_kept_as_it_is(
    zendesk: Any, stub: Stub, kind: Any, caplog: pytest.LogCaptureFixture
) -> None:
    stub.will_answer(some(FIELDS, b'{"berths":[],"rig":"yawl","length":7.5}', FIELDS))

    with caplog.at_level(logging.WARNING):
        first, odd, last = zendesk.list_records("boat", fields_type=kind)

    assert (odd.fields.berths, odd.fields.rig) == ([], "yawl")
    assert (odd.fields.length, odd.fields.launched_on) == (Decimal("7.5"), None)
    assert first.fields.berths == last.fields.berths == 4
    assert [entry.getMessage().split(" does not")[0] for entry in caplog.records] == [
        "record 01J: field berths",
        "record 01J: field rig",
    ]


@pytest.mark.parametrize("kind", [Boat, AttrsBoat, StructBoat])
def test_a_number_of_any_size_is_decoded(zendesk: Any, stub: Stub, kind: Any) -> None:
    stub.will_answer(some(FIELDS, b'{"berths":1e400,"length":1e400}'))

    first, large = zendesk.list_records("boat", fields_type=kind)

    assert first.fields.berths == 4
    assert large.fields.berths == large.fields.length == Decimal("1e400")


def test_a_missing_required_field_is_none(zendesk: Any, stub: Stub) -> None:
    @dataclass
    class Strict:
        berths: int
        rig: str = ""

    stub.will_answer(one(b"{}"))

    assert zendesk.get_record("boat", "01J", fields_type=Strict).fields.berths is None


def test_attributes_can_have_other_names_than_the_keys(zendesk: Any, stub: Stub) -> None:
    class German(msgspec.Struct, rename={"kojen": "berths", "stapellauf": "launched_on"}):
        kojen: int | None = None
        stapellauf: datetime.date | None = None

    stub.will_answer(one(b'{"berths":4,"launched_on":"2020-01-02T00:00:00Z"}'))

    assert zendesk.get_record("boat", "01J", fields_type=German).fields == German(4, DAY)


@pytest.mark.parametrize("fields", [b"[]", b'"x"'])
def test_fields_that_are_not_an_object_are_ignored(zendesk: Any, stub: Stub, fields: bytes) -> None:
    stub.will_answer(one(fields))

    with pytest.raises(UnexpectedResponse):
        zendesk.get_record("boat", "01J", fields_type=Boat)


@pytest.mark.parametrize("method", ["get_record", "list_records"])
@pytest.mark.parametrize("kind", [int, dict, object, Rig])
def test_a_class_without_attributes_is_refused_before_a_request(
    zendesk: Any, stub: Stub, method: str, kind: Any
) -> None:
    arguments = ["boat", "01J"] if method == "get_record" else ["boat"]

    with pytest.raises(TypeError, match="fields_type"):
        getattr(zendesk, method)(*arguments, fields_type=kind)
    assert stub.asked == []


def test_fields_are_decoded_if_another_property_is_invalid(zendesk: Any, stub: Stub) -> None:
    odd = b'{"custom_object_record":{"id":"01J","created_at":"yesterday","custom_object_fields":'
    stub.will_answer(Reply(200, odd + b'{"berths":4}}}'))

    found = zendesk.get_record("boat", "01J", fields_type=Boat)

    assert found.fields == Boat(berths=4)
    assert found.created_at == "yesterday"
