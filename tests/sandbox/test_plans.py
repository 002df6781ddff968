"""Limits of plans (facts 6.2 and 5.2)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from zendesk_custom_objects import APIError, Client, PermissionDeniedError, ValidationError
from zendesk_custom_objects.sandbox import PLANS, Plan, Sandbox, Variants

BOAT = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}


@contextlib.contextmanager
def account(plan: Plan | str, variants: Variants | None = None) -> Iterator[Client]:
    with Sandbox(plan=plan, variants=variants) as sandbox, Client.sandbox(sandbox) as zendesk:
        yield zendesk


def new_objects(zendesk: Client, count: int) -> None:
    for number in range(count):
        zendesk.create_object(f"boat_{number}", title="Boat", title_pluralized="Boats")


@pytest.mark.parametrize(
    ("plan", "objects", "lookups", "requests"),
    [
        ("suite_team", 3, 5, 200),
        ("suite_growth", 5, 5, 400),
        ("growth", 5, 5, 400),
        ("suite_professional", 30, 10, 400),
        ("support_enterprise", 30, 10, 700),
        ("suite_enterprise", 50, 10, 700),
        ("enterprise_plus", 50, 10, 2500),
    ],
)
def test_each_plan_has_its_limits(plan: str, objects: int, lookups: int, requests: int) -> None:
    with Sandbox(plan=plan) as sandbox, Client.sandbox(sandbox) as zendesk:
        limit = zendesk.object_limit()
        assert (limit.count, limit.limit) == (0, objects)
        records = zendesk.record_limit()
        assert (records.count, records.limit) == (0, 50_000_000)
        assert sandbox.plan.lookups == lookups
        assert sandbox.plan.fields == 100
        assert sandbox.plan.requests_per_minute == requests
        assert sandbox.plan.exports_per_minute == 10


def test_the_default_has_high_limits() -> None:
    with Sandbox() as sandbox:
        default = sandbox.plan
    enterprise = PLANS["suite_enterprise"]
    assert (default.objects, default.fields) == (enterprise.objects, enterprise.fields)
    assert default.lookups == enterprise.lookups
    assert default.requests_per_minute > 100_000


def test_an_unknown_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="suite_team"):
        Sandbox(plan="sweet_team")


def test_the_number_of_objects_is_limited() -> None:
    with account("suite_team") as zendesk:
        new_objects(zendesk, 3)
        with pytest.raises(ValidationError, match="at most 3 custom objects"):
            new_objects_again(zendesk)
        assert len(list(zendesk.list_objects())) == 3
        zendesk.delete_object("boat_0")
        new_objects_again(zendesk)


def new_objects_again(zendesk: Client) -> None:
    zendesk.create_object("barge", title="Barge", title_pluralized="Barges")


def test_the_number_of_fields_is_limited() -> None:
    with account(Plan(fields=2)) as zendesk:
        new_objects(zendesk, 1)
        for key in ("length", "draught"):
            zendesk.create_field("boat_0", key, title=key, type="integer")
        limit = zendesk.field_limit("boat_0")
        assert (limit.count, limit.limit) == (2, 2)
        with pytest.raises(ValidationError, match="at most 2 custom fields"):
            zendesk.create_field("boat_0", "beam", title="Beam", type="integer")
        zendesk.delete_field("boat_0", "draught")
        zendesk.create_field("boat_0", "beam", title="Beam", type="integer")


def test_the_number_of_lookup_fields_is_limited() -> None:
    with account("suite_team") as zendesk:
        new_objects(zendesk, 2)
        for number in range(5):
            zendesk.create_field(
                "boat_0",
                f"owner_{number}",
                title="Owner",
                type="lookup",
                relationship_target_type="zen:user",
            )
        with pytest.raises(ValidationError, match="at most 5 lookup fields"):
            zendesk.create_field(
                "boat_0",
                "owner_5",
                title="Owner",
                type="lookup",
                relationship_target_type="zen:user",
            )
        zendesk.create_field("boat_0", "length", title="Length", type="integer")
        zendesk.create_field(
            "boat_1", "owner", title="Owner", type="lookup", relationship_target_type="zen:user"
        )


@pytest.mark.parametrize(("status", "kind"), [(422, ValidationError), (403, PermissionDeniedError)])
def test_the_unknown_status_of_a_refusal_is_a_variant(
    status: int, kind: type[APIError | ValidationError]
) -> None:
    variants = Variants(over_limit=403 if status == 403 else 422)
    with account(Plan(objects=0), variants) as zendesk:
        with pytest.raises(kind, match="at most 0 custom objects") as caught:
            new_objects(zendesk, 1)
        assert caught.value.status == status


def test_other_errors_are_reported_before_the_limit() -> None:
    with account(Plan(objects=1)) as zendesk:
        new_objects(zendesk, 1)
        with pytest.raises(ValidationError, match="already been taken"):
            new_objects(zendesk, 1)
