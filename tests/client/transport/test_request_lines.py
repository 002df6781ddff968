"""Requests, byte for byte, with keys and ids that have a meaning in a URL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import ValidationError, ZendeskError

RECORD = {"custom_object_record": {"id": "01J"}}

ENCODED = {
    "/": "%2F",
    "../boat": "..%2Fboat",
    "...": "...",
    "%2e": "%252e",
    "%2e%2e": "%252e%252e",
    "%2F": "%252F",
    "?": "%3F",
    "#": "%23",
    "a b": "a%20b",
    "a+b": "a%2Bb",
    "a&b=c;d": "a%26b%3Dc%3Bd",
    "a@b:c": "a%40b%3Ac",
    "[x]": "%5Bx%5D",
    "ü": "%C3%BC",
    "日本": "%E6%97%A5%E6%9C%AC",
    "a\r\nb": "a%0D%0Ab",
    "a\\b": "a%5Cb",
    "~a.b_c-d": "~a.b_c-d",
    '"<>"': "%22%3C%3E%22",
    "'()*!$,": "%27%28%29%2A%21%24%2C",
}


@pytest.mark.parametrize("value", ENCODED)
def test_a_value_in_the_path_is_encoded(zendesk: Any, stub: Stub, value: str) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD) if asked.method == "GET" else Reply(204)
    encoded = ENCODED[value]

    zendesk.get_record(value, value)
    zendesk.delete_record("boat", value)
    zendesk.delete_field(value, value)
    zendesk.delete_object(value)

    assert stub.lines == [
        f"GET /api/v2/custom_objects/{encoded}/records/{encoded}",
        f"DELETE /api/v2/custom_objects/boat/records/{encoded}",
        f"DELETE /api/v2/custom_objects/{encoded}/fields/{encoded}",
        f"DELETE /api/v2/custom_objects/{encoded}",
    ]


@pytest.mark.parametrize("value", ["", ".", ".."])
@pytest.mark.parametrize(
    "call",
    [
        lambda zendesk, value: zendesk.get_object(value),
        lambda zendesk, value: zendesk.delete_object(value),
        lambda zendesk, value: zendesk.update_object(value, title="x"),
        lambda zendesk, value: zendesk.get_field("boat", value),
        lambda zendesk, value: zendesk.delete_field("boat", value),
        lambda zendesk, value: zendesk.get_record("boat", value),
        lambda zendesk, value: zendesk.delete_record("boat", value),
        lambda zendesk, value: zendesk.delete_record(value, "01J"),
        lambda zendesk, value: zendesk.update_record("boat", value, validate=False),
        lambda zendesk, value: zendesk.create_record(value, name="x"),
        lambda zendesk, value: zendesk.create_record(value, name="x", validate=False),
        lambda zendesk, value: zendesk.upsert_record(value, external_id="x"),
        lambda zendesk, value: list(zendesk.list_records(value)),
        lambda zendesk, value: zendesk.count_records(value),
    ],
)
def test_a_value_that_would_change_the_path_is_refused(
    zendesk: Any, stub: Stub, call: Callable[[Any, str], object], value: str
) -> None:
    with pytest.raises(ValueError, match="cannot be used in a path"):
        call(zendesk, value)

    assert stub.asked == []


@pytest.mark.parametrize("value", ENCODED)
def test_a_value_in_the_query_is_encoded(zendesk: Any, stub: Stub, value: str) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD) if asked.method == "PATCH" else Reply(204)
    encoded = ENCODED[value]

    zendesk.upsert_record("boat", external_id=value, validate=False)
    zendesk.upsert_record("boat", name=value, validate=False)
    zendesk.delete_record("boat", external_id=value)
    zendesk.delete_record("boat", name=value)

    path = "/api/v2/custom_objects/boat/records"
    assert stub.lines == [
        f"PATCH {path}?external_id={encoded}",
        f"PATCH {path}?name={encoded}",
        f"DELETE {path}?external_id={encoded}",
        f"DELETE {path}?name={encoded}",
    ]


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_blank_external_id_or_name_is_refused(zendesk: Any, stub: Stub, blank: str) -> None:
    for call in (zendesk.upsert_record, zendesk.delete_record):
        for name in ("external_id", "name"):
            with pytest.raises(ValidationError) as raised:
                call("boat", **{name: blank})
            assert [violation.field for violation in raised.value.violations] == [name]

    assert stub.asked == []


def test_a_request_has_these_headers_and_this_body(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(201, RECORD), Reply(204))

    zendesk.create_record("boat", name="Ännchen", length=2.5, validate=False)
    zendesk.delete_record("boat", "01J")

    create, delete = stub.asked
    body = '{"custom_object_record":{"name":"Ännchen","custom_object_fields":{"length":2.5}}}'
    assert create.body == body.encode()
    assert create.headers["content-type"] == "application/json"
    assert create.headers["accept"] == "application/json"
    assert create.headers["host"] == stub.url.removeprefix("http://")
    assert create.headers["user-agent"].startswith("zendesk-custom-objects/")
    assert delete.body == b""
    assert "content-type" not in delete.headers


def test_a_lone_surrogate_is_refused(zendesk: Any, stub: Stub) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        zendesk.get_object("a\ud800")
    with pytest.raises((ValueError, ZendeskError)):
        zendesk.create_record("boat", name="a\ud800", validate=False)

    assert stub.asked == []
