"""Object triggers: facts 2.7, 3.4, 4.1 and 6.2."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.sandbox.people import People
from tests.sandbox.support import OBJECTS, Api

NOTE = {"field": "custom_object.x.custom_fields.note", "value": "hi"}
WHEN = {"field": "name", "operator": "is", "value": "a"}
NEVER = "The sandbox stores triggers and never runs them"


@pytest.fixture
def key(admin: Api) -> str:
    return admin.object()


def content(title: Any = "T", **values: Any) -> dict[str, Any]:
    body = {"title": title, "conditions": {"all": [WHEN], "any": []}, "actions": [NOTE], **values}
    return {"trigger": {name: value for name, value in body.items() if value is not ...}}


def trigger(api: Api, key: str, title: str = "T", **values: Any) -> dict[str, Any]:
    made: dict[str, Any] = api.call(
        "POST", f"/{key}/triggers", content(title, **values), status=201
    )["trigger"]
    return made


def titles(api: Api, key: str, path: str = "", **params: Any) -> list[str]:
    page = api.call("GET", f"/{key}/triggers{path}", status=200, params=params)
    return [each["title"] for each in page["triggers"]]


def test_a_trigger_is_created_read_updated_and_deleted(admin: Api, key: str) -> None:
    made = trigger(admin, key, "First", description="d")
    assert isinstance(made["id"], int)
    assert made.pop("url").endswith(f"/api/v2/custom_objects/{key}/triggers/{made['id']}.json")
    assert made == {
        "id": made["id"],
        "title": "First",
        "raw_title": "First",
        "description": "d",
        "active": True,
        "default": False,
        "position": 1,
        "conditions": {"all": [WHEN], "any": []},
        "actions": [NOTE],
        "created_at": "2026-01-02T03:04:05Z",
        "updated_at": "2026-01-02T03:04:05Z",
    }
    path = f"/{key}/triggers/{made['id']}"
    admin.clock.now += 1
    change = {"trigger": {"title": "Second", "active": False}}
    changed = admin.call("PUT", path, change, status=200)["trigger"]
    del changed["url"]
    assert changed == {
        **made,
        "title": "Second",
        "raw_title": "Second",
        "active": False,
        "updated_at": "2026-01-02T03:04:06Z",
    }
    shown = admin.call("GET", path, status=200)["trigger"]
    assert shown["title"] == "Second"
    admin.call("DELETE", path, status=204)
    for method, body in (("GET", None), ("PUT", change), ("DELETE", None)):
        admin.call(method, path, body, status=404)
    assert admin.call("GET", f"/{key}/triggers", status=200) == {
        "triggers": [],
        "count": 0,
        "next_page": None,
        "previous_page": None,
    }


@pytest.mark.parametrize("missing", ["title", "conditions", "actions"])
def test_a_trigger_needs_a_title_conditions_and_actions(admin: Api, key: str, missing: str) -> None:
    for value in (..., None):
        found = admin.refused("POST", f"/{key}/triggers", content(**{missing: value}))
        assert found == {missing: {"BlankValue"}}
    made = trigger(admin, key)
    body = {"trigger": {missing: None}}
    assert missing in admin.refused("PUT", f"/{key}/triggers/{made['id']}", body)


def test_new_conditions_or_actions_replace_both(admin: Api, key: str) -> None:
    path = f"/{key}/triggers/{trigger(admin, key)['id']}"
    other = {"all": [], "any": [WHEN]}
    changed = admin.call("PUT", path, {"trigger": {"conditions": other}}, status=200)["trigger"]
    assert (changed["conditions"], changed["actions"]) == (other, [])
    changed = admin.call("PUT", path, {"trigger": {"actions": [NOTE]}}, status=200)["trigger"]
    assert (changed["conditions"], changed["actions"]) == ({"all": [], "any": []}, [NOTE])
    both = {"trigger": {"conditions": other, "actions": [NOTE]}}
    admin.call("PUT", path, both, status=200)
    changed = admin.call("PUT", path, {"trigger": {"position": 3}}, status=200)["trigger"]
    assert (changed["conditions"], changed["actions"]) == (other, [NOTE])


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"title": 5}, "title"),
        ({"title": ""}, "title"),
        ({"description": 5}, "description"),
        ({"active": "yes"}, "active"),
        ({"active": None}, "active"),
        ({"position": "1"}, "position"),
        ({"position": 1.5}, "position"),
        ({"position": 10**30}, "position"),
        ({"conditions": []}, "conditions"),
        ({"conditions": {"some": []}}, "conditions"),
        ({"conditions": {"all": {}}}, "conditions.all"),
        ({"conditions": {"all": ["x"]}}, "conditions.all[0]"),
        ({"conditions": {"any": [{"field": "name"}]}}, "conditions.any[0].operator"),
        ({"conditions": {"any": [{"operator": "is"}]}}, "conditions.any[0].field"),
        ({"conditions": {"any": [{**WHEN, "field": 5}]}}, "conditions.any[0].field"),
        ({"conditions": {"all": [{**WHEN, "value": ["x"] * 51}]}}, "conditions.all[0].value"),
        ({"conditions": {"all": [WHEN] * 26, "any": [WHEN] * 25}}, "conditions"),
        ({"actions": {}}, "actions"),
        ({"actions": [{"value": "x"}]}, "actions[0].field"),
        ({"actions": [NOTE] * 26}, "actions"),
        ({"actions": [{**NOTE, "value": "x" * 65_536}]}, "base"),
    ],
)
def test_an_invalid_trigger_is_refused(
    admin: Api, key: str, values: dict[str, Any], where: str
) -> None:
    assert set(admin.refused("POST", f"/{key}/triggers", content(**values))) == {where}
    path = f"/{key}/triggers/{trigger(admin, key)['id']}"
    assert set(admin.refused("PUT", path, {"trigger": values})) == {where}


def test_a_trigger_at_the_limits_is_accepted(admin: Api, key: str) -> None:
    admin.field(key, "kinds", "multiselect", custom_field_options=[{"name": "x", "value": "x"}])
    field = f"custom_object.{key}.custom_fields.kinds"
    kinds = {"field": field, "operator": "includes", "value": ["x"] * 50}
    conditions = {"all": [kinds], "any": [WHEN] * 49}
    made = trigger(admin, key, conditions=conditions, actions=[NOTE] * 25)
    assert made["conditions"] == conditions


def test_fields_of_the_object_must_exist(admin: Api, key: str) -> None:
    field = f"custom_object.{key}.custom_fields.none"
    conditions = {"all": [{**WHEN, "field": field}], "any": []}
    body = content(conditions=conditions, actions=[{**NOTE, "field": field}])
    assert set(admin.refused("POST", f"/{key}/triggers", body)) == {
        "conditions.all[0].field",
        "actions[0].field",
    }


def test_an_object_has_at_most_100_active_and_500_triggers(admin: Api, key: str) -> None:
    last = [trigger(admin, key) for _ in range(100)][-1]
    assert set(admin.refused("POST", f"/{key}/triggers", content())) == {"base"}
    idle = [trigger(admin, key, active=False) for _ in range(400)][-1]
    body = {"trigger": {"active": True}}
    path = f"/{key}/triggers/{idle['id']}"
    assert set(admin.refused("PUT", path, body)) == {"base"}
    many = {"triggers": [{"id": idle["id"], "active": True}]}
    assert set(admin.refused("PUT", f"/{key}/triggers/update_many", many)) == {"base"}
    swap = {"triggers": [*many["triggers"], {"id": last["id"], "active": False}]}
    admin.call("PUT", f"/{key}/triggers/update_many", swap, status=200)
    assert set(admin.refused("POST", f"/{key}/triggers", content(active=False))) == {"base"}
    assert admin.call("GET", f"/{key}/triggers", status=200)["count"] == 500
    trigger(admin, admin.object())


def test_activating_a_trigger_warns_that_it_does_not_run(admin: Api, key: str) -> None:
    def warnings(method: str, path: str, body: Any) -> list[str]:
        reply = admin.http.request(method, f"{OBJECTS}/{key}/triggers{path}", json=body)
        assert reply.is_success, reply.text
        return reply.headers.get_list("X-Zendesk-API-Warn")

    assert warnings("POST", "", content(active=False)) == []
    assert warnings("POST", "", content()) == [NEVER]
    made = trigger(admin, key)["id"]
    assert warnings("PUT", f"/{made}", {"trigger": {"title": "x"}}) == []
    assert warnings("PUT", f"/{made}", {"trigger": {"active": True}}) == [NEVER]
    items = [{"id": made, "active": True}, {"id": made, "active": True}]
    assert warnings("PUT", "/update_many", {"triggers": items}) == [NEVER]


# --- lists


@pytest.fixture
def fleet(admin: Api, key: str) -> str:
    """Triggers b, A and c, created in this order and updated in another one; A is not active."""
    made = []
    for title, position, active in (("b", 3, True), ("A", 2, False), ("c", 1, True)):
        made.append(trigger(admin, key, title, position=position, active=active)["id"])
        admin.clock.now += 1
    for each in (made[1], made[0], made[2]):
        admin.clock.now += 1
        admin.call("PUT", f"/{key}/triggers/{each}", {"trigger": {"description": "x"}}, status=200)
    return key


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, "cAb"),
        ({"sort_order": "desc"}, "bAc"),
        ({"sort_by": "position"}, "cAb"),
        ({"sort_by": "alphabetical"}, "Abc"),
        ({"sort_by": "alphabetical", "sort_order": "desc"}, "cbA"),
        ({"sort_by": "created_at"}, "cAb"),
        ({"sort_by": "created_at", "sort_order": "asc"}, "bAc"),
        ({"sort_by": "updated_at"}, "cbA"),
        ({"sort_by": "usage_24h", "sort_order": "asc"}, "bAc"),
        ({"active": "true"}, "cb"),
        ({"active": "false"}, "A"),
        ({"per_page": "2"}, "cA"),
        ({"per_page": "2", "page": "2"}, "b"),
        ({"per_page": "2", "page": "3"}, ""),
    ],
)
def test_triggers_are_sorted(admin: Api, fleet: str, params: dict[str, str], expected: str) -> None:
    assert titles(admin, fleet, **params) == list(expected)
    assert titles(admin, fleet, "/search", **params) == list(expected)


@pytest.mark.parametrize(
    "params",
    [
        {"sort_by": "title"},
        {"sort_order": "up"},
        {"active": "yes"},
        {"page": "0"},
        {"per_page": "101"},
        {"page": "101"},
        {"page": "9" * 30},
    ],
)
def test_invalid_parameters_are_refused(admin: Api, fleet: str, params: dict[str, str]) -> None:
    for path in ("", "/search"):
        admin.call("GET", f"/{fleet}/triggers{path}", status=400, params=params)


def test_numbered_pages_link_to_each_other(admin: Api, fleet: str) -> None:
    path = f"/{fleet}/triggers"
    params: dict[str, str | int] = {"per_page": 1, "sort_by": "alphabetical"}
    page = admin.call("GET", path, status=200, params=params)
    assert (page["count"], page["previous_page"]) == (3, None)
    seen = [page]
    while page["next_page"]:
        page = admin.http.get(page["next_page"]).json()
        seen.append(page)
    assert [each["triggers"][0]["title"] for each in seen] == ["A", "b", "c"]
    assert admin.http.get(seen[2]["previous_page"]).json() == seen[1]


def test_active_triggers_have_both_kinds_of_paging(admin: Api, fleet: str) -> None:
    path = f"/{fleet}/triggers/active"
    page = admin.call("GET", path, status=200)
    assert [each["title"] for each in page["triggers"]] == ["c", "b"]
    assert (page["count"], page["next_page"]) == (2, None)
    assert "meta" not in page
    params: dict[str, str | int] = {"page[size]": 1, "sort_by": "alphabetical"}
    page = admin.call("GET", path, status=200, params=params)
    assert [each["title"] for each in page["triggers"]] == ["b"]
    assert page["meta"]["has_more"] is True
    assert "count" not in page
    after = {**params, "page[after]": page["meta"]["after_cursor"]}
    page = admin.call("GET", path, status=200, params=after)
    assert [each["title"] for each in page["triggers"]] == ["c"]
    assert page["meta"]["has_more"] is False
    back = {**params, "page[before]": page["meta"]["before_cursor"]}
    assert titles(admin, fleet, "/active", **back) == ["b"]
    down = {"page[size]": "100", "sort_order": "desc"}
    assert titles(admin, fleet, "/active", **down) == ["b", "c"]
    admin.call("GET", path, status=400, params={"page[size]": 101})


# --- search


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"query": "insur"}, ["Note INSURANCE", "Drop insurance"]),
        ({"query": "INSURANCE", "sort_by": "alphabetical"}, ["Drop insurance", "Note INSURANCE"]),
        ({"query": "insurance", "sort": "alphabetical"}, ["Drop insurance", "Note INSURANCE"]),
        ({"query": "ÄRGER"}, ["Kein Ärger 100%"]),
        ({"query": "%"}, ["Kein Ärger 100%"]),
        ({"query": "insurance", "active": "false"}, ["Drop insurance"]),
        ({"filter": {"json": {"title": "note insurance"}}}, ["Note INSURANCE"]),
        ({"filter": {"json": {"title": "note"}}}, []),
        ({"filter": {"json": {"active": False}}}, ["Drop insurance"]),
        ({"filter": {"json": {"active": True, "description": "d"}}}, ["Note INSURANCE"]),
        ({"filter": {"json": {}}, "query": "kein"}, ["Kein Ärger 100%"]),
    ],
)
def test_triggers_are_searched(
    admin: Api, key: str, params: dict[str, Any], expected: list[str]
) -> None:
    trigger(admin, key, "Note INSURANCE", description="d")
    trigger(admin, key, "Drop insurance", active=False)
    trigger(admin, key, "Kein Ärger 100%")
    if "filter" in params:
        params = {**params, "filter": json.dumps(params["filter"])}
    assert titles(admin, key, "/search", **params) == expected


def test_usage_is_shown_on_request(admin: Api, key: str) -> None:
    trigger(admin, key)
    found = admin.call("GET", f"/{key}/triggers/search", status=200)["triggers"][0]
    assert not [name for name in found if name.startswith("usage")]
    params = {"include": "usage_24h,usage_7d"}
    found = admin.call("GET", f"/{key}/triggers/search", status=200, params=params)["triggers"][0]
    assert (found["usage_24h"], found["usage_7d"]) == (0, 0)
    assert "usage_1h" not in found
    admin.call("GET", f"/{key}/triggers/search", status=400, params={"include": "users"})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("x", 400),
        ("[]", 400),
        ("{}", 400),
        ('{"json": []}', 400),
        ('{"json": {"title": 5}}', 400),
        ('{"json": {"active": "true"}}', 400),
        ('{"json": {"created_at": "x"}}', 501),
    ],
)
def test_an_invalid_filter_is_refused(admin: Api, key: str, text: str, status: int) -> None:
    admin.call("GET", f"/{key}/triggers/search", status=status, params={"filter": text})


# --- several at once


def test_many_triggers_are_updated(admin: Api, key: str) -> None:
    one, two, three = (trigger(admin, key, title) for title in "abc")
    admin.clock.now += 5
    items = [
        {"id": two["id"], "position": 9, "title": "ignored"},
        {"id": str(one["id"]), "active": False},
    ]
    reply = admin.call("PUT", f"/{key}/triggers/update_many", {"triggers": items}, status=200)
    assert (reply["count"], reply["next_page"], reply["previous_page"]) == (2, None, None)
    first, second = reply["triggers"]
    assert (first["title"], first["position"], first["active"]) == ("b", 9, True)
    assert (second["title"], second["position"], second["active"]) == ("a", 1, False)
    assert first["updated_at"] > two["updated_at"]
    assert titles(admin, key) == ["a", "c", "b"]
    assert three["position"] == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"triggers": {}}, 400),
        ({"triggers": ["x"]}, 400),
        ({"triggers": [{"position": 1}]}, 404),
        ({"triggers": [{"id": 1}]}, 404),
        ({"triggers": [{"id": "x"}]}, 404),
    ],
)
def test_an_invalid_update_of_many_is_refused(admin: Api, key: str, body: Any, status: int) -> None:
    admin.call("PUT", f"/{key}/triggers/update_many", body, status=status)


def test_an_update_of_many_changes_all_or_none(admin: Api, key: str) -> None:
    made = trigger(admin, key)["id"]
    items = [{"id": made, "position": 9}, {"id": made, "position": "x"}]
    admin.refused("PUT", f"/{key}/triggers/update_many", {"triggers": items})
    shown = admin.call("GET", f"/{key}/triggers/{made}", status=200)["trigger"]
    assert shown["position"] == 1


def test_many_triggers_are_deleted(admin: Api, key: str) -> None:
    ids = [str(trigger(admin, key, title)["id"]) for title in "abc"]
    path = f"/{key}/triggers/destroy_many"
    for wrong in ("", ",", f"{ids[0]},1", "x"):
        status = 400 if wrong in ("", ",") else 404
        admin.call("DELETE", path, status=status, params={"ids": wrong})
    admin.call("DELETE", path, status=400)
    assert len(titles(admin, key)) == 3
    admin.call("DELETE", path, status=204, params={"ids": f"{ids[0]},{ids[2]},{ids[0]}"})
    assert titles(admin, key) == ["b"]


def test_a_trigger_is_found_only_at_its_object(admin: Api, key: str) -> None:
    made = trigger(admin, key)["id"]
    other = admin.object()
    admin.call("GET", f"/{other}/triggers/{made}", status=404)
    admin.call("DELETE", f"/{other}/triggers/destroy_many", status=404, params={"ids": made})
    for trigger_id in ("x", "-1", "0", "9" * 30):
        admin.call("GET", f"/{key}/triggers/{trigger_id}", status=404)
    admin.call("GET", "/none/triggers", status=404)
    admin.call("DELETE", f"/{key}", status=204)
    admin.object(key)
    assert titles(admin, key) == []


def test_definitions_list_conditions_and_actions(admin: Api, key: str) -> None:
    options = [{"name": "Sail", "value": "sail"}]
    admin.field(key, "kind", "dropdown", custom_field_options=options)
    admin.field(key, "insured", "checkbox")
    admin.field(key, "note")
    reply = admin.call("GET", f"/{key}/triggers/definitions", status=200)["definitions"]
    assert set(reply) == {"conditions_all", "conditions_any", "actions"}
    prefix = f"custom_object.{key}.custom_fields."
    actions = {each["subject"]: each for each in reply["actions"]}
    assert set(actions) == {f"{prefix}{field}" for field in ("kind", "insured", "note")}
    assert [each["value"] for each in actions[f"{prefix}kind"]["values"]] == ["sail"]
    conditions = {each["subject"]: each for each in reply["conditions_all"]}
    assert {f"{prefix}insured", f"{prefix}note", "name"} <= set(conditions)
    boxes = [each["value"] for each in conditions[f"{prefix}insured"]["values"]]
    assert boxes == ["true", "false"]


# --- permissions


WRITES = [
    ("POST", "", content()),
    ("PUT", "/{id}", {"trigger": {"title": "x"}}),
    ("PUT", "/update_many", {"triggers": []}),
    ("GET", "/active", None),
    ("DELETE", "/destroy_many?ids={id}", None),
    ("DELETE", "/{id}", None),
]
READS = ["", "/{id}", "/search", "/definitions"]


def _send(api: Api, key: str, method: str, path: str, body: Any) -> httpx.Response:
    return api.http.request(method, f"{OBJECTS}/{key}/triggers{path}", json=body)


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("admin", True, True),
        ("triggerer", True, True),
        ("agent", True, False),
        ("officer", True, False),
        ("light", True, False),
        ("customer", False, False),
    ],
)
def test_only_some_roles_can_read_or_write_triggers(
    people: People, key: str, who: str, reads: bool, writes: bool
) -> None:
    api: Api = getattr(people, who)
    made = trigger(people.admin, key)["id"]
    for path in READS:
        reply = _send(api, key, "GET", path.format(id=made), None)
        assert reply.is_success if reads else reply.status_code == 403
    for method, path, body in WRITES:
        made = trigger(people.admin, key)["id"]
        reply = _send(api, key, method, path.format(id=made), body)
        assert reply.is_success if writes else reply.status_code == 403, (method, path)
