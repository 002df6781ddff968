"""Custom objects (facts: the operations on objects, their schema, keys)."""

from __future__ import annotations

import pytest

from tests.sandbox.support import Api


def test_an_object_is_created(api: Api) -> None:
    body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    created = api.call("POST", "", {"custom_object": body}, status=201)["custom_object"]

    assert created.items() >= body.items()
    assert created["raw_title"] == "Boat"
    assert created["raw_title_pluralized"] == "Boats"
    assert created["created_at"] == created["updated_at"] == "2026-01-02T03:04:05Z"
    # Ids of users are strings here, and numbers everywhere else.
    assert isinstance(created["created_by_user_id"], str)
    assert created["created_by_user_id"] == created["updated_by_user_id"]
    assert {
        name: created[name]
        for name in ("include_in_list_view", "allows_photos", "allows_attachments")
    } == {"include_in_list_view": True, "allows_photos": False, "allows_attachments": False}
    assert api.call("GET", "/boat", status=200) == {"custom_object": created}
    assert api.http.get(created["url"]).json() == {"custom_object": created}


@pytest.mark.parametrize("missing", ["key", "title", "title_pluralized"])
def test_a_key_and_titles_are_required(api: Api, missing: str) -> None:
    body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    del body[missing]
    assert api.refused("POST", "", {"custom_object": body}) == {missing: {"BlankValue"}}


def test_all_errors_are_reported_at_once(api: Api) -> None:
    assert set(api.refused("POST", "", {"custom_object": {}})) == {
        "key",
        "title",
        "title_pluralized",
    }


def test_keys_are_unique(api: Api) -> None:
    api.object("boat")
    body = {"key": "boat", "title": "Ship", "title_pluralized": "Ships"}
    assert api.refused("POST", "", {"custom_object": body}) == {"key": {"DuplicateValue"}}


def test_objects_are_listed_in_order_of_creation(api: Api) -> None:
    keys = [api.object(key) for key in ("b", "a", "c")]
    api.call("DELETE", "/a", status=204)
    listed = api.call("GET", "", status=200)["custom_objects"]
    assert [item["key"] for item in listed] == [key for key in keys if key != "a"]


def test_an_update_changes_only_the_given_properties(api: Api) -> None:
    key = api.object(description="Floats")
    api.clock.now += 60
    body = {"custom_object": {"title": "Ship", "allows_attachments": True}}
    changed = api.call("PATCH", f"/{key}", body, status=200)["custom_object"]

    assert (changed["title"], changed["raw_title"]) == ("Ship", "Ship")
    assert changed["title_pluralized"] == "Boats"
    assert changed["description"] == "Floats"
    assert changed["allows_attachments"] is True
    assert changed["created_at"] == "2026-01-02T03:04:05Z"
    assert changed["updated_at"] == "2026-01-02T03:05:05Z"


def test_a_raw_title_alone_is_enough(api: Api) -> None:
    key = api.object()
    body = {"custom_object": {"raw_title": "Ship"}}
    assert api.call("PATCH", f"/{key}", body, status=200)["custom_object"]["title"] == "Ship"


def test_the_key_cannot_be_changed(api: Api) -> None:
    key = api.object()
    assert set(api.refused("PATCH", f"/{key}", {"custom_object": {"key": "ship"}})) == {"key"}
    api.call("GET", f"/{key}", status=200)


def test_deleting_an_object_deletes_its_records(api: Api) -> None:
    key, other = api.object(), api.object()
    api.record(key)
    api.record(other)
    api.call("DELETE", f"/{key}", status=204)

    for path in ("", "/fields", "/records", "/records/count"):
        reply = api.call("GET", f"/{key}{path}", status=404)
        assert reply == {"error": "RecordNotFound", "description": "Not found"}
    api.call("DELETE", f"/{key}", status=404)
    assert api.call("GET", "/limits/record_limit", status=200)["count"] == 1
    # It is not known whether a key can be used again; here the object is empty.
    api.object(key)
    assert api.call("GET", f"/{key}/records", status=200)["custom_object_records"] == []


def test_limits_are_returned_with_the_count_and_without_an_envelope(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    api.record(key)
    assert api.call("GET", "/limits/object_limit", status=200) == {"count": 1, "limit": 50}
    assert api.call("GET", f"/{key}/limits/field_limit", status=200) == {"count": 1, "limit": 100}
    expected = {"count": 1, "limit": 50_000_000}
    assert api.call("GET", "/limits/record_limit", status=200) == expected


def test_literal_paths_take_precedence_over_keys(api: Api) -> None:
    api.object("limits")
    api.field("limits", "object_limit")
    assert set(api.call("GET", "/limits/object_limit", status=200)) == {"count", "limit"}
    # A path that is not literal is that of an object with the key "limits".
    assert api.call("GET", "/limits/fields", status=200)["custom_object_fields"]
    assert api.call("GET", "/limits/limits/field_limit", status=200)["count"] == 1


@pytest.mark.parametrize("option", ["include_ui_path", "include_permissions_metadata"])
def test_options_with_an_undocumented_effect_are_named(api: Api, option: str) -> None:
    key = api.object()
    reply = api.call("GET", f"/{key}", status=501, params={option: "true"})
    assert reply["error"] == "NotEmulated"
    assert option in reply["description"]
    assert "ShowCustomObject" in reply["description"]
    api.call("GET", f"/{key}", status=200, params={option: "false"})
    api.call("GET", f"/{key}", status=400, params={option: "maybe"})
