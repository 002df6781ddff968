"""Examples of tests for code that uses the SDK, with the fixtures of the package.

A user could write this file. `Harbour` stands for the user's own code; the tests below it
are examples for each fixture: `zendesk` (a client of a fresh sandbox), `async_zendesk`,
`zendesk_sandbox` (the sandbox itself), `zendesk_faults` and `zendesk_sandbox_url`.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from zendesk_custom_objects import (
    ApiToken,
    AsyncClient,
    Client,
    OutcomeUnknown,
    RateLimitError,
    ServerError,
    ValidationError,
)
from zendesk_custom_objects.sandbox import Clock, Faults, Sandbox, Variants


class Harbour:
    """The code under test, which stores boats in Zendesk."""

    def __init__(self, zendesk: Client) -> None:
        self.zendesk = zendesk

    def register(self, registration: str, name: str, length: int) -> str:
        """Create or update a boat, and return its id."""
        record = self.zendesk.upsert_record(
            "boat", external_id=registration, name=name, length=length
        )
        return record.id

    def names(self) -> list[str]:
        """Names of all boats, in alphabetical order."""
        return sorted(record.name or "" for record in self.zendesk.list_records("boat"))


BOAT = {
    "key": "boat",
    "title": "Boat",
    "title_pluralized": "Boats",
    "fields": [{"key": "length", "title": "Length", "type": "integer"}],
}


@pytest.fixture
def harbour(zendesk: Client, zendesk_sandbox: Sandbox) -> Harbour:
    """The code under test, on an account with the object that it needs."""
    zendesk_sandbox.seed(objects=[BOAT])
    return Harbour(zendesk)


def test_a_boat_is_registered_once(harbour: Harbour) -> None:
    first = harbour.register("reg-1", "Albatross", 12)
    again = harbour.register("reg-1", "Albatros", 13)

    assert again == first
    assert harbour.names() == ["Albatros"]


def test_existing_records_are_seeded(harbour: Harbour, zendesk_sandbox: Sandbox) -> None:
    seeded = zendesk_sandbox.seed(
        records={"boat": [{"name": "Puffin"}, {"name": "Albatross", "external_id": "reg-1"}]}
    )

    assert harbour.register("reg-1", "Auk", 9) == seeded["boat"][1]["id"]
    assert harbour.names() == ["Auk", "Puffin"]


def test_every_test_has_an_empty_account(zendesk: Client) -> None:
    assert list(zendesk.list_objects()) == []


def test_the_rules_of_the_service_apply(harbour: Harbour) -> None:
    with pytest.raises(ValidationError, match="lenght"):
        harbour.zendesk.create_record("boat", name="Puffin", lenght=3)


def test_an_outage_is_survived(harbour: Harbour, zendesk_faults: Faults) -> None:
    """The third attempt succeeds, and nobody waits in spite of Retry-After."""
    zendesk_faults.add(path="*/records", status=503, retry_after=20, times=2)

    harbour.register("reg-1", "Albatross", 12)

    assert harbour.names() == ["Albatross"]


def test_an_outage_that_lasts_is_reported(harbour: Harbour, zendesk_faults: Faults) -> None:
    zendesk_faults.add(method="GET", status=500, times=None)

    with pytest.raises(ServerError):
        harbour.names()


def test_the_outcome_of_a_lost_response_is_unknown(
    harbour: Harbour, zendesk_faults: Faults
) -> None:
    """The record was created, and the connection broke before the response."""
    zendesk_faults.add("CreateCustomObjectRecord", reset="after")

    with pytest.raises(OutcomeUnknown):
        harbour.zendesk.create_record("boat", name="Albatross")

    assert harbour.names() == ["Albatross"]


def test_an_upsert_survives_a_lost_response(harbour: Harbour, zendesk_faults: Faults) -> None:
    zendesk_faults.add(method="PATCH", latency=3600)

    harbour.register("reg-1", "Albatross", 12)

    assert harbour.names() == ["Albatross"]


@pytest.mark.zendesk_sandbox(requests_per_minute=3, clock=Clock(1_767_323_045))
def test_the_client_waits_for_the_rate_limit(zendesk: Client, zendesk_sandbox: Sandbox) -> None:
    """It waits for the next minute, which takes no time on the clock of the sandbox."""
    for _ in range(4):
        list(zendesk.list_objects())

    assert [request.status for request in zendesk_sandbox.requests] == [200] * 4
    assert zendesk_sandbox.clock() >= 1_767_323_100


@pytest.mark.zendesk_sandbox(requests_per_minute=1)
def test_the_rate_limit_can_raise(zendesk_sandbox: Sandbox) -> None:
    zendesk_sandbox.clock.freeze()
    with Client.sandbox(zendesk_sandbox, on_rate_limit="raise") as zendesk:
        zendesk.object_limit()
        with pytest.raises(RateLimitError) as caught:
            zendesk.object_limit()
    assert caught.value.retry_after is not None


@pytest.mark.zendesk_sandbox(plan="suite_team")
def test_the_limits_of_a_plan_apply(zendesk: Client) -> None:
    for number in range(3):
        zendesk.create_object(f"boat_{number}", title="Boat", title_pluralized="Boats")
    with pytest.raises(ValidationError, match="at most 3"):
        zendesk.create_object("boat_3", title="Boat", title_pluralized="Boats")


@pytest.mark.zendesk_sandbox(variants=Variants(upsert_created_status=201, dates="datetime"))
def test_code_works_with_each_variant_of_the_service(harbour: Harbour) -> None:
    """Code that works with both variants works with the service."""
    assert harbour.register("reg-1", "Albatross", 12)


def test_the_clock_can_be_set(harbour: Harbour, zendesk_sandbox: Sandbox) -> None:
    zendesk_sandbox.clock.freeze(datetime(2026, 3, 1, 12, tzinfo=UTC))
    harbour.register("reg-1", "Albatross", 12)
    zendesk_sandbox.clock.advance(3600)
    harbour.register("reg-1", "Albatross", 13)

    (record,) = harbour.zendesk.list_records("boat")
    assert record.created_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert record.updated_at == datetime(2026, 3, 1, 13, tzinfo=UTC)


def test_requests_are_logged(harbour: Harbour, zendesk_sandbox: Sandbox) -> None:
    harbour.register("reg 1", "Albatross", 12)

    (upsert,) = zendesk_sandbox.requests.of("UpsertCustomObjectRecordByExternalIdOrName")
    assert (upsert.method, upsert.status) == ("PATCH", 200)
    assert upsert.target == "/api/v2/custom_objects/boat/records?external_id=reg%201"


def test_asynchronous_code_has_its_own_fixture(
    async_zendesk: AsyncClient, zendesk_sandbox: Sandbox
) -> None:
    zendesk_sandbox.seed(objects=[BOAT])

    async def register() -> int:
        names = ["Albatross", "Puffin", "Auk"]
        await asyncio.gather(*(async_zendesk.create_record("boat", name=name) for name in names))
        return len([record async for record in async_zendesk.list_records("boat")])

    assert asyncio.run(register()) == 3


def test_code_in_another_process_or_language_gets_a_url(zendesk_sandbox_url: str) -> None:
    """It needs the URL, the email admin@example.com and the API token `sandbox`."""
    auth = ApiToken("admin@example.com", "sandbox")
    with Client(base_url=zendesk_sandbox_url, auth=auth) as zendesk:
        assert list(zendesk.list_objects()) == []
