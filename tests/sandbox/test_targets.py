"""Users, organizations and tickets that fields can refer to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS
from zendesk_custom_objects.sandbox import Sandbox

HEADERS = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
TYPES = ("user", "organization", "ticket")
BOAT = {
    "key": "boat",
    "title": "Boat",
    "title_pluralized": "Boats",
    "fields": [
        {
            "key": kind,
            "title": kind,
            "type": "lookup",
            "relationship_target_type": f"zen:{kind}",
        }
        for kind in TYPES
    ],
}
SEED: dict[str, Any] = {
    "objects": [BOAT],
    "users": [{"id": 7, "name": "Ann"}, {"id": "8", "name": "Ann"}, {"id": 9, "name": "Ben"}],
    "organizations": [{"id": 70, "name": "Marina"}],
    "tickets": [{"id": 700, "name": "A leak"}],
}


def send(sandbox: Sandbox, method: str, target: str, body: Any = None) -> tuple[int, Any]:
    content = b"" if body is None else json.dumps(body).encode()
    reply = sandbox.handle(method, target, HEADERS, content)
    return reply.status, json.loads(reply.body)


def create(sandbox: Sandbox, **values: Any) -> tuple[int, Any]:
    body = {"custom_object_record": {"name": "Auk", "custom_object_fields": values}}
    status, answer = send(sandbox, "POST", f"{OBJECTS}/boat/records", body)
    return status, answer.get("custom_object_record", answer)


@pytest.mark.parametrize(
    ("kind", "name", "target_id"),
    [
        ("user", "Ben", "9"),
        ("user", "Sandbox Admin", "4300000001"),
        ("organization", "Marina", "70"),
        ("ticket", "A leak", "700"),
    ],
)
def test_lookups_refer_to_them_by_id_and_by_name(kind: str, name: str, target_id: str) -> None:
    with Sandbox() as sandbox:
        sandbox.seed(**SEED)
        for reference in (target_id, f"name:{name}"):
            status, record = create(sandbox, **{kind: reference})
            assert (status, record["custom_object_fields"][kind]) == (201, target_id)
        _, fields = send(sandbox, "GET", f"{OBJECTS}/boat/fields")
        (field,) = [each for each in fields["custom_object_fields"] if each["key"] == kind]
        sources = f"relationship_fields/{field['id']}/zen:custom_object:boat"
        status, found = send(sandbox, "GET", f"/api/v2/zen:{kind}/{target_id}/{sources}")
        assert (status, len(found["custom_object_records"])) == (200, 2)
        assert send(sandbox, "GET", f"/api/v2/zen:{kind}/12345/{sources}")[0] == 404


@pytest.mark.parametrize("reference", ["name:Nobody", "name:Ann", "name:", "external_id:7"])
def test_unknown_and_ambiguous_names_are_refused(reference: str) -> None:
    with Sandbox() as sandbox:
        sandbox.seed(**SEED)
        status, refusal = create(sandbox, user=reference)
        assert (status, list(refusal["details"])) == (422, ["user"])


def test_a_parent_must_be_a_seeded_target() -> None:
    parent = {"title": "Of", "type": "parent", "relationship_target_type": "zen:ticket"}
    boat = {**BOAT, "fields": [{"key": "of", **parent}]}
    with Sandbox() as sandbox:
        sandbox.seed(objects=[boat])
        assert create(sandbox, of="1")[0] == 201
        sandbox.seed(tickets=SEED["tickets"])
        assert create(sandbox, of="700")[0] == 201
        assert create(sandbox, of="1")[0] == 422
        sandbox.reset()
        sandbox.seed(objects=[boat])
        assert create(sandbox, of="1")[0] == 201


def test_seeding_a_known_id_changes_its_name() -> None:
    with Sandbox() as sandbox:
        sandbox.seed(**SEED)
        sandbox.seed(tickets=[{"id": 700, "name": "Mended"}])
        assert create(sandbox, ticket="name:A leak")[0] == 422
        assert create(sandbox, ticket="name:Mended")[0] == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 7},
        {"name": "Ann"},
        {"id": "x", "name": "Ann"},
        {"id": True, "name": "Ann"},
        {"id": 7, "name": ""},
        {"id": 7, "name": 7},
        {"id": 7, "name": "Ann", "email": "a@example.com"},
        [7, "Ann"],
    ],
)
def test_an_invalid_target_is_refused(wrong: Any) -> None:
    with Sandbox() as sandbox, pytest.raises(ValueError, match="user"):
        sandbox.seed(users=[{"id": 1, "name": "First"}, wrong])


def test_targets_are_kept_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "account.db"
    with Sandbox(path) as sandbox:
        sandbox.seed(**SEED)
    with Sandbox(path) as sandbox:
        assert create(sandbox, organization="name:Marina")[0] == 201
