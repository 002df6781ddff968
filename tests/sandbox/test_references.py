"""Lookups and parents (facts: values on the wire, parents and deletion)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.support import Api


@pytest.fixture
def marinas(api: Api) -> str:
    key = api.object("marina")
    api.name(key, is_unique=True)
    return key


@pytest.fixture(params=["lookup", "parent"])
def boats(request: pytest.FixtureRequest, api: Api, marinas: str) -> str:
    """An object with a field `home` that refers to a marina."""
    key = api.object("boat")
    api.field(key, "home", request.param, relationship_target_type=f"zen:custom_object:{marinas}")
    return key


@pytest.mark.parametrize("form", ["{id}", "external_id:{external_id}", "name:{name}"])
def test_a_reference_is_stored_as_the_id(api: Api, marinas: str, boats: str, form: str) -> None:
    marina = api.record(marinas, "North: the old one", external_id="m:1")
    boat = api.record(boats, home=form.format(**marina))
    assert boat["custom_object_fields"] == {"home": marina["id"]}
    other = api.record(marinas, "South", external_id="m:2")
    body = {"custom_object_record": {"custom_object_fields": {"home": form.format(**other)}}}
    changed = api.call("PATCH", f"/{boats}/records/{boat['id']}", body, status=200)
    assert changed["custom_object_record"]["custom_object_fields"] == {"home": other["id"]}


@pytest.mark.parametrize("value", ["external_id:nowhere", "name:nowhere"])
def test_a_reference_to_an_unknown_record_is_refused(
    api: Api, marinas: str, boats: str, value: str
) -> None:
    api.record(marinas, "North", external_id="m:1")
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"home": value}}}
    assert api.refused("POST", f"/{boats}/records", body) == {"home": {"InvalidValue"}}


def test_a_reference_by_an_ambiguous_name_is_refused(api: Api) -> None:
    api.object("marina")
    api.object("boat")
    api.field("boat", "home", "lookup", relationship_target_type="zen:custom_object:marina")
    api.record("marina", "North")
    api.record("marina", "North")
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"home": "name:North"}}}
    assert set(api.refused("POST", "/boat/records", body)) == {"home"}


def test_a_lookup_can_refer_to_a_deleted_record(api: Api, marinas: str) -> None:
    api.object("boat")
    api.field("boat", "home", "lookup", relationship_target_type=f"zen:custom_object:{marinas}")
    marina = api.record(marinas, "North")
    boat = api.record("boat", home=marina["id"])
    api.call("DELETE", f"/{marinas}/records/{marina['id']}", status=204)
    shown = api.call("GET", f"/boat/records/{boat['id']}", status=200)["custom_object_record"]
    assert shown["custom_object_fields"] == {"home": marina["id"]}


def test_users_are_referred_to_by_id(api: Api) -> None:
    key = api.object()
    api.field(key, "owner", "lookup", relationship_target_type="zen:user")
    assert api.record(key, owner="38291050217788")["custom_object_fields"] == {
        "owner": "38291050217788"
    }
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"owner": "name:Ann"}}}
    assert set(api.refused("POST", f"/{key}/records", body)) == {"owner"}


def test_a_parent_who_is_a_user_must_exist(api: Api) -> None:
    key = api.object()
    api.field(key, "owner", "parent", relationship_target_type="zen:user")
    assert api.record(key, owner="7")["custom_object_fields"] == {"owner": "7"}
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"owner": "70"}}}
    assert set(api.refused("POST", f"/{key}/records", body)) == {"owner"}


class TestParents:
    @pytest.fixture(autouse=True)
    def family(self, api: Api, marinas: str) -> None:
        api.object("boat")
        target = f"zen:custom_object:{marinas}"
        api.field("boat", "home", "parent", relationship_target_type=target)
        api.object("inspection")
        api.field("inspection", "of", "parent", relationship_target_type="zen:custom_object:boat")

    def test_a_child_needs_a_parent(self, api: Api) -> None:
        body: dict[str, Any] = {"custom_object_record": {"name": "x"}}
        assert api.refused("POST", "/boat/records", body) == {"home": {"BlankValue"}}

    def test_the_parent_must_exist(self, api: Api) -> None:
        values = {"home": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}
        body = {"custom_object_record": {"name": "x", "custom_object_fields": values}}
        assert api.refused("POST", "/boat/records", body) == {"home": {"InvalidValue"}}

    def test_deleting_a_parent_deletes_its_children(self, api: Api, marinas: str) -> None:
        north, south = api.record(marinas, "North"), api.record(marinas, "South")
        moved = api.record("boat", "Moved", home=north["id"])
        for number in range(3):
            boat = api.record("boat", str(number), home=north["id"])
            api.record("inspection", of=boat["id"])
        body = {"custom_object_record": {"custom_object_fields": {"home": south["id"]}}}
        api.call("PATCH", f"/boat/records/{moved['id']}", body, status=200)

        api.call("DELETE", f"/{marinas}/records/{north['id']}", status=204)
        listed = api.call("GET", "/boat/records", status=200)["custom_object_records"]
        assert [record["id"] for record in listed] == [moved["id"]]
        for key, count in (("boat", 1), ("inspection", 0), (marinas, 1)):
            reply = api.call("GET", f"/{key}/records/count", status=200)
            assert reply["count"]["value"] == count

    def test_a_cycle_of_parents_is_deleted(self, api: Api) -> None:
        """The documentation does not forbid that a record is its own grandparent."""
        api.object("island")
        records = [api.record("island"), api.record("island")]
        target = "zen:custom_object:island"
        api.field("island", "near", "parent", relationship_target_type=target)
        for one, other in (records, reversed(records)):
            body = {"custom_object_record": {"custom_object_fields": {"near": other["id"]}}}
            api.call("PATCH", f"/island/records/{one['id']}", body, status=200)
        api.call("DELETE", f"/island/records/{records[0]['id']}", status=204)
        assert api.call("GET", "/island/records/count", status=200)["count"]["value"] == 0
