"""`prepare` returns the request as `send` sends it, without credentials, and sends nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.client.conftest import TOKEN
from tests.client.stub import Reply, Stub
from tests.contract.document import OPERATIONS, Described
from tests.low_level.building import any_request
from zendesk_custom_objects import (
    ApiToken,
    BadRequestError,
    ClientCredentials,
    File,
    RefreshToken,
    api,
)

JSON_OPERATIONS = [
    operation
    for operation in OPERATIONS.values()
    if operation.media_type in (None, "application/json")
]
SECRET = "geheim-geheim-geheim"


def test_a_prepared_request_is_equal_to_the_sent_one(zendesk: Any, stub: Stub) -> None:
    for operation in JSON_OPERATIONS:
        check(operation, zendesk.with_options(headers={"X-Team": "boats"}), stub)


def check(operation: Described, zendesk: Any, stub: Stub) -> None:
    request = any_request(operation)
    stub.asked.clear()

    prepared = zendesk.prepare(request)

    assert stub.asked == []
    stub.will_answer(Reply(400, b""))
    with pytest.raises(BadRequestError):
        zendesk.send(request)
    (asked,) = stub.asked
    assert (prepared.method, prepared.url) == (asked.method, f"{stub.url}{asked.target}")
    assert (prepared.body or b"") == asked.body
    headers = {name.lower(): text for name, text in prepared.headers.items()}
    assert headers.pop("authorization") == "Bearer <secret>"
    assert headers.items() <= asked.headers.items()
    about_the_connection = {"accept-encoding", "connection", "content-length"}
    assert asked.headers.keys() - headers.keys() <= about_the_connection | {"authorization"}


@pytest.mark.parametrize(
    ("auth", "shown"),
    [
        (ClientCredentials("sync", SECRET), "Bearer <secret>"),
        (RefreshToken("sync", SECRET, SECRET, access_token=SECRET), "Bearer <secret>"),
        (ApiToken("anna@acme.example", SECRET), "Basic <secret>"),
    ],
    ids=repr,
)
def test_preparing_fetches_no_token_and_contains_no_secret(
    auth: Any, shown: str, connect: Callable[..., Any], stub: Stub
) -> None:
    prepared = connect(auth=auth).prepare(api.objects.list_custom_objects())

    assert prepared.headers["Authorization"] == shown
    assert stub.asked == []


def test_preparing_does_not_move_a_stream(zendesk: Any, stub: Stub) -> None:
    content = io.BytesIO(b"skipped, sent")
    content.seek(9)
    request = api.attachments.create_custom_object_record_attachment(
        "boat", "1", body={"uploaded_data": File(content, "a.txt", "text/plain")}
    )

    prepared = zendesk.prepare(request)

    assert content.tell() == 9
    stub.will_answer(Reply(400, b""))
    with pytest.raises(BadRequestError):
        zendesk.send(request)
    _, _, boundary = prepared.headers["Content-Type"].partition("boundary=")
    _, _, sent_boundary = stub.asked[0].headers["content-type"].partition("boundary=")
    assert prepared.body == stub.asked[0].body.replace(sent_boundary.encode(), boundary.encode())


def test_a_stream_that_cannot_be_rewound_is_refused(zendesk: Any) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    content = Pipe(b"content")
    request = api.attachments.create_custom_object_record_attachment(
        "boat", "1", body={"uploaded_data": File(content, "a.txt")}
    )
    with pytest.raises(ValueError, match=r"uploaded_data: .* would use it up"):
        zendesk.prepare(request)
    assert content.read() == b"content"


def test_the_repr_of_a_prepared_request_hides_the_body(zendesk: Any) -> None:
    request = api.objects.create_custom_object(
        body={"custom_object": {"key": "boat", "title": TOKEN, "title_pluralized": "Boats"}}
    )
    assert TOKEN.encode() in zendesk.prepare(request).body
    assert TOKEN not in repr(zendesk.prepare(request))
