"""Bulk jobs, relationships and the export: facts 2.4, 2.8, 3.4, 6.4 and 6.6."""

from __future__ import annotations

from typing import Any

from tests.facts.accounts import Account
from tests.facts.case_fields import standard_name
from tests.facts.cases import fact


@fact("2.4 CustomObjectRecordBulkJobs")
def submit(account: Account) -> None:
    path = account.object()
    body = {"job": {"action": "create", "items": [{"name": "Auk"}]}}
    job = account.call(201, "POST", f"{path}/jobs", body)["job_status"]
    assert job["status"] in ("queued", "working", "completed")
    assert account.job(path, "create", [{"name": "Puffin"}])["status"] == "completed"


@fact("6.6 create")
def create(account: Account) -> None:
    path = account.object()
    account.field(path)
    items = [
        {"name": "A", "external_id": "x-1", "custom_object_fields": {"f": "v"}},
        {"name": "B"},
    ]
    job = account.job(path, "create", items)
    assert (job["status"], job["total"]) == ("completed", 2)
    assert sorted(account.names(path)) == ["A", "B"]
    assert account.names(path, filter__external_ids="x-1") == ["A"]


@fact("6.6 update")
def update(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    account.job(path, "update", [{"id": made["id"], "name": "Puffin"}])
    assert account.names(path) == ["Puffin"]


@fact("6.6 delete")
def delete(account: Account) -> None:
    path = account.object()
    account.job(path, "delete", [account.record(path)["id"]])
    assert account.names(path) == []


@fact("6.6 delete_by_external_id")
def delete_by_external_id(account: Account) -> None:
    path = account.object()
    account.record(path, external_id="x-1")
    account.job(path, "delete_by_external_id", ["x-1"])
    assert account.names(path) == []


@fact("6.6 create_or_update_by_external_id")
def upsert_by_external_id(account: Account) -> None:
    path = account.object()
    account.record(path, external_id="x-1")
    items = [{"external_id": "x-1", "name": "B"}, {"external_id": "x-2", "name": "C"}]
    account.job(path, "create_or_update_by_external_id", items)
    assert sorted(account.names(path)) == ["B", "C"]


@fact("6.6 create_or_update_by_name")
def upsert_by_name(account: Account) -> None:
    path = account.object()
    account.field(path)
    standard_name(account, path, is_unique=True)
    account.record(path)
    items = [{"name": "Auk", "custom_object_fields": {"f": "v"}}, {"name": "Puffin"}]
    account.job(path, "create_or_update_by_name", items)
    assert sorted(account.names(path)) == ["Auk", "Puffin"]


@fact("6.6 at most 100 items")
def too_many_items(account: Account) -> None:
    path = account.object()
    body = {"job": {"action": "create", "items": [{"name": "A"}] * 101}}
    assert account.ask("POST", f"{path}/jobs", body).status_code in (400, 422)


@fact("6.6 other actions")
def no_such_action(account: Account) -> None:
    body = {"job": {"action": "upsert", "items": [{"name": "A"}]}}
    assert account.ask("POST", f"{account.object()}/jobs", body).status_code in (400, 422)


@fact("6.6 partial failure")
def partial_failure(account: Account) -> None:
    path = account.object()
    account.record(path, "A", external_id="x-1")
    job = account.job(path, "delete_by_external_id", ["nowhere", "x-1"])
    assert (job["status"], account.names(path)) == ("completed", [])
    assert [result["status"] for result in job["results"]] == ["Failed", "Deleted"]


@fact("3.4 job_status")
def shape(account: Account) -> None:
    job = account.job(account.object(), "create", [{"name": "A"}])
    assert {"id", "job_type", "url", "total", "progress", "status", "message", "results"} <= set(
        job
    )
    assert isinstance(job["id"], str)


@fact("3.4 results of creations")
def results_of_creations(account: Account) -> None:
    path = account.object()
    job = account.job(path, "create", [{"name": "A"}, {"name": "B"}])
    assert [result["index"] for result in job["results"]] == [0, 1]
    assert [account.call(200, "GET", f"{path}/records/{result['id']}") for result in job["results"]]


@fact("3.4 results of updates")
def results_of_updates(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    (result,) = account.job(path, "update", [{"id": made["id"], "name": "B"}])["results"]
    assert (result["id"], result["success"]) == (made["id"], True)
    assert {"action", "status"} <= set(result)


@fact("3.4 results of failures", accepted={"error and details": {}})
def results_of_failures(account: Account) -> str:
    (result,) = account.job(account.object(), "create", [{}])["results"]
    assert result["success"] is False
    return " and ".join(name for name in ("error", "details") if result.get(name))


@fact("3.4 states of a job", needs="clock")
def states(account: Account) -> None:
    account.sandbox.faults.slow_jobs(10)
    body = {"job": {"action": "create", "items": [{"name": "Auk"}]}}
    job = account.call(201, "POST", f"{account.object()}/jobs", body)["job_status"]
    seen = [job["status"]]
    assert job["progress"] is None
    for _ in range(2):
        account.clock.advance(6)
        seen.append(account.call(200, "GET", job["url"])["job_status"]["status"])
    assert seen == ["queued", "working", "completed"]


@fact("3.4 a job that fails", needs="faults")
def failed_job(account: Account) -> None:
    account.sandbox.faults.fail_jobs()
    job = account.job(account.object(), "create", [{"name": "A"}])
    assert (job["status"], job["results"]) == ("failed", None)


@fact("3.4 jobs are kept for a day", needs="clock")
def kept_for_a_day(account: Account) -> None:
    job = account.job(account.object(), "create", [{"name": "A"}])
    account.clock.advance(23 * 3600)
    account.call(200, "GET", job["url"])
    account.clock.advance(2 * 3600)
    account.call(404, "GET", job["url"])


@fact("2.8 ShowJobStatus")
def show_job(account: Account) -> None:
    job = account.job(account.object(), "create", [{"name": "A"}])
    shown = account.call(200, "GET", f"/job_statuses/{job['id']}")["job_status"]
    assert shown["id"] == job["id"]


@fact("2.8 ListJobStatuses")
def list_jobs(account: Account) -> None:
    job = account.job(account.object(), "create", [{"name": "A"}])
    page = account.call(200, "GET", "/job_statuses")
    assert job["id"] in [each["id"] for each in page["job_statuses"]]
    assert {"meta", "links"} <= set(page)


@fact("2.8 the newest completion first", needs="clock")
def newest_first(account: Account) -> None:
    path, ids = account.object(), []
    for _ in range(3):
        ids.append(account.job(path, "create", [{"name": "A"}])["id"])
        account.clock.advance(5)
    page = account.call(200, "GET", "/job_statuses")
    assert [each["id"] for each in page["job_statuses"]] == ids[::-1]


@fact("2.8 ShowManyJobStatuses")
def show_jobs(account: Account) -> None:
    path = account.object()
    ids = [account.job(path, "create", [{"name": "A"}])["id"] for _ in range(2)]
    page = account.call(200, "GET", "/job_statuses/show_many", ids=",".join(ids))
    assert sorted(each["id"] for each in page["job_statuses"]) == sorted(ids)


@fact("2.8 GetSourcesByTarget", accepted={"custom_object_records": {}})
def sources(account: Account) -> str:
    target, path = account.object(), account.object()
    to = f"zen:custom_object:{target.rpartition('/')[2]}"
    made = account.field(path, "lookup", relationship_target_type=to)
    to_it = account.record(target)
    account.record(path, "Points", f=to_it["id"])
    account.record(path, "Does not")
    source = f"zen:custom_object:{path.rpartition('/')[2]}"
    where = f"/{to}/{to_it['id']}/relationship_fields/{made['id']}/{source}"

    def look() -> Any:
        return account.call(200, "GET", where)

    page = account.settled(look, lambda page: bool(page.get("custom_object_records")))
    assert [each["name"] for each in page["custom_object_records"]] == ["Points"]
    return "custom_object_records"


@fact("2.8 sources of a user")
def sources_of_users(account: Account) -> None:
    path = account.object()
    made = account.field(path, "lookup", relationship_target_type="zen:user")
    user = account.record(path, "Other")["created_by_user_id"]
    account.record(path, "Points", f=user)
    source = f"zen:custom_object:{path.rpartition('/')[2]}"
    where = f"/zen:user/{user}/relationship_fields/{made['id']}/{source}"
    page = account.settled(
        lambda: account.call(200, "GET", where),
        lambda page: bool(page.get("custom_object_records")),
    )
    assert [each["name"] for each in page["custom_object_records"]] == ["Points"]


@fact("2.8 colons of a type may be encoded")
def encoded_types(account: Account) -> None:
    target, path = account.object(), account.object()
    to = f"zen:custom_object:{target.rpartition('/')[2]}"
    made = account.field(path, "lookup", relationship_target_type=to)
    to_it = account.record(target)
    source = f"zen:custom_object:{path.rpartition('/')[2]}"
    where = f"/{to}/{to_it['id']}/relationship_fields/{made['id']}/{source}"
    account.call(200, "GET", where.replace(":", "%3A"))


@fact("2.8 GetRelationshipFilterDefinitions")
def filter_definitions(account: Account) -> None:
    target = f"zen:custom_object:{account.object().rpartition('/')[2]}"
    where = f"/relationships/definitions/{target}"
    for source in ("zen:user", "zen:ticket", "zen:organization"):
        answer = account.call(200, "GET", where, source_type=source)
        assert {"conditions_all", "conditions_any"} <= set(answer["definitions"])


# --- the export


def export(account: Account, path: str, **params: str | int) -> Any:
    key = path.rpartition("/")[2]
    return account.call(200, "GET", f"/incremental/custom_objects/{key}/cursor", **params)


@fact("2.4 IncrementalCustomObjectRecordExportCursor", needs="clock")
def export_records(account: Account) -> None:
    path = account.object()
    for name in "AB":
        account.record(path, name)
    account.clock.advance(120)
    page = export(account, path, start_time=1, per_page=1)
    assert [each["name"] for each in page["custom_object_records"]] == ["A"]
    assert page["meta"]["has_more"] is True
    page = export(account, path, cursor=page["after_cursor"], per_page=1)
    assert [each["name"] for each in page["custom_object_records"]] == ["B"]
    assert page["meta"]["has_more"] is False


@fact("3.4 incremental page")
def shape_of_export(account: Account) -> None:
    page = export(account, account.object(), start_time=account.now() - 3600)
    assert set(page) >= {
        "custom_object_records",
        "after_cursor",
        "after_url",
        "before_cursor",
        "before_url",
        "filter",
        "meta",
    }
    assert page["after_url"] is None
    assert page["filter"] == {"exclude_deleted": False}
    assert "end_of_stream" not in page


@fact("3.4 photo is absent from the export", needs="clock")
def no_photo(account: Account) -> None:
    path = account.object()
    account.record(path)
    account.clock.advance(120)
    (shown,) = export(account, path, start_time=1)["custom_object_records"]
    assert "photo" not in shown


@fact(
    "2.4 numbers of the export",
    needs="clock",
    accepted={
        7: {"export_numbers": "number"},
        "7": {"export_numbers": "string"},
    },
)
def export_numbers(account: Account) -> Any:
    path = account.object()
    account.field(path, "integer")
    account.record(path, f=7)
    account.clock.advance(120)
    (shown,) = export(account, path, start_time=1)["custom_object_records"]
    return shown["custom_object_fields"]["f"]


@fact("2.4 start_time of the export")
def start_time(account: Account) -> None:
    key = account.object().rpartition("/")[2]
    params = {"start_time": str(account.now() - 5)}
    answer = account.ask("GET", f"/incremental/custom_objects/{key}/cursor", params=params)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "StartTimeTooRecent"


@fact("2.4 per_page of the export")
def per_page(account: Account) -> None:
    key = account.object().rpartition("/")[2]
    start = account.now() - 3600
    for size in (0, 1001):
        params = {"start_time": str(start), "per_page": str(size)}
        answer = account.ask("GET", f"/incremental/custom_objects/{key}/cursor", params=params)
        assert answer.status_code == 400
    export(account, f"/custom_objects/{key}", start_time=start, per_page=1000)


@fact("6.4 tombstones", needs="clock")
def tombstones(account: Account) -> None:
    """A deleted record is exported with [DELETED] in every field, unless it is excluded."""
    path = account.object()
    account.field(path)
    gone = account.record(path, "Gone", f="v")
    account.record(path, "Here")
    account.call(204, "DELETE", f"{path}/records/{gone['id']}")
    account.clock.advance(120)
    exported = export(account, path, start_time=1)["custom_object_records"]
    (tombstone,) = [each for each in exported if each["id"] == gone["id"]]
    assert (tombstone["name"], tombstone["external_id"]) == ("[DELETED]", "[DELETED]")
    assert tombstone["custom_object_fields"] == {"f": "[DELETED]"}
    page = export(account, path, start_time=1, filter__exclude_deleted="true")
    assert [each["name"] for each in page["custom_object_records"]] == ["Here"]
    assert page["filter"] == {"exclude_deleted": True}


@fact("6.4 purge after 30 days", needs="clock")
def purge(account: Account) -> None:
    path = account.object()
    gone = account.record(path)
    account.call(204, "DELETE", f"{path}/records/{gone['id']}")
    for days, left in ((29, 1), (2, 0)):
        account.clock.advance(days * 24 * 3600)
        assert len(export(account, path, start_time=1)["custom_object_records"]) == left


@fact("2.4 who may export", needs="roles")
def exporters(account: Account) -> None:
    path = account.object()
    export(account.of("agent"), path, start_time=1)
    key = path.rpartition("/")[2]
    answer = account.of("customer").ask(
        "GET", f"/incremental/custom_objects/{key}/cursor", params={"start_time": "1"}
    )
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["code"] == "Forbidden"


@fact("5.2 waiting jobs", needs="clock")
def waiting_jobs(account: Account) -> None:
    """At most 30 are queued or working; the 31st is refused with the error TooManyJobs."""
    path = account.object()
    account.sandbox.faults.slow_jobs(60)
    body = {"job": {"action": "create", "items": [{"name": "A"}]}}
    ids = [account.call(201, "POST", f"{path}/jobs", body)["job_status"]["id"] for _ in range(30)]
    answer = account.ask("POST", f"{path}/jobs", body)
    assert answer.status_code == 429
    assert answer.json()["error"] == "TooManyJobs"
    assert sorted(answer.json()["current_job_ids"]) == sorted(ids)
    assert "retry-after" in answer.headers
    account.clock.advance(61)
    account.call(201, "POST", f"{path}/jobs", body)


@fact("5.2 header of waiting jobs", needs="clock")
def waiting_header(account: Account) -> None:
    path = account.object()
    account.sandbox.faults.slow_jobs(60)
    body = {"job": {"action": "create", "items": [{"name": "A"}]}}
    answer = account.ask("POST", f"{path}/jobs", body)
    header = answer.headers["zendesk-ratelimit-inflight-jobs"]
    assert header == "total=30; remaining=29; resets=60"
