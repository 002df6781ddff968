"""The incremental export, and tombstones of deleted records (facts 2.4, 3.4, 5.1 and 6.4)."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.sandbox.support import OBJECTS, START, Api
from zendesk_custom_objects.sandbox import Plan, Sandbox, User

BEGINNING = int(START) - 3600
DAY = 24 * 60 * 60
DELETED = "[DELETED]"


def path(key: str) -> str:
    return f"/api/v2/incremental/custom_objects/{key}/cursor"


def page(api: Api, key: str, **params: Any) -> dict[str, Any]:
    wire = {
        name.replace("exclude_deleted", "filter[exclude_deleted]"): params[name] for name in params
    }
    response = api.http.get(path(key), params=wire)
    assert response.status_code == 200, response.text
    exported: dict[str, Any] = response.json()
    return exported


def names(exported: dict[str, Any]) -> list[str]:
    return [record["name"] for record in exported["custom_object_records"]]


def ids(exported: dict[str, Any]) -> list[str]:
    return [record["id"] for record in exported["custom_object_records"]]


def refused(api: Api, key: str, status: int, **params: Any) -> str:
    """The code of the only error."""
    response = api.http.get(path(key), params=params)
    assert response.status_code == status, response.text
    (error,) = response.json()["errors"]
    assert set(error) == {"code", "status", "title"}
    assert error["status"] == str(status)
    assert error["title"]
    code: str = error["code"]
    return code


def delete(api: Api, key: str, record: dict[str, Any]) -> None:
    api.call("DELETE", f"/{key}/records/{record['id']}", status=204)


def rename(api: Api, key: str, record: dict[str, Any], name: str) -> None:
    body = {"custom_object_record": {"name": name}}
    api.call("PATCH", f"/{key}/records/{record['id']}", body, status=200)


def test_a_page_contains_records_and_a_cursor(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    record = api.record(key, "Albatross", external_id="reg-1", port="Oban")
    exported = page(api, key, start_time=BEGINNING)
    record.pop("photo")
    assert exported.pop("after_cursor")
    assert exported == {
        "custom_object_records": [record],
        "after_url": None,
        "before_cursor": None,
        "before_url": None,
        "filter": {"exclude_deleted": False},
        "meta": {"has_more": False},
    }


@pytest.mark.parametrize("seconds", [0, 0.001])
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_pages_neither_lose_nor_repeat_records(api: Api, size: int, seconds: float) -> None:
    """With seven records, three of them deleted, at one moment or at different ones."""
    key = api.object()
    records: list[dict[str, Any]] = []
    for number in range(7):
        api.clock.now += seconds
        records.append(api.record(key, str(number)))
    for record in records[1::2]:
        api.clock.now += seconds
        delete(api, key, record)
    exported = page(api, key, start_time=BEGINNING, per_page=size)
    found = ids(exported)
    while exported["meta"]["has_more"]:
        assert len(exported["custom_object_records"]) == size
        following = urlsplit(exported["after_url"])
        query = dict(parse_qsl(following.query))
        assert following.path == path(key)
        assert query == {"cursor": exported["after_cursor"], "per_page": str(size)}
        exported = api.http.get(exported["after_url"]).json()
        found += ids(exported)
    assert exported["after_url"] is None
    assert found == [record["id"] for record in [*records[::2], *records[1::2]]]


def test_a_record_that_changes_during_an_export_is_exported_again(api: Api) -> None:
    """Even if the clock stands still."""
    key = api.object()
    first, second, third = (api.record(key, name) for name in "abc")
    exported = page(api, key, start_time=BEGINNING, per_page=2)
    assert names(exported) == ["a", "b"]
    rename(api, key, second, "B")
    rename(api, key, first, "A")
    delete(api, key, second)
    exported = page(api, key, cursor=exported["after_cursor"])
    assert ids(exported) == [third["id"], first["id"], second["id"]]
    assert names(exported) == ["c", "A", DELETED]


def test_an_export_resumes_from_its_last_cursor(api: Api) -> None:
    key = api.object()
    cursor = page(api, key, start_time=BEGINNING)["after_cursor"]
    empty = page(api, key, cursor=cursor)
    assert (ids(empty), empty["meta"]["has_more"]) == ([], False)
    made = api.record(key)
    exported = page(api, key, cursor=empty["after_cursor"])
    assert ids(exported) == [made["id"]]
    assert ids(page(api, key, cursor=exported["after_cursor"])) == []
    rename(api, key, made, "again")
    assert names(page(api, key, cursor=exported["after_cursor"])) == ["again"]


def test_an_export_begins_at_its_start_time(api: Api) -> None:
    key = api.object()
    api.clock.now = BEGINNING - 0.001
    before, changed = api.record(key, "before"), api.record(key, "changed")
    api.clock.now = BEGINNING
    at = api.record(key, "at")
    api.clock.now = START
    rename(api, key, changed, "later")
    exported = page(api, key, start_time=BEGINNING)
    assert ids(exported) == [at["id"], changed["id"]]
    assert before["id"] not in ids(exported)


def test_a_deleted_record_is_exported_as_a_tombstone(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    api.field(key, "berths", "integer")
    record = api.record(key, "Albatross", external_id="reg-1", port="Oban")
    api.clock.now += 10
    delete(api, key, record)
    (exported,) = page(api, key, start_time=BEGINNING)["custom_object_records"]
    record.pop("photo")
    assert exported == {
        **record,
        "name": DELETED,
        "external_id": DELETED,
        "custom_object_fields": {"port": DELETED, "berths": DELETED},
        "updated_at": "2026-01-02T03:04:15Z",
    }


def test_tombstones_can_be_excluded(api: Api) -> None:
    key = api.object()
    gone, kept = api.record(key, "a"), api.record(key, "b")
    delete(api, key, gone)
    exported = page(api, key, start_time=BEGINNING, exclude_deleted="true")
    assert ids(exported) == [kept["id"]]
    assert exported["filter"] == {"exclude_deleted": True}


@pytest.mark.parametrize("address", ["{id}", "?external_id=reg-1", "?name=Albatross"])
def test_a_deleted_record_is_not_found_elsewhere(api: Api, address: str) -> None:
    key = api.object()
    api.name(key, is_unique=True)
    record = api.record(key, "Albatross", external_id="reg-1")
    target = address.format(**record)
    api.call("DELETE", f"/{key}/records{target if '?' in target else f'/{target}'}", status=204)
    api.call("GET", f"/{key}/records/{record['id']}", status=404)
    assert api.call("GET", f"/{key}/records", status=200)["custom_object_records"] == []
    assert api.call("GET", f"/{key}/records/count", status=200)["count"]["value"] == 0
    # Its name and external id can be used again.
    again = api.record(key, "Albatross", external_id="reg-1")
    assert again["id"] != record["id"]
    assert ids(page(api, key, start_time=BEGINNING)) == [record["id"], again["id"]]


def test_children_deleted_with_their_parent_have_tombstones(api: Api) -> None:
    marina, boat = api.object(), api.object()
    target = f"zen:custom_object:{marina}"
    api.field(boat, "home", "parent", relationship_target_type=target)
    home = api.record(marina)
    child = api.record(boat, home=home["id"])
    delete(api, marina, home)
    assert ids(page(api, boat, start_time=BEGINNING)) == [child["id"]]
    assert names(page(api, boat, start_time=BEGINNING)) == [DELETED]


def test_a_tombstone_is_kept_for_30_days(api: Api) -> None:
    key = api.object()
    first, second = api.record(key, "a"), api.record(key, "b")
    delete(api, key, first)
    api.clock.now += 30 * DAY - 1
    assert len(ids(page(api, key, start_time=BEGINNING))) == 2
    api.clock.now += 1
    assert ids(page(api, key, start_time=BEGINNING)) == [second["id"]]
    # The next deletion removes expired tombstones.
    delete(api, key, second)
    api.clock.now -= 30 * DAY
    assert ids(page(api, key, start_time=BEGINNING)) == [second["id"]]


def test_a_recreated_object_has_no_tombstones(api: Api) -> None:
    for _ in range(2):
        api.object("boat")
        exported = page(api, "boat", start_time=BEGINNING)
        assert ids(exported) == []
        record = api.record("boat")
        delete(api, "boat", record)
        api.call("DELETE", "/boat", status=204)


class TestRefusals:
    @pytest.mark.parametrize("ago", [-3600, 0, 59, 60])
    def test_a_start_time_in_the_last_minute_is_refused(self, api: Api, ago: int) -> None:
        start = int(START) - ago + 1
        assert refused(api, api.object(), 400, start_time=start) == "StartTimeTooRecent"
        page(api, api.object(), start_time=int(START) - 61)

    @pytest.mark.parametrize("cursor", ["", "x", "MTc3MzIxNjEzMC4wfHwwMUtIM0RGN1FH"])
    def test_an_invalid_cursor_is_refused(self, api: Api, cursor: str) -> None:
        assert refused(api, api.object(), 400, cursor=cursor) == "InvalidCursor"

    def test_a_cursor_of_another_object_is_refused(self, api: Api) -> None:
        cursor = page(api, api.object(), start_time=BEGINNING)["after_cursor"]
        assert refused(api, api.object(), 400, cursor=cursor) == "InvalidCursor"

    @pytest.mark.parametrize(
        "params",
        [
            {},
            {"start_time": "yesterday"},
            {"start_time": "-1"},
            {"start_time": str(BEGINNING), "cursor": "x"},
            {"start_time": str(BEGINNING), "per_page": "0"},
            {"start_time": str(BEGINNING), "per_page": "1001"},
            {"start_time": str(BEGINNING), "filter[exclude_deleted]": "maybe"},
        ],
    )
    def test_invalid_parameters_are_refused(self, api: Api, params: dict[str, str]) -> None:
        assert refused(api, api.object(), 400, **params)

    def test_an_unknown_object_is_not_found(self, api: Api) -> None:
        assert refused(api, "nowhere", 404, start_time=BEGINNING) == "CustomObjectNotFound"

    def test_an_unauthenticated_caller_is_refused(self, api: Api) -> None:
        key = api.object()
        response = api.http.get(path(key), auth=("admin@example.com/token", "wrong"))
        assert response.status_code == 401
        assert response.json()["errors"][0]["code"] == "Unauthorized"

    def test_an_end_user_is_refused(self) -> None:
        customer = User(id=7, email="c@example.com", name="C", role="end_user", access_token="c")
        with Sandbox(users=[customer], clients=[]) as sandbox:
            target = f"{path('boat')}?start_time={BEGINNING}"
            reply = sandbox.handle("GET", target, [("Authorization", "Bearer c")])
            assert reply.status == 403
            assert b'"code":"Forbidden"' in reply.body


def test_resumed_exports_miss_no_concurrent_write() -> None:
    """The last state that a resumed export has seen of a record is its current state."""
    headers = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
    with Sandbox(plan=Plan(exports_per_minute=1_000_000)) as sandbox:

        def send(method: str, target: str, body: Any = None) -> Any:
            content = b"" if body is None else json.dumps(body).encode()
            reply = sandbox.handle(method, target, headers, content)
            assert reply.status < 300, reply.body
            return json.loads(reply.body) if reply.body else None

        boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
        send("POST", OBJECTS, {"custom_object": boat})
        records = f"{OBJECTS}/boat/records"

        def write(thread: int) -> None:
            for number in range(20):
                body = {"custom_object_record": {"name": f"{thread} {number}"}}
                made = send("POST", records, body)["custom_object_record"]
                if number % 3 == 1:
                    send(
                        "PATCH", f"{records}/{made['id']}", {"custom_object_record": {"name": "x"}}
                    )
                elif number % 3 == 2:
                    send("DELETE", f"{records}/{made['id']}")

        seen: dict[str, str] = {}

        def read(query: str) -> str:
            exported = send("GET", f"{path('boat')}?{query}&per_page=7")
            seen.update({r["id"]: r["name"] for r in exported["custom_object_records"]})
            return urlencode({"cursor": exported["after_cursor"]})

        following = f"start_time={int(time.time()) - 3600}"
        with ThreadPoolExecutor(16) as pool:
            writers = [pool.submit(write, thread) for thread in range(16)]
            while not all(writer.done() for writer in writers):
                following = read(following)
        for writer in writers:
            writer.result()
        while (after := read(following)) != following:
            following = after
        kept = {record_id: name for record_id, name in seen.items() if name != DELETED}
        shown = {
            record_id: send("GET", f"{records}/{record_id}")["custom_object_record"]["name"]
            for record_id in kept
        }
        assert kept == shown
        assert len(seen) == 16 * 20
        assert len(kept) == send("GET", f"{records}/count")["count"]["value"]
