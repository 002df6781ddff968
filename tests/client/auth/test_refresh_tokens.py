"""Refresh tokens: each is valid for one exchange, and the last one must not be lost."""

from __future__ import annotations

import asyncio
import logging
import os
import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.client.auth.token_service import SECRETS, Service
from tests.client.stub import Answer, Asked, Reply, Reset, Stub
from zendesk_custom_objects import (
    AsyncClient,
    AuthenticationError,
    Client,
    ConfigurationError,
    ConnectionFailed,
    FileTokenStore,
    RateLimitError,
    RefreshToken,
    TokenPair,
)


class Memory:
    """A store that records the order of its calls."""

    def __init__(self, pair: TokenPair | None = None) -> None:
        self.pair = pair
        self.saved: list[TokenPair] = []
        self.failures: list[Exception] = []

    def load(self) -> TokenPair | None:
        return self.pair

    def save(self, pair: TokenPair) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.pair = pair
        self.saved.append(pair)


def auth(**options: Any) -> RefreshToken:
    return RefreshToken("sync", SECRETS[0], SECRETS[1], **options)


def pair(number: int, **values: Any) -> TokenPair:
    return TokenPair(
        refresh_token=f"geheim-refresh-{number}", access_token=f"geheim-access-{number}", **values
    )


@pytest.fixture
def service(stub: Stub) -> Service:
    stub.otherwise = service = Service()
    return service


def exchanges(stub: Stub) -> int:
    return stub.lines.count("POST /oauth/tokens")


