"""Reading a response is limited in time and in memory."""

from __future__ import annotations

import asyncio
import gzip
import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    ConfigurationError,
    OutcomeUnknown,
    RequestTimeout,
    UnexpectedResponse,
    aiohttp_client,
)

AUTH = BearerToken("a-token-that-nobody-may-see")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ENDLESS: dict[str, tuple[bytes, bytes]] = {
    "body": (HEAD + b"Content-Length: 1000000\r\n\r\n", b" "),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "headers": (HEAD, b"X-A: b\r\n"),
    "one header": (HEAD + b"X-A: ", b"a"),
    "1xx": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}
"""The beginning of a response, and the bytes that follow at intervals."""


@pytest.fixture
def dripping(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a server whose responses never end."""
    start, piece = ENDLESS[request.param]
    stopped = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(start)
                while not stopped.wait(0.01):
                    connection.sendall(piece)
            except OSError:
                pass

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        stopped.set()
        server.shutdown(socket.SHUT_RDWR)


def seconds(call: Callable[[], Any], error: type[Exception]) -> float:
    started = time.perf_counter()
    with pytest.raises(error):
        call()
    return time.perf_counter() - started


@pytest.mark.parametrize("dripping", ENDLESS, indirect=True)
@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
def test_a_response_that_never_ends_times_out(dripping: str, kind: str) -> None:
    options: dict[str, Any] = {"base_url": dripping, "auth": AUTH, "timeout": 0.2, "retries": 0}

    async def read() -> None:
        if kind == "aiohttp":
            async with (
                aiohttp_client() as http_client,
                AsyncClient(**options, retry_budget=0.3, http_client=http_client) as zendesk,
            ):
                await zendesk.get_record("boat", "01J")
        async with AsyncClient(**options, retry_budget=0.3) as zendesk:
            await zendesk.get_record("boat", "01J")

    def call() -> None:
        if kind != "sync":
            asyncio.run(read())
        with Client(**options, retry_budget=0.3) as zendesk:
            zendesk.get_record("boat", "01J")

    assert seconds(call, RequestTimeout) < 3


@pytest.mark.parametrize("dripping", ["body", "1xx"], indirect=True)
def test_a_create_whose_response_never_ends_is_not_retried(dripping: str) -> None:
    with Client(base_url=dripping, auth=AUTH, timeout=0.2, retry_budget=0.3) as zendesk:

        def call() -> None:
            zendesk.create_record("boat", name="a", validate=False)

        assert seconds(call, OutcomeUnknown) < 3


@pytest.mark.parametrize("dripping", ["body", "headers", "1xx"], indirect=True)
def test_a_download_that_never_ends_times_out(dripping: str) -> None:
    """The time for a slow one depends on its size."""
    with Client(base_url=dripping, auth=AUTH, timeout=0.2, retry_budget=0.3) as zendesk:

        def call() -> None:
            zendesk.download_attachment("boat", "01J", "1", to=io.BytesIO())

        assert seconds(call, RequestTimeout) < 5


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize("status", [200, 500])
def test_a_response_that_is_too_large_raises(
    connect: Callable[..., Any], stub: Stub, status: int, encoded: bool
) -> None:
    body = b" " * 20_000_000 + b"{}"
    headers = {"content-type": "application/json"}
    if encoded:
        body, headers["content-encoding"] = gzip.compress(body), "gzip"
    stub.otherwise = lambda asked: Reply(status, body, headers)
    zendesk = connect(max_response_bytes=10_000_000)

    with pytest.raises(UnexpectedResponse, match="larger than 10,000,000 bytes"):
        zendesk.get_record("boat", "01J")
    assert len(stub.asked) == 1
    if status == 200:
        with pytest.raises(OutcomeUnknown):
            zendesk.create_record("boat", name="a", validate=False)
        allowed = zendesk.with_options(max_response_bytes=20_000_002)
        assert allowed.request("GET", "/x").body == {}


def test_a_response_compressed_twice_raises(connect: Callable[..., Any], stub: Stub) -> None:
    body = gzip.compress(gzip.compress(b"{}"))
    stub.will_answer(Reply(200, body, {"content-encoding": "gzip, gzip"}))

    with pytest.raises(UnexpectedResponse, match="compressed more than once"):
        connect().get_record("boat", "01J")


def test_a_download_into_a_stream_can_be_larger(stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, b"a" * 300_000)
    with Client(base_url=stub.url, auth=AUTH, max_response_bytes=1000) as zendesk:
        content = io.BytesIO()

        assert zendesk.download_attachment("boat", "01J", "1", to=content) == 300_000
        with pytest.raises(UnexpectedResponse, match="larger than 1,000 bytes"):
            zendesk.download_attachment("boat", "01J", "1")


def test_a_limit_of_zero_bytes_is_refused(stub: Stub) -> None:
    with pytest.raises(ConfigurationError, match="max_response_bytes"):
        Client(base_url=stub.url, auth=AUTH, max_response_bytes=0)
    with (
        Client(base_url=stub.url, auth=AUTH) as zendesk,
        pytest.raises(ConfigurationError, match="max_response_bytes"),
    ):
        zendesk.with_options(max_response_bytes=0)


@pytest.mark.parametrize("has_items", [False, True])
def test_endless_empty_pages_raise(
    connect: Callable[..., Any],
    stub: Stub,
    monkeypatch: pytest.MonkeyPatch,
    has_items: bool,
) -> None:
    """A page with a record starts the count again."""
    monkeypatch.setattr("zendesk_custom_objects._core.paging.MAX_EMPTY_PAGES", 20)

    def page(asked: Any) -> Reply:
        number = len(stub.asked)
        records = [{"id": f"{number}"}] if has_items and number % 15 == 0 else []
        more = {"has_more": number < 100, "after_cursor": str(number)}
        return Reply(200, {"custom_object_records": records, "meta": more})

    stub.otherwise = page
    if has_items:
        assert len(list(connect().list_records("boat"))) == 6
    else:
        with pytest.raises(UnexpectedResponse, match="20 pages in a row are empty"):
            list(connect().list_records("boat"))
        assert len(stub.asked) == 20
