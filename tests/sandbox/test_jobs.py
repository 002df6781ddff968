"""Bulk jobs and their statuses (facts 3.4, 5.1, 5.2 and 6.6)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, Api, Clock
from zendesk_custom_objects.sandbox import Sandbox, User

STATUSES = "/api/v2/job_statuses"
HEADERS = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
DAY = 24 * 60 * 60


@pytest.fixture(autouse=True)
def settings(api: Api) -> Iterator[Any]:
    """Settings of jobs; the default ones are restored after each test."""
    jobs = api.sandbox._services.jobs
    yield jobs
    jobs.seconds, jobs.job_fails, jobs.item_fails = 0, None, None


def submit(api: Api, key: str, action: str, items: Any) -> dict[str, Any]:
    body = {"job": {"action": action, "items": items}}
    job: dict[str, Any] = api.call("POST", f"/{key}/jobs", body, status=201)["job_status"]
    return job


def status(api: Api, job: dict[str, Any]) -> dict[str, Any]:
    response = api.http.get(f"{STATUSES}/{job['id']}")
    assert response.status_code == 200, response.text
    shown: dict[str, Any] = response.json()["job_status"]
    return shown


def done(api: Api, key: str, action: str, items: Any) -> list[dict[str, Any]]:
    """The results of a job that finishes at once."""
    job = status(api, submit(api, key, action, items))
    assert job["status"] == "completed"
    results: list[dict[str, Any]] = job["results"]
    return results


def listed(api: Api, key: str) -> list[dict[str, Any]]:
    reply = api.call("GET", f"/{key}/records", status=200)
    records: list[dict[str, Any]] = reply["custom_object_records"]
    return records


def count(api: Api, key: str) -> int:
    value: int = api.call("GET", f"/{key}/records/count", status=200)["count"]["value"]
    return value


class TestAJob:
    def test_a_job_is_queued_and_finished_at_the_next_poll(self, api: Api) -> None:
        key = api.object()
        job = submit(api, key, "create", [{"name": "a"}, {"name": "b"}])
        assert job["id"].startswith("V3-")
        assert job["status"] == "queued"
        assert job["total"] == 2
        assert (job["progress"], job["message"], job["results"]) == (None, None, None)
        assert [record["name"] for record in listed(api, key)] == ["a", "b"]
        ended = api.http.get(job["url"]).json()["job_status"]
        assert (ended["status"], ended["progress"], ended["total"]) == ("completed", 2, 2)
        assert ended["message"] == "Completed at 2026-01-02 03:04:05 +0000"
        assert [list(result) for result in ended["results"]] == [["index", "id"]] * 2

    def test_a_job_can_take_time(self, api: Api, settings: Any) -> None:
        settings.seconds = 10
        key = api.object()
        job = submit(api, key, "create", [{"name": "a"}])
        settings.seconds = 0
        for seconds, state, progress in ((4, "queued", None), (5, "working", 0)):
            api.clock.now += seconds
            shown = status(api, job)
            assert (shown["status"], shown["progress"], shown["results"]) == (state, progress, None)
            assert count(api, key) == 0
        api.clock.now += 2
        assert listed(api, key)[0]["created_at"] == "2026-01-02T03:04:15Z"
        assert status(api, job)["message"] == "Completed at 2026-01-02 03:04:15 +0000"

    def test_a_job_runs_once(self, api: Api) -> None:
        key = api.object()
        job = submit(api, key, "create", [{"name": "a"}])
        for _ in range(3):
            assert status(api, job)["status"] == "completed"
            api.clock.now += 10
        assert count(api, key) == 1

    def test_jobs_run_in_the_order_in_which_they_are_due(self, api: Api, settings: Any) -> None:
        key = api.object()
        made = api.record(key, "start", external_id="x")
        for seconds, name in ((10, "second"), (20, "third"), (5, "first")):
            settings.seconds = seconds
            item = {"external_id": "x", "name": name}
            submit(api, key, "create_or_update_by_external_id", [item])
        path = f"/{key}/records/{made['id']}"
        api.clock.now += 15
        assert api.call("GET", path, status=200)["custom_object_record"]["name"] == "second"
        api.clock.now += 15
        assert api.call("GET", path, status=200)["custom_object_record"]["name"] == "third"

    def test_a_job_has_the_permissions_of_its_submitter(self) -> None:
        agent = User(id=7, email="a@example.com", name="A", role="agent", access_token="agent")
        with Sandbox(users=[agent, *_admins()], clients=[]) as sandbox:
            make_object(sandbox)
            headers = [("Authorization", "Bearer agent"), HEADERS[1]]
            body = {"job": {"action": "create", "items": [{"name": "a"}]}}
            assert send(sandbox, "POST", f"{OBJECTS}/boat/jobs", body, headers)[0] == 201
            reply = send(sandbox, "GET", f"{OBJECTS}/boat/records")[1]
            assert reply["custom_object_records"][0]["created_by_user_id"] == "7"

    def test_a_job_is_forgotten_after_a_day(self, api: Api) -> None:
        key = api.object()
        job = submit(api, key, "create", [{"name": "a"}])
        api.clock.now += DAY - 1
        assert status(api, job)["status"] == "completed"
        api.clock.now += 1
        assert api.http.get(f"{STATUSES}/{job['id']}").status_code == 404
        assert api.http.get(STATUSES).json()["job_statuses"] == []
        submit(api, key, "create", [{"name": "b"}])
        assert len(api.http.get(STATUSES).json()["job_statuses"]) == 1

    def test_a_job_fails_if_its_object_was_deleted(self, api: Api, settings: Any) -> None:
        settings.seconds = 10
        key = api.object("boat")
        job = submit(api, key, "create", [{"name": "a"}])
        api.call("DELETE", "/boat", status=204)
        api.object("boat")
        api.clock.now += 10
        ended = status(api, job)
        assert (ended["status"], ended["results"]) == ("failed", None)
        assert "object" in ended["message"]
        assert count(api, "boat") == 0


class TestActions:
    def test_records_are_created(self, api: Api) -> None:
        key = api.object()
        api.field(key, "berths", "integer")
        items = [
            {"name": "a", "external_id": "x", "custom_object_fields": {"berths": 4}},
            {"name": "b"},
        ]
        results = done(api, key, "create", items)
        records = listed(api, key)
        assert results == [
            {"index": index, "id": record["id"]} for index, record in enumerate(records)
        ]
        assert records[0]["external_id"] == "x"
        assert records[0]["custom_object_fields"] == {"berths": 4}

    def test_records_are_updated(self, api: Api) -> None:
        key = api.object()
        api.field(key, "port")
        records = [api.record(key, name, port="Oban") for name in "ab"]
        items = [{"id": records[0]["id"], "name": "c"}, {"id": records[1]["id"]}]
        results = done(api, key, "update", items)
        assert results == [
            {"id": record["id"], "action": "update", "success": True, "status": "Updated"}
            for record in records
        ]
        assert [record["name"] for record in listed(api, key)] == ["c", "b"]
        assert listed(api, key)[0]["custom_object_fields"] == {"port": "Oban"}

    def test_records_are_deleted(self, api: Api) -> None:
        key = api.object()
        records = [api.record(key, name) for name in "abc"]
        results = done(api, key, "delete", [records[2]["id"], records[0]["id"]])
        assert results == [
            {"id": records[at]["id"], "action": "delete", "success": True, "status": "Deleted"}
            for at in (2, 0)
        ]
        assert [record["name"] for record in listed(api, key)] == ["b"]

    def test_records_are_deleted_by_external_id(self, api: Api) -> None:
        key = api.object()
        for name in "abc":
            api.record(key, name, external_id=name)
        results = done(api, key, "delete_by_external_id", ["c", "a"])
        assert results == [
            {"external_id": "c", "index": 0, "status": "Deleted"},
            {"external_id": "a", "index": 1, "status": "Deleted"},
        ]
        assert [record["name"] for record in listed(api, key)] == ["b"]

    @pytest.mark.parametrize("property", ["external_id", "name"])
    def test_records_are_upserted_by_external_id_or_name(self, api: Api, property: str) -> None:
        key = api.object()
        api.name(key, is_unique=True)
        api.record(key, "a", external_id="a")
        items = [{"name": name, "external_id": name} for name in "ab"]
        results = done(api, key, f"create_or_update_by_{property}", items)
        assert results == [
            {"external_id": "a", "index": 0, "status": "CreateOrUpdate"},
            {"external_id": "b", "index": 1, "status": "CreateOrUpdate"},
        ]
        assert [record["name"] for record in listed(api, key)] == ["a", "b"]

    def test_upsert_by_name_needs_unique_names(self, api: Api) -> None:
        body = {"job": {"action": "create_or_update_by_name", "items": [{"name": "a"}]}}
        api.refused("POST", f"/{api.object()}/jobs", body)

    def test_children_are_deleted_with_their_parents(self, api: Api) -> None:
        marina, boat = api.object(), api.object()
        target = f"zen:custom_object:{marina}"
        api.field(boat, "home", "parent", relationship_target_type=target)
        home = api.record(marina)
        api.record(boat, home=home["id"])
        done(api, marina, "delete", [home["id"]])
        assert (count(api, marina), count(api, boat)) == (0, 0)


class TestItemsThatFail:
    def test_a_failed_item_does_not_affect_others(self, api: Api) -> None:
        key = api.object()
        api.name(key, is_unique=True)
        api.field(key, "berths", "integer")
        items = [
            {"name": "a"},
            {"name": "a"},
            {"name": "b", "custom_object_fields": {"berths": "many", "mast": 1}},
            {"name": "c"},
            {},
        ]
        results = done(api, key, "create", items)
        assert [record["name"] for record in listed(api, key)] == ["a", "c"]
        assert [result.get("success") for result in results] == [None, False, False, None, False]
        duplicate, invalid, empty = results[1], results[2], results[4]
        assert duplicate == {
            "index": 1,
            "action": "create",
            "success": False,
            "error": "RecordInvalid",
            "details": "Name already exists. Try another one.",
        }
        assert "berths" in invalid["details"]
        assert "mast" in invalid["details"]
        assert "name" in empty["details"]

    def test_a_failed_item_uses_up_no_number(self, api: Api) -> None:
        key = api.object()
        api.name(key, autoincrement_enabled=True)
        items = [{}, {"custom_object_fields": {"nothing": 1}}, {"name": "x"}, {}]
        results = done(api, key, "create", items)
        assert [result.get("success") for result in results] == [None, False, False, None]
        assert [record["name"] for record in listed(api, key)] == ["1", "2"]

    @pytest.mark.parametrize(
        ("action", "item"),
        [
            ("update", {"id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}),
            ("delete", "01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        ],
    )
    def test_an_item_for_a_missing_record_fails(self, api: Api, action: str, item: Any) -> None:
        results = done(api, api.object(), action, [item])
        assert results == [
            {
                "index": 0,
                "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "action": action,
                "success": False,
                "error": "RecordNotFound",
                "details": "Not found",
            }
        ]

    def test_an_item_with_an_unknown_external_id_fails(self, api: Api) -> None:
        key = api.object()
        api.record(key, "a", external_id="a")
        assert done(api, key, "delete_by_external_id", ["a", "a"]) == [
            {"external_id": "a", "index": 0, "status": "Deleted"},
            {
                "external_id": "a",
                "index": 1,
                "status": "Failed",
                "errors": [{"code": "CustomObjectRecordDeleteFailed", "title": "Record not found"}],
            },
        ]

    @pytest.mark.parametrize("given", [{}, None, "", 7])
    def test_an_update_without_an_id_fails(self, api: Api, given: Any) -> None:
        item = {"name": "a"} if given == {} else {"name": "a", "id": given}
        key = api.object()
        (result,) = done(api, key, "update", [item])
        assert (result["success"], result["error"]) == (False, "RecordInvalid")
        assert "id" in result["details"]
        assert count(api, key) == 0

    @pytest.mark.parametrize("given", [{}, None, "", 7])
    def test_an_upsert_without_an_external_id_fails(self, api: Api, given: Any) -> None:
        item = {"name": "a"} if given == {} else {"name": "a", "external_id": given}
        key = api.object()
        assert done(api, key, "create_or_update_by_external_id", [item]) == [
            {
                "external_id": "" if given == "" else None,
                "index": 0,
                "status": "Failed",
                "errors": [{"title": "Record validation errors"}],
            }
        ]
        assert count(api, key) == 0

    def test_items_can_be_chosen_to_fail(self, api: Api, settings: Any) -> None:
        settings.item_fails = lambda action, index, item: item.get("name") == "b"
        key = api.object()
        results = done(api, key, "create", [{"name": name} for name in "abc"])
        assert [result.get("success") for result in results] == [None, False, None]
        assert [record["name"] for record in listed(api, key)] == ["a", "c"]

    def test_whole_jobs_can_be_chosen_to_fail(self, api: Api, settings: Any) -> None:
        settings.job_fails = lambda action: action == "create"
        key = api.object()
        failed = submit(api, key, "create", [{"name": "a"}])
        assert (status(api, failed)["status"], status(api, failed)["results"]) == ("failed", None)
        assert count(api, key) == 0
        assert done(api, key, "delete", ["x"])[0]["success"] is False


class TestRefusals:
    @pytest.mark.parametrize(
        "job",
        [
            None,
            {},
            {"action": "create"},
            {"items": [{"name": "a"}]},
            {"action": "destroy", "items": [{"name": "a"}]},
            {"action": ["create"], "items": [{"name": "a"}]},
            {"action": "create", "items": []},
            {"action": "create", "items": {"name": "a"}},
            {"action": "create", "items": [{"name": "a"}] * 101},
            {"action": "create", "items": ["a"]},
            {"action": "create", "items": [{"name": "a"}, None]},
            {"action": "create", "items": [{"name": "a", "custom_object_fields": [1]}]},
            {"action": "delete", "items": [{"id": "a"}]},
            {"action": "delete_by_external_id", "items": [7]},
        ],
    )
    def test_an_invalid_job_is_refused(self, api: Api, job: Any) -> None:
        key = api.object()
        reply = api.call("POST", f"/{key}/jobs", {"job": job}, status=400)
        assert reply["error"]["message"]
        assert api.http.get(STATUSES).json()["job_statuses"] == []

    def test_100_items_are_accepted(self, api: Api) -> None:
        key = api.object()
        done(api, key, "create", [{"name": "a"}] * 100)
        assert count(api, key) == 100

    def test_a_job_for_an_unknown_object_is_refused(self, api: Api) -> None:
        body = {"job": {"action": "create", "items": [{"name": "a"}]}}
        api.call("POST", "/nowhere/jobs", body, status=404)

    def test_dropped_properties_are_named_in_a_warning(self, api: Api) -> None:
        key = api.object()
        body = {"job": {"action": "create", "items": [{"name": "a", "colour": "red"}], "x": 1}}
        response = api.http.post(f"{OBJECTS}/{key}/jobs", json=body)
        assert response.status_code == 201
        warnings = response.headers.get_list("X-Zendesk-API-Warn")
        assert any('"colour"' in warning for warning in warnings)
        assert any('"x"' in warning for warning in warnings)

    def test_a_31st_job_is_refused(self, api: Api, settings: Any) -> None:
        settings.seconds = 30
        key = api.object()
        waiting = [submit(api, key, "create", [{"name": "a"}])["id"] for _ in range(30)]
        body = {"job": {"action": "create", "items": [{"name": "a"}]}}
        response = api.http.post(f"{OBJECTS}/{key}/jobs", json=body)
        assert response.status_code == 429
        assert response.headers["Retry-After"] == "30"
        budget = response.headers["zendesk-ratelimit-inflight-jobs"]
        assert budget == "total=30; remaining=0; resets=30"
        assert response.json()["error"] == "TooManyJobs"
        assert response.json()["description"]
        assert response.json()["current_job_ids"] == waiting
        api.clock.now += 30
        response = api.http.post(f"{OBJECTS}/{key}/jobs", json=body)
        assert response.status_code == 201
        budget = response.headers["zendesk-ratelimit-inflight-jobs"]
        assert budget == "total=30; remaining=29; resets=30"
        assert count(api, key) == 30


class TestStatuses:
    def test_an_unknown_job_is_not_found(self, api: Api) -> None:
        assert api.http.get(f"{STATUSES}/V3-0").json()["error"] == "RecordNotFound"

    def test_many_statuses_are_returned_in_the_requested_order(self, api: Api) -> None:
        key = api.object()
        ids = [submit(api, key, "create", [{"name": name}])["id"] for name in "abc"]
        wanted = [ids[2], "V3-0", ids[0]]
        reply = api.http.get(f"{STATUSES}/show_many", params={"ids": ",".join(wanted)}).json()
        assert [job["id"] for job in reply["job_statuses"]] == [ids[2], ids[0]]
        assert {job["status"] for job in reply["job_statuses"]} == {"completed"}

    @pytest.mark.parametrize("query", ["", "?ids=", "?ids=,"])
    def test_many_statuses_need_ids(self, api: Api, query: str) -> None:
        assert api.http.get(f"{STATUSES}/show_many{query}").status_code == 400

    def test_the_last_finished_job_is_listed_first(self, api: Api, settings: Any) -> None:
        key = api.object()
        ids: dict[int, str] = {}
        for seconds in (3, 1, 2):
            settings.seconds = seconds
            ids[seconds] = submit(api, key, "create", [{"name": "a"}])["id"]
        api.clock.now += 10
        listed: list[str] = []
        url: str | None = f"{STATUSES}?page[size]=2"
        while url:
            page = api.http.get(url).json()
            listed += [job["id"] for job in page["job_statuses"]]
            url = page["links"]["next"] if page["meta"]["has_more"] else None
        assert listed == [ids[3], ids[2], ids[1]]


def _admins() -> list[User]:
    return [User(id=1, email="x@example.com", name="X", access_token="sandbox")]


def send(
    sandbox: Sandbox, method: str, target: str, body: Any = None, headers: Any = HEADERS
) -> tuple[int, Any]:
    content = b"" if body is None else json.dumps(body).encode()
    reply = sandbox.handle(method, target, headers, content)
    return reply.status, json.loads(reply.body) if reply.body else None


def make_object(sandbox: Sandbox, **properties: Any) -> None:
    body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    assert send(sandbox, "POST", OBJECTS, {"custom_object": body})[0] == 201
    field = {"custom_object_field": {"properties": properties}}
    assert send(sandbox, "PATCH", f"{OBJECTS}/boat/fields/standard::name", field)[0] == 200


def test_a_queued_job_is_kept_in_the_file(tmp_path: Path) -> None:
    path, clock = tmp_path / "account.sqlite", Clock()
    body = {"job": {"action": "create", "items": [{"name": "a"}]}}
    with Sandbox(path, clock=clock) as sandbox:
        make_object(sandbox)
        sandbox._services.jobs.seconds = 60
        assert send(sandbox, "POST", f"{OBJECTS}/boat/jobs", body)[0] == 201
    clock.now += 60
    with Sandbox(path, clock=clock) as sandbox:
        assert len(send(sandbox, "GET", f"{OBJECTS}/boat/records")[1]["custom_object_records"]) == 1
        (job,) = send(sandbox, "GET", STATUSES)[1]["job_statuses"]
        assert job["status"] == "completed"


def test_simultaneous_writers_and_jobs_number_without_gaps() -> None:
    with Sandbox() as sandbox:
        make_object(sandbox, autoincrement_enabled=True)

        def in_jobs(_: int) -> None:
            items = [{}, {"custom_object_fields": {"nothing": 1}}, {}]
            body = {"job": {"action": "create", "items": items}}
            status, reply = send(sandbox, "POST", f"{OBJECTS}/boat/jobs", body)
            assert status == 201
            shown = send(sandbox, "GET", f"{STATUSES}/{reply['job_status']['id']}")[1]
            assert shown["job_status"]["status"] == "completed"

        def alone(_: int) -> None:
            body: dict[str, Any] = {"custom_object_record": {}}
            assert send(sandbox, "POST", f"{OBJECTS}/boat/records", body)[0] == 201

        def work(thread: int) -> None:
            step: Callable[[int], None] = in_jobs if thread % 2 else alone
            for number in range(5):
                step(number)

        with ThreadPoolExecutor(64) as pool:
            list(pool.map(work, range(64)))
        names: list[int] = []
        target: str | None = f"{OBJECTS}/boat/records"
        while target:
            page = send(sandbox, "GET", target)[1]
            names += [int(record["name"]) for record in page["custom_object_records"]]
            target = page["links"]["next"] if page["meta"]["has_more"] else None
        assert names == list(range(1, 32 * 5 * 3 + 1))
