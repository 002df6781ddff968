"""HTTP clients of the caller, whose own settings never change the behaviour of a client."""

from __future__ import annotations

import asyncio
import http.client
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx
import httpx2
import pytest

from tests.client.stub import Answer, Reply, Reset, Silence, Stub, serving
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    ConnectionFailed,
    OutcomeUnknown,
    RequestTimeout,
    UnexpectedResponse,
    aiohttp_client,
    api,
)

HTTP_LIBRARIES = [httpx, httpx2]
AUTH = BearerToken("a-token-that-nobody-may-see")
HOSTILE: dict[str, Any] = {
    "auth": ("eve", "eve"),
    "base_url": "https://evil.example/prefix/",
    "params": {"evil": "1"},
    "cookies": {"_zendesk_session": "eve"},
    "headers": {
        "Authorization": "Bearer eve",
        "Host": "evil.example",
        "Accept": "text/evil",
        "Content-Type": "text/evil",
        "Content-Length": "1",
        "User-Agent": "evil",
        "Cookie": "evil=1",
        "X-Trace": "kept",
    },
    "follow_redirects": True,
}
RECORD = {"custom_object_record": {"id": "01J"}}


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, http_library: Any) -> Any:
    """Makes a call over an HTTP client with unusual settings, and closes everything."""

    def run_sync(stub: Stub, method: str, /, *args: Any, **kwargs: Any) -> Any:
        with (
            http_library.Client(**HOSTILE) as http_client,
            Client(base_url=stub.url, auth=AUTH, http_client=http_client, retries=0) as zendesk,
        ):
            return getattr(zendesk, method)(*args, **kwargs)

    def run_async(stub: Stub, method: str, /, *args: Any, **kwargs: Any) -> Any:
        async def main() -> Any:
            async with (
                http_library.AsyncClient(**HOSTILE) as http_client,
                AsyncClient(
                    base_url=stub.url, auth=AUTH, http_client=http_client, retries=0
                ) as zendesk,
            ):
                return await getattr(zendesk, method)(*args, **kwargs)

        return asyncio.run(main())

    return run_sync if request.param == "sync" else run_async


@pytest.fixture
def elsewhere() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


def test_settings_of_the_http_client_do_not_change_the_request(run: Any, stub: Stub) -> None:
    stub.will_answer(Reply(201, RECORD))

    run(stub, "create_record", "boat", name="Anna", validate=False)

    (asked,) = stub.asked
    assert asked.line == "POST /api/v2/custom_objects/boat/records"
    assert asked.json == {"custom_object_record": {"name": "Anna"}}
    assert asked.headers["authorization"] == "Bearer a-token-that-nobody-may-see"
    assert asked.headers["host"] == stub.url.removeprefix("http://")
    assert asked.headers["accept"] == "application/json"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"].startswith("zendesk-custom-objects/")
    assert "cookie" not in asked.headers
    assert asked.headers["x-trace"] == "kept"


def test_a_request_without_a_body_has_no_content_headers(run: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, RECORD))

    run(stub, "get_record", "boat", "01J")

    assert "content-length" not in stub.asked[0].headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_raises_and_no_other_host_gets_the_credentials(
    run: Any, stub: Stub, elsewhere: Stub, status: int
) -> None:
    location = f"{elsewhere.url}/?signature=geheim"
    stub.will_answer(Reply(status, b"", {"Location": location}))

    with pytest.raises(UnexpectedResponse) as raised:
        run(stub, "get_record", "boat", "01J")

    assert raised.value.status == status
    assert raised.value.location == location
    assert "geheim" not in str(raised.value)
    assert elsewhere.asked == []


def test_a_redirected_download_is_fetched_without_credentials(
    run: Any, stub: Stub, elsewhere: Stub
) -> None:
    location = f"{elsewhere.url}/file?signature=a%2Fb"
    stub.will_answer(Reply(302, b"", {"Location": location}))
    elsewhere.will_answer(Reply(200, b"\x00content"))

    request = api.attachments.download_custom_object_record_attachment("boat", "01J", "01K")
    assert run(stub, "send", request) == b"\x00content"

    (asked,) = elsewhere.asked
    assert asked.line == "GET /file?signature=a%2Fb"
    assert asked.headers["host"] == elsewhere.url.removeprefix("http://")
    assert not {"authorization", "cookie", "x-trace"} & asked.headers.keys()


def test_a_download_is_redirected_only_once(run: Any, stub: Stub, elsewhere: Stub) -> None:
    stub.will_answer(Reply(302, b"", {"Location": f"{elsewhere.url}/1"}))
    elsewhere.will_answer(Reply(302, b"", {"Location": f"{elsewhere.url}/2"}))

    request = api.attachments.download_custom_object_record_attachment("boat", "01J", "01K")
    with pytest.raises(UnexpectedResponse):
        run(stub, "send", request)

    assert elsewhere.lines == ["GET /1"]


def test_the_error_of_a_lost_connection_contains_no_credentials(run: Any, stub: Stub) -> None:
    stub.will_answer(Reset())

    with pytest.raises(ConnectionFailed) as raised:
        run(stub, "get_record", "boat", "01J")

    request = getattr(raised.value.__cause__, "request")  # noqa: B009  of a class that is httpx's
    assert request.headers["x-trace"] == "kept"
    assert "authorization" not in request.headers


def test_a_given_http_client_stays_open(stub: Stub, http_library: Any) -> None:
    async def main() -> None:
        async with http_library.AsyncClient() as http_client:
            async with AsyncClient(base_url=stub.url, auth=AUTH, http_client=http_client):
                pass
            assert not http_client.is_closed

    with http_library.Client() as http_client:
        with Client(base_url=stub.url, auth=AUTH, http_client=http_client):
            pass
        assert not http_client.is_closed
    asyncio.run(main())


