"""Lookup relationships (facts 2.8, 6.3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.sandbox.support import Api


def sources(
    api: Api,
    target: str,
    target_id: str,
    field: object,
    source: str,
    *,
    status: int = 200,
    **params: Any,
) -> Any:
    parts = (quote(str(part), safe="") for part in (target, target_id))
    path = "/".join(["/api/v2", *parts, "relationship_fields", str(field), quote(source, safe="")])
    given = {f"page[{name}]": value for name, value in params.items()}
    response = api.http.get(path, params=given)
    assert response.status_code == status, response.text
    return response.json()


def names(page: dict[str, Any]) -> list[str]:
    return [record["name"] for record in page["custom_object_records"]]


class TestSources:
    @pytest.fixture
    def fields(self, api: Api) -> dict[str, int]:
        """Boats with fields that refer to marinas and to users."""
        api.object("marina")
        api.object("boat")
        marina = "zen:custom_object:marina"
        made = {
            "home": api.field("boat", "home", "lookup", relationship_target_type=marina),
            "yard": api.field("boat", "yard", "parent", relationship_target_type=marina),
            "owner": api.field("boat", "owner", "lookup", relationship_target_type="zen:user"),
        }
        return {key: field["id"] for key, field in made.items()}

    def test_records_that_refer_to_a_record_are_listed(
        self, api: Api, fields: dict[str, int]
    ) -> None:
        north, south = (api.record("marina", name)["id"] for name in ("North", "South"))
        first = api.record("boat", "Albatross", home=north, yard=south, owner="7")
        api.record("boat", "Cormorant", home=north, yard=north)
        marina, boat = "zen:custom_object:marina", "zen:custom_object:boat"
        page = sources(api, marina, north, fields["home"], boat)
        assert names(page) == ["Albatross", "Cormorant"]
        assert page["custom_object_records"][0] == first
        assert names(sources(api, marina, north, fields["yard"], boat)) == ["Cormorant"]
        assert names(sources(api, marina, south, fields["home"], boat)) == []
        assert names(sources(api, "zen:user", "7", fields["owner"], boat)) == ["Albatross"]
        assert names(sources(api, "zen:user", "8", fields["owner"], boat)) == []

    def test_a_write_is_visible_at_once(self, api: Api, fields: dict[str, int]) -> None:
        north = api.record("marina", "North")["id"]
        record = api.record("boat", "Albatross", owner="7", yard=north)
        path = f"/boat/records/{record['id']}"
        question = ("zen:user", "7", fields["owner"], "zen:custom_object:boat")
        for owner, expected in (("8", []), ("7", ["Albatross"]), (None, [])):
            change = {"custom_object_record": {"custom_object_fields": {"owner": owner}}}
            api.call("PATCH", path, change, status=200)
            assert names(sources(api, *question)) == expected
        change = {"custom_object_record": {"custom_object_fields": {"owner": "7"}}}
        api.call("PATCH", path, change, status=200)
        api.call("DELETE", path, status=204)
        assert names(sources(api, *question)) == []

    def test_sources_are_listed_in_pages(self, api: Api, fields: dict[str, int]) -> None:
        north = api.record("marina", "North")["id"]
        for number in range(5):
            api.record("boat", f"n{number}", owner="7", yard=north)
        question = ("zen:user", "7", fields["owner"], "zen:custom_object:boat")
        page = sources(api, *question, size=2)
        seen = names(page)
        while page["meta"]["has_more"]:
            page = api.http.get(page["links"]["next"]).json()
            seen += names(page)
        assert seen == [f"n{number}" for number in range(5)]
        assert names(api.http.get(page["links"]["prev"]).json()) == ["n2", "n3"]

    @pytest.mark.parametrize(
        ("target", "target_id", "field", "source", "status"),
        [
            ("zen:user", "7", "1", "zen:custom_object:boat", 404),
            ("zen:user", "70", "owner", "zen:custom_object:boat", 404),
            ("zen:ticket", "7", "owner", "zen:custom_object:boat", 404),
            ("zen:custom_object:marina", "none", "home", "zen:custom_object:boat", 404),
            ("zen:user", "7", "owner", "zen:custom_object:none", 404),
            ("zen:user", "7", "owner", "zen:custom_object:marina", 404),
            ("zen:user", "7", "owner", "zen:article", 400),
            ("zen:user", "7", "owner", "boat", 400),
            ("zen:user", "7", "owner", "zen:user", 501),
            ("zen:user", "7", "owner", "zen:ticket", 501),
            ("zen:user", "7", "owner", "zen:organization", 501),
        ],
    )
    def test_unknown_things_are_not_found(
        self,
        api: Api,
        fields: dict[str, int],
        target: str,
        target_id: str,
        field: str,
        source: str,
        status: int,
    ) -> None:
        field_id = fields.get(field, field)
        reply = sources(api, target, target_id, field_id, source, status=status)
        if status == 501:
            assert source in reply["description"]


class TestDefinitions:
    def show(self, api: Api, target: str, *, status: int = 200, **params: str) -> Any:
        path = f"/api/v2/relationships/definitions/{quote(target, safe='')}"
        response = api.http.get(path, params=params)
        assert response.status_code == status, response.text
        return response.json()

    @pytest.fixture
    def marina(self, api: Api) -> str:
        key = api.object("marina")
        api.field(key, "berths", "integer")
        api.field(key, "open", "checkbox")
        option = {"name": "Big", "value": "big"}
        api.field(key, "size", "dropdown", custom_field_options=[option])
        api.field(key, "warden", "lookup", relationship_target_type="zen:user")
        api.field(key, "company", "lookup", relationship_target_type="zen:organization")
        return "zen:custom_object:marina"

    def conditions(self, api: Api, target: str, **params: Any) -> dict[str, dict[str, Any]]:
        found = self.show(api, target, **params)["definitions"]
        assert found["conditions_any"] == found["conditions_all"]
        return {
            condition["subject"].rpartition(".")[2]: {
                "operators": {operator["value"] for operator in condition["operators"]},
                "values": {value["value"] for value in condition["values"]},
            }
            for condition in found["conditions_all"]
        }

    def test_definitions_of_an_object_list_its_fields(self, api: Api, marina: str) -> None:
        found = self.conditions(api, marina)
        assert set(found) == {
            "created_by_user", "name", "berths", "open", "size", "warden", "company"
        }  # fmt: skip
        assert {"is", "is_not", "greater_than", "less_than", "present"} <= found["berths"][
            "operators"
        ]
        assert found["size"]["values"] == {"big"}
        assert found["open"]["values"] == {"true", "false"}
        assert "matches" in found["warden"]["operators"]
        assert found["warden"]["values"] == {"current_user"}

    def test_dynamic_values_depend_on_the_source(self, api: Api, marina: str) -> None:
        found = self.conditions(api, marina, source_type="zen:ticket")
        assert found["warden"]["values"] == {"current_user", "requester_id", "assignee_id"}
        assert found["company"]["values"] == {"organization"}
        assert "matches" in found["company"]["operators"]
        assert self.conditions(api, marina, source_type="zen:user") == self.conditions(api, marina)

    def test_unknown_things_are_not_found(self, api: Api, marina: str) -> None:
        self.show(api, "zen:custom_object:none", status=404)
        self.show(api, "marina", status=404)
        for target in ("zen:user", "zen:ticket", "zen:organization"):
            assert target in self.show(api, target, status=501)["description"]
        reply = self.show(api, marina, status=400, source_type="marina")
        assert "source_type" in reply["error"]["message"]
