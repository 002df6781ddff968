"""Access rules, permission policies and roles: facts 2.6, 3.4 and 6.5."""

from __future__ import annotations

from typing import Any

from tests.facts.accounts import Account, record
from tests.facts.cases import fact
from tests.sandbox.people import HARBOUR

OFFICE = f"custom-role-{HARBOUR.id}"
ACTIONS = ("create", "read", "update", "delete")
NAMED = {"field": "name", "operator": "is", "value": "own"}


def rule(*every: dict[str, Any]) -> dict[str, Any]:
    return {"access_rule": {"title": "Own", "conditions": {"all": list(every), "any": []}}}


def make(account: Account, path: str, *every: dict[str, Any]) -> dict[str, Any]:
    body = rule(*(every or (NAMED,)))
    made: dict[str, Any] = account.call(201, "POST", f"{path}/access_rules", body)["access_rule"]
    return made


def allow(account: Account, path: str, role: str, **actions: Any) -> None:
    body = {"policy": {"records": actions}}
    account.call(200, "PATCH", f"{path}/permission_policies/{role}", body)


def granted(allowed: bool, rule_id: int | None = None) -> dict[str, Any]:
    return {"allowed": allowed, "rule_id": rule_id}


@fact("2.6 access rules")
def access_rules(account: Account) -> None:
    """Statuses 201 (create), 204 (delete) and 200; the envelope is access_rule or access_rules."""
    path = account.object()
    made = make(account, path)
    address = f"{path}/access_rules/{made['id']}"
    listed = account.call(200, "GET", f"{path}/access_rules")["access_rules"]
    assert [each["id"] for each in listed] == [made["id"]]
    assert account.call(200, "GET", address)["access_rule"]["title"] == "Own"
    changed = account.call(200, "PATCH", address, {"access_rule": {"title": "Mine"}})
    assert changed["access_rule"]["title"] == "Mine"
    account.call(204, "DELETE", address)
    account.call(404, "GET", address)


@fact("2.6 definitions of access rules")
def rule_definitions(account: Account) -> None:
    path = account.object()
    answer = account.call(200, "GET", f"{path}/access_rules/definitions")
    assert {"conditions_all", "conditions_any"} <= set(answer["definitions"])


@fact("2.6 permission policies")
def policies(account: Account) -> None:
    """The envelopes are policies and policy; `end-user` is one of the ids."""
    path = account.object()
    listed = account.call(200, "GET", f"{path}/permission_policies")["policies"]
    assert "end-user" in [each["id"] for each in listed]
    shown = account.call(200, "GET", f"{path}/permission_policies/end-user")["policy"]
    assert set(shown["records"]) == set(ACTIONS)
    changed = account.call(
        200,
        "PATCH",
        f"{path}/permission_policies/end-user",
        {"policy": {"records": {"read": granted(True)}}},
    )
    assert changed["policy"]["records"]["read"]["allowed"] is True


@fact("2.6 ids of policies", needs="roles")
def policies_of_roles(account: Account) -> None:
    listed = account.call(200, "GET", f"{account.object()}/permission_policies")["policies"]
    assert OFFICE in [each["id"] for each in listed]


@fact("2.6 permissions for admins", needs="roles")
def admins_permit(account: Account) -> None:
    path = account.object()
    agent = account.of("agent")
    agent.call(403, "GET", f"{path}/access_rules")
    agent.call(403, "POST", f"{path}/access_rules", rule(NAMED))
    agent.call(403, "GET", f"{path}/permission_policies")


@fact("3.4 access rule")
def shape_of_rules(account: Account) -> None:
    made = make(account, account.object())
    assert isinstance(made["id"], int)
    assert made["conditions"] == {"all": [NAMED], "any": []}
    assert {"description", "created_at", "updated_at"} <= set(made)


@fact("3.4 names in conditions of rules")
def names_in_conditions(account: Account) -> None:
    path = account.object()
    account.field(path)
    key = path.rpartition("/")[2]
    user = {"field": "created_by_user", "operator": "matches", "value": "current_user"}
    custom = {"field": f"custom_object.{key}.custom_fields.f", "operator": "is", "value": "x"}
    assert make(account, path, NAMED, user, custom)["conditions"]["all"] == [NAMED, user, custom]


