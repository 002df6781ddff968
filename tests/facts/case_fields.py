"""Fields: facts 2.3, 3.2 and 6.1."""

from __future__ import annotations

from typing import Any

from tests.facts.accounts import Account, field, record
from tests.facts.cases import fact

OPTIONS = [{"name": "Sail", "value": "sail"}, {"name": "Motor", "value": "motor"}]


def keys(account: Account, path: str, **params: str | int) -> list[str]:
    page = account.call(200, "GET", f"{path}/fields", **params)
    return [each["key"] for each in page["custom_object_fields"]]


def standard_name(account: Account, path: str, **properties: Any) -> dict[str, Any]:
    changed: dict[str, Any] = account.call(
        200, "PATCH", f"{path}/fields/standard::name", field(properties=properties)
    )["custom_object_field"]
    return changed


@fact("2.3 ListCustomObjectFields")
def list_fields(account: Account) -> None:
    path = account.object()
    account.field(path, key="a")
    account.field(path, key="b")
    assert keys(account, path) == ["a", "b"]


@fact("2.3 include_standard_fields")
def standard_fields(account: Account) -> None:
    path = account.object()
    assert keys(account, path) == []
    both = keys(account, path, include_standard_fields="true")
    assert {"standard::name", "standard::external_id"} <= set(both)


@fact("2.3 cursor paging of fields")
def pages_of_fields(account: Account) -> None:
    path = account.object()
    for key in "abc":
        account.field(path, key=key)
    page = account.call(200, "GET", f"{path}/fields", page__size=2)
    assert page["meta"]["has_more"] is True
    rest = keys(account, path, page__size=2, page__after=page["meta"]["after_cursor"])
    assert [each["key"] for each in page["custom_object_fields"]] + rest == ["a", "b", "c"]


@fact("2.3 CreateCustomObjectField")
def create_field(account: Account) -> None:
    made = account.field(account.object(), "integer", description="d")
    assert (made["key"], made["title"], made["type"]) == ("f", "F", "integer")
    assert made["description"] == "d"


@fact("2.3 default type")
def default_type(account: Account) -> None:
    body = field(key="f", title="F")
    made = account.call(201, "POST", f"{account.object()}/fields", body)
    assert made["custom_object_field"]["type"] == "text"


@fact("2.3 CreateCustomObjectField mandatory")
def mandatory(account: Account) -> None:
    path = f"{account.object()}/fields"
    assert "title" in account.refusal("POST", path, field(key="f"))
    assert "key" in account.refusal("POST", path, field(title="F"))


@fact("2.3 fields for admins", needs="roles")
def admins_define_fields(account: Account) -> None:
    path = account.object()
    account.field(path)
    agent = account.of("agent")
    agent.call(200, "GET", f"{path}/fields")
    agent.call(403, "POST", f"{path}/fields", field(key="g", title="G"))
    agent.call(403, "PATCH", f"{path}/fields/f", field(title="G"))
    agent.call(403, "DELETE", f"{path}/fields/f")


@fact("2.3 ShowCustomObjectField")
def show_field(account: Account) -> None:
    """By key, by id, and a standard field by its literal key."""
    path = account.object()
    made = account.field(path)
    for address in ("f", made["id"], "standard::name"):
        shown = account.call(200, "GET", f"{path}/fields/{address}")["custom_object_field"]
        assert address in (shown["key"], shown["id"])


@fact("2.3 UpdateCustomObjectField")
def update_field(account: Account) -> None:
    path = account.object()
    made = account.field(path, description="before")
    changed = account.call(200, "PATCH", f"{path}/fields/{made['id']}", field(title="G"))
    assert changed["custom_object_field"]["title"] == "G"
    assert changed["custom_object_field"]["description"] == "before"


@fact("2.3 PUT updates too")
def put_updates(account: Account) -> None:
    path = account.object()
    account.field(path)
    changed = account.call(200, "PUT", f"{path}/fields/f", field(title="G"))
    assert changed["custom_object_field"]["title"] == "G"


@fact("2.3 field keys are immutable")
def keys_stay(account: Account) -> None:
    path = account.object()
    account.field(path)
    account.ask("PATCH", f"{path}/fields/f", field(key="g"))
    assert keys(account, path) == ["f"]


