"""Every operation has examples, which are valid, complete and decoded by the generated layer."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.contract.document import (
    DOCUMENT,
    EXAMPLES,
    JSON,
    OPERATIONS,
    Described,
    Example,
    validate,
)
from tests.contract.shapes import declared, places
from tests.low_level.building import any_request

REQUESTS = [example for example in EXAMPLES if example.place == "request"]
SUCCESSES = [example for example in EXAMPLES if example.is_success and example.media_type == JSON]
PARAMETERS = [
    *DOCUMENT["components"]["parameters"].items(),
    *DOCUMENT["components"]["headers"].items(),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_of_a_body_is_valid(example: Example) -> None:
    assert validate(example.value, example.schema) == []


@pytest.mark.parametrize(("name", "node"), PARAMETERS, ids=[name for name, _ in PARAMETERS])
def test_an_example_of_a_parameter_or_header_is_valid(name: str, node: Any) -> None:
    assert validate(node["example"], node["schema"]) == []


def test_an_invalid_value_is_found() -> None:
    record = {"$ref": "#/components/schemas/CustomObjectRecord"}
    assert validate({"id": "01KH3DA9H0", "created_at": "2026-02-10T09:15:00Z"}, record) == []
    assert validate({"id": "01KH3DA9H0", "created_at": "yesterday"}, record)
    assert validate({"id": 7}, record)
    assert validate({}, record)


@pytest.mark.parametrize("example", [*REQUESTS, *SUCCESSES], ids=str)
def test_nothing_is_misspelt(example: Example) -> None:
    """Bodies are open, so a misspelt or read-only property would be valid."""
    unknown = [place.name for place in places(example.value, example.schema) if not place.schemas]
    assert unknown == []


@pytest.mark.parametrize("example", SUCCESSES, ids=str)
def test_a_response_is_decoded_without_a_misfit_or_a_loss(example: Example) -> None:
    misfits: list[str] = []
    answer = any_request(example.operation).decode(
        int(example.place), json.dumps(example.value).encode(), misfit=misfits.append
    )
    assert misfits == []
    assert declared(msgspec.to_builtins(answer), example.schema) == declared(
        example.value, example.schema
    )


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_every_body_of_an_operation_has_an_example(operation: Described) -> None:
    bodies = {
        (status, media_type)
        for digit in "245"
        for status, answer in operation.answers(digit).items()
        for media_type in answer.get("content", ())
    }
    if operation.media_type:
        bodies.add(("request", operation.media_type))
    assert bodies == {
        (example.place, example.media_type)
        for example in EXAMPLES
        if example.operation == operation
    }


# ---------------------------------------------------------------------- requests and their answers


def answer_to(request: Example) -> Any:
    """The response to a request: the success with the same name."""
    found = [
        example.value
        for example in SUCCESSES
        if example.operation == request.operation and example.name == request.name
    ]
    assert found, "no success has this name"
    return found[0]


@pytest.mark.parametrize("request_example", REQUESTS, ids=str)
def test_the_response_to_an_example_contains_what_was_requested(request_example: Example) -> None:
    sent, answer = request_example.value, answer_to(request_example)
    if "job" in sent:
        assert answer["job_status"]["total"] == len(sent["job"]["items"])
    elif "grant_type" in sent:
        assert answer["scope"] == sent.get("scope", answer["scope"])
        assert answer["expires_in"] == sent.get("expires_in", answer["expires_in"])
        gives_refresh_token = sent["grant_type"] != "client_credentials"
        assert ("refresh_token" in answer) == gives_refresh_token
    elif isinstance(answer, dict) and sent.keys() & answer.keys():
        assert contains(answer, sent)
    else:
        assert sent.keys() <= {"filter", "custom_object_field_ids", "uploaded_data"}


def contains(answer: Any, sent: Any) -> bool:
    """True if a response contains the sent values. References are replaced by their ids."""
    if isinstance(sent, dict):
        return all(contains(answer.get(key), value) for key, value in sent.items())
    if isinstance(sent, list) and isinstance(answer, list):
        if sent and isinstance(sent[0], dict) and "id" in sent[0]:
            by_id = {item["id"]: item for item in answer}
            return all(contains(by_id.get(item.get("id"), item), item) for item in sent)
        return len(sent) == len(answer) and all(map(contains, answer, sent))
    is_reference = isinstance(sent, str) and sent.startswith(("external_id:", "name:"))
    return is_reference or bool(answer == sent)


@pytest.mark.parametrize("example", SUCCESSES, ids=str)
def test_times_of_creation_and_update_are_consistent(example: Example) -> None:
    if example.operation.method == "GET":
        return
    for thing in example.value.values() if isinstance(example.value, dict) else ():
        if isinstance(thing, dict) and thing.get("updated_at"):
            is_new = example.place == "201" or example.name == "new"
            assert (thing["created_at"] == thing["updated_at"]) == is_new


# ------------------------------------------------------------------------------------------ errors

DETAIL = {"error", "description"}
SHAPES = [
    ("400", lambda body: body["error"].keys() == {"title", "message"}),
    ("400", lambda body: body == {"error": "Invalid URI endpoint"}),
    ("400", lambda body: body == "Bad Request"),
    ("400", lambda body: body["errors"][0]["code"] == "StartTimeTooRecent"),
    ("400", lambda body: body["errors"][0]["code"] == "InvalidCursor"),
    ("401", lambda body: body == {"error": "Couldn't authenticate you"}),
    ("401", lambda body: body["errors"][0]["code"] == "Unauthorized"),
    ("403", lambda body: body["error"] == "Forbidden"),
    ("403", lambda body: body["error"].keys() == {"title", "message"}),
    ("403", lambda body: body["errors"][0]["code"] == "Forbidden"),
    ("404", lambda body: body == {"error": "RecordNotFound", "description": "Not found"}),
    ("404", lambda body: body == {"error": "RecordNotFound"}),
    ("404", lambda body: body["errors"][0]["code"] == "CustomObjectNotFound"),
    ("404", lambda body: body["errors"][0]["code"] == "FeatureNotEnabled"),
    ("409", lambda body: isinstance(body["error"], str)),
    ("413", lambda body: body["error"] == "RecordInvalid"),
    ("422", lambda body: body["details"]["home_port"][0].keys() == DETAIL),
    ("422", lambda body: body["details"]["base"][0]["error"] == "DuplicateValue"),
    ("422", lambda body: body["details"]["external_id"][0]["error"] == "DuplicateValue"),
    ("422", lambda body: body["details"]["key"][0].keys() == DETAIL),
    ("422", lambda body: body["details"]["title"][0].keys() == {"type", "description"}),
    ("422", lambda body: body["error"].keys() == {"title", "message"}),
    ("422", lambda body: body.keys() == {"error"} and " " in body["error"]),
    ("429", lambda body: body == "Number of allowed API requests per minute exceeded"),
    ("429", lambda body: body.keys() == {"title", "status", "detail"}),
    ("429", lambda body: body["errors"][0]["code"] == "TooManyRequests"),
    ("429", lambda body: body["errors"][0]["code"] == "RateLimitExceeded"),
    ("429", lambda body: body["error"] == "TooManyJobs" and body["current_job_ids"]),
    ("503", lambda body: isinstance(body, str)),
]
"""Known bodies of error responses."""


@pytest.mark.parametrize(("status", "shape"), SHAPES)
def test_there_is_an_example_of_every_known_error_body(status: str, shape: Any) -> None:
    assert any(fits(shape, example.value) for example in EXAMPLES if example.place == status)


def fits(shape: Any, body: Any) -> bool:
    try:
        return bool(shape(body))
    except (AttributeError, KeyError, TypeError):
        return False


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_429_and_503_have_retry_after(operation: Described) -> None:
    failures = operation.answers("4") | operation.answers("5")
    assert {
        status for status, answer in failures.items() if "Retry-After" in answer["headers"]
    } == {
        "429",
        "503",
    }
