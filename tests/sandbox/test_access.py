"""Access of each role to records: facts 2.4, 2.6, 4.4 and 6.5."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.people import HARBOUR, USERS, People
from tests.sandbox.support import Api
from zendesk_custom_objects.sandbox import CustomRole, Sandbox, User

OFFICE = f"custom-role-{HARBOUR.id}"
RECORD = {"custom_object_record": {"name": "new"}}
CHANGE = {"custom_object_record": {"external_id": "x"}}
FULL: dict[str, Any] = {"allowed": True, "rule_id": None}
NONE: dict[str, Any] = {"allowed": False, "rule_id": None}


def allow(admin: Api, key: str, role: str, **actions: Any) -> None:
    """Set the policy of a role; omitted actions are forbidden."""
    records = dict.fromkeys(("create", "read", "update", "delete"), NONE) | actions
    body = {"policy": {"records": records}}
    admin.call("PATCH", f"/{key}/permission_policies/{role}", body, status=200)


def limited(admin: Api, key: str, *every: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An action that a new rule restricts."""
    conditions = {"all": list(every), "any": values.pop("any", [])}
    body = {"access_rule": {"title": "T", "conditions": conditions}}
    rule = admin.call("POST", f"/{key}/access_rules", body, status=201)["access_rule"]
    return {"allowed": True, "rule_id": rule["id"]}


def names(api: Api, key: str) -> list[str]:
    page = api.call("GET", f"/{key}/records", status=200)
    return [record["name"] for record in page["custom_object_records"]]


def count(api: Api, key: str) -> int:
    value: int = api.call("GET", f"/{key}/records/count", status=200)["count"]["value"]
    return value


def statuses(api: Api, key: str, record_id: str) -> dict[str, int]:
    """Statuses of reading, creating, updating and deleting."""
    path = f"/api/v2/custom_objects/{key}/records"

    def send(method: str, where: str, json: Any = None) -> int:
        return api.http.request(method, path + where, json=json).status_code

    return {
        "list": send("GET", ""),
        "count": send("GET", "/count"),
        "show": send("GET", f"/{record_id}"),
        "create": send("POST", "", RECORD),
        "update": send("PATCH", f"/{record_id}", CHANGE),
        "upsert": send("PATCH", "?external_id=new", RECORD),
        "delete": send("DELETE", f"/{record_id}"),
    }


READS = {"list": 200, "count": 200, "show": 200}
MAY_ALL = {**READS, "create": 201, "update": 200, "upsert": 200, "delete": 204}
MAY_LOOK = {**READS, "create": 403, "update": 403, "upsert": 403, "delete": 403}
MAY_NOT = dict.fromkeys(MAY_ALL, 403)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("admin", MAY_ALL),
        ("agent", MAY_ALL),
        ("light", MAY_LOOK),
        ("officer", MAY_ALL),
        ("customer", MAY_NOT),
    ],
)
def test_roles_have_default_permissions(people: People, who: str, expected: dict[str, int]) -> None:
    key = people.admin.object()
    record = people.admin.record(key)
    assert statuses(getattr(people, who), key, record["id"]) == expected


@pytest.mark.parametrize(("who", "role"), [("officer", OFFICE), ("customer", "end-user")])
@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        ((), MAY_NOT),
        (("read",), MAY_LOOK),
        (("read", "create"), {**MAY_LOOK, "create": 201, "upsert": 200}),
        (("read", "update"), {**MAY_LOOK, "update": 200}),
        (("read", "delete"), {**MAY_LOOK, "delete": 204}),
        (("read", "create", "update", "delete"), MAY_ALL),
    ],
)
def test_a_policy_without_rules_allows_or_forbids_an_action(
    people: People, who: str, role: str, allowed: tuple[str, ...], expected: dict[str, int]
) -> None:
    key = people.admin.object()
    record = people.admin.record(key)
    allow(people.admin, key, role, **dict.fromkeys(allowed, FULL))
    assert statuses(getattr(people, who), key, record["id"]) == expected


@pytest.mark.parametrize("who", ["admin", "agent", "triggerer"])
def test_a_policy_applies_only_to_its_role(people: People, who: str) -> None:
    key = people.admin.object()
    record = people.admin.record(key)
    allow(people.admin, key, OFFICE)
    allow(people.admin, key, "end-user")
    assert statuses(getattr(people, who), key, record["id"]) == MAY_ALL


def test_end_users_without_a_rule_can_read_every_record(people: People) -> None:
    key = people.admin.object()
    people.admin.record(key, "a")
    people.agent.record(key, "b")
    allow(people.admin, key, "end-user", read=FULL)
    assert names(people.customer, key) == ["a", "b"]


