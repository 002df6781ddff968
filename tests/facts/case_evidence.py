"""Evidence from working clients and recorded responses, beyond the documentation: facts 11."""

from __future__ import annotations

from typing import Any

from tests.facts.accounts import Account, record
from tests.facts.case_fields import standard_name
from tests.facts.cases import fact

OPTIONS = [{"name": "Sail", "value": "sail"}]


def custom_values(account: Account, path: str, made: dict[str, Any]) -> dict[str, Any]:
    shown = account.call(200, "GET", f"{path}/records/{made['id']}")
    values: dict[str, Any] = shown["custom_object_record"]["custom_object_fields"]
    return values


@fact("11 results of upserts by external id")
def upserts_by_external_id(account: Account) -> None:
    path = account.object()
    account.record(path, external_id="x-1")
    items = [{"external_id": "x-1", "name": "B"}, {"external_id": "x-2", "name": "C"}]
    job = account.job(path, "create_or_update_by_external_id", items)
    assert job["results"] == [
        {"external_id": "x-1", "index": 0, "status": "CreateOrUpdate"},
        {"external_id": "x-2", "index": 1, "status": "CreateOrUpdate"},
    ]


@fact(
    "11 results of upserts by name",
    accepted={
        "CreateOrUpdate": {"job_results_by_name": "observed"},
        "Created": {"job_results_by_name": "documented"},
    },
)
def upserts_by_name(account: Account) -> str:
    path = account.object()
    standard_name(account, path, is_unique=True)
    (result,) = account.job(path, "create_or_update_by_name", [{"name": "A"}])["results"]
    return str(result["status"])


@fact("11 results of deletions by external id")
def deletions_by_external_id(account: Account) -> None:
    path = account.object()
    account.record(path, external_id="x-1")
    job = account.job(path, "delete_by_external_id", ["x-1", "x-2"])
    deleted, failed = job["results"]
    assert deleted == {"external_id": "x-1", "index": 0, "status": "Deleted"}
    assert (failed["external_id"], failed["index"], failed["status"]) == ("x-2", 1, "Failed")
    assert failed["errors"] == [
        {"code": "CustomObjectRecordDeleteFailed", "title": "Record not found"}
    ]


@fact("11 results of failed upserts")
def failed_upserts(account: Account) -> None:
    path = account.object()
    account.field(path, "integer")
    good = {"external_id": "x-1", "name": "A"}
    bad = {"external_id": "x-2", "name": "B", "custom_object_fields": {"f": "many"}}
    job = account.job(path, "create_or_update_by_external_id", [bad, good])
    assert job["status"] == "completed"
    failed, done = job["results"]
    assert (failed["external_id"], failed["index"], failed["status"]) == ("x-2", 0, "Failed")
    assert [error["title"] for error in failed["errors"]] == ["Record validation errors"]
    assert "id" not in failed
    assert "success" not in failed
    assert (done["status"], account.names(path)) == ("CreateOrUpdate", ["A"])


@fact(
    "11 failures without errors",
    accepted={
        "listed": {"failed_item_errors": "listed"},
        "absent": {"failed_item_errors": "absent"},
    },
)
def failures_without_errors(account: Account) -> str:
    job = account.job(account.object(), "delete_by_external_id", ["nowhere"])
    (result,) = job["results"]
    assert result["status"] == "Failed"
    return "listed" if result.get("errors") else "absent"


@fact(
    "11 results of creations by id",
    accepted={
        "documented": {"job_results_by_id": "documented"},
        "observed": {"job_results_by_id": "observed"},
    },
)
def results_by_id(account: Account) -> str:
    path = account.object()
    (made,) = account.job(path, "create", [{"name": "A", "external_id": "x-1"}])["results"]
    (gone,) = account.job(path, "delete", ["01ARZ3NDEKTSV4RRFFQ69G5FAV"])["results"]
    assert (made["index"], gone["index"]) == (0, 0)
    if "id" in made:
        assert gone["success"] is False
        return "documented"
    assert (made["external_id"], gone["status"]) == ("x-1", "Failed")
    return "observed"


@fact("11 links.next on the last page")
def last_page(account: Account) -> None:
    path = account.object()
    account.record(path)
    page = account.call(200, "GET", f"{path}/records")
    assert page["meta"]["has_more"] is False
    following = account.call(200, "GET", page["links"]["next"])
    assert (following["custom_object_records"], following["meta"]["has_more"]) == ([], False)


