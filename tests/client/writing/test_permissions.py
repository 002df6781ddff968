"""Access rules and permission policies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import Client, ValidationError, models
from zendesk_custom_objects.sandbox import CustomRole, Sandbox

RULES = "/api/v2/custom_objects/boat/access_rules"
POLICIES = "/api/v2/custom_objects/boat/permission_policies"
SLOOPS: Any = {
    "all": [{"field": "custom_object.boat.custom_fields.rig", "operator": "is", "value": "sloop"}]
}


def test_an_access_rule_is_created_updated_and_deleted(zendesk: Any, stub: Stub) -> None:
    rule = {"id": 17, "title": "Sloops", "conditions": SLOOPS}
    stub.will_answer(
        Reply(201, {"access_rule": rule}),
        Reply(200, {"access_rule": rule}),
        Reply(200, {"access_rules": [rule]}),
        Reply(200, {"access_rule": rule}),
        Reply(204),
    )

    created = zendesk.create_access_rule("boat", title="Sloops", conditions=SLOOPS)
    shown = zendesk.get_access_rule("boat", 17)
    (listed,) = zendesk.list_access_rules("boat")
    changed = zendesk.update_access_rule("boat", 17, description="All of them")
    assert zendesk.delete_access_rule("boat", 17) is None

    assert created == shown == listed == changed
    assert isinstance(created, models.AccessRule)
    assert stub.lines == [
        f"POST {RULES}",
        f"GET {RULES}/17",
        f"GET {RULES}",
        f"PATCH {RULES}/17",
        f"DELETE {RULES}/17",
    ]
    assert stub.asked[0].json == {"access_rule": {"title": "Sloops", "conditions": SLOOPS}}
    assert stub.asked[3].json == {"access_rule": {"description": "All of them"}}


@pytest.mark.parametrize(
    ("conditions", "places"),
    [
        ([], ["conditions"]),
        ({"all": "rig is sloop"}, ["conditions.all"]),
        (
            {"any": [{"field": 7, "operator": None}, "x"]},
            ["conditions.any[0].field", "conditions.any[1]"],
        ),
    ],
)
def test_invalid_conditions_are_refused_before_a_request(
    zendesk: Any, stub: Stub, conditions: Any, places: list[str]
) -> None:
    with pytest.raises(ValidationError) as raised:
        zendesk.create_access_rule("boat", title="Sloops", conditions=conditions)
    assert [violation.field for violation in raised.value.violations] == places
    with pytest.raises(ValidationError, match="UpdateAccessRule: nothing sent"):
        zendesk.update_access_rule("boat", 17, conditions=conditions)
    assert stub.asked == []


def test_conditions_can_be_sent_unchecked(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(422, {"error": "RecordInvalid"}))

    with pytest.raises(ValidationError, match="RecordInvalid"):
        zendesk.create_access_rule("boat", title="", conditions=[], validate=False)
    assert stub.asked[0].json == {"access_rule": {"title": "", "conditions": []}}


def test_permission_policies_are_read_and_updated(zendesk: Any, stub: Stub) -> None:
    policy = {"id": "end-user", "role_name": "End user", "records": {"read": {"allowed": True}}}
    stub.will_answer(
        Reply(200, {"policies": [policy]}),
        Reply(200, {"policy": policy}),
        Reply(200, {"policy": policy}),
    )

    (listed,) = zendesk.list_permission_policies("boat")
    shown = zendesk.get_permission_policy("boat", "end-user")
    changed = zendesk.update_permission_policy(
        "boat", "end-user", read={"allowed": True, "rule_id": None}, delete={"allowed": False}
    )

    assert listed == shown == changed
    assert isinstance(shown, models.PermissionPolicy)
    assert stub.lines == [
        f"GET {POLICIES}",
        f"GET {POLICIES}/end-user",
        f"PATCH {POLICIES}/end-user",
    ]
    assert stub.asked[2].json == {
        "policy": {
            "records": {
                "read": {"allowed": True, "rule_id": None},
                "delete": {"allowed": False},
            }
        }
    }


def test_a_role_sees_the_records_that_its_rule_matches() -> None:
    role = CustomRole(id=5, name="Harbour")
    with Sandbox(custom_roles=[role]) as sandbox, Client.sandbox(sandbox) as zendesk:
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        zendesk.create_field("boat", "rig", title="Rig")
        rule = zendesk.create_access_rule("boat", title="Sloops", conditions=SLOOPS)
        (policy,) = [
            each for each in zendesk.list_permission_policies("boat") if each.id == "custom-role-5"
        ]

        sloops: Any = {"allowed": True, "rule_id": rule.id}
        changed = zendesk.update_permission_policy(
            "boat", policy.id, create=sloops, read=sloops, update=sloops, delete=sloops
        )

        assert changed.records is not None
        assert changed.records.read is not None
        assert changed.records.read.rule_id == rule.id
        assert zendesk.get_permission_policy("boat", policy.id) == changed
        assert [each.title for each in zendesk.list_access_rules("boat")] == ["Sloops"]
