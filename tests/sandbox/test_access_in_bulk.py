"""Bulk jobs and exports of callers with restricted access to records (facts 2.4 and 6.5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.people import HARBOUR, People
from tests.sandbox.support import START

ROLE = f"custom-role-{HARBOUR.id}"
FULL: dict[str, Any] = {"allowed": True, "rule_id": None}
NONE: dict[str, Any] = {"allowed": False, "rule_id": None}


@pytest.fixture
def key(people: People) -> str:
    """An object whose officers have full access to records named `own`, and to no others."""
    key = people.admin.object()
    own = {"field": "name", "operator": "is", "value": "own"}
    rule = {"access_rule": {"title": "Own", "conditions": {"all": [own], "any": []}}}
    made = people.admin.call("POST", f"/{key}/access_rules", rule, status=201)["access_rule"]
    limited = {"allowed": True, "rule_id": made["id"]}
    actions = ("create", "read", "update", "delete")
    allow(people, key, **dict.fromkeys(actions, limited))
    return key


def allow(people: People, key: str, **actions: Any) -> None:
    records = dict.fromkeys(("create", "read", "update", "delete"), NONE) | actions
    body = {"policy": {"records": records}}
    people.admin.call("PATCH", f"/{key}/permission_policies/{ROLE}", body, status=200)


def outcome(people: People, key: str, action: str, items: list[Any]) -> list[str]:
    """The error of each item, or an empty text."""
    body = {"job": {"action": action, "items": items}}
    job = people.officer.call("POST", f"/{key}/jobs", body, status=201)["job_status"]
    ended = people.officer.http.get(job["url"]).json()["job_status"]
    assert ended["status"] == "completed"
    return [
        result["errors"][0]["title"] if "errors" in result else result.get("error", "")
        for result in ended["results"]
    ]


def test_a_job_has_the_permissions_of_its_submitter(people: People, key: str) -> None:
    items = [{"name": "own"}, {"name": "other"}]
    assert outcome(people, key, "create", items) == ["", "Forbidden"]
    other = people.admin.record(key, "other", external_id="x")
    (own,) = people.officer.call("GET", f"/{key}/records", status=200)["custom_object_records"]
    changes = [{"id": record["id"], "external_id": record["name"]} for record in (own, other)]
    assert outcome(people, key, "update", changes) == ["", "RecordNotFound"]
    upserts = [{"external_id": name, "name": "own"} for name in ("own", "x", "new")]
    by_external_id = outcome(people, key, "create_or_update_by_external_id", upserts)
    assert by_external_id == ["", "Record not found", ""]
    assert outcome(people, key, "delete", [other["id"], own["id"]]) == ["RecordNotFound", ""]
    kept = people.admin.call("GET", f"/{key}/records", status=200)["custom_object_records"]
    assert [(record["name"], record["external_id"]) for record in kept] == [
        ("other", "x"),
        ("own", "new"),
    ]


def test_the_permissions_at_the_time_when_a_job_runs_count(people: People, key: str) -> None:
    jobs = people.sandbox._services.jobs
    jobs.seconds = 10
    try:
        body = {"job": {"action": "create", "items": [{"name": "own"}]}}
        job = people.officer.call("POST", f"/{key}/jobs", body, status=201)["job_status"]
    finally:
        jobs.seconds = 0
    allow(people, key, read=FULL)
    people.sandbox.clock.advance(10)
    (result,) = people.admin.http.get(job["url"]).json()["job_status"]["results"]
    assert result["error"] == "Forbidden"


def test_an_export_contains_the_records_that_its_caller_can_read(people: People, key: str) -> None:
    for name in ("own", "other"):
        people.admin.record(key, name)
    target = f"/api/v2/incremental/custom_objects/{key}/cursor"
    params = {"start_time": int(START) - 3600}
    exported = people.officer.http.get(target, params=params).json()
    assert [record["name"] for record in exported["custom_object_records"]] == ["own"]
    allow(people, key)
    refused = people.officer.http.get(target, params=params)
    assert refused.status_code == 403
    assert refused.json()["errors"][0]["code"] == "Forbidden"
