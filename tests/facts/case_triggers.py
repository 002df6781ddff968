"""Object triggers: facts 2.7, 3.4 and 6.2."""

from __future__ import annotations

import json
from typing import Any

from tests.facts.accounts import Account
from tests.facts.cases import fact

WHEN = {"field": "name", "operator": "is", "value": "a"}


def place(account: Account) -> str:
    """The path of the triggers of a new object."""
    path = account.object()
    account.field(path, key="note")
    return f"{path}/triggers"


def body(path: str, title: str = "T", **values: Any) -> dict[str, Any]:
    key = path.split("/")[-2]
    note = {"field": f"custom_object.{key}.custom_fields.note", "value": "hi"}
    conditions = {"all": [WHEN], "any": []}
    return {"trigger": {"title": title, "conditions": conditions, "actions": [note], **values}}


def make(account: Account, path: str, title: str = "T", **values: Any) -> dict[str, Any]:
    made: dict[str, Any] = account.call(201, "POST", path, body(path, title, **values))["trigger"]
    return made


def titles(account: Account, path: str, **params: str | int) -> list[str]:
    page = account.call(200, "GET", path, **params)
    return [each["title"] for each in page["triggers"]]


@fact("2.7 ListObjectTriggers")
def list_triggers(account: Account) -> None:
    path = place(account)
    make(account, path)
    page = account.call(200, "GET", path)
    assert {"triggers", "count", "next_page", "previous_page"} <= set(page)
    assert (page["count"], page["next_page"]) == (1, None)


@fact("2.7 parameters of lists")
def list_parameters(account: Account) -> None:
    path = place(account)
    make(account, path, "B")
    make(account, path, "A", active=False)
    assert titles(account, path, sort_by="alphabetical") == ["A", "B"]
    assert titles(account, path, sort_by="alphabetical", sort_order="desc") == ["B", "A"]
    assert titles(account, path, active="true") == ["B"]


@fact("2.7 CreateObjectTrigger")
def create_trigger(account: Account) -> None:
    path = place(account)
    assert make(account, path, description="d")["description"] == "d"
    for missing in ("title", "conditions", "actions"):
        values = body(path)["trigger"]
        del values[missing]
        assert account.ask("POST", path, {"trigger": values}).status_code in (400, 422)


@fact("2.7 GetObjectTrigger")
def get_trigger(account: Account) -> None:
    path = place(account)
    made = make(account, path)
    shown = account.call(200, "GET", f"{path}/{made['id']}")["trigger"]
    assert (shown["id"], shown["title"]) == (made["id"], "T")


@fact("2.7 UpdateObjectTrigger")
def update_trigger(account: Account) -> None:
    """Given conditions replace all conditions, and given actions all actions."""
    path = place(account)
    made = make(account, path)
    changed = account.call(200, "PUT", f"{path}/{made['id']}", {"trigger": {"title": "U"}})
    assert changed["trigger"]["title"] == "U"
    other = {"field": "name", "operator": "is", "value": "b"}
    new = {"trigger": {"conditions": {"all": [other], "any": []}, "actions": made["actions"]}}
    changed = account.call(200, "PUT", f"{path}/{made['id']}", new)["trigger"]
    assert [each["value"] for each in changed["conditions"]["all"]] == ["b"]


@fact("2.7 DeleteObjectTrigger")
def delete_trigger(account: Account) -> None:
    path = place(account)
    made = make(account, path)
    account.call(204, "DELETE", f"{path}/{made['id']}")
    account.call(404, "GET", f"{path}/{made['id']}")


@fact("2.7 ListActiveObjectTriggers")
def active_triggers(account: Account) -> None:
    path = place(account)
    make(account, path, "A")
    make(account, path, "B", active=False)
    assert titles(account, f"{path}/active") == ["A"]


@fact("2.7 ListObjectTriggersDefinitions")
def trigger_definitions(account: Account) -> None:
    answer = account.call(200, "GET", f"{place(account)}/definitions")["definitions"]
    assert {"actions", "conditions_all", "conditions_any"} <= set(answer)


