"""Seeding a sandbox, reading its request log, resetting it, sharing it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, START
from zendesk_custom_objects import ApiToken, Client, ConfigurationError
from zendesk_custom_objects.sandbox import Clock, Sandbox, User

BEARER = [("Authorization", "Bearer sandbox")]
JSON = [*BEARER, ("Content-Type", "application/json")]
BOAT: dict[str, Any] = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
BERTH: dict[str, Any] = {
    "key": "berth",
    "title": "Berth",
    "title_pluralized": "Berths",
    "fields": [
        {"key": "standard::name", "properties": {"autoincrement_enabled": True}},
        {
            "key": "boat",
            "title": "Boat",
            "type": "lookup",
            "relationship_target_type": "zen:custom_object:boat",
        },
    ],
}


def test_a_sandbox_is_seeded() -> None:
    with Sandbox() as sandbox, Client.sandbox(sandbox) as zendesk:
        made = sandbox.seed(
            objects=[BOAT, BERTH],
            records={
                "boat": [{"name": "Auk", "external_id": "reg-1"}],
                "berth": [{"custom_object_fields": {"boat": "external_id:reg-1"}}, {}],
            },
        )
        assert [record["name"] for record in made["boat"]] == ["Auk"]
        boat_id = made["boat"][0]["id"]
        berths = list(zendesk.list_records("berth"))
        assert [berth.id for berth in berths] == [record["id"] for record in made["berth"]]
        assert [berth.name for berth in berths] == ["1", "2"]
        assert [berth.fields["boat"] for berth in berths] == [boat_id, None]
        (request,) = sandbox.requests
        assert request.operation == "ListCustomObjectRecords"


def test_seeding_does_not_change_the_given_dicts() -> None:
    with Sandbox() as sandbox:
        before = json.dumps([BOAT, BERTH])
        sandbox.seed(objects=[BOAT, BERTH])
        assert json.dumps([BOAT, BERTH]) == before


@pytest.mark.parametrize(
    ("objects", "records", "message"),
    [
        ([BOAT, {**BERTH, "title": ""}], {}, "title"),
        ([{**BOAT, "colour": "red"}], {}, "colour"),
        ([BOAT, BOAT], {}, "already been taken"),
        ([{**BOAT, "fields": [{"key": "12", "title": "X"}]}], {}, "key"),
    ],
)
def test_a_refused_seed_creates_nothing(
    objects: list[dict[str, Any]], records: dict[str, Any], message: str
) -> None:
    with Sandbox() as sandbox:
        with pytest.raises(ValueError, match=message):
            sandbox.seed(objects=objects, records=records)
        assert sandbox.handle("GET", OBJECTS, BEARER).body == b'{"custom_objects":[]}'
        # Nor does a refused object block a later one with its key.
        sandbox.seed(objects=[BOAT])


def test_if_one_record_is_refused_no_record_is_created() -> None:
    with Sandbox() as sandbox, Client.sandbox(sandbox) as zendesk:
        with pytest.raises(ValueError, match="name: is required"):
            sandbox.seed(objects=[BOAT], records={"boat": [{"name": "Auk"}, {"name": ""}]})
        assert list(zendesk.list_records("boat")) == []
        with pytest.raises(ValueError, match="Not found"):
            sandbox.seed(records={"barge": [{"name": "x"}]})


def test_seeded_records_are_created_by_an_admin() -> None:
    agent = User(id=1, email="a@example.com", name="A", role="agent", access_token="a")
    with Sandbox(users=[agent], clients=[]) as sandbox, pytest.raises(ValueError, match="admin"):
        sandbox.seed(objects=[BOAT])


def test_requests_are_logged() -> None:
    with Sandbox(clock=Clock(START)) as sandbox:
        sandbox.handle("GET", f"{OBJECTS}?include_ui_path=false", BEARER)
        sandbox.clock.advance(1)
        sandbox.handle("POST", OBJECTS, JSON, b'{"custom_object": {}}')
        reply = sandbox.handle("GET", "/api/v2/tickets", BEARER)
        first, second, third = sandbox.requests
        assert (first.operation, first.method, first.status) == ("ListCustomObjects", "GET", 200)
        assert first.target == f"{OBJECTS}?include_ui_path=false"
        assert (first.at, second.at) == (START, START + 1)
        assert (second.operation, second.status) == ("CreateCustomObject", 422)
        assert (third.operation, third.status) == (None, 501)
        assert third.request_id == dict(reply.headers)["X-Zendesk-Request-Id"]
        assert sandbox.requests.of("CreateCustomObject") == [second]
        assert sandbox.requests[-1] == third
        assert sandbox.requests[1:] == [second, third]
        sandbox.requests.clear()
        assert len(sandbox.requests) == 0


def test_the_request_log_contains_no_secrets() -> None:
    form = b'{"grant_type":"client_credentials","client_id":"sandbox","client_secret":"sandbox"}'
    with Sandbox(keep_bodies=True) as sandbox:
        reply = sandbox.handle("POST", "/oauth/tokens", [JSON[1]], form)
        token = json.loads(reply.body)["access_token"]
        sandbox.handle("GET", OBJECTS, [("Authorization", f"Bearer {token}")])
        text = repr(sandbox.requests)
        assert "CreateTokenForGrantType" in text
        assert token not in text
        assert "client_secret" not in text


@pytest.mark.parametrize("keep", [False, True])
def test_bodies_are_logged_on_request(keep: bool) -> None:
    with Sandbox(keep_bodies=keep) as sandbox:
        sandbox.handle("POST", OBJECTS, JSON, b'{"custom_object": {}}')
        assert sandbox.requests[0].body == (b'{"custom_object": {}}' if keep else None)


def test_a_reset_connection_is_logged_without_a_status() -> None:
    with Sandbox() as sandbox:
        sandbox.faults.add(reset="after")
        sandbox.handle("GET", OBJECTS, BEARER)
        assert sandbox.requests[0].status is None


def test_the_request_log_is_bounded() -> None:
    with Sandbox() as sandbox:
        for _ in range(10_010):
            sandbox.handle("GET", "/nothing")
        assert len(sandbox.requests) == 10_000


def test_a_reset_deletes_everything() -> None:
    with Sandbox(requests_per_minute=50, clock=Clock(START)) as sandbox:
        sandbox.seed(objects=[BOAT], records={"boat": [{"name": "Auk"}]})
        sandbox.faults.add(status=503, times=None)
        sandbox.faults.slow_jobs(60)
        sandbox.handle("GET", OBJECTS, BEARER)
        sandbox.reset()
        assert len(sandbox.requests) == len(sandbox.faults) == 0
        assert sandbox.faults.jobs.seconds == 0
        reply = sandbox.handle("GET", OBJECTS, BEARER)
        assert reply.body == b'{"custom_objects":[]}'
        assert dict(reply.headers)["ratelimit-remaining"] == "49"
        sandbox.seed(objects=[BOAT])


def test_a_reset_is_fast() -> None:
    """With as much data as a test creates, and generously measured."""
    with Sandbox() as sandbox:
        times: list[float] = []
        for _ in range(5):
            records = [{"name": str(number)} for number in range(100)]
            sandbox.seed(objects=[BOAT, BERTH], records={"boat": records})
            started = time.perf_counter()
            sandbox.reset()
            times.append(time.perf_counter() - started)
    assert min(times) < 0.010


def test_several_clients_can_share_a_sandbox() -> None:
    users = [
        User(id=1, email="a@example.com", name="A", api_token="1"),
        User(id=2, email="b@example.com", name="B", api_token="2"),
    ]
    with (
        Sandbox(users=users, clients=[]) as sandbox,
        Client.sandbox(sandbox, auth=ApiToken("a@example.com", "1")) as first,
        Client.sandbox(sandbox, auth=ApiToken("b@example.com", "2")) as second,
    ):
        first.create_object("boat", title="Boat", title_pluralized="Boats")
        record = second.create_record("boat", name="Auk")
        (found,) = first.list_records("boat")
        assert found.id == record.id
        assert found.created_by_user_id == "2"
        first.close()
        assert [kept.id for kept in second.list_records("boat")] == [record.id]


def test_a_file_cannot_be_opened_by_two_sandboxes(tmp_path: Any) -> None:
    path = tmp_path / "account.sqlite"
    with Sandbox(path) as sandbox:
        sandbox.seed(objects=[BOAT])
        with pytest.raises(ConfigurationError):
            Sandbox(path)
