"""Access tokens for client credentials: fetched once, renewed early, one renewal at a time."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from tests.client.stub import Answer, Asked, Reply, Reset, Stub
from zendesk_custom_objects import (
    AsyncClient,
    AuthenticationError,
    Client,
    ClientCredentials,
    ConnectionFailed,
    NotFoundError,
    RateLimitError,
    UnexpectedResponse,
)

AUTH = ClientCredentials("sync", "geheim-geheim", scope="read write")
OBJECTS = Reply(200, {"custom_objects": []})


class Service:
    """A service that issues tokens, and accepts all that are not revoked."""

    def __init__(self, expires_in: object = 1800) -> None:
        self.expires_in = expires_in
        self.issued = 0
        self.revoked: set[str] = set()
        self.delay = 0.0
        self.asked_for_a_token = threading.Event()
        self.may_issue = threading.Event()
        self.may_issue.set()
        self._numbers = itertools.count(1)

    def __call__(self, asked: Asked) -> Answer:
        if asked.line == "POST /oauth/tokens":
            self.asked_for_a_token.set()
            self.may_issue.wait(10)
            time.sleep(self.delay)
            self.issued += 1
            token = f"token-{next(self._numbers)}"
            body = {"access_token": token, "token_type": "bearer", "expires_in": self.expires_in}
            return Reply(201, body)
        scheme, _, token = asked.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token in self.revoked:
            return Reply(401, {"error": "Couldn't authenticate you"})
        if asked.method == "POST":
            return Reply(201, {"custom_object_record": {"id": "01J"}})
        return OBJECTS


@pytest.fixture
def service(stub: Stub) -> Service:
    stub.otherwise = service = Service()
    return service


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock by which tokens expire."""
    clock = SimpleNamespace(now=1000.0)
    for module in ("_core.token_requests", "_sync.tokens", "_async.tokens"):
        monkeypatch.setattr(f"zendesk_custom_objects.{module}.monotonic", lambda: clock.now)
    return clock


def test_a_token_is_fetched_once(connect: Callable[..., Any], stub: Stub, service: Service) -> None:
    zendesk = connect(auth=AUTH)
    for _ in range(3):
        list(zendesk.list_objects())

    first, *others = stub.asked
    assert first.json == {
        "grant_type": "client_credentials",
        "client_id": "sync",
        "client_secret": "geheim-geheim",
        "scope": "read write",
    }
    assert "authorization" not in first.headers
    assert [asked.headers["authorization"] for asked in others] == ["Bearer token-1"] * 3


