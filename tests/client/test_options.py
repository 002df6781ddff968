"""Copies of a client with different settings."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.client.stub import Reply, Silence, Stub, serving
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    ClientCredentials,
    ConfigurationError,
    RateLimitError,
    RequestTimeout,
    ServerError,
    api,
)

TOKEN = "a-token-that-nobody-may-see"
RECORD = {"custom_object_record": {"id": "01J"}}
FIELDS = {"custom_object_fields": [{"key": "length", "type": "integer", "active": True}]}


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, stub: Stub) -> Any:
    """Runs `send` on a copy of a client, and returns the result."""

    def run_sync(**options: Any) -> Any:
        with Client(base_url=stub.url, auth=BearerToken(TOKEN)) as zendesk:
            return zendesk.with_options(**options).get_record("boat", "01J")

    def run_async(**options: Any) -> Any:
        async def main() -> Any:
            async with AsyncClient(base_url=stub.url, auth=BearerToken(TOKEN)) as zendesk:
                return await zendesk.with_options(**options).get_record("boat", "01J")

        return asyncio.run(main())

    return run_sync if request.param == "sync" else run_async


def test_a_copy_can_have_fewer_retries(run: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(503)

    with pytest.raises(ServerError):
        run(retries=1)

    assert len(stub.asked) == 2


def test_a_copy_can_have_a_smaller_retry_budget(run: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(429, b"", {"Retry-After": "7"})

    with pytest.raises(RateLimitError):
        run(retry_budget=5)

    assert len(stub.asked) == 1


def test_a_copy_can_raise_at_a_rate_limit(run: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(429, b"", {"Retry-After": "1"})

    with pytest.raises(RateLimitError):
        run(on_rate_limit="raise")

    assert len(stub.asked) == 1


def test_a_copy_can_have_another_timeout(run: Any, stub: Stub) -> None:
    stub.will_answer(Silence())
    started = time.monotonic()

    with pytest.raises(RequestTimeout):
        run(timeout=0.1, retries=0)

    assert time.monotonic() - started < 5


def test_headers_of_a_copy_are_sent(run: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, RECORD))

    run(headers={"X-Trace": "17"})

    (asked,) = stub.asked
    assert asked.headers["x-trace"] == "17"
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["accept"] == "application/json"


def test_headers_of_nested_copies_are_merged(stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD)

    with Client(base_url=stub.url, auth=BearerToken(TOKEN)) as zendesk:
        first = zendesk.with_options(headers={"X-Trace": "1", "X-Job": "import"})
        first.with_options(headers={"x-trace": "2"}).get_record("boat", "01J")
        first.get_record("boat", "01J")
        zendesk.get_record("boat", "01J")

    traces = [(asked.headers.get("x-trace"), asked.headers.get("x-job")) for asked in stub.asked]
    assert traces == [("2", "import"), ("1", "import"), (None, None)]


@pytest.mark.parametrize(
    "name",
    [
        *("Authorization", "authorization", "Host", "Content-Type", "Content-Length", "Accept"),
        *("CONTENT-ENCODING", "Cookie", "User-Agent", "Transfer-Encoding", "Connection"),
        *("Proxy-Authorization", "", "X Trace", "X-Trace:", "X\r\nEvil", "Ümlaut"),
    ],
)
def test_reserved_headers_are_refused(name: str) -> None:
    with (
        Client("acme", auth=BearerToken(TOKEN)) as zendesk,
        pytest.raises(ConfigurationError),
    ):
        zendesk.with_options(headers={name: "evil"})


@pytest.mark.parametrize(
    "value", ["geheim\r\nX-Evil: 1", "geheim\n", " geheim", "gehëim", "geheim\0"]
)
def test_header_values_with_line_breaks_are_refused(value: str) -> None:
    with (
        Client("acme", auth=BearerToken(TOKEN)) as zendesk,
        pytest.raises(ConfigurationError) as raised,
    ):
        zendesk.with_options(headers={"X-Trace": value})

    assert "geheim" not in str(raised.value)


def test_headers_are_not_sent_to_another_host(stub: Stub) -> None:
    request = api.attachments.download_custom_object_record_attachment("boat", "01J", "01K")
    with serving() as elsewhere, Client(base_url=stub.url, auth=BearerToken(TOKEN)) as zendesk:
        stub.will_answer(Reply(302, b"", {"Location": f"{elsewhere.url}/file"}))
        elsewhere.will_answer(Reply(200, b"content"))

        assert zendesk.with_options(headers={"X-Trace": "17"}).send(request) == b"content"

    assert "x-trace" in stub.asked[0].headers
    assert "x-trace" not in elsewhere.asked[0].headers


def test_a_copy_shares_the_access_token_and_the_schema_cache(stub: Stub) -> None:
    def answer(asked: Any) -> Reply:
        if asked.target == "/oauth/tokens":
            return Reply(201, {"access_token": "t", "expires_in": 1800})
        return Reply(200, FIELDS) if "/fields" in asked.target else Reply(201, RECORD)

    stub.otherwise = answer
    with Client(base_url=stub.url, auth=ClientCredentials("sync", "geheim")) as zendesk:
        zendesk.with_options(retries=0).create_record("boat", name="Anna", length=7)
        zendesk.with_options(timeout=5).create_record("boat", name="Anna", length=7)
        zendesk.create_record("boat", name="Anna", length=7)

    assert stub.lines.count("POST /oauth/tokens") == 1
    assert sum("/fields" in line for line in stub.lines) == 1


def test_closing_a_copy_does_not_close_the_client(stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD)

    with Client(base_url=stub.url, auth=BearerToken(TOKEN)) as zendesk:
        with zendesk.with_options(retries=0) as changed:
            changed.get_record("boat", "01J")
        assert zendesk.get_record("boat", "01J").id == "01J"

    with pytest.raises(RuntimeError, match="closed"):
        changed.get_record("boat", "01J")


@pytest.mark.parametrize(
    "options",
    [{"timeout": 0}, {"retries": -1}, {"retry_budget": float("nan")}, {"on_rate_limit": "ignore"}],
)
def test_options_out_of_range_are_refused(options: dict[str, Any]) -> None:
    with Client("acme", auth=BearerToken(TOKEN)) as zendesk, pytest.raises(ConfigurationError):
        zendesk.with_options(**options)
