"""Requests that are retried, and how often they reach the server."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import httpx
import httpx2
import pytest

from tests.client.stub import Answer, Reply, Reset, Silence, Stub
from zendesk_custom_objects import (
    APIError,
    BadRequestError,
    ConflictError,
    ConnectionFailed,
    NotFoundError,
    OutcomeUnknown,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeout,
    ServerError,
    UnexpectedResponse,
    ValidationError,
    api,
)

HTTP_LIBRARIES = [httpx, httpx2]

RECORD = {"custom_object_record": {"id": "01J", "name": "Anna"}}
RENAMING: Any = {"custom_object_record": {"external_id": "f"}}
REPEATING: Any = {"custom_object_record": {"external_id": "e", "name": "Anna"}}
upsert = api.records.upsert_custom_object_record_by_external_id_or_name

SAFE: dict[str, tuple[Callable[[Any], object], Reply]] = {
    "read": (lambda zendesk: zendesk.get_record("boat", "01J"), Reply(200, RECORD)),
    "list": (
        lambda zendesk: list(zendesk.list_records("boat")),
        Reply(200, {"custom_object_records": []}),
    ),
    "update": (
        lambda zendesk: zendesk.update_record("boat", "01J", name="Anna", validate=False),
        Reply(200, RECORD),
    ),
    "delete": (lambda zendesk: zendesk.delete_record("boat", "01J"), Reply(204)),
    "upsert": (
        lambda zendesk: zendesk.upsert_record("boat", external_id="e", validate=False),
        Reply(200, RECORD),
    ),
    "upsert that repeats its key": (
        lambda zendesk: zendesk.send(upsert("boat", external_id="e", body=REPEATING)),
        Reply(200, RECORD),
    ),
}
UNSAFE: dict[str, tuple[Callable[[Any], object], Reply]] = {
    "create": (
        lambda zendesk: zendesk.create_record("boat", name="Anna", validate=False),
        Reply(201, RECORD),
    ),
    "upsert that changes its key": (
        lambda zendesk: zendesk.send(upsert("boat", external_id="e", body=RENAMING)),
        Reply(200, RECORD),
    ),
}
REFUSED_FOR_NOW: dict[str, Answer] = {
    "429": Reply(429, b"Number of allowed API requests per minute exceeded"),
    "429 with Retry-After": Reply(429, {"error": "TooManyJobs"}, {"Retry-After": "7"}),
}
UNCLEAR: dict[str, Answer] = {
    "409": Reply(409, {"error": "Conflict"}),
    "500": Reply(500, b"<html>oops</html>"),
    "502": Reply(502, b""),
    "503": Reply(503, b""),
    "503 with Retry-After": Reply(503, b"", {"Retry-After": "2"}),
    "504": Reply(504, b""),
    "520": Reply(520, b"<html>edge</html>"),
    "reset": Reset(),
    "cut short": Reply(200, b'{"custom_object_re', promised=1000),
}
FINAL: dict[str, tuple[Reply, type[Exception]]] = {
    "400": (Reply(400, {"error": "Bad"}), BadRequestError),
    "403": (Reply(403, {"error": "Forbidden"}), PermissionDeniedError),
    "404": (Reply(404, {"error": "RecordNotFound"}), NotFoundError),
    "405": (Reply(405, b""), APIError),
    "422": (Reply(422, {"error": "RecordInvalid", "details": {}}), ValidationError),
    "501": (Reply(501, {"error": "NotEmulated"}), ServerError),
    "302": (Reply(302, b"", {"Location": "https://elsewhere.example/"}), UnexpectedResponse),
}


@pytest.mark.parametrize("failure", REFUSED_FOR_NOW | UNCLEAR)
@pytest.mark.parametrize("operation", SAFE)
def test_an_idempotent_request_is_retried(
    zendesk: Any, stub: Stub, operation: str, failure: str
) -> None:
    call, success = SAFE[operation]
    stub.will_answer((REFUSED_FOR_NOW | UNCLEAR)[failure], success)

    call(zendesk)

    first, second = stub.asked
    assert (first.line, first.body) == (second.line, second.body)


@pytest.mark.parametrize("failure", REFUSED_FOR_NOW)
@pytest.mark.parametrize("operation", UNSAFE)
def test_a_create_is_retried_after_a_refusal(
    zendesk: Any, stub: Stub, operation: str, failure: str
) -> None:
    call, success = UNSAFE[operation]
    stub.will_answer(REFUSED_FOR_NOW[failure], success)

    call(zendesk)

    assert len(stub.asked) == 2


@pytest.mark.parametrize("failure", UNCLEAR)
@pytest.mark.parametrize("operation", UNSAFE)
def test_a_create_that_may_have_taken_effect_is_not_retried(
    zendesk: Any, stub: Stub, operation: str, failure: str
) -> None:
    call, success = UNSAFE[operation]
    stub.will_answer(UNCLEAR[failure], success)

    with pytest.raises(OutcomeUnknown) as raised:
        call(zendesk)

    assert len(stub.asked) == 1
    assert isinstance(raised.value.__cause__, ConflictError | ServerError | ConnectionFailed)
    assert raised.value.operation == stub_operation(operation)


def stub_operation(operation: str) -> str:
    if operation == "create":
        return "CreateCustomObjectRecord"
    return "UpsertCustomObjectRecordByExternalIdOrName"


@pytest.mark.parametrize("body", [b"<html>ok</html>", b"", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_an_unreadable_response_to_a_create_has_an_unknown_outcome(
    zendesk: Any, stub: Stub, body: bytes
) -> None:
    stub.will_answer(Reply(201, body))

    with pytest.raises(OutcomeUnknown) as raised:
        zendesk.create_record("boat", name="Anna", validate=False)

    assert isinstance(raised.value.__cause__, UnexpectedResponse)
    assert raised.value.status == 201
    assert len(stub.asked) == 1


def test_a_read_is_not_retried_after_an_unreadable_response(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, b"<html>maintenance</html>"))

    with pytest.raises(UnexpectedResponse, match="ShowCustomObjectRecord: 200"):
        zendesk.get_record("boat", "01J")

    assert len(stub.asked) == 1


@pytest.mark.parametrize("failure", FINAL)
@pytest.mark.parametrize("operation", SAFE | UNSAFE)
def test_a_refused_request_is_not_retried(
    zendesk: Any, stub: Stub, operation: str, failure: str
) -> None:
    call, success = (SAFE | UNSAFE)[operation]
    refusal, error = FINAL[failure]
    stub.will_answer(refusal, success)

    with pytest.raises(error):
        call(zendesk)

    assert len(stub.asked) == 1


def test_a_create_that_times_out_has_an_unknown_outcome(
    connect: Callable[..., Any], stub: Stub
) -> None:
    stub.will_answer(Silence())

    with pytest.raises(OutcomeUnknown) as raised:
        connect(timeout=0.2).create_record("boat", name="Anna", validate=False)

    assert isinstance(raised.value.__cause__, RequestTimeout)
    assert len(stub.asked) == 1


def test_a_read_that_times_out_is_retried(connect: Callable[..., Any], stub: Stub) -> None:
    stub.will_answer(Silence(), Reply(200, RECORD))

    assert connect(timeout=0.2).get_record("boat", "01J").name == "Anna"
    assert len(stub.asked) == 2


@pytest.mark.parametrize("operation", SAFE | UNSAFE)
def test_any_request_is_retried_if_no_connection_was_made(
    connect: Callable[..., Any], waits: list[float], unused_url: str, operation: str
) -> None:
    with pytest.raises(ConnectionFailed, match="no connection") as raised:
        (SAFE | UNSAFE)[operation][0](connect(base_url=unused_url, retries=2))

    assert not raised.value.sent
    assert len(waits) == 2


@pytest.mark.parametrize("by", [{"external_id": "e"}, {"name": "Anna"}])
def test_a_retried_delete_of_a_deleted_record_succeeds(
    zendesk: Any, stub: Stub, by: dict[str, str]
) -> None:
    stub.will_answer(Reset(), Reply(404, {"error": "RecordNotFound"}))

    zendesk.delete_record("boat", **by)

    assert len(stub.asked) == 2


@pytest.mark.parametrize("first", [Reply(429), None])
def test_a_first_delete_of_a_missing_record_raises(
    zendesk: Any, stub: Stub, first: Reply | None
) -> None:
    stub.will_answer(*filter(None, [first]), Reply(404, {"error": "RecordNotFound"}))

    with pytest.raises(NotFoundError):
        zendesk.delete_record("boat", "01J")


def test_a_retried_update_of_a_missing_record_raises(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reset(), Reply(404, {"error": "RecordNotFound"}))

    with pytest.raises(NotFoundError):
        zendesk.update_record("boat", "01J", name="Anna", validate=False)


def test_retry_after_in_seconds_is_honoured(zendesk: Any, stub: Stub, waits: list[float]) -> None:
    stub.will_answer(Reply(429, b"", {"Retry-After": "17"}), Reply(200, RECORD))

    zendesk.get_record("boat", "01J")

    assert 17 <= waits[0] <= 18.5


@pytest.mark.parametrize("clock_error", [0, 3600])
def test_retry_after_as_a_date_is_relative_to_the_clock_of_the_service(
    zendesk: Any, stub: Stub, waits: list[float], clock_error: int
) -> None:
    now = time.time() + clock_error
    dates = {"Date": formatdate(now, usegmt=True), "Retry-After": formatdate(now + 9, usegmt=True)}
    stub.otherwise = lambda asked: Reply(429, b"", dates) if len(stub.asked) == 1 else done
    done = Reply(200, RECORD)

    zendesk.get_record("boat", "01J")

    assert 8 <= waits[0] <= 11


@pytest.mark.parametrize("header", ["", "soon", "-5", "1e9", "Thu, 99 Foo 2026", "nan"])
def test_an_unusable_retry_after_is_ignored(
    zendesk: Any, stub: Stub, waits: list[float], header: str
) -> None:
    stub.will_answer(Reply(503, b"", {"Retry-After": header}), Reply(200, RECORD))

    zendesk.get_record("boat", "01J")

    assert 0 < waits[0] <= 1


def test_the_backoff_grows_up_to_a_maximum(
    connect: Callable[..., Any], stub: Stub, waits: list[float]
) -> None:
    stub.otherwise = lambda asked: Reply(500)

    with pytest.raises(ServerError):
        connect(retries=5).get_record("boat", "01J")

    assert len(stub.asked) == 6
    assert all(first < second * 1.01 for first, second in itertools.pairwise(waits))
    assert sum(waits) < 20


def test_a_wait_longer_than_the_retry_budget_raises(
    connect: Callable[..., Any], stub: Stub, waits: list[float]
) -> None:
    stub.will_answer(Reply(429, {"error": "TooManyRequests"}, {"Retry-After": "31"}))

    with pytest.raises(RateLimitError) as raised:
        connect(retry_budget=30).create_record("boat", name="Anna", validate=False)

    assert raised.value.retry_after == 31
    assert waits == []


def test_a_rate_limit_can_be_raised_at_once(connect: Callable[..., Any], stub: Stub) -> None:
    stub.will_answer(Reply(429, b"", {"Retry-After": "5"}))

    with pytest.raises(RateLimitError) as raised:
        connect(on_rate_limit="raise").get_record("boat", "01J")

    assert raised.value.retry_after == 5
    assert len(stub.asked) == 1


def test_other_failures_are_retried_if_rate_limits_are_raised(
    connect: Callable[..., Any], stub: Stub
) -> None:
    stub.will_answer(Reply(503), Reply(200, RECORD))

    assert connect(on_rate_limit="raise").get_record("boat", "01J").name == "Anna"


def test_the_error_of_a_lost_connection_keeps_its_cause(
    connect: Callable[..., Any], stub: Stub, http_library: Any
) -> None:
    stub.will_answer(Reset())

    with pytest.raises(ConnectionFailed) as raised:
        connect(retries=0).get_record("boat", "01J")

    assert raised.value.sent
    assert isinstance(raised.value.__cause__, http_library.TransportError)
    assert raised.value.operation == "ShowCustomObjectRecord"