def test_cookies_are_not_kept(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD, {"Set-Cookie": "session=1; Path=/"})

    request = api.records.show_custom_object_record("boat", "01J")
    assert "set-cookie" not in zendesk.send_detailed(request).headers
    zendesk.send(request)

    assert all("cookie" not in asked.headers for asked in stub.asked)


Content = bytes | Iterable[bytes] | None


class PlainRequest:
    def __init__(self, method: str, url: str, content: Content, headers: dict[str, str]):
        self.method, self.url, self.content, self.headers = method, url, content, headers


class PlainResponse:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status_code = answer.status
        self.headers = dict(answer.headers)
        self.content = answer.read()


class PlainClient:
    """An HTTP client that is independent of httpx."""

    def build_request(
        self,
        method: str,
        url: str,
        *,
        content: Content = None,
        headers: dict[str, str] | None = None,
        timeout: float = 5.0,
    ) -> PlainRequest:
        return PlainRequest(method, url, content, headers or {})

    def send(
        self, request: PlainRequest, *, auth: None = None, follow_redirects: bool = False
    ) -> PlainResponse:
        parts = urlsplit(request.url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=0.3)
        try:
            target = request.url.partition(parts.netloc)[2]
            connection.request(request.method, target, request.content, request.headers)
            return PlainResponse(connection.getresponse())
        finally:
            connection.close()

    def close(self) -> None:
        raise AssertionError("it is not ours to close")


def test_any_http_client_with_the_same_methods_can_be_passed(stub: Stub) -> None:
    stub.will_answer(Reply(201, RECORD))

    with Client(base_url=stub.url, auth=AUTH, http_client=PlainClient()) as zendesk:
        assert zendesk.create_record("boat", name="Anna", validate=False).id == "01J"


@pytest.mark.parametrize(
    ("answer", "cause"), [(Reset(), ConnectionFailed), (Silence(), RequestTimeout)]
)
def test_a_lost_connection_of_another_http_client_is_recognised(
    stub: Stub, answer: Answer, cause: type[Exception]
) -> None:
    stub.will_answer(answer)

    with (
        Client(base_url=stub.url, auth=AUTH, http_client=PlainClient()) as zendesk,
        pytest.raises(OutcomeUnknown) as raised,
    ):
        zendesk.create_record("boat", name="Anna", validate=False)

    assert type(raised.value.__cause__) is cause


def test_a_failed_connection_of_another_http_client_is_recognised(unused_url: str) -> None:
    with (
        Client(base_url=unused_url, auth=AUTH, http_client=PlainClient()) as zendesk,
        pytest.raises(ConnectionFailed) as raised,
    ):
        zendesk.create_record("boat", name="Anna", validate=False)

    assert not raised.value.sent


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_proxy_from_the_environment_is_used(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, kind: type[Client | AsyncClient]
) -> None:
    monkeypatch.setenv("http_proxy", stub.url)
    stub.will_answer(Reply(200, RECORD))

    async def main() -> Any:
        zendesk = kind(base_url="http://boats.example", auth=AUTH, allow_insecure=True)
        if isinstance(zendesk, AsyncClient):
            async with zendesk:
                return await zendesk.get_record("boat", "01J")
        with zendesk:
            return zendesk.get_record("boat", "01J")

    assert asyncio.run(main()).id == "01J"
    assert stub.lines == ["GET http://boats.example/api/v2/custom_objects/boat/records/01J"]


@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
@pytest.mark.parametrize("variable", ["http_proxy", "all_proxy"])
def test_this_machine_is_never_reached_through_a_proxy(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, kind: str, variable: str
) -> None:
    """A proxy could read the credentials, which are sent over plain http."""
    stub.otherwise = lambda asked: Reply(200, RECORD)

    async def main(url: str) -> None:
        if kind == "sync":
            with Client(base_url=url, auth=AUTH) as zendesk:
                zendesk.get_record("boat", "01J")
            return
        async with AsyncExitStack() as stack:
            options: dict[str, Any] = {}
            if kind == "aiohttp":
                options["http_client"] = await stack.enter_async_context(aiohttp_client())
            client = await stack.enter_async_context(
                AsyncClient(base_url=url, auth=AUTH, **options)
            )
            await client.get_record("boat", "01J")

    with serving() as proxy:
        monkeypatch.setenv(variable, proxy.url)
        asyncio.run(main(stub.url))
        asyncio.run(main(stub.url.replace("127.0.0.1", "localhost")))
        assert proxy.lines == []

    assert len(stub.lines) == 2


@pytest.mark.parametrize(
    "request_",
    [
        api.records.show_custom_object_record("boat", "ä/1"),
        api.records.list_custom_object_records("boat").with_query("page[after]", "a+b"),
        api.records.delete_custom_object_record("boat", "01J"),
        api.records.create_custom_object_record("boat", body={"custom_object_record": {}}),
        api.attachments.download_custom_object_record_attachment("boat", "01J", "01K"),
    ],
)
def test_the_default_http_client_sends_the_same_as_a_given_one(stub: Stub, request_: Any) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD)

    with (
        httpx.Client(headers={"Accept-Encoding": "gzip, deflate"}) as http_client,
        Client(base_url=stub.url, auth=AUTH, http_client=http_client) as given,
        Client(base_url=stub.url, auth=AUTH) as own,
    ):
        for zendesk in (given, own):
            zendesk.with_options(headers={"X-Trace": "1"}).send(request_)

    by_given, by_own = stub.asked
    assert by_own.line == by_given.line
    assert by_own.body == by_given.body
    # HTTP/1.1 keeps connections alive by default.
    assert by_own.headers == {
        name: text for name, text in by_given.headers.items() if name != "connection"
    }
