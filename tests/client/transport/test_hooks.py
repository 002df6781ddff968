"""Hooks that receive the events of requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.client.stub import Answer, Asked, Reply, Reset, Stub
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    ClientCredentials,
    ConnectionFailed,
    Hooks,
    NotFoundError,
    RequestEvent,
    ResponseEvent,
    RetryEvent,
    ServerError,
    WaitEvent,
    api,
)

RECORD = {"custom_object_record": {"id": "01J", "name": "geheim"}}
PATH = "/api/v2/custom_objects/{custom_object_key}/records/{custom_object_record_id}"


@pytest.fixture
def told() -> list[RequestEvent]:
    return []


@pytest.fixture
def hooks(told: list[RequestEvent]) -> Hooks:
    return Hooks(
        on_request=told.append,
        on_response=told.append,
        on_retry=told.append,
        on_wait=told.append,
    )


def about(attempt: int) -> dict[str, Any]:
    return {
        "operation": "ShowCustomObjectRecord",
        "method": "GET",
        "path": PATH,
        "attempt": attempt,
    }


def kinds(told: list[RequestEvent]) -> list[tuple[type, int]]:
    return [(type(event), event.attempt) for event in told]


def test_a_request_and_its_response_are_reported(
    connect: Callable[..., Any], stub: Stub, hooks: Hooks, told: list[RequestEvent]
) -> None:
    stub.will_answer(Reply(200, RECORD, {"X-Zendesk-Request-Id": "r-1"}))

    connect(hooks=hooks).get_record("boat", "01J")

    asked, answered = told
    assert asked == RequestEvent(**about(1))
    assert isinstance(answered, ResponseEvent)
    assert answered == ResponseEvent(
        **about(1), status=200, seconds=answered.seconds, request_id="r-1"
    )
    assert 0 < answered.seconds < 10


def test_a_retried_request_is_reported(
    connect: Callable[..., Any],
    stub: Stub,
    hooks: Hooks,
    told: list[RequestEvent],
    waits: list[float],
) -> None:
    failed = Reply(503, b"", {"Retry-After": "2", "X-Zendesk-Request-Id": "r-1"})
    stub.will_answer(failed, Reset(), Reply(200, RECORD))

    connect(hooks=hooks).get_record("boat", "01J")

    assert kinds(told) == [
        *((RequestEvent, 1), (ResponseEvent, 1), (RetryEvent, 1)),
        *((RequestEvent, 2), (ResponseEvent, 2), (RetryEvent, 2)),
        *((RequestEvent, 3), (ResponseEvent, 3)),
    ]
    assert told[2] == RetryEvent(**about(1), status=503, seconds=waits[0], request_id="r-1")
    assert told[5] == RetryEvent(**about(2), status=None, seconds=waits[1], request_id=None)
    statuses = [event.status for event in told if type(event) is ResponseEvent]
    assert statuses == [503, None, 200]


def test_a_failed_request_is_reported_without_a_retry(
    connect: Callable[..., Any], stub: Stub, hooks: Hooks, told: list[RequestEvent]
) -> None:
    stub.otherwise = lambda asked: Reply(404, {"error": "RecordNotFound"})

    with pytest.raises(NotFoundError):
        connect(hooks=hooks).get_record("boat", "01J")

    assert kinds(told) == [(RequestEvent, 1), (ResponseEvent, 1)]


def test_a_request_without_a_connection_is_reported(
    connect: Callable[..., Any], unused_url: str, hooks: Hooks, told: list[RequestEvent]
) -> None:
    with pytest.raises(ConnectionFailed):
        connect(base_url=unused_url, hooks=hooks, retries=0).get_record("boat", "01J")

    assert [event.status for event in told if isinstance(event, ResponseEvent)] == [None]


def test_a_request_with_a_renewed_access_token_is_reported(
    connect: Callable[..., Any], stub: Stub, hooks: Hooks, told: list[RequestEvent]
) -> None:
    def answer(asked: Asked) -> Answer:
        if asked.method == "POST":
            return Reply(201, {"access_token": f"geheim-{len(stub.asked)}", "expires_in": 1800})
        first = asked.headers["authorization"].endswith("geheim-1")
        return Reply(401, {"error": "expired"}) if first else Reply(200, RECORD)

    stub.otherwise = answer
    connect(hooks=hooks, auth=ClientCredentials("sync", "geheim")).get_record("boat", "01J")

    retries = [event for event in told if isinstance(event, RetryEvent)]
    assert retries == [RetryEvent(**about(1), status=401, seconds=0.0, request_id=None)]
    assert [event.operation for event in told].count("CreateTokenForGrantType") == 4
    assert "geheim" not in repr(told)


def test_a_wait_for_the_rate_limit_is_reported(
    connect: Callable[..., Any],
    stub: Stub,
    hooks: Hooks,
    told: list[RequestEvent],
    waits: list[float],
) -> None:
    limits = {"ratelimit-limit": "700", "ratelimit-remaining": "0", "ratelimit-reset": "37"}
    stub.otherwise = lambda asked: Reply(200, RECORD, limits)
    zendesk = connect(hooks=hooks)
    zendesk.get_record("boat", "01J")
    zendesk.get_record("boat", "01J")

    assert [type(event) for event in told[2:]] == [WaitEvent, RequestEvent, ResponseEvent]
    assert told[2] == WaitEvent(**about(1), seconds=waits[0])


def test_a_failing_hook_is_logged_and_has_no_other_effect(
    connect: Callable[..., Any], stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(event: RequestEvent) -> None:
        raise ZeroDivisionError("in the hook")

    stub.will_answer(Reply(503), Reply(200, RECORD))
    zendesk = connect(hooks=Hooks(on_request=fail, on_response=fail, on_retry=fail))

    assert zendesk.get_record("boat", "01J").id == "01J"
    assert [record.exc_info is not None for record in caplog.records] == [True] * 5
    assert "ShowCustomObjectRecord: a hook raised" in caplog.text


def test_events_contain_no_values(
    connect: Callable[..., Any], stub: Stub, hooks: Hooks, told: list[RequestEvent]
) -> None:
    stub.otherwise = lambda asked: Reply(500, {"error": "geheim"})
    request = api.records.search_custom_object_records("boat", query="geheim")

    with pytest.raises(ServerError):
        connect(hooks=hooks, auth=BearerToken("geheim-token"), retries=1).send(request)

    assert len(told) == 5
    assert "geheim" not in repr(told)


def test_a_copy_has_the_same_hooks(stub: Stub, hooks: Hooks, told: list[RequestEvent]) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD)

    async def main() -> None:
        async with AsyncClient(base_url=stub.url, auth=BearerToken("t"), hooks=hooks) as zendesk:
            await zendesk.with_options(retries=0).get_record("boat", "01J")

    asyncio.run(main())
    assert len(told) == 2


def test_events_compare_by_value() -> None:
    event = RequestEvent(**about(1))

    assert msgspec.structs.asdict(event) == about(1)
    with pytest.raises(AttributeError):
        event.attempt = 2  # type: ignore[misc]  # that it is refused is the point


def test_requests_are_logged_at_debug_level_only(
    zendesk: Any, stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    stub.will_answer(Reply(200, RECORD))

    zendesk.get_record("boat", "01J")

    assert [record for record in caplog.records if record.levelno >= logging.INFO] == []