@fact("2.3 standard fields keep what they are")
def standard_fields_stay(account: Account) -> None:
    path = account.object()
    name = f"{path}/fields/standard::name"
    changed = account.call(200, "PATCH", name, field(title="Boat", description="d"))
    assert changed["custom_object_field"]["title"] == "Boat"
    account.ask("PATCH", name, field(type="integer", required=False))
    shown = account.call(200, "GET", name)["custom_object_field"]
    assert (shown["type"], shown["required"]) == ("text", True)


@fact("2.3 DeleteCustomObjectField")
def delete_field(account: Account) -> None:
    path = account.object()
    account.field(path)
    account.call(204, "DELETE", f"{path}/fields/f")
    account.call(404, "GET", f"{path}/fields/f")
    assert keys(account, path) == []


@fact("2.3 standard fields cannot be deleted")
def standard_fields_remain(account: Account) -> None:
    path = account.object()
    answer = account.ask("DELETE", f"{path}/fields/standard::name")
    assert 400 <= answer.status_code < 500
    assert "standard::name" in keys(account, path, include_standard_fields="true")


@fact("2.3 ReorderCustomObjectFields")
def reorder(account: Account) -> None:
    """The response is an empty text in JSON; ids are sent as texts."""
    path = account.object()
    ids = [str(account.field(path, key=key)["id"]) for key in "abc"]
    body = {"custom_object_field_ids": [ids[2], ids[0], ids[1]]}
    answer = account.ask("PUT", f"{path}/fields/reorder", body)
    assert (answer.status_code, answer.json()) == (200, "")
    assert answer.headers["content-type"].startswith("application/json")
    assert keys(account, path) == ["c", "a", "b"]


@fact("2.3 partial reorder")
def reorder_some(account: Account) -> None:
    path = account.object()
    ids = [str(account.field(path, key=key)["id"]) for key in "abc"]
    account.call(200, "PUT", f"{path}/fields/reorder", {"custom_object_field_ids": ids[2:]})
    assert sorted(keys(account, path)) == ["a", "b", "c"]


@fact("2.3 order of creation")
def order_of_creation(account: Account) -> None:
    path = account.object()
    for key in ("c", "a", "b"):
        account.field(path, key=key)
    assert keys(account, path) == ["c", "a", "b"]


@fact("2.3 position 9999", accepted={True: {}, False: None})
def new_positions_tie(account: Account) -> bool:
    path = account.object()
    positions = {account.field(path, key=key)["position"] for key in "ab"}
    return len(positions) == 1


@fact("3.2 types")
def types(account: Account) -> None:
    path = account.object()
    more: dict[str, dict[str, Any]] = {
        "regexp": {"regexp_for_validation": "[a-z]+"},
        "dropdown": {"custom_field_options": OPTIONS},
        "multiselect": {"custom_field_options": OPTIONS},
        "lookup": {"relationship_target_type": "zen:user"},
        "parent": {"relationship_target_type": f"zen:custom_object:{path.rpartition('/')[2]}"},
        "currency": {"properties": {"allowed_currencies": ["EUR"]}},
    }
    plain = ("text", "textarea", "checkbox", "date", "integer", "decimal")
    owner = account.object()
    for kind in (*plain, *more):
        made = account.field(owner, kind, key=f"a_{kind}", **more.get(kind, {}))
        assert made["type"] == kind
    body = field(key="x", title="X", type="tagger")
    assert account.ask("POST", f"{owner}/fields", body).status_code in (400, 422)


@fact("3.2 ids are integers")
def ids(account: Account) -> None:
    made = account.field(account.object())
    assert isinstance(made["id"], int)
    assert (made["active"], made["system"], made["raw_title"]) == (True, False, "F")


@fact("3.2 name is required")
def name_is_required(account: Account) -> None:
    shown = account.call(200, "GET", f"{account.object()}/fields/standard::name")
    assert shown["custom_object_field"]["required"] is True


@fact("3.2 properties of name")
def properties_of_name(account: Account) -> None:
    shown = account.call(200, "GET", f"{account.object()}/fields/standard::name")
    properties = shown["custom_object_field"]["properties"]
    assert properties["is_unique"] is False
    assert properties["autoincrement_enabled"] is False


