"""Access rules and permission policies: facts 2.6, 3.4 and 6.5."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.people import HARBOUR, TRIGGERERS, People
from tests.sandbox.support import Api

OFFICE = f"custom-role-{HARBOUR.id}"


def condition(field: str, operator: str, *value: Any) -> dict[str, Any]:
    return {"field": field, "operator": operator, **({"value": value[0]} if value else {})}


def named(key: str, operator: str, *value: Any) -> dict[str, Any]:
    """A condition on the custom field `f`."""
    return condition(f"custom_object.{key}.custom_fields.f", operator, *value)


def rule(api: Api, key: str, *every: dict[str, Any], **values: Any) -> int:
    body = {"title": "T", "conditions": {"all": list(every)}, **values}
    reply = api.call("POST", f"/{key}/access_rules", {"access_rule": body}, status=201)
    rule_id: int = reply["access_rule"]["id"]
    return rule_id


def policy(api: Api, key: str, actions: dict[str, Any], role: str = OFFICE) -> dict[str, Any]:
    """Update the policy of a role, and return the whole policy."""
    body = {"policy": {"records": actions}}
    path = f"/{key}/permission_policies/{role}"
    records: dict[str, Any] = api.call("PATCH", path, body, status=200)["policy"]["records"]
    return records


# --- rules


def test_a_rule_is_created_read_updated_and_deleted(admin: Api) -> None:
    key = admin.object()
    admin.field(key, "f")
    conditions = {"all": [named(key, "is", "x")], "any": [condition("name", "present")]}
    body = {"title": "Own", "description": "d", "conditions": conditions}
    made = admin.call("POST", f"/{key}/access_rules", {"access_rule": body}, status=201)
    made = made["access_rule"]
    assert isinstance(made["id"], int)
    assert {name: made[name] for name in body} == body
    assert made["created_at"] == made["updated_at"] == "2026-01-02T03:04:05Z"
    path = f"/{key}/access_rules/{made['id']}"
    assert admin.call("GET", path, status=200) == {"access_rule": made}
    admin.clock.now += 60
    changed = admin.call("PATCH", path, {"access_rule": {"title": "New"}}, status=200)
    assert changed["access_rule"] == {**made, "title": "New", "updated_at": "2026-01-02T03:05:05Z"}
    other = rule(admin, key)
    listed = admin.call("GET", f"/{key}/access_rules", status=200)["access_rules"]
    assert [each["id"] for each in listed] == [made["id"], other]
    admin.call("DELETE", path, status=204)
    admin.call("GET", path, status=404)
    admin.call("DELETE", path, status=404)


def test_new_conditions_replace_the_old_ones(admin: Api) -> None:
    key = admin.object()
    rule_id = rule(admin, key, condition("name", "is", "a"))
    body = {"access_rule": {"conditions": {"any": [condition("name", "is", "b")]}}}
    changed = admin.call("PATCH", f"/{key}/access_rules/{rule_id}", body, status=200)
    assert changed["access_rule"]["conditions"] == {
        "all": [],
        "any": [condition("name", "is", "b")],
    }


TEXT = {"is", "is_not", "present"}
ORDERED = {
    *TEXT,
    "greater_than",
    "less_than",
    "greater_than_equal",
    "less_than_equal",
}
OPERATORS: dict[str, set[str]] = {
    "text": TEXT,
    "textarea": TEXT,
    "regexp": TEXT,
    "date": ORDERED,
    "integer": ORDERED,
    "decimal": ORDERED,
    "dropdown": TEXT,
    "multiselect": {"includes", "not_includes", "present"},
    "lookup": {"is", "is_not", "matches", "present"},
    "checkbox": set(),
    "currency": set(),
    "parent": set(),
}
MORE: dict[str, dict[str, Any]] = {
    "regexp": {"regexp_for_validation": "x"},
    "dropdown": {"custom_field_options": [{"name": "X", "value": "x"}]},
    "multiselect": {"custom_field_options": [{"name": "X", "value": "x"}]},
    "lookup": {"relationship_target_type": "zen:user"},
    "parent": {"relationship_target_type": "zen:user"},
    "currency": {"properties": {"allowed_currencies": ["EUR"]}},
}
VALUES: dict[str, Any] = {"date": "2026-01-02", "integer": 5, "decimal": "2.5", "lookup": "4"}
EVERY = ORDERED | {"includes", "not_includes", "matches", "starts_with"}


@pytest.mark.parametrize("kind", OPERATORS)
def test_each_type_has_its_operators(admin: Api, kind: str) -> None:
    key = admin.object()
    admin.field(key, "f", kind, **MORE.get(kind, {}))
    accepted = set()
    for operator in EVERY:
        value: Any = VALUES.get(kind, "x")
        if operator in ("present", "matches"):
            value = {"present": None, "matches": "current_user"}[operator]
        body = {"title": "T", "conditions": {"all": [named(key, operator, value)], "any": []}}
        reply = admin.http.post(
            f"/api/v2/custom_objects/{key}/access_rules", json={"access_rule": body}
        )
        assert reply.status_code in (201, 422)
        if reply.status_code == 201:
            accepted.add(operator)
    assert accepted == OPERATORS[kind]


@pytest.mark.parametrize(
    ("kind", "operator", "value"),
    [
        ("text", "is", 5),
        ("text", "is", None),
        ("text", "is", ["a"]),
        ("text", "present", "a"),
        ("date", "is", "2026-13-01"),
        ("date", "is", "yesterday"),
        ("integer", "is", "five"),
        ("integer", "is", True),
        ("integer", "greater_than", "1e400"),
        ("dropdown", "is", "unknown"),
        ("multiselect", "includes", "unknown"),
        ("lookup", "matches", "somebody"),
    ],
)
def test_values_of_the_wrong_type_are_refused(
    admin: Api, kind: str, operator: str, value: Any
) -> None:
    key = admin.object()
    admin.field(key, "f", kind, **MORE.get(kind, {}))
    body = {"access_rule": {"conditions": {"any": [named(key, operator, value)]}}}
    found = admin.refused("POST", f"/{key}/access_rules", body)
    assert found == {"conditions.any[0].value": {"InvalidValue"}}


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"conditions": []}, "conditions"),
        ({"conditions": {"all": {}}}, "conditions"),
        ({"conditions": {"some": []}}, "conditions"),
        ({"conditions": {"all": ["x"]}}, "conditions.all[0].field"),
        ({"conditions": {"all": [{}]}}, "conditions.all[0].field"),
        ({"conditions": {"all": [{"field": "f", "operator": "is"}]}}, "conditions.all[0].field"),
        ({"conditions": {"all": [{"field": [], "operator": "is"}]}}, "conditions.all[0].field"),
        ({"conditions": {"all": [{"field": "name"}]}}, "conditions.all[0].operator"),
        (
            {"conditions": {"any": [{"field": "name", "operator": {}}]}},
            "conditions.any[0].operator",
        ),
        ({"title": 5}, "title"),
        ({"title": None}, "title"),
        ({"description": 5}, "description"),
    ],
)
def test_a_malformed_rule_is_refused(admin: Api, given: Any, where: str) -> None:
    key = admin.object()
    found = admin.refused("POST", f"/{key}/access_rules", {"access_rule": given})
    assert set(found) == {where}


def test_a_dynamic_value_that_is_not_emulated_is_named(admin: Api) -> None:
    key = admin.object()
    admin.field(key, "f", "lookup", relationship_target_type="zen:organization")
    body = {"access_rule": {"conditions": {"all": [named(key, "matches", "organization")]}}}
    reply = admin.call("POST", f"/{key}/access_rules", body, status=501)
    assert "organization" in reply["description"]


def test_an_object_has_at_most_50_rules(admin: Api) -> None:
    key, other = admin.object(), admin.object()
    for _ in range(50):
        rule(admin, key)
    assert "base" in admin.refused("POST", f"/{key}/access_rules", {"access_rule": {"title": "T"}})
    rule(admin, other)


def test_a_rule_is_found_only_at_its_object(admin: Api) -> None:
    key, other = admin.object(), admin.object()
    rule_id = rule(admin, key)
    for method, body in (("GET", None), ("PATCH", {"access_rule": {}}), ("DELETE", None)):
        admin.call(method, f"/{other}/access_rules/{rule_id}", body, status=404)
    for rule_id_text in ("0", "x", "9" * 30, "-1", "²"):
        admin.call("GET", f"/{key}/access_rules/{rule_id_text}", status=404)
    admin.call("GET", "/none/access_rules", status=404)


def test_a_rule_in_use_cannot_be_deleted(admin: Api) -> None:
    key = admin.object()
    rule_id = rule(admin, key)
    policy(admin, key, {"read": {"allowed": True, "rule_id": rule_id}}, "end-user")
    path = f"/{key}/access_rules/{rule_id}"
    assert "base" in admin.refused("DELETE", path, None)
    policy(admin, key, {"read": {"rule_id": None}}, "end-user")
    admin.call("DELETE", path, status=204)


def test_definitions_list_fields_with_their_operators(admin: Api) -> None:
    key = admin.object()
    for kind in OPERATORS:
        admin.field(key, f"a_{kind}", kind, **MORE.get(kind, {}))
    reply = admin.call("GET", f"/{key}/access_rules/definitions", status=200)["definitions"]
    assert reply["conditions_any"] == reply["conditions_all"]
    found = {each["subject"]: each for each in reply["conditions_all"]}
    prefix = f"custom_object.{key}.custom_fields.a_"
    assert set(found) == {
        "created_by_user",
        "name",
        *(f"{prefix}{kind}" for kind, operators in OPERATORS.items() if operators),
    }
    for kind, operators in OPERATORS.items():
        if operators:
            offered = {each["value"] for each in found[prefix + kind]["operators"]}
            assert operators <= offered
    assert {each["value"] for each in found["created_by_user"]["operators"]} >= {"matches", "is"}
    lookup = found[f"{prefix}lookup"]
    assert lookup["metadata"]["collection_key"] == "users"
    assert lookup["values"][0]["value"] == "current_user"
    assert [each["value"] for each in found[f"{prefix}dropdown"]["values"]] == ["x"]
    present = next(each for each in lookup["operators"] if each["value"] == "present")
    assert present["terminal"] is True


# --- policies


def test_policies_are_listed_and_read(admin: Api) -> None:
    key = admin.object()
    listed = admin.call("GET", f"/{key}/permission_policies", status=200)["policies"]
    assert [(each["id"], each["role_name"]) for each in listed] == [
        (OFFICE, "Harbour office"),
        (f"custom-role-{TRIGGERERS.id}", "Triggerers"),
        ("end-user", "End user"),
    ]
    assert all(
        set(each["records"]) == {"create", "read", "update", "delete"}
        and all(set(action) == {"allowed", "rule_id"} for action in each["records"].values())
        for each in listed
    )
    shown = admin.call("GET", f"/{key}/permission_policies/end-user", status=200)
    assert shown == {"policy": listed[2]}
    for role in ("custom-role-1", "end-users", "admin", "custom-role-"):
        admin.call("GET", f"/{key}/permission_policies/{role}", status=404)


def test_an_update_changes_parts_of_a_policy(admin: Api) -> None:
    key, other = admin.object(), admin.object()
    rule_id = rule(admin, key)
    for action in ("create", "update", "delete"):
        policy(admin, key, {action: {"allowed": False}})
    changed = policy(admin, key, {"read": {"rule_id": rule_id}})
    assert changed["read"] == {"allowed": True, "rule_id": rule_id}
    changed = policy(admin, key, {"update": {"allowed": True, "rule_id": rule_id}})
    assert changed["update"] == {"allowed": True, "rule_id": rule_id}
    assert changed["delete"] == {"allowed": False, "rule_id": None}
    changed = policy(admin, key, {"update": {"allowed": False}})
    assert changed["update"] == {"allowed": False, "rule_id": None}
    listed = admin.call("GET", f"/{other}/permission_policies/{OFFICE}", status=200)
    assert listed["policy"]["records"]["read"] == {"allowed": True, "rule_id": None}


NO: dict[str, Any] = {"allowed": False, "rule_id": None}
YES: dict[str, Any] = {"allowed": True, "rule_id": None}
SOME = "some"


@pytest.mark.parametrize("action", ["create", "update", "delete"])
@pytest.mark.parametrize(
    ("read", "write", "possible"),
    [
        (NO, NO, True),
        (NO, YES, False),
        (NO, SOME, False),
        (SOME, NO, True),
        (SOME, SOME, True),
        (SOME, YES, False),
        (YES, NO, True),
        (YES, SOME, True),
        (YES, YES, True),
    ],
)
def test_a_role_that_can_write_must_be_able_to_read(
    admin: Api, action: str, read: Any, write: Any, possible: bool
) -> None:
    key = admin.object()
    some = {"allowed": True, "rule_id": rule(admin, key)}
    actions: dict[str, Any] = {"create": NO, "update": NO, "delete": NO}
    actions["read"] = some if read == SOME else read
    actions[action] = some if write == SOME else write
    if possible:
        assert policy(admin, key, actions) == actions
    else:
        path = f"/{key}/permission_policies/{OFFICE}"
        found = admin.refused("PATCH", path, {"policy": {"records": actions}})
        assert len(found) == 1
        assert next(iter(found)).startswith(f"records.{action}.")


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"read": {"allowed": "yes"}}, "records.read.allowed"),
        ({"read": {"allowed": None}}, "records.read.allowed"),
        ({"read": {"rule_id": 1}}, "records.read.rule_id"),
        ({"read": {"rule_id": "1"}}, "records.read.rule_id"),
        ({"read": {"rule_id": True}}, "records.read.rule_id"),
        ({"read": {"rule_id": 10**30}}, "records.read.rule_id"),
        ({"read": True}, "records.read"),
        ({"look": {"allowed": True}}, "records.look"),
        ([], "records"),
    ],
)
def test_a_malformed_policy_is_refused(admin: Api, given: Any, where: str) -> None:
    key = admin.object()
    path = f"/{key}/permission_policies/end-user"
    assert set(admin.refused("PATCH", path, {"policy": {"records": given}})) == {where}


def test_a_policy_cannot_name_a_rule_of_another_object(admin: Api) -> None:
    key, other = admin.object(), admin.object()
    body = {"policy": {"records": {"read": {"allowed": True, "rule_id": rule(admin, other)}}}}
    found = admin.refused("PATCH", f"/{key}/permission_policies/end-user", body)
    assert set(found) == {"records.read.rule_id"}


def test_a_forbidden_action_cannot_have_a_rule(admin: Api) -> None:
    key = admin.object()
    body = {"policy": {"records": {"read": {"allowed": False, "rule_id": rule(admin, key)}}}}
    found = admin.refused("PATCH", f"/{key}/permission_policies/end-user", body)
    assert set(found) == {"records.read.rule_id"}


@pytest.mark.parametrize("who", ["agent", "light", "officer", "triggerer", "customer"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "access_rules", None),
        ("POST", "access_rules", {"access_rule": {"title": "T"}}),
        ("GET", "access_rules/definitions", None),
        ("GET", "access_rules/1", None),
        ("PATCH", "access_rules/1", {"access_rule": {}}),
        ("DELETE", "access_rules/1", None),
        ("GET", "permission_policies", None),
        ("GET", "permission_policies/end-user", None),
        ("PATCH", "permission_policies/end-user", {"policy": {"records": {}}}),
    ],
)
def test_only_admins_can_manage_permissions(
    people: People, who: str, method: str, path: str, body: Any
) -> None:
    key = people.admin.object()
    api: Api = getattr(people, who)
    assert api.call(method, f"/{key}/{path}", body, status=403)["error"] == "Forbidden"