def test_the_lifetime_of_a_token_can_be_requested(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    list(connect(auth=ClientCredentials("sync", "geheim", expires_in=600)).list_objects())

    assert stub.asked[0].json["expires_in"] == 600


@pytest.mark.parametrize(
    ("lifetime", "used_until"), [(1800, 1740), (172_800, 172_740), (300, 270), (600, 540)]
)
def test_a_token_is_renewed_before_it_expires(
    connect: Callable[..., Any],
    service: Service,
    clock: SimpleNamespace,
    lifetime: int,
    used_until: int,
) -> None:
    service.expires_in = lifetime
    zendesk = connect(auth=AUTH)
    list(zendesk.list_objects())

    clock.now += used_until - 1
    list(zendesk.list_objects())
    assert service.issued == 1

    clock.now += 1
    list(zendesk.list_objects())
    assert service.issued == 2


@pytest.mark.parametrize("expires_in", [None, "soon", 0])
def test_a_token_of_unknown_lifetime_is_used_until_it_is_refused(
    connect: Callable[..., Any], service: Service, clock: SimpleNamespace, expires_in: object
) -> None:
    service.expires_in = expires_in
    zendesk = connect(auth=AUTH)
    list(zendesk.list_objects())
    clock.now += 1_000_000
    list(zendesk.list_objects())

    assert service.issued == 1


def test_a_refused_token_is_renewed_and_the_request_is_retried(
    connect: Callable[..., Any], stub: Stub, service: Service, waits: list[float]
) -> None:
    zendesk = connect(auth=AUTH)
    list(zendesk.list_objects())
    service.revoked.add("token-1")

    zendesk.create_record("boat", name="Anna", validate=False)

    assert stub.lines[2:] == [
        "POST /api/v2/custom_objects/boat/records",
        "POST /oauth/tokens",
        "POST /api/v2/custom_objects/boat/records",
    ]
    assert waits == []


def test_a_request_renews_the_token_only_once(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    service.revoked.update({"token-1", "token-2"})

    with pytest.raises(AuthenticationError, match="Couldn't authenticate you"):
        list(connect(auth=AUTH).list_objects())

    assert service.issued == 2
    assert len(stub.asked) == 4


def test_a_refused_static_token_is_not_retried(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(401, {"error": "Couldn't authenticate you"}))

    with pytest.raises(AuthenticationError):
        zendesk.get_object("boat")

    assert len(stub.asked) == 1


@pytest.mark.parametrize("failure", [Reply(503), Reply(500), Reply(429), Reset()])
def test_a_failed_token_request_is_retried(
    connect: Callable[..., Any], stub: Stub, service: Service, failure: Answer
) -> None:
    stub.will_answer(failure)

    assert list(connect(auth=AUTH).list_objects()) == []
    assert service.issued == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Reply(400, {"error": "invalid_scope"}), AuthenticationError),
        (Reply(401, {"error": "invalid_client"}), AuthenticationError),
        (Reply(403, b""), AuthenticationError),
        (Reply(422, {"error": "RecordInvalid"}), AuthenticationError),
        (Reply(404, b"No such account"), NotFoundError),
        (Reply(429, b""), RateLimitError),
        (Reply(302, b"", {"Location": "https://evil.example/"}), UnexpectedResponse),
        (Reply(201, {"token_type": "bearer"}), UnexpectedResponse),
        (Reply(201, {"access_token": ""}), UnexpectedResponse),
        (Reply(201, {"access_token": 7}), UnexpectedResponse),
        (Reply(201, {"access_token": "a\r\nX-Evil: b"}), UnexpectedResponse),
        (Reply(200, b"<html>"), UnexpectedResponse),
        (Reset(), ConnectionFailed),
    ],
)
def test_without_a_token_the_request_is_not_sent(
    connect: Callable[..., Any], stub: Stub, answer: Answer, error: type[Exception]
) -> None:
    stub.otherwise = lambda asked: answer

    with pytest.raises(error) as raised:
        connect(auth=AUTH, retries=0).create_record("boat", name="Anna", validate=False)

    assert set(stub.lines) == {"POST /oauth/tokens"}
    assert "X-Evil" not in str(raised.value)


def test_sixteen_threads_share_one_token(stub: Stub, service: Service) -> None:
    service.delay = 0.1
    start = threading.Barrier(16)

    def work(_: int) -> None:
        start.wait()
        list(zendesk.list_objects())

    with Client(base_url=stub.url, auth=AUTH) as zendesk, ThreadPoolExecutor(16) as threads:
        list(threads.map(work, range(16)))
        service.revoked.add("token-1")
        list(threads.map(work, range(16)))

    assert service.issued == 2


def test_fifty_tasks_share_one_token(stub: Stub, service: Service) -> None:
    service.delay = 0.1

    async def work(zendesk: AsyncClient) -> None:
        assert [found async for found in zendesk.list_objects()] == []

    async def main() -> None:
        async with AsyncClient(base_url=stub.url, auth=AUTH) as zendesk:
            await asyncio.gather(*(work(zendesk) for _ in range(50)))
            service.revoked.add("token-1")
            await asyncio.gather(*(work(zendesk) for _ in range(50)))

    asyncio.run(main())
    assert service.issued == 2


def test_cancelling_the_task_that_fetches_a_token_does_not_affect_others(
    stub: Stub, service: Service
) -> None:
    service.may_issue.clear()

    async def main() -> None:
        async with AsyncClient(base_url=stub.url, auth=AUTH) as zendesk:
            first = asyncio.ensure_future(zendesk.get_object("boat"))
            others = [asyncio.ensure_future(zendesk.object_limit()) for _ in range(3)]
            assert await asyncio.to_thread(service.asked_for_a_token.wait, 10)
            first.cancel()
            service.may_issue.set()
            await asyncio.gather(*others)

    stub.otherwise = lambda asked: (
        service(asked) if asked.target == "/oauth/tokens" else Reply(200, {"count": 1, "limit": 2})
    )
    asyncio.run(main())
    assert service.issued == 2  # that of the cancelled task was in flight
