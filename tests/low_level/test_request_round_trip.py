"""Arguments of callers arrive unchanged, and conform to the contract."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.contract.document import OPERATIONS, Described, Json, resolved, validate
from tests.contract.shapes import places, replaced, type_name
from tests.contract.strategies import TEXT, WRITTEN, exact, values
from tests.low_level.building import HOSTILE, argument, builder, few, stand_ins
from tests.low_level.wire import read
from zendesk_custom_objects_api.types import File

# As the SDK encodes: decimals as numbers, in all their digits.
ENCODER = msgspec.json.Encoder(decimal_format="number")

BODIES = [
    operation for operation in OPERATIONS.values() if operation.media_type == "application/json"
]


def given_parameter(parameter: Json) -> st.SearchStrategy[Any]:
    """Values that a caller can pass for a parameter."""
    schema = resolved(parameter["schema"])
    if schema.get("type") == "array":
        items = st.one_of(values(schema["items"], WRITTEN), st.sampled_from(HOSTILE))
        sound = items.filter(lambda item: item and "," not in item)
        return st.lists(sound, min_size=1, max_size=4, unique=True)
    if schema.get("type") == "object":
        members = st.dictionaries(TEXT, values(schema["additionalProperties"], WRITTEN), max_size=3)
        return members.filter(bool)
    if schema.get("type") in ("integer", "boolean"):
        return values(schema, WRITTEN)
    texts = st.one_of(values(schema, WRITTEN), st.sampled_from(HOSTILE))
    if parameter["in"] == "path":
        return texts.filter(lambda text: text not in ("", ".", ".."))
    return texts


def given_parameters(operation: Described) -> st.SearchStrategy[dict[str, Any]]:
    mandatory: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for parameter in operation.parameters:
        kind = mandatory if parameter.get("required") else optional
        kind[parameter["name"]] = given_parameter(parameter)
    return st.fixed_dictionaries(mandatory, optional=optional)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
@few
@given(data=st.data())
def test_parameters_arrive_unchanged(operation: Described, data: st.DataObject) -> None:
    sent = data.draw(given_parameters(operation))
    body: Json = {"body": {}} if operation.media_type else {}
    request = builder(operation)(**{argument(name): value for name, value in sent.items()}, **body)
    reading = read(request.method, request.target)
    assert reading.operation.id == operation.id
    assert reading.parameters == sent
    assert reading.problems == []


@pytest.mark.parametrize("operation", BODIES, ids=str)
@few
@given(data=st.data())
def test_bodies_conform_to_the_contract(operation: Described, data: st.DataObject) -> None:
    body = data.draw(values(operation.body, WRITTEN))
    request = builder(operation)(**stand_ins(operation) | {"body": body})
    assert request.media_type == operation.media_type
    arrived = ENCODER.encode(request.body)
    assert json.loads(arrived, parse_float=Decimal) == exact(body)
    assert validate(json.loads(arrived), operation.body) == []


WRONG: tuple[Any, ...] = (7, 0.5, True, "text", [[]], {"a": {}})


@pytest.mark.parametrize("operation", BODIES, ids=str)
@few
@given(data=st.data())
def test_invalid_bodies_are_detected(operation: Described, data: st.DataObject) -> None:
    """The validation of the previous test fails for every wrong type."""
    body = json.loads(ENCODER.encode(data.draw(values(operation.body, WRITTEN))))
    typed = [place for place in places(body, operation.body) if place.typed]
    place = data.draw(st.sampled_from(typed))
    wrong = [value for value in WRONG if not allowed(value, place.types)]
    assume(wrong)
    broken = replaced(body, place.path, data.draw(st.sampled_from(wrong)))
    assert validate(broken, operation.body)


def allowed(value: Any, types: set[str]) -> bool:
    kind = type_name(value)
    return kind in types or (kind == "integer" and "number" in types)


@pytest.mark.parametrize("operation", BODIES, ids=str)
def test_a_body_without_its_wrapper_is_detected(operation: Described) -> None:
    schema = resolved(operation.body)
    if schema.get("required"):
        assert validate({}, operation.body)
    assert validate([], operation.body)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("GET /api/v2/custom_objects/boat/records?page%5Bsize%5D=700", "700 is greater"),
        ("GET /api/v2/custom_objects/boat/records?page%5Bsize%5D=many", "'many' is not of type"),
        ("GET /api/v2/custom_objects/boat/records?colour=red", "unknown parameters"),
        ("GET /api/v2/custom_objects/boat/records?sort=id&sort=-id", "sort comes 2 times"),
        ("GET /api/v2/custom_objects/boat/records?filter%5Bids%5D=a%2Ca", "non-unique"),
        ("GET /api/v2/custom_objects?include_ui_path=yes", "'yes' is not of type"),
        ("GET /api/v2/job_statuses/show_many", "ids is missing"),
    ],
)
def test_invalid_parameters_are_detected(line: str, problem: str) -> None:
    (found,) = read(*line.split(" ")).problems
    assert problem in found


@pytest.mark.parametrize(
    "line", ["GET /api/v2/custom_objects/boat/limits", "PUT /api/v2/custom_objects"]
)
def test_unknown_paths_are_detected(line: str) -> None:
    with pytest.raises(AssertionError, match="no operation"):
        read(*line.split(" "))


@pytest.mark.parametrize(
    ("target", "operation"),
    [
        ("/api/v2/custom_objects/limits/object_limit", "CustomObjectsLimit"),
        ("/api/v2/custom_objects/boat/records/count", "CountCustomObjectRecords"),
        ("/api/v2/custom_objects/boat/records/01KH3DA9H0", "ShowCustomObjectRecord"),
        ("/api/v2/job_statuses/show_many?ids=1", "ShowManyJobStatuses"),
    ],
)
def test_literal_segments_come_first(target: str, operation: str) -> None:
    assert read("GET", target).operation.id == operation


@given(content=st.binary(), name=TEXT)
@few
def test_a_file_is_a_part_of_a_form(content: bytes, name: str) -> None:
    operation = OPERATIONS["CreateCustomObjectRecordAttachment"]
    body = {"uploaded_data": File(content, name)}
    request = builder(operation)(**stand_ins(operation) | {"body": body})
    assert request.media_type == "multipart/form-data"
    assert request.body["uploaded_data"].content == content
    assert resolved(operation.body)["properties"].keys() == body.keys()