@fact("2.7 DeleteManyObjectTriggers")
def delete_triggers(account: Account) -> None:
    path = place(account)
    ids = [make(account, path, title)["id"] for title in "ABC"]
    account.call(204, "DELETE", f"{path}/destroy_many", ids=f"{ids[0]},{ids[1]}")
    assert titles(account, path) == ["C"]


@fact("2.7 SearchObjectTriggers")
def search_triggers(account: Account) -> None:
    path = place(account)
    make(account, path, "Greet")
    make(account, path, "Warn", active=False)
    look = f"{path}/search"
    account.settled(lambda: titles(account, look, query="Greet"), lambda found: found == ["Greet"])
    criteria = json.dumps({"json": {"title": "Warn"}})
    assert titles(account, look, filter=criteria) == ["Warn"]
    assert titles(account, look, query="Warn", active="true") == []
    page = account.call(200, "GET", look, query="Greet", include="usage_24h")
    assert {"count", "next_page", "previous_page"} <= set(page)
    assert "usage_24h" in page["triggers"][0]


@fact("2.7 UpdateManyObjectTriggers")
def update_triggers(account: Account) -> None:
    """Keys other than id, position and active have no effect."""
    path = place(account)
    ids = [make(account, path, title)["id"] for title in "AB"]
    changes = [{"id": ids[0], "active": False, "title": "Z"}, {"id": ids[1], "position": 0}]
    account.call(200, "PUT", f"{path}/update_many", {"triggers": changes})
    shown = account.call(200, "GET", f"{path}/{ids[0]}")["trigger"]
    assert (shown["active"], shown["title"]) == (False, "A")


@fact("2.7 orders of triggers")
def orders(account: Account) -> None:
    """Ascending by position by default; descending by time."""
    path = place(account)
    for title, position in (("A", 2), ("B", 1)):
        make(account, path, title, position=position)
    assert titles(account, path) == ["B", "A"]
    assert titles(account, path, sort_by="alphabetical") == ["A", "B"]
    for order in ("created_at", "updated_at", "position"):
        assert sorted(titles(account, path, sort_by=order)) == ["A", "B"]
    for order in ("usage_1h", "usage_24h", "usage_7d"):
        assert sorted(titles(account, f"{path}/search", query="", sort_by=order)) == ["A", "B"]
    assert account.ask("GET", path, params={"sort_by": "colour"}).status_code in (400, 422)


@fact("2.7 orders by time", needs="clock")
def orders_by_time(account: Account) -> None:
    path = place(account)
    for title in "ABC":
        make(account, path, title)
        account.clock.advance(2)
    assert titles(account, path, sort_by="created_at") == ["C", "B", "A"]
    assert titles(account, path, sort_by="created_at", sort_order="asc") == ["A", "B", "C"]


@fact("2.7 who may read and write triggers", needs="roles")
def writers(account: Account) -> None:
    path = place(account)
    account.of("agent").call(200, "GET", path)
    account.of("agent").call(403, "POST", path, body(path))
    account.of("agent").call(403, "GET", f"{path}/active")
    account.of("triggerer").call(201, "POST", path, body(path))
    account.of("triggerer").call(200, "GET", f"{path}/active")


@fact("3.4 trigger")
def shape(account: Account) -> None:
    made = make(account, place(account))
    assert isinstance(made["id"], int)
    assert (made["default"], made["active"]) == (False, True)
    assert {"raw_title", "description", "position", "created_at", "url"} <= set(made)
    assert made["conditions"]["all"] == [WHEN]


@fact("6.2 conditions and actions of triggers")
def contents(account: Account) -> None:
    path = place(account)
    note = body(path)["trigger"]["actions"][0]
    too_many: list[dict[str, Any]] = [
        {"conditions": {"all": [WHEN] * 51, "any": []}},
        {"actions": [note] * 26},
    ]
    for values in too_many:
        assert 400 <= account.ask("POST", path, body(path, **values)).status_code < 500
    make(account, path, conditions={"all": [WHEN] * 50, "any": []})


@fact("6.2 triggers of an object")
def most(account: Account) -> None:
    path = place(account)
    for number in range(100):
        make(account, path, f"T{number}")
    assert 400 <= account.ask("POST", path, body(path)).status_code < 500
    make(account, path, active=False)
