"""Requests to any path of the account: sent like all others, and to no other host."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client.conftest import TOKEN
from tests.client.stub import Answer, Reply, Reset, Stub
from zendesk_custom_objects import (
    BadRequestError,
    ConfigurationError,
    ConnectionFailed,
    Hooks,
    NotFoundError,
    OutcomeUnknown,
    RateLimitError,
    Response,
    ServerError,
    UnexpectedResponse,
    ValidationError,
)
from zendesk_custom_objects._core import raw_requests

JSON = {"content-type": "application/json; charset=utf-8"}
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def test_a_request_is_sent_and_its_response_returned(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(201, {"ticket": {"id": 1}}, {**JSON, "X-Zendesk-Request-Id": "r1"}))

    response = zendesk.request(
        "post",
        "/api/v2/tickets",
        query={"async": True, "include": ["users", "groups"], "nothing": None},
        json={"ticket": {"subject": "Mast"}},
        headers={"X-On-Behalf-Of": "anna@acme.example"},
    )

    assert isinstance(response, Response)
    assert (response.status, response.body, response.request_id) == (
        201,
        {"ticket": {"id": 1}},
        "r1",
    )
    (asked,) = stub.asked
    assert asked.line == "POST /api/v2/tickets?async=true&include=users%2Cgroups"
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert asked.headers["x-on-behalf-of"] == "anna@acme.example"
    assert asked.headers["content-type"] == "application/json"
    assert asked.json == {"ticket": {"subject": "Mast"}}


@pytest.mark.parametrize(
    ("headers", "body", "decoded"),
    [
        ({"content-type": "application/json"}, b'{"a":[1,2.5]}', {"a": [1, 2.5]}),
        ({"content-type": "application/vnd.api+json"}, b"[null]", [None]),
        ({"content-type": "application/json"}, b"<html>", "<html>"),
        ({"content-type": "application/json"}, b"", None),
        ({"content-type": "text/csv; charset=iso-8859-1"}, "ä;b".encode("latin-1"), "ä;b"),
        ({"content-type": 'text/plain; charset="no-such"'}, "ä".encode(), "ä"),
        ({"content-type": "text/html"}, b"<p>", "<p>"),
        ({"content-type": "image/png"}, b"\x89PNG", b"\x89PNG"),
        ({}, b"\x00", b"\x00"),
    ],
)
def test_a_response_is_decoded_by_its_content_type(
    zendesk: Any, stub: Stub, headers: dict[str, str], body: bytes, decoded: Any
) -> None:
    stub.will_answer(Reply(200, body, headers))

    assert zendesk.request("GET", "/x").body == decoded


def test_a_body_can_be_bytes_or_text(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(204)

    assert zendesk.request("PUT", "/x", content=b"\x01\x02").body is None
    zendesk.request("PUT", "/x", content="ä", headers={"content-type": "text/csv"})
    zendesk.request("PUT", "/x", content="ä")

    assert [(asked.headers["content-type"], asked.body) for asked in stub.asked] == [
        ("application/octet-stream", b"\x01\x02"),
        ("text/csv", "ä".encode()),
        ("text/plain; charset=utf-8", "ä".encode()),
    ]
    for wrong in ({"json": {}, "content": b""}, {"headers": {"Content-Type": "a/b"}}):
        with pytest.raises(TypeError):
            zendesk.request("PUT", "/x", **wrong)
    with pytest.raises(ValueError, match="JSON"):
        zendesk.request("PUT", "/x", json={"a": float("nan")})


@pytest.mark.parametrize("idempotent", [False, True])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "failure",
    [Reply(503), Reply(500), Reset(), Reply(409), Reply(429, headers={"retry-after": "1"})],
)
def test_idempotent_requests_and_certain_refusals_are_retried(
    zendesk: Any, stub: Stub, method: str, failure: Answer, idempotent: bool
) -> None:
    """Other requests are retried only if they certainly did not take effect."""
    stub.will_answer(failure, Reply(200, {"ok": 1}, JSON))
    is_refusal = isinstance(failure, Reply) and failure.status == 429

    if method in ("GET", "HEAD") or idempotent or is_refusal:
        body = zendesk.request(method, "/x", idempotent=idempotent).body
        assert body == (None if method == "HEAD" else {"ok": 1})
        assert len(stub.asked) == 2
    else:
        with pytest.raises(OutcomeUnknown):
            zendesk.request(method, "/x")
        assert len(stub.asked) == 1


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_without_a_connection_the_outcome_is_certain(
    connect: Callable[..., Any], unused_url: str, waits: list[float], method: str
) -> None:
    with pytest.raises(ConnectionFailed) as caught:
        connect(base_url=unused_url, retries=2).request(method, "/x")

    assert not caught.value.sent
    assert len(waits) == 2


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Reply(400, {"error": "Wrong"}), BadRequestError),
        (Reply(404, {"error": "RecordNotFound"}), NotFoundError),
        (Reply(422, {"error": "RecordInvalid", "details": {}}), ValidationError),
        (Reply(302, b"", {"location": "https://evil.example/"}), UnexpectedResponse),
    ],
)
def test_errors_are_those_of_the_other_methods(
    zendesk: Any, stub: Stub, answer: Answer, error: type[Exception]
) -> None:
    stub.will_answer(answer)

    with pytest.raises(error) as caught:
        zendesk.request("POST", "/api/v2/tickets")

    assert str(caught.value).startswith("POST /api/v2/tickets: ")


def test_no_error_and_no_log_line_contains_the_token(
    connect: Callable[..., Any], stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    stub.will_answer(Reply(400, {"error": "Wrong", "description": f"no {TOKEN}"}))

    with pytest.raises(BadRequestError) as caught:
        connect().request("GET", "/x")

    assert TOKEN not in repr(vars(caught.value)) + str(caught.value) + caplog.text


def test_a_path_of_the_contract_counts_as_its_operation(
    connect: Callable[..., Any], stub: Stub
) -> None:
    """With the rate limit of the operation, and its path template for hooks."""
    seen: list[tuple[str, str]] = []
    hooks = Hooks(on_request=lambda event: seen.append((event.operation, event.path)))
    zendesk = connect(hooks=hooks, on_rate_limit="raise")
    stub.otherwise = lambda asked: Reply(200, {}, JSON)
    exports = "/api/v2/incremental/custom_objects/boat/cursor"

    zendesk.request("GET", "/api/v2/custom_objects/boat/records/count")
    zendesk.request("GET", "/api/v2/custom_objects/boat/records/01J.json")
    zendesk.request("GET", "/api/v2/brands")
    for _ in range(10):
        zendesk.request("GET", exports)
    with pytest.raises(RateLimitError, match="nothing was sent"):
        zendesk.request("GET", exports)
    with pytest.raises(RateLimitError, match="nothing was sent"):
        zendesk.request("GET", "/api/v2/incremental/tickets/cursor.json")

    assert seen[:3] == [
        (
            "CountCustomObjectRecords",
            "/api/v2/custom_objects/{custom_object_key}/records/count",
        ),
        (
            "ShowCustomObjectRecord",
            "/api/v2/custom_objects/{custom_object_key}/records/{custom_object_record_id}",
        ),
        ("GET /api/v2/brands", "/api/v2/brands"),
    ]


def test_changed_fields_are_read_again(connect: Callable[..., Any], stub: Stub) -> None:
    zendesk = connect()
    fields = Reply(200, {"custom_object_fields": []}, JSON)
    record = Reply(201, {"custom_object_record": {"id": "01J"}}, JSON)
    stub.will_answer(fields, record, Reply(201, {}, JSON), fields, record)

    zendesk.create_record("boat", name="a")
    zendesk.request("POST", "/api/v2/custom_objects/boat/fields", json={})
    zendesk.create_record("boat", name="b")

    assert [line.split("?")[0] for line in stub.lines].count(
        "GET /api/v2/custom_objects/boat/fields"
    ) == 2


@pytest.mark.parametrize(
    "path",
    [
        "",
        "api/v2/users/me",
        "https://evil.example/api/v2",
        "//evil.example/api/v2",
        "/api//v2",
        "/\\evil.example/",
        "/api/v2/../users",
        "/api/v2/.",
        "/..",
        "/api/%2e%2e/users",
        "/api/.%2E/users",
        "/api/%252e%252e/users",
        "/api/%25252e%25252e/users",
        "/api/..%2fusers",
        "/api/x%2F..%2Fusers",
        "/api/..%5cusers",
        "/api/..;a=b/users",
        "/api/v2/users?x=1",
        "/api/v2/users#x",
        "/api/v2/a\r\nX-Evil: 1",
        "/api/v2/a%0d%0aX-Evil: 1",
        "/api/v2/a%00",
        "/api/v2/100%",
        "/api/v2/%zz",
    ],
)
def test_no_path_leads_to_another_host(zendesk: Any, stub: Stub, path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        zendesk.request("GET", path)

    assert stub.asked == []


@pytest.mark.parametrize("method", ["", "GET /x", "G ET", "GET\r\n", "CONNECT", "trace", "GÈT"])
def test_an_invalid_method_is_refused(zendesk: Any, stub: Stub, method: str) -> None:
    with pytest.raises(ValueError, match="method"):
        zendesk.request(method, "/x")

    assert stub.asked == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer mine"},
        {"authorization": "Basic mine"},
        {"Host": "evil.example"},
        {"Cookie": "a=b"},
        {"Content-Length": "1"},
        {"X-A": "b\r\nX-Evil: 1"},
        {"X-A\r\nX-Evil": "1"},
        {"Content-Type": "a/b\r\nX-Evil: 1"},
        {"Proxy-Authorization": "Basic mine"},
    ],
)
def test_headers_of_the_client_cannot_be_replaced(
    zendesk: Any, stub: Stub, headers: dict[str, str]
) -> None:
    with pytest.raises(ConfigurationError):
        zendesk.request("POST", "/x", headers=headers, content=b"a")

    assert stub.asked == []


def test_a_path_is_encoded_where_necessary(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(204)

    zendesk.request("GET", "/api/v2/ä b/%2F~a@b:c", query={"query": 'type:ticket "ä&b"'})

    assert stub.asked[0].target == (
        "/api/v2/%C3%A4%20b/%2F~a@b:c?query=type%3Aticket%20%22%C3%A4%26b%22"
    )


@given(
    st.lists(
        st.sampled_from(
            ["..", ".", "%2e", "%2E%2e", "%252e", "/", "//", "\\", "%2f", "%5c", ";", "a"]
        )
        | st.text(max_size=3),
        max_size=8,
    )
)
def test_an_accepted_path_keeps_its_meaning(pieces: list[str]) -> None:
    """However often it is decoded, an accepted path contains no other host and no dot segment."""
    path = "/" + "".join(pieces)
    try:
        path.encode()
        request = raw_requests.build(
            "GET",
            path,
            query=None,
            json=None,
            content=None,
            media_type=None,
            idempotent=False,
        )
    except (ValueError, UnicodeEncodeError):
        return

    url = httpx.URL(f"https://acme.zendesk.com{request.target}")
    assert url.host == urlsplit(str(url)).hostname == "acme.zendesk.com"
    assert url.raw_path.decode() == request.target
    target = request.target
    for _ in range(6):
        assert not {".", ".."} & set(re.split(r"[/\\;]", target))
        target = unquote(target)


def test_a_permanent_failure_raises_after_all_retries(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(503)

    with pytest.raises(ServerError):
        zendesk.request("GET", "/x")

    assert len(stub.asked) == 5
