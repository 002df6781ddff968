"""Variants of the service where its behaviour is uncertain (facts graded U)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, START
from zendesk_custom_objects.sandbox import Clock, Reply, Sandbox, Variants

HEADERS = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
RECORDS = f"{OBJECTS}/boat/records"
BOAT = {
    "key": "boat",
    "title": "Boat",
    "title_pluralized": "Boats",
    "fields": [
        {"key": "built", "title": "Built", "type": "date"},
        {"key": "sold", "title": "Sold", "type": "date"},
        {"key": "length", "title": "Length", "type": "integer"},
        {"key": "draught", "title": "Draught", "type": "decimal"},
        {"key": "harbour", "title": "Harbour", "type": "text"},
    ],
}


def boats(**variants: Any) -> Sandbox:
    sandbox = Sandbox(variants=Variants(**variants), clock=Clock(START))
    sandbox.seed(objects=[BOAT])
    return sandbox


def send(sandbox: Sandbox, method: str, target: str, body: Any = None) -> tuple[Reply, Any]:
    content = b"" if body is None else json.dumps(body).encode()
    reply = sandbox.handle(method, target, HEADERS, content)
    return reply, json.loads(reply.body) if reply.body else None


@pytest.mark.parametrize(
    ("variant", "status", "warned"), [("warn", 201, True), ("drop", 201, False)]
)
def test_unknown_keys_can_be_dropped(variant: str, status: int, warned: bool) -> None:
    with boats(unknown_keys=variant) as sandbox:
        body = {"custom_object_record": {"name": "Auk", "colour": "red"}}
        reply, made = send(sandbox, "POST", RECORDS, body)
        assert reply.status == status
        assert "colour" not in made["custom_object_record"]
        assert ("X-Zendesk-API-Warn" in dict(reply.headers)) is warned


def test_unknown_keys_can_be_refused() -> None:
    with boats(unknown_keys="refuse") as sandbox:
        body = {"custom_object_record": {"name": "Auk", "colour": "red"}}
        reply, refusal = send(sandbox, "POST", RECORDS, body)
        assert reply.status == 400
        assert "colour" in refusal["error"]["message"]
        _, page = send(sandbox, "GET", RECORDS)
        assert page["custom_object_records"] == []


@pytest.mark.parametrize(("variant", "status"), [("refuse", 400), ("ignore", 200)])
def test_unknown_parameters_can_be_refused_or_ignored(variant: str, status: int) -> None:
    with boats(unknown_parameters=variant) as sandbox:
        sandbox.seed(records={"boat": [{"name": "Auk"}, {"name": "Puffin"}]})
        reply, page = send(sandbox, "GET", f"{RECORDS}?colour=red&page[size]=1")
        assert reply.status == status
        if status == 200:
            assert "colour" not in page["links"]["next"]


def test_a_locale_is_accepted_everywhere() -> None:
    with boats() as sandbox:
        for target in (
            f"{RECORDS}?locale=en",
            f"{OBJECTS}?locale=en",
            f"{RECORDS}/count?locale=en",
        ):
            assert send(sandbox, "GET", target)[0].status == 200


@pytest.mark.parametrize(("variant", "status"), [("refuse", 422), ("drop", 201)])
def test_keys_without_a_field_can_be_refused_or_dropped(variant: str, status: int) -> None:
    with boats(unknown_fields=variant) as sandbox:
        values = {"harbour": "Brest", "colour": "red"}
        body = {"custom_object_record": {"name": "Auk", "custom_object_fields": values}}
        reply, made = send(sandbox, "POST", RECORDS, body)
        assert reply.status == status
        if status == 201:
            fields = made["custom_object_record"]["custom_object_fields"]
            assert "colour" not in fields
            assert fields["harbour"] == "Brest"


@pytest.mark.parametrize("status", [200, 201])
def test_the_status_of_a_creating_upsert_is_a_variant(status: int) -> None:
    with boats(upsert_created_status=status) as sandbox:
        body = {"custom_object_record": {"name": "Auk"}}
        target = f"{RECORDS}?external_id=reg-1"
        assert send(sandbox, "PATCH", target, body)[0].status == status
        assert send(sandbox, "PATCH", target, body)[0].status == 200


def test_dates_can_have_a_time() -> None:
    with boats(dates="datetime") as sandbox:
        values = {"built": date(1998, 5, 1), "harbour": "1998-05-01"}
        seeded = sandbox.seed(records={"boat": [{"name": "Auk", "custom_object_fields": values}]})
        expected = ("1998-05-01T00:00:00Z", None, "1998-05-01")
        for record in (
            seeded["boat"][0],
            send(sandbox, "GET", RECORDS)[1]["custom_object_records"][0],
        ):
            shown = record["custom_object_fields"]
            assert (shown["built"], shown["sold"], shown["harbour"]) == expected
        sandbox.variants = Variants()
        _, page = send(sandbox, "GET", RECORDS)
        assert page["custom_object_records"][0]["custom_object_fields"]["built"] == "1998-05-01"


def test_numbers_in_exports_can_be_texts() -> None:
    with boats(export_numbers="string") as sandbox:
        values = {"length": 12, "draught": 1.25, "harbour": "Brest"}
        sandbox.seed(records={"boat": [{"name": "Auk", "custom_object_fields": values}]})
        sandbox.clock.advance(120)
        _, page = send(sandbox, "GET", RECORDS)
        (record,) = page["custom_object_records"]
        assert record["custom_object_fields"]["length"] == 12
        target = "/api/v2/incremental/custom_objects/boat/cursor?start_time=0"
        _, export = send(sandbox, "GET", target)
        (record,) = export["custom_object_records"]
        fields = record["custom_object_fields"]
        assert (fields["length"], fields["draught"]) == ("12", "1.25")
        assert (fields["harbour"], fields["built"]) == ("Brest", None)


def test_the_count_of_a_search_is_that_of_the_page_or_of_all() -> None:
    with boats() as sandbox:
        sandbox.seed(records={"boat": [{"name": f"Auk {number}"} for number in range(5)]})
        target = f"{RECORDS}/search?query=Auk&page[size]=2"
        assert send(sandbox, "GET", target)[1]["count"] == 2
        sandbox.variants = Variants(search_count="total")
        assert send(sandbox, "GET", target)[1]["count"] == 5


def test_details_can_have_a_type() -> None:
    with boats(error_items="type") as sandbox:
        reply, body = send(sandbox, "POST", RECORDS, {"custom_object_record": {}})
        assert reply.status == 422
        assert (body["error"], body["description"]) == (
            "RecordInvalid",
            "RecordValidation errors",
        )
        items = [item for listed in body["details"].values() for item in listed]
        assert [item["type"] for item in items] == ["blank"]
        assert all(set(item) == {"type", "description"} for item in items)
        body = {"custom_object_record": {"name": "x", "custom_object_fields": {"length": "long"}}}
        _, body = send(sandbox, "POST", RECORDS, body)
        assert body["details"]["length"][0]["type"] == "invalid"


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("described", {"error": "RecordNotFound", "description": "Not found"}),
        ("bare", {"error": "RecordNotFound"}),
    ],
)
def test_the_error_of_a_missing_record_is_a_variant(variant: str, expected: dict[str, str]) -> None:
    with boats(not_found=variant) as sandbox:
        reply, body = send(sandbox, "GET", f"{RECORDS}/x")
        assert (reply.status, body) == (404, expected)


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(TypeError):
        Variants(colour="red")  # type: ignore[call-arg]  # that is the point