@fact("3.2 unique and numbered exclude each other")
def unique_or_numbered(account: Account) -> None:
    path = f"{account.object()}/fields/standard::name"
    body = field(properties={"is_unique": True, "autoincrement_enabled": True})
    assert account.refusal("PATCH", path, body)


@fact("3.2 prefix of at most 30")
def prefix(account: Account) -> None:
    path = account.object()
    long = field(properties={"autoincrement_enabled": True, "autoincrement_prefix": "x" * 31})
    assert account.refusal("PATCH", f"{path}/fields/standard::name", long)
    standard_name(account, path, autoincrement_enabled=True, autoincrement_prefix="x" * 30)


@fact("3.2 padding 0 to 9")
def padding(account: Account) -> None:
    path = account.object()
    wide = field(properties={"autoincrement_enabled": True, "autoincrement_padding": 10})
    assert account.refusal("PATCH", f"{path}/fields/standard::name", wide)
    standard_name(account, path, autoincrement_enabled=True, autoincrement_padding=9)


@fact("3.2 the next number never falls")
def next_number(account: Account) -> None:
    path = account.object()
    numbered = {"autoincrement_enabled": True, "autoincrement_next_sequence": 7}
    assert (
        standard_name(account, path, **numbered)["properties"]["autoincrement_next_sequence"] == 7
    )
    for lower in (6, -1):
        body = field(properties={"autoincrement_next_sequence": lower})
        assert account.refusal("PATCH", f"{path}/fields/standard::name", body)


@fact("3.2 the name is settled by the first record")
def settled_name(account: Account) -> None:
    path = account.object()
    account.record(path)
    for properties in ({"is_unique": True}, {"autoincrement_enabled": True}):
        body = field(properties=properties)
        answer = account.ask("PATCH", f"{path}/fields/standard::name", body)
        assert 400 <= answer.status_code < 500


@fact("3.2 one currency")
def one_currency(account: Account) -> None:
    path = account.object()
    for currencies in ([], ["EUR", "USD"], ["EURO"]):
        body = field(
            key="f", title="F", type="currency", properties={"allowed_currencies": currencies}
        )
        assert account.ask("POST", f"{path}/fields", body).status_code in (400, 422)
    account.field(path, "currency", properties={"allowed_currencies": ["EUR"]})
    body = field(properties={"allowed_currencies": ["USD"]})
    assert 400 <= account.ask("PATCH", f"{path}/fields/f", body).status_code < 500


@fact("3.2 one cascading parent")
def one_cascading_parent(account: Account) -> None:
    target = f"zen:custom_object:{account.object().rpartition('/')[2]}"
    path = account.object()
    body = {
        "relationship_target_type": target,
        "properties": {"cascade_permissions_enabled": True},
    }
    made = account.field(path, "parent", key="first", **body)
    assert made["properties"]["cascade_permissions_enabled"] is True
    second = field(key="second", title="Second", type="parent", **body)
    assert 400 <= account.ask("POST", f"{path}/fields", second).status_code < 500
    plain = account.field(path, "parent", key="third", relationship_target_type=target)
    assert plain["properties"]["cascade_permissions_enabled"] is False


@fact("3.2 roll-ups")
def roll_up(account: Account) -> None:
    """It needs an object with a parent field to this one; its value cannot be written."""
    path, child = account.object(), account.object()
    body: dict[str, Any] = {
        "properties": {
            "rollup_child_object": f"zen:custom_object:{child.rpartition('/')[2]}",
            "rollup_aggregation_type": "COUNT",
        }
    }
    orphan = field(key="f", title="F", type="integer", **body)
    assert 400 <= account.ask("POST", f"{path}/fields", orphan).status_code < 500
    target = f"zen:custom_object:{path.rpartition('/')[2]}"
    account.field(child, "parent", relationship_target_type=target)
    made = account.field(path, "integer", **body)
    assert made["readonly"] is True
    parent = account.record(path)
    account.record(child, "Chick", f=parent["id"])

    def count() -> Any:
        shown = account.call(200, "GET", f"{path}/records/{parent['id']}")
        return shown["custom_object_record"]["custom_object_fields"]["f"]

    account.settled(count, lambda seen: seen == 1)
    written = account.ask("PATCH", f"{path}/records/{parent['id']}", record(f=5))
    assert 400 <= written.status_code < 500