def test_a_record_outside_the_rule_is_not_found(people: People) -> None:
    admin, officer = people.admin, people.officer
    key = admin.object()
    shown = admin.record(key, "shown", external_id="1")
    hidden = admin.record(key, "hidden", external_id="2")
    read = limited(admin, key, {"field": "name", "operator": "is", "value": "shown"})
    allow(admin, key, OFFICE, read=read, update=read, delete=read, create=NONE)
    assert names(officer, key) == ["shown"]
    assert count(officer, key) == 1
    assert count(admin, key) == 2
    ids = f"{shown['id']},{hidden['id']}"
    for parameter, value in (("filter[ids]", ids), ("filter[external_ids]", "1,2")):
        page = officer.call("GET", f"/{key}/records", status=200, params={parameter: value})
        assert [record["id"] for record in page["custom_object_records"]] == [shown["id"]]
    officer.call("GET", f"/{key}/records/{shown['id']}", status=200)
    for method, body in (("GET", None), ("PATCH", CHANGE), ("DELETE", None)):
        officer.call(method, f"/{key}/records/{hidden['id']}", body, status=404)
    officer.call("DELETE", f"/{key}/records", None, status=404, params={"external_id": "2"})
    officer.call("PATCH", f"/{key}/records", CHANGE, status=404, params={"external_id": "2"})
    assert names(admin, key) == ["shown", "hidden"]


def test_writing_a_record_that_can_only_be_read_is_forbidden(people: People) -> None:
    admin, officer = people.admin, people.officer
    key = admin.object()
    admin.field(key, "status")
    open_, done = admin.record(key, status="open"), admin.record(key, status="done")
    field = f"custom_object.{key}.custom_fields.status"
    write = limited(admin, key, {"field": field, "operator": "is_not", "value": "done"})
    allow(admin, key, OFFICE, read=FULL, update=write, delete=write)
    assert len(names(officer, key)) == 2
    for method, body in (("PATCH", CHANGE), ("DELETE", None)):
        officer.call(method, f"/{key}/records/{done['id']}", body, status=403)
    finish = {"custom_object_record": {"custom_object_fields": {"status": "done"}}}
    officer.call("PATCH", f"/{key}/records/{open_['id']}", finish, status=200)
    officer.call("PATCH", f"/{key}/records/{open_['id']}", finish, status=403)


def test_a_new_record_must_match_the_rule_and_is_not_created_otherwise(people: People) -> None:
    admin, customer = people.admin, people.customer
    key = admin.object()
    admin.name(key, autoincrement_enabled=True, autoincrement_next_sequence=1)
    admin.field(key, "owner", "lookup", relationship_target_type="zen:user")
    field = f"custom_object.{key}.custom_fields.owner"
    own = limited(admin, key, {"field": field, "operator": "matches", "value": "current_user"})
    allow(admin, key, "end-user", read=own, create=own)
    body = {"custom_object_record": {"custom_object_fields": {"owner": "1"}}}
    customer.call("POST", f"/{key}/records", body, status=403)
    assert count(admin, key) == 0
    made = customer.record(key, None, owner=str(USERS["customer"].id))
    assert made["name"] == "1"
    assert count(customer, key) == 1


def test_rules_apply_on_every_page(people: People) -> None:
    admin, officer = people.admin, people.officer
    key = admin.object()
    for number in range(10):
        admin.record(key, f"{'a' if number % 2 else 'b'}")
    read = limited(admin, key, {"field": "name", "operator": "is", "value": "a"})
    allow(admin, key, OFFICE, read=read)
    for sort in ("id", "-id", "updated_at", "-updated_at"):
        found: list[str] = []
        params: dict[str, str | int] = {"page[size]": 2, "sort": sort}
        while True:
            page = officer.call("GET", f"/{key}/records", status=200, params=params)
            found += [record["name"] for record in page["custom_object_records"]]
            if not page["meta"]["has_more"]:
                break
            params["page[after]"] = page["meta"]["after_cursor"]
        assert found == ["a"] * 5


def _options(*values: str) -> dict[str, Any]:
    return {"custom_field_options": [{"name": value, "value": value} for value in values]}


OPTIONS = _options("x", "y")
USER_LOOKUP = {"relationship_target_type": "zen:user"}
ME = str(USERS["officer"].id)


