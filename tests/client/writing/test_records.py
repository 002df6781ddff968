"""Requests and results of the methods for records, fields and objects."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from decimal import Decimal
from email import message_from_bytes
from io import BytesIO
from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import (
    UNSET,
    Record,
    UnexpectedResponse,
    ValidationError,
    api,
    models,
)
from zendesk_custom_objects._generated import types

WHOLE = {
    "id": "01J",
    "custom_object_key": "boat",
    "name": "Anna",
    "external_id": "e-1",
    "custom_object_fields": {"length": 7.5, "berths": 4, "engine": None},
    "photo": None,
    "created_by_user_id": "12",
    "updated_by_user_id": "13",
    "created_at": "2026-01-02T03:04:05Z",
    "updated_at": "2026-02-03T04:05:06.789Z",
    "url": "https://acme.zendesk.com/api/v2/custom_objects/boat/records/01J.json",
    "a_new_property": 1,
}
ANSWER = {"custom_object_record": WHOLE}
PATH = "/api/v2/custom_objects/boat/records"


def sent(stub: Stub) -> Any:
    return stub.asked[-1].json["custom_object_record"]


def test_a_record_is_read(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, ANSWER))

    record = zendesk.get_record("boat", "01J")

    assert isinstance(record, Record)
    assert (record.id, record.name, record.external_id) == ("01J", "Anna", "e-1")
    assert record.fields == {"length": 7.5, "berths": 4, "engine": None}
    assert record.created_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert record.updated_by_user_id == "13"
    with pytest.raises(AttributeError):
        setattr(record, "name", "Berta")  # noqa: B010  a type checker sees it too


def test_a_record_needs_only_an_id(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, {"custom_object_record": {"id": "01J"}}))

    assert zendesk.get_record("boat", "01J") == Record(id="01J", fields={})


def test_a_record_is_created(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(201, ANSWER))

    record = zendesk.create_record(
        "boat",
        name="Anna",
        external_id="e-1",
        fields={"key": "K", "self": "S", "two words": 2},
        validate=False,
        length=Decimal("7.50"),
        built=datetime.date(2020, 1, 2),
        tags=("a", "b"),
    )

    assert record.id == "01J"
    assert stub.lines == [f"POST {PATH}"]
    assert sent(stub) == {
        "name": "Anna",
        "external_id": "e-1",
        "custom_object_fields": {
            "key": "K",
            "self": "S",
            "two words": 2,
            "length": 7.5,
            "built": "2020-01-02",
            "tags": ["a", "b"],
        },
    }
    assert b'"length":7.50' in stub.asked[0].body


def test_omitted_values_are_not_sent(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, ANSWER)

    zendesk.update_record("boat", "01J", validate=False)
    assert sent(stub) == {}
    zendesk.update_record("boat", "01J", name=UNSET, engine=UNSET, validate=False)
    assert sent(stub) == {}
    zendesk.update_record("boat", "01J", external_id=None, engine=None, validate=False)
    assert sent(stub) == {"external_id": None, "custom_object_fields": {"engine": None}}
    assert stub.lines == [f"PATCH {PATH}/01J"] * 3


@pytest.mark.parametrize(
    ("arguments", "query", "body"),
    [
        ({"external_id": "e"}, "external_id=e", {}),
        ({"external_id": "e", "name": "Anna"}, "external_id=e", {"name": "Anna"}),
        ({"name": "Anna"}, "name=Anna", {}),
        ({"name": "Anna", "external_id": None}, "name=Anna", {"external_id": None}),
    ],
)
def test_the_key_of_an_upsert_is_sent_in_the_query_only(
    zendesk: Any, stub: Stub, arguments: dict[str, Any], query: str, body: dict[str, Any]
) -> None:
    stub.will_answer(Reply(201, ANSWER))

    zendesk.upsert_record("boat", **arguments, length=7, validate=False)

    assert stub.lines == [f"PATCH {PATH}?{query}"]
    assert sent(stub) == {**body, "custom_object_fields": {"length": 7}}


def test_the_key_of_an_upsert_can_be_chosen(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, ANSWER)

    zendesk.upsert_record("boat", "name", name="Anna", external_id="e", validate=False)
    assert stub.lines[-1] == f"PATCH {PATH}?name=Anna"
    assert sent(stub) == {"external_id": "e"}

    zendesk.upsert_record("boat", "external_id", name="Anna", external_id="e", validate=False)
    assert stub.lines[-1] == f"PATCH {PATH}?external_id=e"
    assert sent(stub) == {"name": "Anna"}


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda zendesk: zendesk.upsert_record("boat"), TypeError),
        (lambda zendesk: zendesk.upsert_record("boat", external_id=None), TypeError),
        (lambda zendesk: zendesk.upsert_record("boat", "name", external_id="e"), TypeError),
        (lambda zendesk: zendesk.upsert_record("boat", "id", external_id="e"), ValueError),
        (lambda zendesk: zendesk.upsert_record("boat", external_id=7), ValidationError),
        (lambda zendesk: zendesk.delete_record("boat"), TypeError),
        (lambda zendesk: zendesk.delete_record("boat", "01J", name="Anna"), TypeError),
        (lambda zendesk: zendesk.delete_record("boat", external_id="e", name="A"), TypeError),
    ],
)
def test_exactly_one_of_id_external_id_and_name_is_required(
    zendesk: Any, stub: Stub, call: Callable[[Any], object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        call(zendesk)

    assert stub.asked == []


def test_a_record_is_deleted(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(204)

    assert zendesk.delete_record("boat", "01J") is None
    assert zendesk.delete_record("boat", external_id="e 1") is None
    assert zendesk.delete_record("boat", name="Anna") is None

    assert stub.lines == [
        f"DELETE {PATH}/01J",
        f"DELETE {PATH}?external_id=e%201",
        f"DELETE {PATH}?name=Anna",
    ]


@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize(
    "call",
    [
        lambda zendesk, **given: zendesk.create_record("boat", name="Anna", **given),
        lambda zendesk, **given: zendesk.update_record("boat", "01J", **given),
        lambda zendesk, **given: zendesk.upsert_record("boat", external_id="e", **given),
    ],
)
def test_a_key_given_twice_is_an_error(
    zendesk: Any, stub: Stub, call: Callable[..., object], validate: bool
) -> None:
    with pytest.raises(ValidationError, match="length: passed twice") as raised:
        call(zendesk, fields={"length": 1, "berths": 2}, length=2, berths=2, validate=validate)

    assert [violation.field for violation in raised.value.violations] == ["length", "berths"]
    assert raised.value.status is None
    assert stub.asked == []


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]
)
def test_nan_and_infinities_are_refused_and_never_sent_as_null(
    zendesk: Any, stub: Stub, value: object
) -> None:
    with pytest.raises(ValueError, match=r"length|cannot be sent as JSON"):
        zendesk.create_record("boat", name="Anna", length=value, validate=False)
    body: Any = {"custom_object_record": {"custom_object_fields": {"a": None, "b": [value]}}}
    with pytest.raises(ValueError, match="cannot be sent as JSON"):
        zendesk.send(api.records.create_custom_object_record("boat", body=body))

    assert stub.asked == []


def test_unset_in_a_body_raises(zendesk: Any, stub: Stub) -> None:
    body: Any = {"custom_object_record": {"name": UNSET}}
    with pytest.raises(TypeError):
        zendesk.send(api.records.create_custom_object_record("boat", body=body))

    assert stub.asked == []


def test_counts_and_limits_are_read(zendesk: Any, stub: Stub) -> None:
    limit = {"count": 3, "limit": 50}
    stub.will_answer(
        Reply(200, {"count": {"refreshed_at": "2026-01-02T03:04:05Z", "value": 7}}),
        *[Reply(200, limit)] * 3,
    )

    assert zendesk.count_records("boat").value == 7
    assert zendesk.object_limit() == models.CustomObjectLimit(count=3, limit=50)
    assert zendesk.field_limit("boat").limit == 50
    assert zendesk.record_limit().count == 3
    assert stub.lines == [
        f"GET {PATH}/count",
        "GET /api/v2/custom_objects/limits/object_limit",
        "GET /api/v2/custom_objects/boat/limits/field_limit",
        "GET /api/v2/custom_objects/limits/record_limit",
    ]


def test_an_object_is_created_updated_and_deleted(zendesk: Any, stub: Stub) -> None:
    found = {
        "custom_object": {"key": "boat", "title": "Boat", "created_at": "2026-01-02T03:04:05Z"}
    }
    stub.otherwise = lambda asked: Reply(204) if asked.method == "DELETE" else Reply(200, found)

    created = zendesk.create_object("boat", title="Boat", title_pluralized="Boats", description="")
    assert created.key == "boat"
    assert stub.asked[-1].json == {
        "custom_object": {
            "key": "boat",
            "title": "Boat",
            "title_pluralized": "Boats",
            "description": "",
        }
    }
    zendesk.update_object("boat", allows_photos=False)
    assert stub.asked[-1].json == {"custom_object": {"allows_photos": False}}
    assert zendesk.get_object("boat").created_at.year == 2026
    assert zendesk.delete_object("boat") is None
    assert stub.lines == [
        "POST /api/v2/custom_objects",
        "PATCH /api/v2/custom_objects/boat",
        "GET /api/v2/custom_objects/boat",
        "DELETE /api/v2/custom_objects/boat",
    ]


def test_a_field_is_created_updated_and_deleted(zendesk: Any, stub: Stub) -> None:
    option = {"id": 5, "name": "Red", "raw_name": "Red", "value": "red", "url": "https://x"}
    found = {"custom_object_field": {"id": 7, "key": "colour", "custom_field_options": [option]}}
    stub.otherwise = lambda asked: Reply(204) if asked.method == "DELETE" else Reply(200, found)
    fields = "/api/v2/custom_objects/boat/fields"

    field = zendesk.create_field(
        "boat",
        "colour",
        title="Colour",
        type="dropdown",
        required=True,
        custom_field_options=[{"name": "Red", "value": "red"}],
    )
    assert stub.asked[-1].json == {
        "custom_object_field": {
            "key": "colour",
            "title": "Colour",
            "type": "dropdown",
            "required": True,
            "custom_field_options": [{"name": "Red", "value": "red"}],
        }
    }
    zendesk.update_field(
        "boat",
        field.id,
        custom_field_options=[*field.custom_field_options, {"name": "Blue", "value": "blue"}],
    )
    assert stub.asked[-1].json == {
        "custom_object_field": {
            "custom_field_options": [
                {"id": 5, "name": "Red", "value": "red"},
                {"name": "Blue", "value": "blue"},
            ]
        }
    }
    assert zendesk.get_field("boat", "colour").id == 7
    zendesk.get_field("boat", "standard::name")
    assert zendesk.delete_field("boat", 7) is None
    assert stub.lines == [
        f"POST {fields}",
        f"PATCH {fields}/7",
        f"GET {fields}/colour",
        f"GET {fields}/standard%3A%3Aname?include_standard_fields=true",
        f"DELETE {fields}/7",
    ]


@pytest.mark.parametrize("body", [b'""', b"", b"{}", b"null"])
def test_fields_are_reordered_whatever_the_response_contains(
    zendesk: Any, stub: Stub, body: bytes
) -> None:
    stub.will_answer(Reply(200, body))

    assert zendesk.reorder_fields("boat", [7, "5"]) is None
    assert stub.lines == ["PUT /api/v2/custom_objects/boat/fields/reorder"]
    assert stub.asked[0].json == {"custom_object_field_ids": ["7", "5"]}


def test_invalid_definitions_are_not_sent(zendesk: Any, stub: Stub) -> None:
    with pytest.raises(ValidationError, match="key") as raised:
        zendesk.create_field("boat", "two words", title="")
    assert raised.value.operation == "CreateCustomObjectField"
    with pytest.raises(ValidationError, match="title"):
        zendesk.create_object("boat", title="", title_pluralized="Boats")

    assert stub.asked == []


def test_definitions_can_be_sent_unchecked(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(422, {"error": "RecordInvalid"})

    with pytest.raises(ValidationError) as raised:
        zendesk.create_field("boat", "two words", title="", validate=False)

    assert raised.value.status == 422
    assert stub.asked[0].json == {
        "custom_object_field": {"key": "two words", "title": "", "type": "text"}
    }


def test_a_detailed_response_has_status_headers_and_warnings(
    zendesk: Any, stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {
        "X-Zendesk-Request-Id": "7a",
        "X-Zendesk-API-Warn": "Removed colour",
        "X-Rate-Limit": "700",
    }
    stub.will_answer(Reply(200, ANSWER, headers))

    response = zendesk.send_detailed(api.records.show_custom_object_record("boat", "01J"))

    assert response.body.custom_object_record.name == "Anna"
    assert (response.status, response.request_id) == (200, "7a")
    assert response.headers["x-rate-limit"] == "700"
    assert response.warnings == ("Removed colour",)
    (warning,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert warning.getMessage() == "ShowCustomObjectRecord: warning of the service: Removed colour"


def test_a_request_is_logged_without_its_content(
    zendesk: Any, stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "zendesk_custom_objects")
    stub.will_answer(Reply(201, ANSWER, {"X-Zendesk-Request-Id": "7a"}))

    zendesk.create_record("boat", name="Anna", external_id="e-1", validate=False)

    (line,) = [text for name, _, text in caplog.record_tuples if name == "zendesk_custom_objects"]
    assert line.startswith("CreateCustomObjectRecord: 201 in ")
    assert line.endswith("ms (request 7a)")


def test_a_wrongly_typed_property_does_not_lose_the_page(
    zendesk: Any, stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    odd = {**WHOLE, "id": "01K", "name": 7, "created_at": "yesterday", "photo": "none"}
    records = [WHOLE, odd, {**WHOLE, "id": "01L", "custom_object_fields": None}]
    stub.will_answer(Reply(200, {"custom_object_records": records, "meta": {"has_more": False}}))

    first, second, third = zendesk.list_records("boat")

    assert all(isinstance(record, Record) for record in (first, second, third))
    assert first.created_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert (second.id, second.name, second.created_at) == ("01K", 7, "yesterday")
    assert second.updated_at == datetime.datetime(2026, 2, 3, 4, 5, 6, 789000, datetime.UTC)
    assert (third.id, third.name) == ("01L", "Anna")
    assert "custom_object_records[1].name does not have its declared type" in caplog.text
    assert "yesterday" not in caplog.text


@pytest.mark.parametrize("number", ["1e400", "-1E+400", "123456789012345678901234567890"])
def test_a_number_of_any_size_is_read(zendesk: Any, stub: Stub, number: str) -> None:
    page = (
        '{"custom_object_records":[{"id":"01J","custom_object_fields":{"length":7.5}},'
        f'{{"id":"01K","name":"Anna","custom_object_fields":{{"length":{number}}}}}]}}'
    )
    stub.will_answer(Reply(200, page.encode()))

    first, large = zendesk.list_records("boat")

    assert (first.id, first.fields) == ("01J", {"length": 7.5})
    assert (large.id, large.name) == ("01K", "Anna")
    assert large.fields["length"] == Decimal(number)


@pytest.mark.parametrize("constant", ["NaN", "-Infinity"])
def test_constants_that_are_not_json_raise(zendesk: Any, stub: Stub, constant: str) -> None:
    stub.will_answer(Reply(200, f'{{"a":1e400,"custom_object_records":[{constant}]}}'.encode()))

    with pytest.raises(UnexpectedResponse):
        list(zendesk.list_records("boat"))


@pytest.mark.parametrize(
    "body", [{}, {"custom_object_record": None}, {"custom_object_record": "01J"}, [], "x", None]
)
def test_a_response_without_a_record_raises(zendesk: Any, stub: Stub, body: Any) -> None:
    stub.will_answer(Reply(200, body if body is not None else b"null"))

    with pytest.raises(UnexpectedResponse):
        zendesk.get_record("boat", "01J")


def test_any_successful_status_is_a_success(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, ANSWER), Reply(201, ANSWER), Reply(200, b""))

    assert zendesk.create_record("boat", name="Anna", validate=False).id == "01J"
    assert zendesk.upsert_record("boat", external_id="e", validate=False).id == "01J"
    assert zendesk.delete_record("boat", "01J") is None


def test_a_file_is_sent_as_a_form(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, {"custom_object_record_attachment": {"id": "01K"}}))
    file = types.File(b"%PDF\r\n\x00\xff", 'surv"ey\r\nü.pdf', "application/pdf")

    request = api.attachments.create_custom_object_record_attachment(
        "boat", "01J", body={"uploaded_data": file}
    )
    assert zendesk.send(request).custom_object_record_attachment.id == "01K"

    (asked,) = stub.asked
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    message: Any = message_from_bytes(head + asked.body)
    (part,) = message.get_payload()
    assert part.get_payload(decode=True) == b"%PDF\r\n\x00\xff"
    assert part.get_content_type() == "application/pdf"
    assert part.get_param("name", header="content-disposition") == "uploaded_data"
    assert b'filename="surv%22ey%0D%0A\xc3\xbc.pdf"' in asked.body


class Watched(BytesIO):
    """A stream that records the size of the largest chunk that was read."""

    largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.largest = max(self.largest, len(piece))
        return piece


class Pipe(Watched):
    """A stream that cannot be rewound."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError("a pipe cannot be rewound")


def upload(zendesk: Any, stream: BytesIO) -> None:
    body: Any = {"uploaded_data": types.File(stream, "a.bin")}
    zendesk.send(api.attachments.create_custom_object_record_attachment("boat", "01J", body=body))


def test_a_stream_is_sent_in_chunks_from_its_position_and_retried(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(
        Reply(429, b"", {"Retry-After": "0"}),
        Reply(200, {"custom_object_record_attachment": {"id": "01K"}}),
    )
    stream = Watched(b"skipped" + bytes(300_000))
    stream.seek(len(b"skipped"))

    upload(zendesk, stream)

    first, second = stub.asked
    assert first.body == second.body
    assert len(first.body) == int(first.headers["content-length"])
    assert bytes(300_000) in first.body
    assert b"skipped" not in first.body
    assert stream.largest <= 64 * 1024


def test_a_stream_that_cannot_be_rewound_is_retried(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(
        Reply(429, b"", {"Retry-After": "0"}),
        Reply(200, {"custom_object_record_attachment": {"id": "01K"}}),
    )

    upload(zendesk, Pipe(b"content"))

    assert [b"\r\n\r\ncontent\r\n" in asked.body for asked in stub.asked] == [True, True]
