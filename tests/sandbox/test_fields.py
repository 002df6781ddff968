"""Fields of objects (facts: the operations on fields, their schema, keys, options)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, Api

STANDARD = ["standard::name", "standard::external_id"]


def listed(api: Api, key: str, **params: str) -> list[str]:
    reply = api.call("GET", f"/{key}/fields", status=200, params=params)
    return [field["key"] for field in reply["custom_object_fields"]]


def patch(api: Api, object_key: str, field: str, **values: Any) -> dict[str, Any]:
    body = {"custom_object_field": values}
    reply = api.call("PATCH", f"/{object_key}/fields/{field}", body, status=200)
    changed: dict[str, Any] = reply["custom_object_field"]
    return changed


def test_a_field_is_created(api: Api) -> None:
    key = api.object()
    body = {"custom_object_field": {"key": "port", "title": "Home port"}}
    created = api.call("POST", f"/{key}/fields", body, status=201)["custom_object_field"]

    assert created["type"] == "text"
    assert created["raw_title"] == "Home port"
    assert created["position"] == 9999
    assert created["active"] is True
    assert created["required"] is created["system"] is created["readonly"] is False
    assert created["created_at"] == created["updated_at"] == "2026-01-02T03:04:05Z"
    # Ids are 64-bit numbers, also in lists.
    assert isinstance(created["id"], int)
    assert created["id"] > 2**32
    for address in ("port", str(created["id"])):
        assert api.call("GET", f"/{key}/fields/{address}", status=200) == {
            "custom_object_field": created
        }
    assert api.http.get(created["url"]).json() == {"custom_object_field": created}


def test_standard_fields_are_listed_on_request(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    assert listed(api, key) == ["port"]
    assert listed(api, key, include_standard_fields="false") == ["port"]
    assert listed(api, key, include_standard_fields="true") == [*STANDARD, "port"]


def test_standard_fields_are_addressed_by_their_keys(api: Api) -> None:
    key = api.object()
    for address in ("standard::name", "standard%3A%3Aname"):
        field = api.call("GET", f"/{key}/fields/{address}", status=200)["custom_object_field"]
        assert field["key"] == "standard::name"
        assert field["required"] is True
        assert (
            field["properties"].items()
            >= {
                "is_unique": False,
                "autoincrement_enabled": False,
            }.items()
        )
    assert patch(api, key, "standard::external_id", title="Registration")["title"] == "Registration"


@pytest.mark.parametrize("field", STANDARD)
def test_standard_fields_cannot_be_deleted(api: Api, field: str) -> None:
    key = api.object()
    api.call("DELETE", f"/{key}/fields/{field}", status=422)
    assert listed(api, key, include_standard_fields="true") == STANDARD


@pytest.mark.parametrize("change", [{"required": False}, {"active": False}, {"position": 7}])
def test_few_properties_of_a_standard_field_can_be_changed(
    api: Api, change: dict[str, Any]
) -> None:
    key = api.object()
    path = f"/{key}/fields/standard::name"
    before = api.call("GET", path, status=200)
    assert set(api.refused("PATCH", path, {"custom_object_field": change})) == set(change)
    assert api.call("GET", path, status=200) == before
    assert api.call("GET", path, status=200) == before


@pytest.mark.parametrize(
    ("field_key", "code"),
    [("12345", "InvalidValue"), ("home port", "InvalidValue"), ("", "BlankValue")],
)
def test_keys_of_letters_digits_and_underscores_are_accepted(
    api: Api, field_key: str, code: str
) -> None:
    body = {"custom_object_field": {"key": field_key, "title": "Port"}}
    assert api.refused("POST", f"/{api.object()}/fields", body) == {"key": {code}}


def test_keys_are_unique_in_an_object(api: Api) -> None:
    key, other = api.object(), api.object()
    api.field(key, "port")
    api.field(other, "port")
    body = {"custom_object_field": {"key": "port", "title": "Port"}}
    assert api.refused("POST", f"/{key}/fields", body) == {"key": {"DuplicateValue"}}


@pytest.mark.parametrize("change", [{"key": "harbour"}, {"type": "integer"}])
def test_key_and_type_cannot_be_changed(api: Api, change: dict[str, Any]) -> None:
    key = api.object()
    api.field(key, "port")
    found = api.refused("PATCH", f"/{key}/fields/port", {"custom_object_field": change})
    assert set(found) == set(change)
    assert patch(api, key, "port", key="port", type="text", title="Harbour")["title"] == "Harbour"


def test_put_is_accepted_like_patch(api: Api) -> None:
    key = api.object()
    api.field(key, "port", description="Where she lies")
    body = {"custom_object_field": {"title": "Harbour"}}
    changed = api.call("PUT", f"/{key}/fields/port", body, status=200)["custom_object_field"]
    assert (changed["title"], changed["description"]) == ("Harbour", "Where she lies")


def test_an_unknown_field_is_not_found(api: Api) -> None:
    key = api.object()
    for method in ("GET", "PATCH", "DELETE"):
        reply = api.call(method, f"/{key}/fields/port", {"custom_object_field": {}}, status=404)
        assert reply["error"] == "RecordNotFound"


def test_deleting_a_field_deletes_its_values(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    record = api.record(key, port="Aberdeen")
    api.call("DELETE", f"/{key}/fields/port", status=204)
    path = f"/{key}/records/{record['id']}"
    assert api.call("GET", path, status=200)["custom_object_record"]["custom_object_fields"] == {}
    # A new field with that key does not restore them.
    api.field(key, "port")
    values = api.call("GET", path, status=200)["custom_object_record"]["custom_object_fields"]
    assert values == {"port": None}


def options(*values: str) -> list[dict[str, str]]:
    return [{"name": value.title(), "value": value} for value in values]


def test_options_have_ids_and_positions(api: Api) -> None:
    field = api.field(api.object(), "kind", "dropdown", custom_field_options=options("sail", "row"))
    first, second = field["custom_field_options"]
    assert (first["name"], first["raw_name"], first["value"]) == ("Sail", "Sail", "sail")
    assert (first["position"], second["position"]) == (0, 1)
    assert first["id"] != second["id"]


def test_options_can_be_sent_back_as_they_were_read(api: Api) -> None:
    """Including the properties that the service added, which are dropped."""
    key = api.object()
    options = [{"name": "Sail", "raw_name": "Sail", "value": "sail"}]
    read = api.field(key, "rig", "dropdown", custom_field_options=options)["custom_field_options"]
    body = {"custom_object_field": {"custom_field_options": read}}
    reply = api.http.patch(f"{OBJECTS}/{key}/fields/rig", json=body)
    assert reply.json()["custom_object_field"]["custom_field_options"] == read
    assert "raw_name" in reply.headers["x-zendesk-api-warn"]


def test_an_omitted_option_is_removed_with_its_values(api: Api) -> None:
    key = api.object()
    kind = api.field(key, "kind", "dropdown", custom_field_options=options("sail", "motor"))
    api.field(key, "rig", "multiselect", custom_field_options=options("jib", "main"))
    record = api.record(key, kind="sail", rig=["jib", "main"])
    motor = kind["custom_field_options"][1]

    changed = patch(api, key, "kind", custom_field_options=[motor, *options("row")])
    patch(api, key, "rig", custom_field_options=options("main"))

    assert [option["value"] for option in changed["custom_field_options"]] == ["motor", "row"]
    assert changed["custom_field_options"][0]["id"] == motor["id"]
    path = f"/{key}/records/{record['id']}"
    values = api.call("GET", path, status=200)["custom_object_record"]["custom_object_fields"]
    assert values == {"kind": None, "rig": ["main"]}
    # Added again, it is another option.
    patch(api, key, "kind", custom_field_options=options("sail", "motor", "row"))
    values = api.call("GET", path, status=200)["custom_object_record"]["custom_object_fields"]
    assert values["kind"] is None


def test_an_option_keeps_its_records_when_its_value_changes(api: Api) -> None:
    key = api.object()
    kind = api.field(key, "kind", "dropdown", custom_field_options=options("sail"))
    record = api.record(key, kind="sail")
    option = kind["custom_field_options"][0]
    patch(api, key, "kind", custom_field_options=[{**option, "value": "yacht"}, *options("sail")])
    reply = api.call("GET", f"/{key}/records/{record['id']}", status=200)
    assert reply["custom_object_record"]["custom_object_fields"] == {"kind": "yacht"}


def test_a_dropdown_without_options_accepts_no_value(api: Api) -> None:
    key = api.object()
    api.field(key, "kind", "dropdown", custom_field_options=options("sail"))
    patch(api, key, "kind", custom_field_options=[])
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"kind": "sail"}}}
    assert set(api.refused("POST", f"/{key}/records", body)) == {"kind"}


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ({"type": "tagger"}, "type"),
        ({"type": "lookup", "relationship_target_type": "zen:boat"}, "relationship_target_type"),
        ({"type": "parent", "relationship_target_type": "zen:brand"}, "relationship_target_type"),
    ],
)
def test_unknown_types_and_targets_are_refused(api: Api, field: dict[str, Any], named: str) -> None:
    body = {"custom_object_field": {"key": "f", "title": "F", **field}}
    assert set(api.refused("POST", f"/{api.object()}/fields", body)) == {named}


def test_the_target_of_a_relationship_cannot_be_changed(api: Api) -> None:
    key = api.object()
    lookup = api.field(key, "owner", "lookup", relationship_target_type="zen:user")
    assert lookup["relationship_target_type"] == "zen:user"
    body = {"custom_object_field": {"relationship_target_type": "zen:organization"}}
    found = api.refused("PATCH", f"/{key}/fields/owner", body)
    assert set(found) == {"relationship_target_type"}


def test_permissions_of_a_parent_cascade_only_if_enabled(api: Api) -> None:
    key = api.object()
    field = api.field(key, "of", "parent", relationship_target_type="zen:custom_object:marina")
    assert field["properties"] == {"cascade_permissions_enabled": False}


def test_a_currency_is_fixed_and_with_records_only_the_title_can_change(api: Api) -> None:
    key = api.object()
    api.field(key, "price", "currency", properties={"allowed_currencies": ["EUR"]})
    path = f"/{key}/fields/price"
    body = {"custom_object_field": {"properties": {"allowed_currencies": ["USD"]}}}
    assert set(api.refused("PATCH", path, body)) == {"properties.allowed_currencies"}
    assert patch(api, key, "price", description="Net")["description"] == "Net"
    api.record(key)
    other = {"custom_object_field": {"description": "Gross"}}
    assert set(api.refused("PATCH", path, other)) == {"description"}
    assert patch(api, key, "price", title="Cost")["title"] == "Cost"


def test_fields_are_reordered(api: Api) -> None:
    key = api.object()
    ids = {name: str(api.field(key, name)["id"]) for name in "abcd"}
    assert listed(api, key) == list("abcd")

    body = {"custom_object_field_ids": [ids["d"], ids["b"]]}
    response = api.http.put(f"/api/v2/custom_objects/{key}/fields/reorder", json=body)
    assert (response.status_code, response.json()) == (200, "")
    assert response.headers["content-type"].startswith("application/json")
    assert listed(api, key) == list("dbac")

    api.field(key, "e")
    assert listed(api, key) == list("dbace")
    assert listed(api, key, include_standard_fields="true")[:2] == STANDARD


@pytest.mark.parametrize("ids", [["1"], None])
def test_reordering_needs_each_id_of_this_object_once(api: Api, ids: list[str] | None) -> None:
    key = api.object()
    own = str(api.field(key, "a")["id"])
    body = {"custom_object_field_ids": ids or [own, own]}
    found = api.refused("PUT", f"/{key}/fields/reorder", body)
    assert set(found) == {"custom_object_field_ids"}


def test_a_field_called_reorder_can_be_read(api: Api) -> None:
    key = api.object()
    api.field(key, "reorder")
    assert api.call("GET", f"/{key}/fields/reorder", status=200)["custom_object_field"]


def test_fields_are_listed_in_pages(api: Api) -> None:
    key = api.object()
    for name in "abcde":
        api.field(key, name)
    page = api.call("GET", f"/{key}/fields", status=200, params={"page[size]": 2})
    seen = [page]
    while page["meta"]["has_more"]:
        page = api.http.get(page["links"]["next"]).json()
        seen.append(page)
    keys = [[field["key"] for field in page["custom_object_fields"]] for page in seen]
    assert keys == [["a", "b"], ["c", "d"], ["e"]]
    assert api.http.get(seen[-1]["links"]["next"]).json()["custom_object_fields"] == []
    before = api.http.get(seen[-1]["links"]["prev"]).json()
    assert [field["key"] for field in before["custom_object_fields"]] == ["c", "d"]