@pytest.mark.parametrize(
    ("kind", "more", "values", "operator", "value", "met"),
    [
        ("text", {}, ["a", "b", None], "is", "a", [0]),
        ("text", {}, ["a", "b", None], "is_not", "a", [1, 2]),
        ("text", {}, ["a", "b", None], "present", None, [0, 1]),
        ("text", {}, ["a", "b", None], "not_present", None, [2]),
        ("text", {}, ["a", "A", "a'\"%"], "is", "a'\"%", [2]),
        ("date", {}, ["2026-01-01", "2026-01-02", None], "greater_than", "2026-01-01", [1]),
        ("date", {}, ["2026-01-01", "2026-01-02", None], "less_than_equal", "2026-01-01", [0]),
        ("integer", {}, [9, 10, None], "greater_than", 9, [1]),
        ("integer", {}, [9, 10, None], "less_than", "10", [0]),
        ("integer", {}, [9, 10, None], "is", "10", [1]),
        ("integer", {}, [9, 10, 0], "present", None, [0, 1, 2]),
        ("decimal", {}, [1.5, 10, None], "is", 1.5, [0]),
        ("decimal", {}, [1.5, 10, None], "is", "1.50", [0]),
        ("decimal", {}, [1.5, 10, None], "greater_than_equal", "10.0", [1]),
        ("dropdown", OPTIONS, ["x", "y", None], "is", "x", [0]),
        ("dropdown", OPTIONS, ["x", "y", None], "is_not", "x", [1, 2]),
        ("dropdown", OPTIONS, ["x", "y", None], "present", None, [0, 1]),
        ("multiselect", OPTIONS, [["x"], ["x", "y"], None, []], "includes", "y", [1]),
        ("multiselect", OPTIONS, [["x"], ["x", "y"], None, []], "not_includes", "y", [0, 2, 3]),
        ("multiselect", OPTIONS, [["x"], ["x", "y"], None, []], "present", None, [0, 1]),
        ("multiselect", OPTIONS, [["x"], ["x", "y"], None, []], "not_present", None, [2, 3]),
        ("lookup", USER_LOOKUP, [ME, "1", None], "matches", "current_user", [0]),
        ("lookup", USER_LOOKUP, [ME, "1", None], "not_matches", "current_user", [1, 2]),
        ("lookup", USER_LOOKUP, [ME, "1", None], "is", "1", [1]),
        ("lookup", USER_LOOKUP, [ME, "1", None], "present", None, [0, 1]),
    ],
)
def test_an_operator_matches_the_right_records(
    people: People,
    kind: str,
    more: dict[str, Any],
    values: list[Any],
    operator: str,
    value: Any,
    met: list[int],
) -> None:
    key = people.admin.object()
    people.admin.field(key, "f", kind, **more)
    for number, each in enumerate(values):
        people.admin.record(key, str(number), f=each)
    field = f"custom_object.{key}.custom_fields.f"
    condition = {"field": field, "operator": operator, "value": value}
    allow(people.admin, key, OFFICE, read=limited(people.admin, key, condition))
    assert names(people.officer, key) == [str(number) for number in met]
    assert count(people.officer, key) == len(met)


@pytest.mark.parametrize(
    ("operator", "value"), [("matches", "current_user"), ("is", "current_user"), ("is", 4)]
)
def test_a_rule_can_match_the_records_of_the_caller(
    people: People, operator: str, value: Any
) -> None:
    key = people.admin.object()
    people.admin.record(key, "theirs")
    people.officer.record(key, "mine")
    condition = {"field": "created_by_user", "operator": operator, "value": value}
    allow(people.admin, key, OFFICE, read=limited(people.admin, key, condition))
    assert names(people.officer, key) == ["mine"]


def test_conditions_are_combined_with_all_and_any(people: People) -> None:
    key = people.admin.object()
    people.admin.field(key, "port")
    for name, port in (("a", "x"), ("a", "y"), ("b", "x"), ("c", "z")):
        people.admin.record(key, name, port=port)

    def is_(field: str, value: str) -> dict[str, Any]:
        return {"field": field, "operator": "is", "value": value}

    port = f"custom_object.{key}.custom_fields.port"
    read = limited(people.admin, key, is_("name", "a"), any=[is_(port, "y"), is_(port, "z")])
    allow(people.admin, key, OFFICE, read=read)
    assert names(people.officer, key) == ["a"]
    read = limited(people.admin, key, any=[is_("name", "b"), is_(port, "z")])
    allow(people.admin, key, OFFICE, read=read)
    assert names(people.officer, key) == ["b", "c"]


def test_a_rule_takes_effect_at_once(people: People) -> None:
    key = people.admin.object()
    people.admin.record(key, "a")
    read = limited(people.admin, key, {"field": "name", "operator": "is", "value": "b"})
    allow(people.admin, key, OFFICE, read=read)
    assert names(people.officer, key) == []
    body: Any = {"access_rule": {"conditions": {"all": []}}}
    people.admin.call("PATCH", f"/{key}/access_rules/{read['rule_id']}", body, status=200)
    assert names(people.officer, key) == ["a"]