@fact("3.4 permission policy")
def shape_of_policies(account: Account) -> None:
    shown = account.call(200, "GET", f"{account.object()}/permission_policies/end-user")["policy"]
    assert {"id", "role_name", "records"} <= set(shown)
    for action in ACTIONS:
        assert set(shown["records"][action]) == {"allowed", "rule_id"}


@fact("6.5 light agents only look", needs="roles")
def light_agents(account: Account) -> None:
    path = account.object()
    made = account.record(path)
    light = account.of("light")
    light.call(200, "GET", f"{path}/records/{made['id']}")
    light.call(403, "POST", f"{path}/records", record("x"))
    light.call(403, "PATCH", f"{path}/records/{made['id']}", record("x"))
    light.call(403, "DELETE", f"{path}/records/{made['id']}")


@fact("6.5 end users without a rule get all", needs="roles")
def end_users(account: Account) -> None:
    path = account.object()
    account.record(path)
    customer = account.of("customer")
    customer.call(403, "GET", f"{path}/records")
    allow(account, path, "end-user", read=granted(True))
    assert customer.names(path) == ["Auk"]


@fact("6.5 end users with a rule", needs="roles")
def end_users_with_a_rule(account: Account) -> None:
    path = account.object()
    account.record(path)
    own = account.record(path, "own")
    allow(account, path, "end-user", read=granted(True, make(account, path)["id"]))
    customer = account.of("customer")
    assert customer.names(path) == ["own"]
    customer.call(200, "GET", f"{path}/records/{own['id']}")


@fact("6.5 custom roles", needs="roles")
def custom_roles(account: Account) -> None:
    path = account.object()
    account.record(path)
    allow(account, path, OFFICE, read=granted(True), create=granted(False))
    officer = account.of("officer")
    assert officer.names(path) == ["Auk"]
    officer.call(403, "POST", f"{path}/records", record("x"))


@fact("6.5 write needs read")
def write_needs_read(account: Account) -> None:
    path = f"{account.object()}/permission_policies/end-user"
    for bad in (
        {"read": granted(False), "update": granted(True)},
        {"read": granted(False), "delete": granted(True)},
    ):
        answer = account.ask("PATCH", path, {"policy": {"records": bad}})
        if answer.status_code == 200:
            shown = answer.json()["policy"]["records"]
            written = any(shown[action]["allowed"] for action in ("update", "delete"))
            assert shown["read"]["allowed"] or not written
        else:
            assert answer.status_code in (400, 422)


@fact("6.5 operators of access rules")
def operators(account: Account) -> None:
    path = account.object()
    options = [{"name": "X", "value": "x"}]
    account.field(path, "text", key="text")
    account.field(path, "integer", key="integer")
    account.field(path, "date", key="date")
    account.field(path, "dropdown", key="dropdown", custom_field_options=options)
    account.field(path, "multiselect", key="multiselect", custom_field_options=options)
    account.field(path, "lookup", key="lookup", relationship_target_type="zen:user")
    order = ("greater_than", "less_than", "greater_than_equal", "less_than_equal")
    known: dict[str, tuple[tuple[str, ...], Any]] = {
        "text": (("is", "is_not", "present"), "x"),
        "integer": (("is", "is_not", *order, "present"), 7),
        "date": (("is", "is_not", *order, "present"), "2026-01-02"),
        "dropdown": (("is", "is_not", "present"), "x"),
        "multiselect": (("includes", "not_includes", "present"), "x"),
        "lookup": (("is", "is_not", "present"), "7"),
    }
    key = path.rpartition("/")[2]
    for name, (operators, value) in known.items():
        for operator in operators:
            condition = {
                "field": f"custom_object.{key}.custom_fields.{name}",
                "operator": operator,
                **({} if operator == "present" else {"value": value}),
            }
            account.call(
                204, "DELETE", f"{path}/access_rules/{make(account, path, condition)['id']}"
            )
    matches = {"operator": "matches", "value": "current_user"}
    make(account, path, {"field": f"custom_object.{key}.custom_fields.lookup", **matches})
    wrong = {
        "field": f"custom_object.{key}.custom_fields.text",
        "operator": "greater_than",
        "value": "x",
    }
    assert account.ask("POST", f"{path}/access_rules", rule(wrong)).status_code in (400, 422)


@fact("6.2 access rules")
def fifty(account: Account) -> None:
    path = account.object()
    for _ in range(50):
        make(account, path)
    assert 400 <= account.ask("POST", f"{path}/access_rules", rule(NAMED)).status_code < 500
