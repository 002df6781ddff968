"""Records: facts 2.4, 3.3, 6.3 and 6.4."""

from __future__ import annotations

import re
from typing import Any

from tests.facts.accounts import Account, record
from tests.facts.case_fields import OPTIONS, standard_name
from tests.facts.cases import fact


def values(account: Account, path: str, given: dict[str, Any]) -> dict[str, Any]:
    shown = account.call(200, "GET", f"{path}/records/{given['id']}")
    custom: dict[str, Any] = shown["custom_object_record"]["custom_object_fields"]
    return custom


def refused(account: Account, method: str, path: str, body: Any = None) -> None:
    assert account.ask(method, path, body).status_code in (400, 422)


@fact("2.4 ListCustomObjectRecords")
def list_records(account: Account) -> None:
    path = account.object()
    account.record(path)
    page = account.call(200, "GET", f"{path}/records")
    assert [each["name"] for each in page["custom_object_records"]] == ["Auk"]
    assert set(page["meta"]) == {"has_more", "after_cursor", "before_cursor"}
    assert set(page["links"]) == {"next", "prev"}


@fact("2.4 filter[ids]")
def filter_ids(account: Account) -> None:
    path = account.object()
    ids = [account.record(path, name)["id"] for name in ("A", "B", "C")]
    assert sorted(account.names(path, filter__ids=f"{ids[0]},{ids[2]}")) == ["A", "C"]
    assert account.names(path, filter__ids=ids[0].swapcase()) == []


@fact("2.4 filter[external_ids]")
def filter_external_ids(account: Account) -> None:
    path = account.object()
    for name in "ABC":
        account.record(path, name, external_id=f"x-{name}")
    assert sorted(account.names(path, filter__external_ids="x-A,x-C,x-D")) == ["A", "C"]
    assert account.names(path, filter__external_ids="X-A") == []


@fact("2.4 sort")
def sort(account: Account) -> None:
    path = account.object()
    first = account.record(path, "A")
    account.record(path, "B")
    account.call(200, "PATCH", f"{path}/records/{first['id']}", record("A2"))
    assert account.names(path, sort="id") == ["A2", "B"]
    assert account.names(path, sort="-id") == ["B", "A2"]
    for order in ("updated_at", "-updated_at"):
        assert sorted(account.names(path, sort=order)) == ["A2", "B"]
    assert account.ask("GET", f"{path}/records", params={"sort": "name"}).status_code == 400


@fact("2.4 CreateCustomObjectRecord")
def create_record(account: Account) -> None:
    path = account.object()
    account.field(path)
    made = account.record(path, "Auk", external_id="x-1", f="v")
    assert (made["name"], made["external_id"]) == ("Auk", "x-1")
    assert made["custom_object_fields"]["f"] == "v"


@fact("2.4 upsert by external id")
def upsert_by_external_id(account: Account) -> None:
    """It creates a record, then updates the given values."""
    path = account.object()
    account.field(path)
    for body in (record("Auk", f="v"), record("Puffin")):
        answer = account.ask("PATCH", f"{path}/records", body, params={"external_id": "x-1"})
        assert answer.status_code in (200, 201)
    made = answer.json()["custom_object_record"]
    assert (made["name"], made["external_id"]) == ("Puffin", "x-1")
    assert made["custom_object_fields"]["f"] == "v"
    assert account.names(path) == ["Puffin"]


@fact("2.4 upsert by name")
def upsert_by_name(account: Account) -> None:
    """It needs unique names."""
    path = account.object()
    account.field(path)
    params = {"name": "Auk"}
    body = record(f="v")
    assert account.ask("PATCH", f"{path}/records", body, params=params).status_code in (400, 422)
    standard_name(account, path, is_unique=True)
    for _ in range(2):
        answer = account.ask("PATCH", f"{path}/records", body, params=params)
        assert answer.status_code in (200, 201)
    assert account.names(path) == ["Auk"]


@fact("2.4 upsert by exactly one of the two")
def upsert_by_one(account: Account) -> None:
    path = account.object()
    standard_name(account, path, is_unique=True)
    for params in ({}, {"name": "Auk", "external_id": "x-1"}):
        refused_with = account.ask("PATCH", f"{path}/records", record("Auk"), params=params)
        assert 400 <= refused_with.status_code < 500


@fact(
    "2.4 status of an upsert that creates",
    accepted={
        200: {"upsert_created_status": 200},
        201: {"upsert_created_status": 201},
    },
)
def upsert_created(account: Account) -> int:
    path = f"{account.object()}/records"
    return account.ask("PATCH", path, record("Auk"), params={"external_id": "x-1"}).status_code