@fact("3.2 options are replaced as a whole")
def options(account: Account) -> None:
    path = account.object()
    made = account.field(path, "dropdown", custom_field_options=OPTIONS)
    assert [each["value"] for each in made["custom_field_options"]] == ["sail", "motor"]
    auk = account.record(path, f="motor")
    kept = [each for each in made["custom_field_options"] if each["value"] == "sail"]
    body = field(custom_field_options=[*kept, {"name": "Oar", "value": "oar"}])
    changed = account.call(200, "PATCH", f"{path}/fields/f", body)["custom_object_field"]
    assert [each["value"] for each in changed["custom_field_options"]] == ["sail", "oar"]

    def value() -> Any:
        shown = account.call(200, "GET", f"{path}/records/{auk['id']}")
        return shown["custom_object_record"]["custom_object_fields"]["f"]

    account.settled(value, lambda seen: seen is None)


@fact("3.2 options with raw_name")
def raw_options(account: Account) -> None:
    options = [{**each, "raw_name": each["name"]} for each in OPTIONS]
    made = account.field(account.object(), "dropdown", custom_field_options=options)
    assert [each["raw_name"] for each in made["custom_field_options"]] == ["Sail", "Motor"]


@fact("3.2 option values of at most 255")
def long_options(account: Account) -> None:
    path = account.object()
    for length, good in ((255, True), (256, False)):
        options = [{"name": "x", "value": "x" * length}]
        body = field(key="f", title="F", type="dropdown", custom_field_options=options)
        assert (account.ask("POST", f"{path}/fields", body).status_code == 201) is good


@fact("3.2 targets are immutable")
def targets_stay(account: Account) -> None:
    path = account.object()
    account.field(path, "lookup", relationship_target_type="zen:user")
    account.ask("PATCH", f"{path}/fields/f", field(relationship_target_type="zen:ticket"))
    shown = account.call(200, "GET", f"{path}/fields/f")["custom_object_field"]
    assert shown["relationship_target_type"] == "zen:user"


@fact("3.2 targets of lookups")
def lookup_targets(account: Account) -> None:
    path = account.object()
    for target in ("user", "organization", "ticket", "article", "brand"):
        made = account.field(path, "lookup", key=target, relationship_target_type=f"zen:{target}")
        assert made["relationship_target_type"] == f"zen:{target}"


@fact("3.2 targets of parents")
def parent_targets(account: Account) -> None:
    path = account.object()
    for target in ("article", "brand"):
        body = field(key=target, title="T", type="parent", relationship_target_type=f"zen:{target}")
        assert 400 <= account.ask("POST", f"{path}/fields", body).status_code < 500
    for target in ("user", "organization", "ticket"):
        account.field(path, "parent", key=target, relationship_target_type=f"zen:{target}")


@fact("3.2 relationship_filter")
def relationship_filter(account: Account) -> None:
    """It restricts what is offered, and not what can be written."""
    target = account.object()
    name = target.rpartition("/")[2]
    account.field(target, key="kind")
    path = account.object()
    condition = {
        "field": f"custom_object.{name}.custom_fields.kind",
        "operator": "is",
        "value": "sail",
    }
    made = account.field(
        path,
        "lookup",
        relationship_target_type=f"zen:custom_object:{name}",
        relationship_filter={"all": [condition], "any": []},
    )
    assert made["relationship_filter"]["all"] == [condition]
    other = account.record(target, kind="motor")
    account.record(path, f=other["id"])


@fact("6.1 field keys")
def field_keys(account: Account) -> None:
    path = account.object()
    for key in ("with space", "dash-ed", "12", ""):
        assert account.refusal("POST", f"{path}/fields", field(key=key, title="T"))
    for key in ("a_1", "A", "_x", "1a"):
        account.field(path, key=key)


@fact("6.1 field keys are unique")
def unique_field_keys(account: Account) -> None:
    path = account.object()
    account.field(path)
    assert "key" in account.refusal("POST", f"{path}/fields", field(key="f", title="F"))
