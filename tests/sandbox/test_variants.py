"""Variants of the service where its behaviour is uncertain (facts graded U)."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, START
from zendesk_custom_objects.sandbox import Clock, Reply, Sandbox, Variants
from zendesk_custom_objects.sandbox.variants import load_variants, parse_variants, variant_choices

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
        assert sandbox.requests[-1].ignored_parameters == ("colour",)
        if status == 200:
            assert "colour" not in page["links"]["next"]
        else:
            assert page["error"]["message"] == "Unknown parameter: colour"


@pytest.mark.parametrize("target", [OBJECTS, f"{OBJECTS}/boat/fields", RECORDS])
def test_parameters_that_working_clients_send_are_never_refused(target: str) -> None:
    with boats(unknown_parameters="refuse") as sandbox:
        query = "per_page=100&page=1&page[size]=100"
        assert send(sandbox, "GET", f"{target}?{query}")[0].status == 200
        assert send(sandbox, "GET", f"{target}?{query}&page[number]=1")[0].status == 400


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


@pytest.mark.parametrize(
    ("variant", "shown"),
    [
        ("datetime", "1998-05-01T00:00:00+00:00"),
        ("date", "1998-05-01"),
        ("zulu", "1998-05-01T00:00:00Z"),
    ],
)
@pytest.mark.parametrize(
    "written",
    [date(1998, 5, 1), "1998-05-01", "19980501", "1998-05-01T00:00:00Z", "1998-05-01T17:30:00"],
)
def test_dates_are_shown_in_the_chosen_form(variant: str, shown: str, written: Any) -> None:
    with boats(dates=variant) as sandbox:
        values = {"built": written, "harbour": "1998-05-01"}
        seeded = sandbox.seed(records={"boat": [{"name": "Auk", "custom_object_fields": values}]})
        sandbox.clock.advance(120)
        export = "/api/v2/incremental/custom_objects/boat/cursor?start_time=0"
        for record in (
            seeded["boat"][0],
            send(sandbox, "GET", RECORDS)[1]["custom_object_records"][0],
            send(sandbox, "GET", export)[1]["custom_object_records"][0],
        ):
            fields = record["custom_object_fields"]
            assert (fields["built"], fields["sold"]) == (shown, None)
            assert fields["harbour"] == "1998-05-01"
        for value in ("1998-05-01", shown):
            criteria = {"filter": {"custom_object_fields.built": {"$eq": value}}}
            found = send(sandbox, "POST", f"{RECORDS}/search", criteria)[1]
            assert len(found["custom_object_records"]) == 1


def results(sandbox: Sandbox, action: str, items: list[Any]) -> list[Any]:
    body = {"job": {"action": action, "items": items}}
    job = send(sandbox, "POST", f"{OBJECTS}/boat/jobs", body)[1]["job_status"]
    status = send(sandbox, "GET", f"/api/v2/job_statuses/{job['id']}")[1]["job_status"]
    listed: list[Any] = status["results"]
    return listed


UNIQUE = {"custom_object_field": {"properties": {"is_unique": True}}}
ACTIONS = {
    "job_results_by_external_id": ("create_or_update_by_external_id", "delete_by_external_id"),
    "job_results_by_name": ("create_or_update_by_name",),
    "job_results_by_id": ("create", "update", "delete"),
}


@pytest.mark.parametrize("shape", ["observed", "documented"])
@pytest.mark.parametrize(
    ("variant", "action"),
    [(variant, action) for variant, actions in ACTIONS.items() for action in actions],
)
def test_each_group_of_actions_can_have_results_of_either_shape(
    variant: str, action: str, shape: str
) -> None:
    with boats(**{variant: shape}) as sandbox:
        send(sandbox, "PATCH", f"{OBJECTS}/boat/fields/standard::name", UNIQUE)
        made = sandbox.seed(records={"boat": [{"name": "Auk", "external_id": "a"}]})["boat"][0]
        good: Any = {"id": made["id"], "name": "Auk", "external_id": "a"}
        bad: Any = {"id": "none", "external_id": "b", "name": None}
        if action == "create":
            good |= {"name": "Puffin", "external_id": "p"}
        if action.startswith("delete"):
            good, bad = (made["id"], "none") if action == "delete" else ("a", "none")
        done, failed = results(sandbox, action, [good, bad])
        if shape == "documented":
            assert done.keys() in (
                {"index", "id"},
                {"id", "action", "success", "status"},
            )
            assert failed["success"] is False
            assert {"index", "action", "error", "details"} <= failed.keys()
            assert "external_id" not in failed
        else:
            assert done.keys() == {"external_id", "index", "status"}
            assert (done["index"], failed["index"]) == (0, 1)
            assert done["external_id"] == ("p" if action == "create" else "a")
            assert failed.keys() == {"external_id", "index", "status", "errors"}
            assert failed["status"] == "Failed"
            (error,) = failed["errors"]
            assert error["title"] in ("Record not found", "Record validation errors")
            assert ("code" in error) is action.startswith("delete")


def test_failed_items_can_be_without_errors() -> None:
    with boats(failed_item_errors="absent") as sandbox:
        assert results(sandbox, "delete_by_external_id", ["x"]) == [
            {"external_id": "x", "index": 0, "status": "Failed"}
        ]


@pytest.mark.parametrize("variant", ["set", "null"])
def test_the_last_page_can_have_a_next_link(variant: str) -> None:
    with boats(last_page_link=variant) as sandbox:
        sandbox.seed(records={"boat": [{"name": "Auk"}]})
        for target in (RECORDS, f"{RECORDS}/search?query=Auk", f"{OBJECTS}/boat/fields"):
            _, page = send(sandbox, "GET", target)
            assert page["meta"]["has_more"] is False
            assert (page["links"]["next"] is not None) is (variant == "set")
            if variant == "set":
                _, empty = send(sandbox, "GET", page["links"]["next"])
                assert (empty["meta"]["has_more"], empty["links"]["next"]) == (False, None)


@pytest.mark.parametrize(("variant", "shown"), [("null", None), ("text", "")])
def test_a_missing_external_id_can_be_null_or_an_empty_text(
    variant: str, shown: str | None
) -> None:
    with boats(empty_external_id=variant) as sandbox:
        items = [{"name": "Auk"}, {"name": "Puffin", "external_id": ""}, {"name": "Gannet"}]
        items[2]["external_id"] = "g"
        sandbox.seed(records={"boat": items})
        _, page = send(sandbox, "GET", RECORDS)
        listed = [record["external_id"] for record in page["custom_object_records"]]
        assert listed == [shown, shown, "g"]
        body = {"custom_object_record": {"external_id": ""}}
        record_id = page["custom_object_records"][2]["id"]
        _, changed = send(sandbox, "PATCH", f"{RECORDS}/{record_id}", body)
        assert changed["custom_object_record"]["external_id"] == shown


@pytest.mark.parametrize("limit", [8192, 4096, None])
def test_the_length_of_request_lines_can_be_limited(limit: int | None) -> None:
    with boats(request_line_limit=limit) as sandbox:
        for target in (f"{RECORDS}?filter[ids]=", f"https://x.example{RECORDS}?filter[ids]="):
            path = target.removeprefix("https://x.example")
            longest = (limit or 100_000) - len(f"GET {path} HTTP/1.1")
            assert send(sandbox, "GET", target + "x" * longest)[0].status == 200
            reply = sandbox.handle("GET", target + "x" * (longest + 1), HEADERS)
            assert reply.status == (414 if limit else 200)
            assert sandbox.requests[-1].status == reply.status
            if limit:
                assert dict(reply.headers)["Content-Type"].startswith("text/plain")
                assert str(limit).encode() in reply.body


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


def test_an_unknown_value_of_a_variant_is_refused() -> None:
    with pytest.raises(ValueError, match=r"dates cannot be 'never'; .* datetime \(default\), date"):
        Variants(dates="never")  # type: ignore[arg-type]  # that is the point


def test_variants_are_parsed_from_texts() -> None:
    texts = ["dates=zulu", "upsert_created_status=201", "request_line_limit=none"]
    chosen = Variants(dates="zulu", upsert_created_status=201, request_line_limit=None)
    assert parse_variants(texts) == chosen
    assert parse_variants([]) == Variants()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date=zulu", r"no variant 'date' \(did you mean dates\?\); there are: unknown_keys, "),
        ("=", "no variant ''; there are: unknown_keys, "),
        ("dates", r"dates cannot be ''; choose among: datetime \(default\), date, zulu"),
        ("over_limit=200", r"over_limit cannot be '200'; choose among: 422 \(default\), 403"),
    ],
)
def test_an_unknown_text_is_refused_with_the_possible_ones(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_variants([text])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"variants": []}',
        b'{"variants": {"dates": []}}',
        b'{"variants": {"dates": ' + b"[" * 100_000,
        b'{"variants": {"dates": ' + b"[" * 900 + b"]" * 900 + b"}}",
        b'{"other": ' + b"[" * 100_000,
    ],
    ids=lambda content: str(content[:30]),
)
def test_a_file_without_variants_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "probe.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=re.escape(str(path))):
        load_variants(path)


def test_every_variant_and_value_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    documented = {
        name: re.findall(r"`(.*?)`", values)
        for name, values in re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.M)
    }
    assert documented == {
        name: ["none" if value is None else str(value) for value in values]
        for name, values in variant_choices().items()
    }


def test_the_default_is_listed_first() -> None:
    for name, choices in variant_choices().items():
        assert choices[0] == getattr(Variants(), name)
        assert len(set(choices)) == len(choices) > 1
