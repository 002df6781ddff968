"""Names: unique or numbered by the service (facts: names, autonumbering, name properties)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.support import Api

NAME = "fields/standard::name"


def numbered(api: Api, **properties: Any) -> str:
    key = api.object()
    api.name(key, autoincrement_enabled=True, **properties)
    return key


def test_numbers_count_up_with_prefix_and_padding(api: Api) -> None:
    key = numbered(
        api,
        autoincrement_prefix="INS-",
        autoincrement_padding=4,
        autoincrement_next_sequence=42,
    )
    names = [api.record(key, None)["name"] for _ in range(3)]
    assert names == ["INS-0042", "INS-0043", "INS-0044"]
    field = api.call("GET", f"/{key}/{NAME}", status=200)["custom_object_field"]
    assert field["properties"] == {
        "is_unique": False,
        "autoincrement_enabled": True,
        "autoincrement_prefix": "INS-",
        "autoincrement_padding": 4,
        "autoincrement_next_sequence": 45,
    }


def test_numbers_can_exceed_the_padding(api: Api) -> None:
    key = numbered(api, autoincrement_padding=2, autoincrement_next_sequence=99)
    assert [api.record(key, None)["name"] for _ in range(2)] == ["99", "100"]


def test_a_name_is_refused_if_records_are_numbered(api: Api) -> None:
    key = numbered(api)
    body = {"custom_object_record": {"name": "Albatross"}}
    assert set(api.refused("POST", f"/{key}/records", body)) == {"name"}
    record = api.record(key, None)
    assert set(api.refused("PATCH", f"/{key}/records/{record['id']}", body)) == {"name"}
    # One client sends an explicit null, which works.
    null = {"custom_object_record": {"name": None}}
    created = api.call("POST", f"/{key}/records", null, status=201)["custom_object_record"]
    assert created["name"] == "2"
    path = f"/{key}/records/{created['id']}"
    assert api.call("PATCH", path, null, status=200)["custom_object_record"]["name"] == "2"


def test_a_refused_record_uses_no_number(api: Api) -> None:
    key = numbered(api)
    api.field(key, "berths", "integer", required=True)
    assert api.refused("POST", f"/{key}/records", {"custom_object_record": {}}) == {
        "berths": {"BlankValue"}
    }
    assert api.record(key, None, berths=6)["name"] == "1"


@pytest.mark.parametrize(
    "change",
    [
        {"is_unique": True},
        {"autoincrement_enabled": True},
        {"autoincrement_prefix": "X"},
        {"autoincrement_next_sequence": 1000},
    ],
)
def test_name_properties_cannot_change_once_a_record_exists(
    api: Api, change: dict[str, Any]
) -> None:
    key = api.object()
    record = api.record(key)
    body = {"custom_object_field": {"properties": change}}
    assert set(api.refused("PATCH", f"/{key}/{NAME}", body)) == {"properties"}
    # Sending the current values again is no change.
    current = api.call("GET", f"/{key}/{NAME}", status=200)["custom_object_field"]["properties"]
    assert api.name(key, **current) == current
    api.call("DELETE", f"/{key}/records/{record['id']}", status=204)
    api.call("PATCH", f"/{key}/{NAME}", body, status=200)


def test_the_next_number_never_decreases(api: Api) -> None:
    key = numbered(api, autoincrement_next_sequence=10)
    body = {"custom_object_field": {"properties": {"autoincrement_next_sequence": 9}}}
    assert set(api.refused("PATCH", f"/{key}/{NAME}", body)) == {
        "properties.autoincrement_next_sequence"
    }
    assert api.name(key, autoincrement_next_sequence=11)["autoincrement_next_sequence"] == 11
    assert api.record(key, None)["name"] == "11"


def test_a_refused_update_keeps_the_next_number(api: Api) -> None:
    key = numbered(api)
    properties = {"autoincrement_next_sequence": 5, "autoincrement_prefix": "x" * 31}
    body = {"custom_object_field": {"properties": properties}}
    api.refused("PATCH", f"/{key}/{NAME}", body)
    assert api.record(key, None)["name"] == "1"


def test_uniqueness_and_numbering_exclude_each_other(api: Api) -> None:
    key = numbered(api)
    api.refused(
        "PATCH", f"/{key}/{NAME}", {"custom_object_field": {"properties": {"is_unique": True}}}
    )
    both = {"is_unique": True, "autoincrement_enabled": True}
    api.refused("PATCH", f"/{api.object()}/{NAME}", {"custom_object_field": {"properties": both}})
    assert api.name(key, is_unique=True, autoincrement_enabled=False)["is_unique"] is True


def test_names_can_be_unique(api: Api) -> None:
    key, other = api.object(), api.object()
    api.name(key, is_unique=True)
    first = api.record(key, "Albatross")
    second = api.record(key, "Kittiwake")
    body = {"custom_object_record": {"name": "Albatross"}}

    for method, path in (("POST", ""), ("PATCH", f"/{second['id']}")):
        reply = api.call(method, f"/{key}/records{path}", body, status=422)
        assert reply == {
            "error": "RecordInvalid",
            "description": "Record validation errors",
            "details": {
                "base": [
                    {
                        "error": "DuplicateValue",
                        "description": "Name already exists. Try another one.",
                    }
                ]
            },
        }
    # A record can keep its name, and another object can have the same names.
    api.call("PATCH", f"/{key}/records/{first['id']}", body, status=200)
    api.record(other, "Albatross")
    api.call("DELETE", f"/{key}/records/{first['id']}", status=204)
    api.call("PATCH", f"/{key}/records/{second['id']}", body, status=200)


def test_names_can_repeat_unless_they_are_unique(api: Api) -> None:
    key = api.object()
    assert api.record(key)["id"] != api.record(key)["id"]
