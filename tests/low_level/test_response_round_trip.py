"""Every response that the contract allows is decoded without loss."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.contract.document import JSON, OPERATIONS, Described, Json, validate
from tests.contract.shapes import Place, declared, places, replaced, type_name
from tests.contract.strategies import READ, values
from tests.low_level.building import any_request, few


class Success(NamedTuple):
    operation: Described
    status: str
    schema: Json

    def __str__(self) -> str:
        return f"{self.operation}-{self.status}"


SUCCESSES = [
    Success(operation, status, answer["content"][JSON]["schema"])
    for operation in OPERATIONS.values()
    for status, answer in operation.answers("2").items()
    if JSON in answer.get("content", ())
]
OBJECTS = [success for success in SUCCESSES if "$ref" in success.schema]


def read(success: Success, content: bytes) -> tuple[Any, list[str]]:
    """The decoded body, and the paths of its misfits."""
    misfits: list[str] = []
    request = any_request(success.operation)
    answer = request.decode(int(success.status), content, misfit=misfits.append)
    return msgspec.to_builtins(answer), misfits


@pytest.mark.parametrize("success", SUCCESSES, ids=str)
@few
@given(data=st.data())
def test_nothing_is_lost(success: Success, data: st.DataObject) -> None:
    """Including unknown properties, unknown values of enumerations and missing properties."""
    sent = data.draw(values(success.schema, READ))
    assert validate(sent, success.schema) == []
    escaped = data.draw(st.booleans())
    answer, misfits = read(success, json.dumps(sent, ensure_ascii=escaped).encode())
    assert misfits == []
    assert declared(answer, success.schema) == declared(sent, success.schema)


WRONG: tuple[Any, ...] = (7, 0.5, True, "text", [7], {"a": 7})


@pytest.mark.parametrize("success", OBJECTS, ids=str)
@few
@given(data=st.data())
def test_a_misfit_does_not_affect_other_values(success: Success, data: st.DataObject) -> None:
    sent = data.draw(values(success.schema, READ))
    attributes = [place for place in places(sent, success.schema) if is_attribute(place)]
    assume(attributes)
    place = data.draw(st.sampled_from(attributes))
    broken = replaced(sent, place.path, data.draw(st.sampled_from(wrong_for(place))))
    answer, misfits = read(success, json.dumps(broken).encode())
    assert misfits == [place.name]
    assert declared(answer, success.schema) == declared(broken, success.schema)


@pytest.mark.parametrize("success", OBJECTS, ids=str)
@few
@given(data=st.data())
def test_every_misfit_is_reported(success: Success, data: st.DataObject) -> None:
    sent = data.draw(values(success.schema, READ))
    spoilt: list[Place] = []
    for place in places(sent, success.schema):
        lies_in_another = any(place.path[: len(other.path)] == other.path for other in spoilt)
        if is_attribute(place) and not lies_in_another and data.draw(st.booleans()):
            sent = replaced(sent, place.path, data.draw(st.sampled_from(wrong_for(place))))
            spoilt.append(place)
    answer, misfits = read(success, json.dumps(sent).encode())
    assert sorted(misfits) == sorted(place.name for place in spoilt)
    assert declared(answer, success.schema) == declared(sent, success.schema)


def is_attribute(place: Place) -> bool:
    """True if a place has a type, so that another value would be a misfit."""
    return bool(place.path) and bool(wrong_for(place))


def wrong_for(place: Place) -> list[Any]:
    if not place.typed:
        return []
    is_time = any(schema.get("format") == "date-time" for schema in place.schemas)
    wrong = [value for value in WRONG if type_name(value) not in place.types]
    return [*wrong, "[DELETED]"] if is_time else wrong


@pytest.mark.parametrize("success", OBJECTS, ids=str)
def test_required_properties_can_be_missing(success: Success) -> None:
    answer, misfits = read(success, b"{}")
    assert misfits == []
    assert declared(answer, success.schema) == {}


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"{", b'{"a": 1} trailing'])
def test_invalid_json_is_an_error(content: bytes) -> None:
    for success in OBJECTS:
        with pytest.raises(msgspec.DecodeError):
            read(success, content)


@pytest.mark.parametrize("content", [b"[]", b"7", b'"text"', b"null"])
def test_json_other_than_an_object_is_an_error(content: bytes) -> None:
    for success in OBJECTS:
        with pytest.raises(msgspec.ValidationError):
            read(success, content)


def test_a_misfit_keeps_the_received_value() -> None:
    """As in the export, where times of deleted records can be `[DELETED]`."""
    success = next(s for s in OBJECTS if s.operation.id.startswith("Incremental"))
    records = [{"id": "1", "created_at": "[DELETED]"}, {"id": "2", "name": ["x"]}, {"id": "3"}]
    answer, misfits = read(success, json.dumps({"custom_object_records": records}).encode())
    assert declared(answer, success.schema) == {"custom_object_records": records}
    assert misfits == ["custom_object_records[0].created_at", "custom_object_records[1].name"]
