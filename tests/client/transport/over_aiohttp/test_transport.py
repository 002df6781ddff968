"""Behaviour that is specific to aiohttp or httpx-aiohttp."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from httpx_aiohttp import HttpxAiohttpClient

from tests.client.stub import Reply, Reset, Silence, Stub
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    ConnectionFailed,
    OutcomeUnknown,
    RequestTimeout,
    aiohttp_client,
)

AUTH = BearerToken("a-token-that-nobody-may-see")
RECORD = {"custom_object_record": {"id": "01J"}}


def test_a_request_arrives_unchanged(connect: Callable[..., Any], stub: Stub) -> None:
    stub.will_answer(Reply(201, RECORD))

    connect().create_record("boat", name="Änne", validate=False)

    (asked,) = stub.asked
    assert asked.line == "POST /api/v2/custom_objects/boat/records"
    assert asked.json == {"custom_object_record": {"name": "Änne"}}
    assert asked.headers["authorization"] == f"Bearer {AUTH.secret.reveal()}"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept"] == "application/json"
    assert asked.headers["user-agent"].startswith("zendesk-custom-objects/")


def test_cookies_are_not_kept(connect: Callable[..., Any], stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD, {"Set-Cookie": "session=1; Path=/"})
    zendesk = connect()

    zendesk.get_record("boat", "01J")
    zendesk.get_record("boat", "01J")

    assert all("cookie" not in asked.headers for asked in stub.asked)


@pytest.mark.parametrize("answer", [Reset(), Reply(200, RECORD, promised=1000)])
def test_aiohttp_does_not_retry_by_itself(
    connect: Callable[..., Any], stub: Stub, answer: Any
) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD)
    zendesk = connect(retries=0)
    zendesk.get_record("boat", "01J")  # the next request reuses this connection
    stub.will_answer(answer)

    with pytest.raises(ConnectionFailed) as raised:
        zendesk.delete_record("boat", "01J")

    assert raised.value.sent
    assert len(stub.asked) == 2


def test_a_compressed_response_is_decoded(connect: Callable[..., Any], stub: Stub) -> None:
    import gzip
    import json

    body = gzip.compress(json.dumps(RECORD).encode())
    stub.will_answer(Reply(200, body, {"Content-Encoding": "gzip"}))

    assert connect().get_record("boat", "01J").id == "01J"
    assert "gzip" in stub.asked[0].headers["accept-encoding"]


def test_the_http_client_is_closed_at_the_end_of_its_block(stub: Stub) -> None:
    async def main() -> None:
        async with aiohttp_client() as http_client:
            zendesk = AsyncClient(base_url=stub.url, auth=AUTH, http_client=http_client)
            await zendesk.aclose()
            stub.will_answer(Reply(200, RECORD))
            assert (await zendesk.get_record("boat", "01J")).id == "01J"
        with pytest.raises(RuntimeError, match="closed"):
            await zendesk.get_record("boat", "01J")

    asyncio.run(main())


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx_aiohttp", None)

    async def main() -> None:
        async with aiohttp_client():
            pass

    with pytest.raises(ImportError, match=r"zendesk-custom-objects\[aiohttp\]"):
        asyncio.run(main())


def create_over_a_given_client(url: str, **options: Any) -> Any:
    async def main() -> Any:
        async with (
            HttpxAiohttpClient(auth=("eve", "eve"), follow_redirects=True) as http_client,
            AsyncClient(base_url=url, auth=AUTH, http_client=http_client, **options) as zendesk,
        ):
            return await zendesk.create_record("boat", name="Anna", validate=False)

    return asyncio.run(main())


def test_a_client_of_httpx_aiohttp_can_be_passed(stub: Stub) -> None:
    stub.will_answer(Reply(201, RECORD))

    assert create_over_a_given_client(stub.url).id == "01J"
    assert stub.asked[0].headers["authorization"] == f"Bearer {AUTH.secret.reveal()}"


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (Reset(), ConnectionFailed),
        (Silence(), RequestTimeout),
        (Reply(201, RECORD, promised=1000), ConnectionFailed),
    ],
)
def test_a_create_over_a_given_client_is_sent_once(
    stub: Stub, answer: Any, cause: type[Exception]
) -> None:
    stub.will_answer(answer)

    with pytest.raises(OutcomeUnknown) as raised:
        create_over_a_given_client(stub.url, timeout=0.3)

    assert type(raised.value.__cause__) is cause
    assert len(stub.asked) == 1


def test_a_failed_connection_of_a_given_client_is_recognised(unused_url: str) -> None:
    with pytest.raises(ConnectionFailed, match="no connection") as raised:
        create_over_a_given_client(unused_url, retries=0)

    assert not raised.value.sent
    assert not isinstance(raised.value, RequestTimeout)
    assert isinstance(raised.value.__cause__, httpx.RequestError)
