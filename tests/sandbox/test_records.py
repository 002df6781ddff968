"""Single records (facts: the operations on records, their schema, values on the wire)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, START, Api

ULID = re.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}")


def show(api: Api, key: str, record: dict[str, Any]) -> dict[str, Any]:
    reply = api.call("GET", f"/{key}/records/{record['id']}", status=200)
    shown: dict[str, Any] = reply["custom_object_record"]
    return shown


def test_a_record_is_created(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    record = api.record(key, "Albatross", external_id="reg-1042", port="Aberdeen")

    assert ULID.fullmatch(record["id"])
    assert record["custom_object_key"] == key
    assert (record["name"], record["external_id"]) == ("Albatross", "reg-1042")
    assert record["custom_object_fields"] == {"port": "Aberdeen"}
    assert record["created_at"] == record["updated_at"] == "2026-01-02T03:04:05Z"
    assert isinstance(record["created_by_user_id"], str)
    assert record["created_by_user_id"] == record["updated_by_user_id"]
    assert show(api, key, record) == record
    assert api.http.get(record["url"]).json() == {"custom_object_record": record}


def test_a_json_suffix_is_optional(api: Api) -> None:
    key = api.object()
    record = api.record(key)
    reply = api.call("GET", f"/{key}/records/{record['id']}.json", status=200)
    assert reply["custom_object_record"] == record
    assert api.call("GET", f"/{key}/records.json", status=200)["custom_object_records"] == [record]


def test_an_id_begins_with_the_time(api: Api) -> None:
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    milliseconds = 0
    for letter in api.record(api.object())["id"][:10]:
        milliseconds = milliseconds * 32 + letters.index(letter)
    assert milliseconds == int(START * 1000)


def test_ids_sort_in_order_of_creation(api: Api) -> None:
    key = api.object()
    ids = [api.record(key)["id"] for _ in range(20)]
    api.clock.now -= 3600  # the clock is set back
    ids += [api.record(key)["id"] for _ in range(5)]
    assert ids == sorted(set(ids))


def test_fields_without_a_value_are_null(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    record = api.record(key)
    assert record["custom_object_fields"] == {"port": None}
    api.field(key, "berths", "integer")
    assert show(api, key, record)["custom_object_fields"] == {"port": None, "berths": None}


OPTIONS = [{"name": "Sail", "value": "sail"}, {"name": "Motor", "value": "motor"}]


@pytest.mark.parametrize(
    ("definition", "value"),
    [
        ({"type": "text"}, "Zürich ⛵ \u0000 \"'\\"),
        ({"type": "textarea"}, "two\nlines"),
        ({"type": "checkbox"}, False),
        ({"type": "integer"}, 2**53 + 1),
        ({"type": "integer"}, -7),
        ({"type": "decimal"}, 11.25),
        ({"type": "decimal"}, 3),
        ({"type": "date"}, "2011-06-18T00:00:00+00:00"),
        ({"type": "regexp", "regexp_for_validation": "\\A[A-Z]{2}\\z"}, "GB"),
        ({"type": "dropdown", "custom_field_options": OPTIONS}, "motor"),
        ({"type": "multiselect", "custom_field_options": OPTIONS}, ["motor", "sail"]),
        ({"type": "multiselect", "custom_field_options": OPTIONS}, []),
        ({"type": "lookup", "relationship_target_type": "zen:user"}, "38291050217788"),
    ],
)
def test_a_value_is_returned_as_it_was_written(
    api: Api, definition: dict[str, Any], value: Any
) -> None:
    key = api.object()
    api.field(key, "field", **definition)
    record = api.record(key, field=value)
    assert record["custom_object_fields"] == {"field": value}
    assert show(api, key, record)["custom_object_fields"] == {"field": value}


def test_decimals_are_not_rounded(api: Api) -> None:
    key = api.object()
    api.field(key, "length", "decimal")
    exact = "1234567890.123456789012345678"
    values = f'{{"length": {exact}}}'
    body = f'{{"custom_object_record": {{"name": "x", "custom_object_fields": {values}}}}}'
    response = api.http.post(
        f"{OBJECTS}/{key}/records", content=body, headers={"Content-Type": "application/json"}
    )
    assert f'"length":{exact}' in response.text
    shown = api.http.get(f"{OBJECTS}/{key}/records/{response.json()['custom_object_record']['id']}")
    assert f'"length":{exact}' in shown.text


@pytest.mark.parametrize(
    ("definition", "value"),
    [
        ({"type": "text"}, 7),
        ({"type": "checkbox"}, "perhaps"),
        ({"type": "integer"}, "seven"),
        ({"type": "integer"}, 7.5),
        ({"type": "decimal"}, "long"),
        ({"type": "date"}, "18/06/2011"),
        ({"type": "date"}, "2011-02-30"),
        ({"type": "regexp", "regexp_for_validation": "\\A[A-Z]{2}\\z"}, "gb1"),
        ({"type": "dropdown", "custom_field_options": OPTIONS}, "row"),
        ({"type": "multiselect", "custom_field_options": OPTIONS}, ["sail", "row"]),
        ({"type": "multiselect", "custom_field_options": OPTIONS}, "sail"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(
    api: Api, definition: dict[str, Any], value: Any
) -> None:
    key = api.object()
    api.field(key, "field", **definition)
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"field": value}}}
    found = api.refused("POST", f"/{key}/records", body)
    assert {name.partition("[")[0] for name in found} == {"field"}
    assert set.union(*found.values()) == {"InvalidValue"}
    assert api.call("GET", f"/{key}/records/count", status=200)["count"]["value"] == 0


def test_all_errors_are_reported_at_once(api: Api) -> None:
    key = api.object()
    api.field(key, "berths", "integer")
    api.field(key, "port", required=True)
    api.record(key, external_id="reg-1", port="Aberdeen")
    body = {
        "custom_object_record": {
            "external_id": "reg-1",
            "custom_object_fields": {"berths": "many", "bedrooms": 3},
        }
    }
    found = api.refused("POST", f"/{key}/records", body)
    assert found["name"] == {"BlankValue"}
    assert found["port"] == {"BlankValue"}
    assert found["berths"] == {"InvalidValue"}
    assert found["external_id"] == {"DuplicateValue"}
    assert set(found) == {"name", "port", "berths", "external_id", "bedrooms"}


def test_a_record_has_at_most_32_kibibytes(api: Api) -> None:
    key = api.object()
    api.field(key, "notes", "textarea")
    api.field(key, "more", "textarea")
    body = {"custom_object_record": {"name": "x", "custom_object_fields": {"notes": "x" * 33_000}}}
    api.refused("POST", f"/{key}/records", body)
    record = api.record(key, notes="x" * 20_000)
    # Nor can it exceed that in two steps.
    more = {"more": "x" * 20_000}
    path = f"/{key}/records/{record['id']}"
    api.refused("PATCH", path, {"custom_object_record": {"custom_object_fields": more}})
    values = {"custom_object_fields": {**more, "notes": None}}
    api.call("PATCH", path, {"custom_object_record": values}, status=200)


def test_external_ids_are_unique_in_their_object_and_case_sensitive(api: Api) -> None:
    key, other = api.object(), api.object()
    record = api.record(key, external_id="reg-1")
    api.record(key, external_id="REG-1")
    api.record(other, external_id="reg-1")
    body = {"custom_object_record": {"name": "x", "external_id": "reg-1"}}
    assert api.refused("POST", f"/{key}/records", body) == {"external_id": {"DuplicateValue"}}
    third = api.record(key)
    path = f"/{key}/records/{third['id']}"
    assert api.refused("PATCH", path, body) == {"external_id": {"DuplicateValue"}}
    api.call("PATCH", f"/{key}/records/{record['id']}", body, status=200)


def test_an_update_changes_only_the_given_values(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    api.field(key, "berths", "integer")
    record = api.record(key, external_id="reg-1", port="Aberdeen", berths=6)
    api.clock.now += 60
    path = f"/{key}/records/{record['id']}"

    body: dict[str, Any] = {"custom_object_record": {"custom_object_fields": {"berths": 7}}}
    changed = api.call("PATCH", path, body, status=200)["custom_object_record"]
    assert changed["custom_object_fields"] == {"port": "Aberdeen", "berths": 7}
    assert (changed["name"], changed["external_id"]) == ("Albatross", "reg-1")
    assert changed["created_at"] == record["created_at"]
    assert changed["updated_at"] == "2026-01-02T03:05:05Z"

    body = {"custom_object_record": {"name": "Gannet"}}
    changed = api.call("PATCH", path, body, status=200)["custom_object_record"]
    assert (changed["name"], changed["custom_object_fields"]["berths"]) == ("Gannet", 7)
    assert show(api, key, record) == changed


def test_null_clears_a_value(api: Api) -> None:
    key = api.object()
    api.field(key, "port")
    record = api.record(key, external_id="reg-1", port="Aberdeen")
    body = {"custom_object_record": {"external_id": None, "custom_object_fields": {"port": None}}}
    changed = api.call("PATCH", f"/{key}/records/{record['id']}", body, status=200)
    assert changed["custom_object_record"]["external_id"] is None
    assert changed["custom_object_record"]["custom_object_fields"] == {"port": None}
    # Any number of records can be without an external id.
    api.record(key)
    api.record(key, external_id="reg-1")


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("record_id", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "%00", "a%2Fb", "%20"])
def test_an_unknown_id_is_not_found(api: Api, method: str, record_id: str) -> None:
    key = api.object()
    api.record(key)
    path = f"/{key}/records/{record_id}"
    reply = api.call(method, path, {"custom_object_record": {}}, status=404)
    assert reply == {"error": "RecordNotFound", "description": "Not found"}
    assert api.call("GET", f"/{key}/records/count", status=200)["count"]["value"] == 1


def test_a_record_is_found_only_at_its_object(api: Api) -> None:
    key, other = api.object(), api.object()
    record = api.record(key)
    api.call("GET", f"/{other}/records/{record['id']}", status=404)
    api.call("DELETE", f"/{other}/records/{record['id']}", status=404)


def test_a_record_is_deleted(api: Api) -> None:
    key = api.object()
    record = api.record(key, external_id="reg-1")
    path = f"/{key}/records/{record['id']}"
    response = api.http.delete(OBJECTS + path)
    assert (response.status_code, response.content) == (204, b"")
    api.call("GET", path, status=404)
    api.call("DELETE", path, status=404)
    assert api.call("GET", f"/{key}/records", status=200)["custom_object_records"] == []
    api.record(key, external_id="reg-1")


def test_records_are_counted(api: Api) -> None:
    key = api.object()
    records = [api.record(key, external_id=f"reg-{n}") for n in range(3)]
    api.call("DELETE", f"/{key}/records/{records[0]['id']}", status=204)
    api.call("DELETE", f"/{key}/records", status=204, params={"external_id": "reg-1"})
    assert api.call("GET", f"/{key}/records/count", status=200) == {
        "count": {"refreshed_at": "2026-01-02T03:04:05Z", "value": 1}
    }


class TestUpsert:
    def upsert(self, api: Api, key: str, values: dict[str, Any], **params: str) -> dict[str, Any]:
        body = {"custom_object_record": values}
        reply = api.call("PATCH", f"/{key}/records", body, status=200, params=params)
        record: dict[str, Any] = reply["custom_object_record"]
        return record

    def test_a_record_is_upserted_by_external_id(self, api: Api) -> None:
        key = api.object()
        api.field(key, "port")
        made = self.upsert(api, key, {"name": "Albatross"}, external_id="reg / 1?&ü")
        assert made["external_id"] == "reg / 1?&ü"
        values = {"custom_object_fields": {"port": "Aberdeen"}}
        again = self.upsert(api, key, values, external_id="reg / 1?&ü")
        assert again == made | {"custom_object_fields": {"port": "Aberdeen"}}
        assert api.call("GET", f"/{key}/records/count", status=200)["count"]["value"] == 1

    def test_a_record_is_upserted_by_name(self, api: Api) -> None:
        key = api.object()
        api.name(key, is_unique=True)
        made = self.upsert(api, key, {}, name="Albatross")
        assert made["name"] == "Albatross"
        again = self.upsert(api, key, {"external_id": "reg-1"}, name="Albatross")
        assert (again["id"], again["external_id"]) == (made["id"], "reg-1")

    def test_the_body_can_repeat_or_change_the_key(self, api: Api) -> None:
        key = api.object()
        values = {"name": "Albatross", "external_id": "reg-1"}
        made = self.upsert(api, key, values, external_id="reg-1")
        moved = self.upsert(api, key, {"external_id": "reg-2"}, external_id="reg-1")
        assert (moved["id"], moved["external_id"]) == (made["id"], "reg-2")

    def test_a_created_record_must_be_complete(self, api: Api) -> None:
        key = api.object()
        api.field(key, "port", required=True)
        path = f"/{key}/records"
        found = api.refused("PATCH", path, {"custom_object_record": {}}, external_id="reg-1")
        assert found == {"name": {"BlankValue"}, "port": {"BlankValue"}}

    def test_a_numbered_record_is_created_by_external_id(self, api: Api) -> None:
        key = api.object()
        api.name(key, autoincrement_enabled=True)
        assert self.upsert(api, key, {}, external_id="reg-1")["name"] == "1"
        assert self.upsert(api, key, {}, external_id="reg-1")["name"] == "1"

    def test_an_upsert_by_name_needs_unique_names(self, api: Api) -> None:
        key = api.object()
        body: dict[str, Any] = {"custom_object_record": {}}
        assert set(api.refused("PATCH", f"/{key}/records", body, name="Albatross")) == {"name"}
        assert set(api.refused("DELETE", f"/{key}/records", None, name="Albatross")) == {"name"}

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize(
        "params", [{}, {"external_id": "a", "name": "b"}, {"external_id": ""}, {"name": ""}]
    )
    def test_exactly_one_key_is_required(
        self, api: Api, method: str, params: dict[str, str]
    ) -> None:
        key = api.object()
        api.name(key, is_unique=True)
        api.record(key, external_id="a")
        body = {"custom_object_record": {"name": "x"}}
        reply = api.call(method, f"/{key}/records", body, status=400, params=params)
        assert set(reply["error"]) == {"title", "message"}
        assert api.call("GET", f"/{key}/records/count", status=200)["count"]["value"] == 1


def test_a_record_is_deleted_by_external_id_or_name(api: Api) -> None:
    key = api.object()
    api.name(key, is_unique=True)
    api.record(key, "Albatross", external_id="reg-1")
    api.record(key, "Kittiwake")
    path = f"/{key}/records"
    api.call("DELETE", path, status=204, params={"external_id": "reg-1"})
    api.call("DELETE", path, status=204, params={"name": "Kittiwake"})
    api.call("DELETE", path, status=404, params={"external_id": "reg-1"})
    api.call("DELETE", path, status=404, params={"name": "Kittiwake"})
    assert api.call("GET", f"/{key}/records/count", status=200)["count"]["value"] == 0
