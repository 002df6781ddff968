"""Roll-up fields (facts 3.2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.support import START, Api

OPTIONS = [{"name": "Hull", "value": "hull"}, {"name": "Rig", "value": "rig"}]


@pytest.fixture(autouse=True)
def fleet(api: Api) -> None:
    """Boats with inspections as children."""
    api.object("boat")
    api.object("inspection")
    api.field("inspection", "of", "parent", relationship_target_type="zen:custom_object:boat")
    api.field("inspection", "faults", "integer")
    api.field("inspection", "cost", "decimal")
    api.field("inspection", "on", "date")
    api.field("inspection", "passed", "checkbox")
    api.field("inspection", "about", "dropdown", custom_field_options=OPTIONS)
    api.field("inspection", "note")


def definition(kind: str, aggregation: str, field: str | None, criteria: Any) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "rollup_child_object": "zen:custom_object:inspection",
        "rollup_aggregation_type": aggregation,
    }
    if field is not None:
        properties["rollup_aggregated_field"] = field
    if criteria is not None:
        properties["rollup_filter_criteria"] = criteria
    return {"key": "rolled", "title": "Rolled", "type": kind, "properties": properties}


def roll_up(
    api: Api, kind: str, aggregation: str, field: str | None = None, criteria: Any = None
) -> dict[str, Any]:
    body = {"custom_object_field": definition(kind, aggregation, field, criteria)}
    reply = api.call("POST", "/boat/fields", body, status=201)
    made: dict[str, Any] = reply["custom_object_field"]
    return made


def rolled(api: Api, record: dict[str, Any]) -> Any:
    shown = api.call("GET", f"/boat/records/{record['id']}", status=200)["custom_object_record"]
    return shown["custom_object_fields"]["rolled"]


def is_(field: str, value: Any, operator: str = "is") -> dict[str, Any]:
    return {
        "field": f"custom_object.inspection.custom_fields.{field}",
        "operator": operator,
        "value": value,
    }


class TestValues:
    @pytest.mark.parametrize(
        ("kind", "aggregation", "field", "value", "empty"),
        [
            ("integer", "COUNT", None, 3, 0),
            ("integer", "SUM", "faults", 7, 0),
            ("integer", "MIN", "faults", 2, None),
            ("integer", "MAX", "faults", 5, None),
            ("decimal", "SUM", "cost", 0.3, 0),
            ("decimal", "MAX", "cost", 0.2, None),
            ("decimal", "SUM", "faults", 7, 0),
            ("date", "MIN", "on", "2025-11-30T00:00:00+00:00", None),
            ("date", "MAX", "on", "2026-01-02T00:00:00+00:00", None),
        ],
    )
    def test_roll_ups_are_computed_from_children(
        self, api: Api, kind: str, aggregation: str, field: str | None, value: Any, empty: Any
    ) -> None:
        roll_up(api, kind, aggregation, field)
        boat, other, childless = (api.record("boat", name) for name in "abc")
        api.record("inspection", of=boat["id"], faults=2, cost=0.1, on="2026-01-02")
        api.record("inspection", of=boat["id"], faults=5, cost=0.2, on="2025-11-30")
        api.record("inspection", of=boat["id"])
        api.record("inspection", of=other["id"], faults=100, cost=100, on="2020-01-01")
        assert rolled(api, boat) == value
        assert rolled(api, childless) == empty

    def test_roll_ups_change_with_the_children(self, api: Api) -> None:
        roll_up(api, "integer", "SUM", "faults")
        boat, other = api.record("boat", "a"), api.record("boat", "b")
        child = api.record("inspection", of=boat["id"], faults=2)
        path = f"/inspection/records/{child['id']}"
        for values, expected in (({"faults": 3}, (3, 0)), ({"of": other["id"]}, (0, 3))):
            body = {"custom_object_record": {"custom_object_fields": values}}
            api.call("PATCH", path, body, status=200)
            assert (rolled(api, boat), rolled(api, other)) == expected
        api.call("DELETE", path, status=204)
        assert rolled(api, other) == 0

    def test_roll_ups_are_in_every_reply(self, api: Api) -> None:
        roll_up(api, "integer", "COUNT")
        boats = [api.record("boat", name) for name in "ab"]
        for count, boat in enumerate(boats, 1):
            for _ in range(count):
                api.record("inspection", of=boat["id"])
        listed = api.call("GET", "/boat/records", status=200)
        assert [r["custom_object_fields"]["rolled"] for r in listed["custom_object_records"]] == [
            1,
            2,
        ]
        target = "/api/v2/incremental/custom_objects/boat/cursor"
        exported = api.http.get(target, params={"start_time": int(START) - 3600}).json()
        assert [r["custom_object_fields"]["rolled"] for r in exported["custom_object_records"]] == [
            1,
            2,
        ]
        body = {"custom_object_record": {"name": "c"}}
        path = f"/boat/records/{boats[1]['id']}"
        changed = api.call("PATCH", path, body, status=200)["custom_object_record"]
        assert changed["custom_object_fields"]["rolled"] == 2

    def test_a_child_with_two_parent_fields_counts_for_both_parents(self, api: Api) -> None:
        target = "zen:custom_object:boat"
        api.field("inspection", "tender", "parent", relationship_target_type=target)
        roll_up(api, "integer", "COUNT")
        boat, other = api.record("boat", "a"), api.record("boat", "b")
        api.record("inspection", of=boat["id"], tender=boat["id"])
        api.record("inspection", of=boat["id"], tender=other["id"])
        assert (rolled(api, boat), rolled(api, other)) == (2, 1)

    def test_roll_ups_can_exceed_64_bits(self, api: Api) -> None:
        roll_up(api, "integer", "SUM", "faults")
        boat = api.record("boat")
        for _ in range(3):
            api.record("inspection", of=boat["id"], faults=2**63 - 1)
        assert rolled(api, boat) == 3 * (2**63 - 1)

    def test_roll_ups_cannot_be_written(self, api: Api) -> None:
        roll_up(api, "integer", "COUNT")
        body = {"custom_object_record": {"name": "a", "custom_object_fields": {"rolled": 1}}}
        assert set(api.refused("POST", "/boat/records", body)) == {"rolled"}

    @pytest.mark.parametrize("path", ["/inspection/fields/of", "/inspection"])
    def test_roll_ups_are_zero_without_the_field_they_are_computed_from(
        self, api: Api, path: str
    ) -> None:
        roll_up(api, "integer", "SUM", "faults")
        boat = api.record("boat")
        api.record("inspection", of=boat["id"], faults=2)
        api.call("DELETE", path, status=204)
        assert rolled(api, boat) == 0


class TestCriteria:
    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            ({"all": [], "any": []}, 4),
            ({"all": [is_("passed", "false")]}, 1),
            ({"all": [is_("passed", value=True)], "any": None}, 2),
            ({"all": [is_("passed", "true", "is_not")]}, 2),
            ({"all": [is_("passed", "true"), is_("faults", 0)]}, 1),
            ({"any": [is_("passed", "false"), is_("faults", 0)]}, 2),
            ({"all": [is_("passed", "true")], "any": [is_("faults", 0), is_("faults", 9)]}, 1),
            ({"all": [is_("faults", 0, "greater_than")]}, 2),
            ({"all": [is_("about", "hull")]}, 2),
            ({"all": [is_("note", None, "present")]}, 1),
            ({"all": [is_("on", "2026-01-01", "less_than")]}, 1),
        ],
    )
    @pytest.mark.parametrize("aggregation", ["COUNT", "SUM"])
    def test_criteria_select_children(
        self, api: Api, aggregation: str, criteria: Any, expected: int
    ) -> None:
        api.field("inspection", "one", "integer")
        roll_up(api, "integer", aggregation, None if aggregation == "COUNT" else "one", criteria)
        boat = api.record("boat")
        common = {"of": boat["id"], "one": 1}
        api.record("inspection", **common, passed=True, faults=0, about="hull", note="x")
        api.record("inspection", **common, passed=True, faults=2, about="rig")
        api.record("inspection", **common, passed=False, faults=3, about="hull", on="2025-01-01")
        api.record("inspection", **common)
        assert rolled(api, boat) == expected

    @pytest.mark.parametrize(
        "criteria",
        [
            {"all": [{"field": "passed", "operator": "is", "value": "true"}]},
            {"all": [is_("passed", "true", "greater_than")]},
            {"all": [is_("passed", "perhaps")]},
            {"all": [is_("of", "x")]},
            {"all": [is_("faults", "many")]},
            {"any": [{"field": "created_by_user", "operator": "matches", "value": "current_user"}]},
            {"none": []},
        ],
    )
    def test_criteria_that_are_not_emulated_are_named(self, api: Api, criteria: Any) -> None:
        body = {"custom_object_field": definition("integer", "COUNT", None, criteria)}
        reply = api.call("POST", "/boat/fields", body, status=501)
        assert reply["error"] == "NotEmulated"
        assert "rollup_filter_criteria" in reply["description"]


class TestDefinition:
    def test_the_definition_of_a_roll_up_is_shown(self, api: Api) -> None:
        criteria = {"all": [is_("passed", "false")]}
        field = roll_up(api, "integer", "SUM", "faults", criteria)
        assert field["readonly"] is True
        assert field["properties"] == {
            "rollup_child_object": "zen:custom_object:inspection",
            "rollup_aggregation_type": "SUM",
            "rollup_aggregated_field": "faults",
            "rollup_aggregated_field_title": "Faults",
            "rollup_filter_criteria": criteria,
        }
        body = {"custom_object_field": {"title": "Defects"}}
        api.call("PATCH", "/inspection/fields/faults", body, status=200)
        shown = api.call("GET", "/boat/fields/rolled", status=200)["custom_object_field"]
        assert shown["properties"]["rollup_aggregated_field_title"] == "Defects"

    def test_a_roll_up_can_be_updated(self, api: Api) -> None:
        roll_up(api, "integer", "SUM", "faults", {"all": [is_("passed", "false")]})
        boat = api.record("boat")
        api.record("inspection", of=boat["id"], faults=4, passed=True)
        assert rolled(api, boat) == 0
        changes: list[tuple[dict[str, Any], int]] = [
            ({"rollup_filter_criteria": None}, 4),
            ({"rollup_aggregation_type": "COUNT", "rollup_aggregated_field": None}, 1),
        ]
        for properties, value in changes:
            body = {"custom_object_field": {"properties": properties}}
            api.call("PATCH", "/boat/fields/rolled", body, status=200)
            assert rolled(api, boat) == value
        body = {"custom_object_field": {"properties": {"rollup_aggregation_type": "MAX"}}}
        found = api.refused("PATCH", "/boat/fields/rolled", body)
        assert found == {"properties.rollup_aggregated_field": {"BlankValue"}}

    @pytest.mark.parametrize("child", ["zen:custom_object:nowhere", "zen:custom_object:boat"])
    def test_a_roll_up_needs_an_object_with_a_parent_field_to_this_one(
        self, api: Api, child: str
    ) -> None:
        body = {"custom_object_field": definition("integer", "COUNT", None, None)}
        body["custom_object_field"]["properties"]["rollup_child_object"] = child
        found = api.refused("POST", "/boat/fields", body)
        assert found == {"properties.rollup_child_object": {"InvalidValue"}}

    def test_records_that_refer_by_a_lookup_are_no_children(self, api: Api) -> None:
        api.object("berth")
        target = "zen:custom_object:boat"
        api.field("berth", "taken_by", "lookup", relationship_target_type=target)
        body = {"custom_object_field": definition("integer", "COUNT", None, None)}
        body["custom_object_field"]["properties"]["rollup_child_object"] = "zen:custom_object:berth"
        api.refused("POST", "/boat/fields", body)

    def test_a_roll_up_needs_an_existing_field(self, api: Api) -> None:
        body = {"custom_object_field": definition("integer", "SUM", "nothing", None)}
        found = api.refused("POST", "/boat/fields", body)
        assert found == {"properties.rollup_aggregated_field": {"InvalidValue"}}

    @pytest.mark.parametrize(
        ("kind", "aggregation", "field"),
        [
            ("integer", "SUM", "note"),
            ("integer", "SUM", "cost"),
            ("integer", "MAX", "on"),
            ("date", "MAX", "faults"),
            ("date", "SUM", "on"),
            ("date", "COUNT", None),
        ],
    )
    def test_combinations_of_unknown_meaning_are_named(
        self, api: Api, kind: str, aggregation: str, field: str | None
    ) -> None:
        body = {"custom_object_field": definition(kind, aggregation, field, None)}
        reply = api.call("POST", "/boat/fields", body, status=501)
        assert aggregation in reply["description"]

    def test_a_field_cannot_become_a_roll_up(self, api: Api) -> None:
        api.field("boat", "plain", "integer")
        body = {"custom_object_field": definition("integer", "COUNT", None, None)}
        body["custom_object_field"] = {"properties": body["custom_object_field"]["properties"]}
        api.call("PATCH", "/boat/fields/plain", body, status=501)
