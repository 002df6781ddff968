"""A sandbox in a file: reopening it, and files that are refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, Clock
from zendesk_custom_objects.errors import ConfigurationError
from zendesk_custom_objects.sandbox import Sandbox

HEADERS = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]


def send(sandbox: Sandbox, method: str, path: str, body: Any = None) -> Any:
    content = b"" if body is None else json.dumps(body).encode()
    reply = sandbox.handle(method, path, HEADERS, content)
    assert reply.status < 300, reply.body
    return json.loads(reply.body) if reply.body else None


def fill(sandbox: Sandbox) -> None:
    body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    send(sandbox, "POST", OBJECTS, {"custom_object": body})
    properties = {"autoincrement_enabled": True, "autoincrement_next_sequence": 7}
    send(
        sandbox,
        "PATCH",
        f"{OBJECTS}/boat/fields/standard::name",
        {"custom_object_field": {"properties": properties}},
    )
    for _ in range(3):
        send(sandbox, "POST", f"{OBJECTS}/boat/records", {"custom_object_record": {}})


def test_a_reopened_file_contains_everything(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite"
    clock = Clock()
    with Sandbox(path, clock=clock) as sandbox:
        fill(sandbox)
        page = send(sandbox, "GET", f"{OBJECTS}/boat/records?page[size]=2")
        grant = {
            "grant_type": "client_credentials",
            "client_id": "sandbox",
            "client_secret": "sandbox",
        }
        token = send(sandbox, "POST", "/oauth/tokens", grant)["access_token"]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]

    with Sandbox(path, clock=clock) as sandbox:
        cursor = page["meta"]["after_cursor"].replace("+", "%2B").replace("=", "%3D")
        rest = send(sandbox, "GET", f"{OBJECTS}/boat/records?page[after]={cursor}")
        assert [record["name"] for record in rest["custom_object_records"]] == ["9"]
        made = send(sandbox, "POST", f"{OBJECTS}/boat/records", {"custom_object_record": {}})
        assert made["custom_object_record"]["name"] == "10"
        assert sandbox.handle("GET", OBJECTS, [("Authorization", f"Bearer {token}")]).status == 200


def test_a_file_cannot_be_used_by_two_sandboxes(tmp_path: Path) -> None:
    path = str(tmp_path / "account.sqlite")
    with Sandbox(path) as first:
        fill(first)
        with pytest.raises(ConfigurationError, match="locked"):
            Sandbox(path)
        assert send(first, "GET", f"{OBJECTS}/boat/records/count")["count"]["value"] == 3
    Sandbox(path).close()


def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE accounts (x)")
    connection.close()


def other_version(path: Path) -> None:
    Sandbox(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 " * 1000)


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (foreign_database, "not a sandbox's"),
        (other_version, "another version.*999"),
        (no_database, "not a database"),
    ],
)
def test_other_files_are_refused_and_left_unchanged(
    tmp_path: Path, prepare: Any, message: str
) -> None:
    path = tmp_path / "file.sqlite"
    prepare(path)
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match=message) as caught:
        Sandbox(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_a_path_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="unable to open"):
        Sandbox(tmp_path / "missing" / "account.sqlite")


def test_an_empty_file_becomes_a_sandbox(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite"
    path.touch()
    with Sandbox(path) as sandbox:
        fill(sandbox)


def test_a_file_is_reset(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite"
    with Sandbox(path) as sandbox:
        fill(sandbox)
        sandbox.reset()
        assert send(sandbox, "GET", OBJECTS) == {"custom_objects": []}
        fill(sandbox)
    with Sandbox(path) as sandbox:
        assert send(sandbox, "GET", f"{OBJECTS}/boat/records/count")["count"]["value"] == 3


def test_a_closed_sandbox_can_be_closed_again_and_not_used(tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path / "account.sqlite")
    sandbox.close()
    sandbox.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        sandbox.handle("GET", OBJECTS, HEADERS)


def test_sandboxes_in_memory_share_nothing() -> None:
    with Sandbox() as one, Sandbox() as other:
        fill(one)
        assert send(other, "GET", OBJECTS) == {"custom_objects": []}


WRITER = """
import json, sys
from zendesk_custom_objects.sandbox import Sandbox
headers = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
with Sandbox(sys.argv[1]) as sandbox:
    boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    sandbox.seed(objects=[boat])
    for number in range(100_000):
        body = json.dumps({"custom_object_record": {"name": str(number)}}).encode()
        path = "/api/v2/custom_objects/boat/records"
        assert sandbox.handle("POST", path, headers, body).status == 201
        print(number, flush=True)
"""


def test_a_killed_process_leaves_all_acknowledged_writes_in_the_file(
    tmp_path: Path,
) -> None:
    path = tmp_path / "account.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        answered = 0
        for line in writer.stdout:
            answered = int(line) + 1
            if answered >= 50:
                break
        writer.kill()
        answered = max([answered, *(int(line) + 1 for line in writer.stdout)])
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    # A commit that was under way when the process ended can only be undone with its journal.
    for name in (path.name, f"{path.name}-journal"):
        if (tmp_path / name).exists():
            shutil.copy(tmp_path / name, moved / name)
    assert not (tmp_path / f"{path.name}-wal").exists()
    with Sandbox(moved / path.name) as sandbox:
        count = send(sandbox, "GET", f"{OBJECTS}/boat/records/count")["count"]["value"]
        assert count in (answered, answered + 1)


def test_a_file_of_the_first_version_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "account.sqlite"
    with Sandbox(path) as sandbox:
        fill(sandbox)
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE targets")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    for _ in range(2):
        with Sandbox(path) as sandbox:
            assert send(sandbox, "GET", f"{OBJECTS}/boat/records/count")["count"]["value"] == 3
            sandbox.seed(users=[{"id": 7, "name": "Ann"}])
    assert [entry.name for entry in tmp_path.iterdir() if entry.stat().st_size] == [path.name]