@fact("11 dynamic values are text")
def dynamic_values(account: Account) -> None:
    path = account.object()
    account.record(path)
    for value in ("01KC9HXSMHV3KFY6R0X9PRYSMA", "a_tag", ""):
        params = {"name": "auk", "filter[dynamic_values][ticket_fields_77]": value}
        assert account.ask("GET", f"{path}/records/autocomplete", params=params).status_code == 200


@fact("11 paging parameters of other clients")
def paging_parameters(account: Account) -> None:
    path = account.object()
    for address in ("/custom_objects", f"{path}/fields", f"{path}/records"):
        for params in ({"per_page": "100", "page": "1"}, {"page[size]": "100"}):
            assert account.ask("GET", address, params=params).status_code == 200


@fact(
    "11 empty external ids",
    accepted={None: {"empty_external_id": "null"}, "": {"empty_external_id": "text"}},
)
def empty_external_ids(account: Account) -> Any:
    return account.record(account.object())["external_id"]


@fact("11 written empty external ids", accepted={"several": {}, "one": None})
def written_empty_external_ids(account: Account) -> str:
    path = account.object()
    account.record(path, external_id="")
    answer = account.ask("POST", f"{path}/records", record("Puffin", external_id=""))
    return "several" if answer.status_code == 201 else "one"


@fact("11 end users read where the policy lets them", needs="roles")
def end_users(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    policy = {"policy": {"records": {"read": {"allowed": True}}}}
    account.call(200, "PATCH", f"{path}/permission_policies/end-user", policy)
    customer = account.of("customer")
    customer.call(200, "GET", f"{path}/records/{made['id']}")
    assert customer.names(path) == ["Auk"]
    found = customer.call(200, "GET", f"{path}/records/autocomplete", name="auk")
    assert len(found["custom_object_records"]) == 1


@fact("11 numbers, booleans and lookups")
def json_types(account: Account) -> None:
    path = account.object()
    account.field(path, "integer", "i")
    account.field(path, "checkbox", "c")
    account.field(path, "lookup", "l", relationship_target_type="zen:user")
    user = account.record(path, "Other")["created_by_user_id"]
    shown = custom_values(account, path, account.record(path, i=7, c=True, l=user))
    assert shown == {"i": 7, "c": True, "l": user}
    assert type(shown["i"]) is int
    assert type(shown["l"]) is str


@fact("11 dates written with a time")
def dates_with_times(account: Account) -> None:
    path = account.object()
    account.field(path, "date")
    for written in ("2026-01-02T00:00:00+00:00", "2026-01-02T00:00:00Z", "2026-01-02"):
        shown = custom_values(account, path, account.record(path, f=written))
        assert shown == {"f": "2026-01-02T00:00:00+00:00"}


@fact("11 objects with standard keys", needs="seed")
def standard_objects(account: Account) -> None:
    key = "standard::service_catalog_item"
    item = {"key": key, "title": "Service", "title_pluralized": "Services"}
    account.sandbox.seed(objects=[item], records={key: [{"name": "Laptop"}]})
    for path in (f"/custom_objects/{key}", f"/custom_objects/{key.replace(':', '%3A')}"):
        assert account.call(200, "GET", path)["custom_object"]["key"] == key
        account.call(200, "GET", f"{path}/fields")
        assert account.names(path) == ["Laptop"]
    listed = account.call(200, "GET", "/custom_objects")["custom_objects"]
    assert [each["key"] for each in listed] == [key]


@fact(
    "11 long request lines",
    accepted={
        4096: {"request_line_limit": 4096},
        8192: {"request_line_limit": 8192},
        None: {"request_line_limit": None},
    },
)
def long_request_lines(account: Account) -> int | None:
    """The limit is searched for just below and above its two likely values."""
    path = f"{account.object()}/records"
    own = len(f"GET /api/v2{path}?filter[ids]= HTTP/1.1")
    for limit in (4096, 8192):
        for length, refused in ((limit, False), (limit + 1, True)):
            address = f"{path}?filter[ids]={'x' * (length - own)}"
            if account.ask("GET", address).status_code != 200:
                assert refused, f"refused at {length} characters"
                return limit
    return None