@pytest.mark.parametrize("operator", ["is", "is_not", "present"])
def test_a_condition_on_a_deleted_field_never_matches(people: People, operator: str) -> None:
    key = people.admin.object()
    people.admin.field(key, "port")
    people.admin.record(key, port="x")
    value = None if operator == "present" else "x"
    field = f"custom_object.{key}.custom_fields.port"
    condition = {"field": field, "operator": operator, "value": value}
    allow(people.admin, key, OFFICE, read=limited(people.admin, key, condition))
    people.admin.call("DELETE", f"/{key}/fields/port", status=204)
    assert names(people.officer, key) == []


def test_a_removed_option_counts_as_no_value(people: People) -> None:
    key = people.admin.object()
    people.admin.field(key, "kind", "dropdown", **_options("x", "y"))
    people.admin.record(key, "a", kind="x")
    people.admin.record(key, "b", kind="y")
    field = f"custom_object.{key}.custom_fields.kind"
    condition = {"field": field, "operator": "present"}
    allow(people.admin, key, OFFICE, read=limited(people.admin, key, condition))
    body = {"custom_object_field": _options("y")}
    people.admin.call("PATCH", f"/{key}/fields/kind", body, status=200)
    assert names(people.officer, key) == ["b"]


# --- cascading permissions (4.4)


@pytest.fixture
def child(people: People) -> str:
    """An object whose parent field cascades permissions, with a record."""
    admin = people.admin
    parent = admin.object()
    key = admin.object()
    admin.field(
        key,
        "owner",
        "parent",
        relationship_target_type=f"zen:custom_object:{parent}",
        properties={"cascade_permissions_enabled": True},
    )
    admin.record(key, "child", owner=admin.record(parent)["id"])
    return key


Cascade = Callable[[Api, str], int]


def _searched(api: Api, key: str, criteria: Any) -> int:
    path = f"/api/v2/custom_objects/{key}/records/search"
    return api.http.post(path, json={"filter": criteria}).status_code


@pytest.mark.parametrize("path", ["", "/count", "/search?query=child"])
def test_only_admins_can_list_children_with_cascading_permissions(
    people: People, child: str, path: str
) -> None:
    for who, status in (("admin", 200), ("agent", 403), ("light", 403), ("officer", 403)):
        getattr(people, who).call("GET", f"/{child}/records{path}", status=status)


@pytest.mark.parametrize(
    ("criteria", "status"),
    [
        ({"name": {"$contains": "child"}}, 403),
        ({"$or": [{"custom_object_fields.owner": {"$eq": "x"}}]}, 403),
        ({"custom_object_fields.owner": {"$exists": True}}, 403),
        ({"custom_object_fields.owner": {"$eq": "x"}}, 200),
        ({"$and": [{"custom_object_fields.owner": {"$eq": "x"}}]}, 200),
    ],
)
def test_a_filtered_search_must_name_the_parent(
    people: People, child: str, criteria: Any, status: int
) -> None:
    assert _searched(people.agent, child, criteria) == status
    if status == 403:
        assert _searched(people.admin, child, {"name": {"$contains": "child"}}) == 200


def test_a_single_child_can_be_read_with_cascading_permissions(people: People, child: str) -> None:
    record = people.admin.call("GET", f"/{child}/records", status=200)["custom_object_records"][0]
    people.agent.call("GET", f"/{child}/records/{record['id']}", status=200)


def test_children_without_cascading_permissions_are_listed(people: People) -> None:
    admin = people.admin
    parent, key = admin.object(), admin.object()
    admin.field(key, "owner", "parent", relationship_target_type=f"zen:custom_object:{parent}")
    admin.record(key, "child", owner=admin.record(parent)["id"])
    assert names(people.agent, key) == ["child"]


# --- roles


@pytest.mark.parametrize("role", ["admin", "light_agent", "end_user"])
def test_only_agents_can_have_custom_roles(role: Any) -> None:
    user = User(id=1, email="x", name="x", role=role, custom_role_id=5)
    with pytest.raises(ValueError, match="custom role"):
        Sandbox(users=[user], clients=[], custom_roles=[CustomRole(id=5, name="R")])


def test_a_custom_role_must_exist() -> None:
    user = User(id=1, email="x", name="x", role="agent", custom_role_id=5)
    with pytest.raises(ValueError, match="custom role"):
        Sandbox(users=[user], clients=[])