@fact("2.4 DeleteCustomObjectRecordByExternalIdOrName")
def delete_addressed(account: Account) -> None:
    path = account.object()
    standard_name(account, path, is_unique=True)
    account.record(path, "A", external_id="x-1")
    account.record(path, "B")
    account.call(204, "DELETE", f"{path}/records", external_id="x-1")
    account.call(204, "DELETE", f"{path}/records", name="B")
    account.call(404, "DELETE", f"{path}/records", external_id="x-1")
    assert account.names(path) == []


@fact("2.4 ShowCustomObjectRecord")
def show_record(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    shown = account.call(200, "GET", f"{path}/records/{made['id']}")["custom_object_record"]
    assert shown["id"] == made["id"]


@fact("2.4 UpdateCustomObjectRecord")
def update_record(account: Account) -> None:
    path = account.object()
    account.field(path, key="f")
    account.field(path, key="g")
    made = account.record(path, f="v", g="w")
    changed = account.call(200, "PATCH", f"{path}/records/{made['id']}", record(g="x"))
    changed = changed["custom_object_record"]
    assert (changed["name"], changed["custom_object_fields"]) == ("Auk", {"f": "v", "g": "x"})


@fact("2.4 DeleteCustomObjectRecord")
def delete_record(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    account.call(204, "DELETE", f"{path}/records/{made['id']}")
    account.call(404, "GET", f"{path}/records/{made['id']}")


@fact("2.4 CountCustomObjectRecords")
def count_records(account: Account) -> None:
    path = account.object()
    account.record(path)

    def look() -> Any:
        return account.call(200, "GET", f"{path}/records/count")["count"]

    count = account.settled(look, lambda count: count["value"] == 1)
    assert set(count) == {"refreshed_at", "value"}


@fact("2.4 default page size", accepted={100: {}})
def default_page(account: Account) -> int:
    path = account.object()
    for size in (100, 1):
        account.job(path, "create", [{"name": "Auk"}] * size)
    return len(account.names(path))


@fact(
    "2.4 unknown body keys",
    accepted={
        "named": {"unknown_keys": "warn"},
        "dropped": {"unknown_keys": "drop"},
        "refused": {"unknown_keys": "refuse"},
    },
)
def unknown_keys(account: Account) -> str:
    body = record("Auk")
    body["custom_object_record"]["colour"] = "red"
    answer = account.ask("POST", f"{account.object()}/records", body)
    if answer.status_code == 201:
        assert "colour" not in answer.json()["custom_object_record"]
        return "named" if "colour" in answer.headers.get("x-zendesk-api-warn", "") else "dropped"
    assert answer.status_code in (400, 422)
    return "refused"


@fact(
    "2.4 unknown parameters",
    accepted={
        "refused": {"unknown_parameters": "refuse"},
        "ignored": {"unknown_parameters": "ignore"},
    },
)
def unknown_parameters(account: Account) -> str:
    path = f"{account.object()}/records"
    answer = account.ask("GET", path, params={"filter[assigned_to]": "1"})
    assert answer.status_code in (200, 400)
    return "ignored" if answer.status_code == 200 else "refused"


@fact("2.4 parameter locale")
def locale(account: Account) -> None:
    """A client sends it with every request."""
    path = account.object()
    account.call(200, "GET", f"{path}/records", locale="en")
    body = record("Auk")
    assert account.ask("POST", f"{path}/records", body, params={"locale": "en"}).status_code == 201


@fact("3.3 ids are ULIDs")
def ids(account: Account) -> None:
    path = account.object()
    ids = [account.record(path)["id"] for _ in range(2)]
    for each in ids:
        assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", each)


@fact("3.3 sort=id follows creation", accepted={True: {}, False: None})
def ids_follow_creation(account: Account) -> bool:
    path = account.object()
    for name in "ABC":
        account.record(path, name)
    return account.names(path, sort="id") == ["A", "B", "C"]


@fact("3.3 shape")
def shape(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    assert made["custom_object_key"] == path.rpartition("/")[2]
    assert isinstance(made["created_by_user_id"], str)
    assert isinstance(made["updated_by_user_id"], str)
    assert made["external_id"] is None
    assert made.get("photo") is None
    assert made["url"]
    assert made["created_at"] <= made["updated_at"]


@fact("3.3 name is required")
def name_is_required(account: Account) -> None:
    details = account.refusal("POST", f"{account.object()}/records", record())
    assert details


@fact("3.3 external ids are unique per object")
def unique_external_ids(account: Account) -> None:
    path, other = account.object(), account.object()
    account.record(path, external_id="x-1")
    account.record(other, external_id="x-1")
    assert "external_id" in account.refusal(
        "POST", f"{path}/records", record("B", external_id="x-1")
    )
    account.record(path, external_id="X-1")


@fact("6.3 text")
def text(account: Account) -> None:
    path = account.object()
    account.field(path, "text", key="f")
    account.field(path, "textarea", key="g")
    made = account.record(path, f="é 漢", g="a\nb")
    assert values(account, path, made) == {"f": "é 漢", "g": "a\nb"}


@fact("6.3 regexp")
def regexp(account: Account) -> None:
    path = account.object()
    account.field(path, "regexp", regexp_for_validation=r"\A[A-Z]{3}\z")
    made = account.record(path, f="AUK")
    assert values(account, path, made) == {"f": "AUK"}
    assert "f" in account.refusal("POST", f"{path}/records", record("x", f="auk"))


@fact("6.3 checkbox")
def checkbox(account: Account) -> None:
    path = account.object()
    account.field(path, "checkbox")
    for value in (True, False):
        assert values(account, path, account.record(path, f=value)) == {"f": value}


@fact("6.3 integer")
def integer(account: Account) -> None:
    path = account.object()
    account.field(path, "integer")
    assert values(account, path, account.record(path, f=2020)) == {"f": 2020}
    refused(account, "POST", f"{path}/records", record("x", f="many"))


@fact("6.3 decimal")
def decimal(account: Account) -> None:
    path = account.object()
    account.field(path, "decimal")
    assert values(account, path, account.record(path, f=11.5)) == {"f": 11.5}
    refused(account, "POST", f"{path}/records", record("x", f="much"))


@fact("6.3 date")
def date(account: Account) -> None:
    path = account.object()
    account.field(path, "date")
    seen = values(account, path, account.record(path, f="2026-01-02"))["f"]
    assert seen == "2026-01-02T00:00:00+00:00"
    refused(account, "POST", f"{path}/records", record("x", f="2nd of January"))


@fact("6.3 dropdown")
def dropdown(account: Account) -> None:
    path = account.object()
    account.field(path, "dropdown", custom_field_options=OPTIONS)
    assert values(account, path, account.record(path, f="sail")) == {"f": "sail"}
    refused(account, "POST", f"{path}/records", record("x", f="oar"))


@fact("6.3 multiselect")
def multiselect(account: Account) -> None:
    path = account.object()
    account.field(path, "multiselect", custom_field_options=OPTIONS)
    made = account.record(path, f=["sail", "motor"])
    assert sorted(values(account, path, made)["f"]) == ["motor", "sail"]
    refused(account, "POST", f"{path}/records", record("x", f=["oar"]))


def linked(account: Account, kind: str) -> tuple[str, str, dict[str, Any]]:
    """Paths of two objects, of which the second refers to the first, and a record of the first."""
    target, path = account.object(), account.object()
    standard_name(account, target, is_unique=True)
    to = f"zen:custom_object:{target.rpartition('/')[2]}"
    account.field(path, kind, relationship_target_type=to)
    return target, path, account.record(target, "Target", external_id="x-1")


@fact("6.3 lookup")
def lookup(account: Account) -> None:
    _, path, target = linked(account, "lookup")
    for reference in (target["id"], "external_id:x-1", "name:Target"):
        made = account.record(path, f=reference)
        assert values(account, path, made) == {"f": target["id"]}
    for reference in ("external_id:none", "name:Nobody"):
        refused(account, "POST", f"{path}/records", record("x", f=reference))


@fact("6.3 parent")
def parent(account: Account) -> None:
    _, path, target = linked(account, "parent")
    for reference in (target["id"], "external_id:x-1", "name:Target"):
        made = account.record(path, f=reference)
        assert values(account, path, made) == {"f": target["id"]}


@fact("6.3 lookup by a name that is not unique")
def lookup_by_name(account: Account) -> None:
    target, path = account.object(), account.object()
    to = f"zen:custom_object:{target.rpartition('/')[2]}"
    account.field(path, "lookup", relationship_target_type=to)
    for _ in range(2):
        account.record(target, "Twin")
    refused(account, "POST", f"{path}/records", record("x", f="name:Twin"))


@fact("6.3 currency", accepted={"12.50": {}, 12.5: None})
def currency(account: Account) -> Any:
    path = account.object()
    account.field(path, "currency", properties={"allowed_currencies": ["EUR"]})
    return values(account, path, account.record(path, f="12.50"))["f"]


@fact("6.3 null clears")
def null_clears(account: Account) -> None:
    path = account.object()
    account.field(path)
    made = account.record(path, f="v")
    account.call(200, "PATCH", f"{path}/records/{made['id']}", record(f=None))
    assert values(account, path, made).get("f") is None


@fact("6.3 unset is null", accepted={"null": {}, "absent": None})
def unset(account: Account) -> str:
    path = account.object()
    account.field(path)
    shown = values(account, path, account.record(path))
    assert shown.get("f") is None
    return "null" if "f" in shown else "absent"


@fact(
    "6.3 unknown fields",
    accepted={
        "refused": {"unknown_fields": "refuse"},
        "dropped": {"unknown_fields": "drop"},
    },
)
def unknown_fields(account: Account) -> str:
    answer = account.ask("POST", f"{account.object()}/records", record("Auk", colour="red"))
    if answer.status_code == 201:
        assert "colour" not in answer.json()["custom_object_record"]["custom_object_fields"]
        return "dropped"
    assert answer.status_code in (400, 422)
    return "refused"


@fact("6.3 lookups hold one target")
def one_target(account: Account) -> None:
    _, path, target = linked(account, "lookup")
    refused(account, "POST", f"{path}/records", record("x", f=[target["id"]]))


@fact("6.4 numbered names")
def numbered(account: Account) -> None:
    path = account.object()
    standard_name(
        account,
        path,
        autoincrement_enabled=True,
        autoincrement_prefix="P-",
        autoincrement_padding=2,
        autoincrement_next_sequence=9,
    )
    made = [account.record(path, None)["name"] for _ in range(2)]
    assert made == ["P-09", "P-10"]


@fact("6.4 digits overflow the padding")
def overflow(account: Account) -> None:
    path = account.object()
    numbered = {"autoincrement_enabled": True, "autoincrement_padding": 2}
    standard_name(account, path, **numbered, autoincrement_next_sequence=99)
    assert [account.record(path, None)["name"] for _ in range(2)] == ["99", "100"]


@fact("6.4 a numbered name is not given")
def no_name(account: Account) -> None:
    path = account.object()
    standard_name(account, path, autoincrement_enabled=True)
    assert account.refusal("POST", f"{path}/records", record("Auk"))


@fact("6.4 a numbered name may be null")
def null_name(account: Account) -> None:
    path = account.object()
    standard_name(account, path, autoincrement_enabled=True)
    account.call(201, "POST", f"{path}/records", {"custom_object_record": {"name": None}})


@fact("6.4 unique names")
def unique_names(account: Account) -> None:
    path = account.object()
    standard_name(account, path, is_unique=True)
    account.record(path)
    account.refusal("POST", f"{path}/records", record("Auk"))
    other = account.record(path, "Puffin")
    account.refusal("PATCH", f"{path}/records/{other['id']}", record("Auk"))


@fact("6.4 names may repeat otherwise")
def repeated_names(account: Account) -> None:
    path = account.object()
    for _ in range(2):
        account.record(path)
    assert account.names(path) == ["Auk", "Auk"]


@fact("6.4 a child needs a parent")
def child(account: Account) -> None:
    _, path, target = linked(account, "parent")
    refused(account, "POST", f"{path}/records", record("x"))
    refused(account, "POST", f"{path}/records", record("x", f=target["id"][::-1]))
    account.record(path, f=target["id"])


@fact("6.4 children go with their parent")
def orphan(account: Account) -> None:
    owner, path, target = linked(account, "parent")
    made = account.record(path, f=target["id"])
    account.call(204, "DELETE", f"{owner}/records/{target['id']}")
    account.settled(
        lambda: account.ask("GET", f"{path}/records/{made['id']}").status_code,
        lambda status: status == 404,
    )


@fact("6.4 deleted objects take their records along")
def deleted_object(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    account.call(204, "DELETE", path)
    assert account.ask("GET", f"{path}/records/{made['id']}").status_code in (403, 404)


@fact("6.4 lookups to what was deleted", accepted={"kept": {}, "cleared": None})
def dangling(account: Account) -> str:
    owner, path, target = linked(account, "lookup")
    made = account.record(path, f=target["id"])
    account.call(204, "DELETE", f"{owner}/records/{target['id']}")
    return "kept" if values(account, path, made)["f"] == target["id"] else "cleared"