def test_an_access_token_is_fetched_once_and_reused(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    zendesk = connect(auth=auth())
    for _ in range(3):
        assert list(zendesk.list_objects()) == []

    assert exchanges(stub) == 1
    assert "authorization" not in stub.asked[0].headers


def test_a_given_access_token_is_used_until_it_is_refused(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    zendesk = connect(auth=auth(access_token=SECRETS[2]))
    list(zendesk.list_objects())
    assert exchanges(stub) == 0

    stub.will_answer(Reply(401, {"error": "Couldn't authenticate you"}))
    assert list(zendesk.list_objects()) == []
    assert exchanges(stub) == 1


def test_each_refresh_token_is_used_once(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    service.expires_in = 0.0001
    zendesk = connect(auth=auth())
    for _ in range(3):
        list(zendesk.list_objects())

    sent = [asked.json["refresh_token"] for asked in stub.asked if asked.method == "POST"]
    assert sent == ["geheim-refresh-0", "geheim-refresh-1", "geheim-refresh-2"]


def test_a_refresh_token_is_kept_if_the_service_does_not_rotate_it(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    store = Memory()
    stub.will_answer(Reply(201, {"access_token": "geheim-access-0", "expires_in": 1800}))

    list(connect(auth=auth(store=store)).list_objects())

    assert [saved.refresh_token for saved in store.saved] == ["geheim-refresh-0"]


def test_a_pair_is_saved_before_it_is_used(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    store = Memory()
    known: list[int] = []

    def answer(asked: Asked) -> Answer:
        if asked.method == "GET":
            known.append(len(store.saved))
        return service(asked)

    stub.otherwise = answer
    before = time.time()
    list(connect(auth=auth(store=store)).list_objects())

    assert known == [1]
    (saved,) = store.saved
    assert (saved.refresh_token, saved.access_token) == ("geheim-refresh-1", "geheim-access-1")
    assert before + 1800 <= (saved.expires_at or 0) <= time.time() + 1800


def test_a_pair_that_cannot_be_saved_is_neither_used_nor_lost(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    store = Memory()
    store.failures = [OSError("no space left")]
    zendesk = connect(auth=auth(store=store))

    with pytest.raises(OSError, match="no space left"):
        list(zendesk.list_objects())
    assert stub.lines == ["POST /oauth/tokens"]

    assert list(zendesk.list_objects()) == []
    assert exchanges(stub) == 1
    assert [saved.refresh_token for saved in store.saved] == ["geheim-refresh-1"]


def test_a_stored_token_takes_precedence_over_the_argument(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    service.number = 7
    list(connect(auth=auth(store=Memory(pair(7)))).list_objects())

    assert stub.lines == ["GET /api/v2/custom_objects"]


def test_an_expired_stored_access_token_is_not_tried(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    service.number = 7
    store = Memory(pair(7, expires_at=time.time() - 1))

    list(connect(auth=auth(store=store)).list_objects())

    assert [line.split()[0] for line in stub.lines] == ["POST", "GET"]
    assert [saved.refresh_token for saved in store.saved] == ["geheim-refresh-8"]


def test_a_token_stored_by_another_process_is_used(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    store = Memory()
    zendesk = connect(auth=auth(store=store))
    list(zendesk.list_objects())
    service.number = 2  # another process has exchanged the first
    store.pair = pair(2)

    assert list(zendesk.list_objects()) == []
    assert exchanges(stub) == 1


def test_of_two_simultaneous_exchanges_the_first_token_is_used(
    connect: Callable[..., Any], stub: Stub, service: Service, waits: list[float]
) -> None:
    store = Memory()

    def answer(asked: Asked) -> Answer:
        if asked.method == "POST":  # the other process was faster
            service.number, store.pair = 1, pair(1)
        return service(asked)

    stub.otherwise = answer

    assert list(connect(auth=auth(store=store)).list_objects()) == []
    assert exchanges(stub) == 1
    assert store.saved == []


def test_the_argument_is_tried_if_the_stored_token_is_revoked(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    store = Memory(TokenPair(refresh_token="geheim-refresh-dead"))

    assert list(connect(auth=auth(store=store)).list_objects()) == []
    assert store.pair is not None
    assert store.pair.refresh_token == "geheim-refresh-1"


@pytest.mark.parametrize("answer", [Reset(), Reply(503), Reply(500), Reply(201, b"<html>")])
@pytest.mark.parametrize("stored", [True, False])
def test_an_exchange_whose_response_is_lost_is_not_retried(
    connect: Callable[..., Any], stub: Stub, service: Service, answer: Answer, stored: bool
) -> None:
    service.lost = [answer]

    with pytest.raises(AuthenticationError, match="was lost") as raised:
        list(connect(auth=auth(store=Memory() if stored else None)).list_objects())

    assert stub.lines == ["POST /oauth/tokens"]
    assert raised.value.__cause__ is not None


def test_after_a_lost_response_the_token_of_another_process_is_used(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    store = Memory()

    def answer(asked: Asked) -> Answer:
        if asked.method == "POST":
            service.number, store.pair = 1, pair(1)
            return Reset()
        return service(asked)

    stub.otherwise = answer

    assert list(connect(auth=auth(store=store)).list_objects()) == []
    assert exchanges(stub) == 1


def test_an_exchange_refused_by_a_rate_limit_is_retried(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    stub.will_answer(Reply(429, b"", {"Retry-After": "1"}))

    assert list(connect(auth=auth()).list_objects()) == []


def test_a_rate_limit_is_not_reported_as_refused_credentials(
    connect: Callable[..., Any], stub: Stub, service: Service
) -> None:
    stub.will_answer(Reply(429, b"", {"Retry-After": "1"}))

    with pytest.raises(RateLimitError):
        list(connect(auth=auth(), retries=0).list_objects())


def test_an_exchange_without_a_connection_raises_connection_failed(
    connect: Callable[..., Any], unused_url: str
) -> None:
    with pytest.raises(ConnectionFailed):
        list(connect(base_url=unused_url, auth=auth(), retries=0).list_objects())


@pytest.mark.parametrize("stored", [True, False])
def test_a_revoked_token_has_a_clear_message_without_secrets(
    connect: Callable[..., Any],
    stub: Stub,
    service: Service,
    caplog: pytest.LogCaptureFixture,
    stored: bool,
) -> None:
    caplog.set_level(logging.DEBUG)
    service.number = 5
    store = Memory(TokenPair(refresh_token="geheim-refresh-stored")) if stored else None

    with pytest.raises(AuthenticationError, match="for the refresh token") as raised:
        list(connect(auth=auth(store=store)).list_objects())

    shown = f"{raised.value} {vars(raised.value)} {caplog.text}"
    assert "geheim" not in shown
    assert exchanges(stub) == 1 + stored


def test_thirty_two_threads_exchange_once(stub: Stub, service: Service, tmp_path: Path) -> None:
    service.delay = 0.1
    options = auth(store=FileTokenStore(tmp_path / "tokens"))

    with Client(base_url=stub.url, auth=options) as zendesk, ThreadPoolExecutor(32) as threads:
        list(threads.map(lambda _: list(zendesk.list_objects()), range(32)))

    assert exchanges(stub) == 1


def test_fifty_tasks_exchange_once(stub: Stub, service: Service, tmp_path: Path) -> None:
    service.delay = 0.1

    async def main() -> None:
        options = auth(store=FileTokenStore(tmp_path / "tokens"))
        async with AsyncClient(base_url=stub.url, auth=options) as zendesk:
            await asyncio.gather(*(anext(aiter(zendesk.list_objects()), None) for _ in range(50)))

    asyncio.run(main())
    assert exchanges(stub) == 1


def test_an_exchange_finishes_although_its_caller_is_cancelled(
    stub: Stub, service: Service
) -> None:
    service.delay = 0.3
    store = Memory()

    async def main() -> None:
        async with AsyncClient(base_url=stub.url, auth=auth(store=store)) as zendesk:
            first = asyncio.ensure_future(anext(aiter(zendesk.list_objects()), None))
            await asyncio.sleep(0.1)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            assert await anext(aiter(zendesk.list_objects()), None) is None

    asyncio.run(main())
    assert exchanges(stub) == 1
    assert [saved.refresh_token for saved in store.saved] == ["geheim-refresh-1"]


def test_a_token_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    store = FileTokenStore(path)
    assert store.load() is None

    mask = os.umask(0)
    try:
        for number in range(2):
            store.save(pair(number, expires_at=17.5))
    finally:
        os.umask(mask)

    assert FileTokenStore(str(path)).load() == pair(1, expires_at=17.5)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["tokens.json"]  # noqa: PTH208  names are all that is wanted


def test_a_failed_write_leaves_the_token_file_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tokens.json"
    store = FileTokenStore(path)
    store.save(pair(1))

    def fail(handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space left"):
        store.save(pair(2))

    assert store.load() == pair(1)
    assert [found.name for found in tmp_path.iterdir()] == ["tokens.json"]


@pytest.mark.parametrize("content", [b"", b"geheim", b'{"access_token": "geheim"}', b"[" * 99999])
def test_a_file_that_is_no_token_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tokens.json"
    path.write_bytes(content)

    with pytest.raises(ConfigurationError) as raised:
        FileTokenStore(path).load()

    assert "geheim" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_the_repr_of_a_pair_hides_its_secrets() -> None:
    assert "geheim" not in f"{pair(1)} {pair(1)!r}"
