"""Wrong lines in a user's code fail in both type checkers, and other lines pass.

`typed_usage.py` contains correct code, which the project's own checks include.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CODE = """
from dataclasses import dataclass
from pathlib import Path

import httpx

from zendesk_custom_objects import (
    UNSET, AsyncClient, BearerToken, Client, F, Hooks, Pace, Record, WaitEvent, api
)

AUTH = BearerToken("token")


@dataclass
class Boat:
    berths: int | None = None


def connecting(http_client: httpx.AsyncClient) -> None:
    Client("acme", auth=AUTH)
    Client("acme")  # WRONG: no credentials
    Client("acme", auth="token")  # WRONG: a text is none
    Client("acme", auth=AUTH, timeuot=5)  # WRONG: misspelt
    Client("acme", auth=AUTH, http_client=http_client)  # WRONG: of the other kind
    Client("acme", auth=AUTH, on_rate_limit="never")  # WRONG: no such choice
    Client("acme", auth=AUTH, pace=Pace(), hooks=Hooks(on_retry=later))  # WRONG: of another event


def later(event: WaitEvent) -> None:
    print(event.seconds)
    print(event.second)  # WRONG: misspelt


def filters(zendesk: Client) -> None:
    zendesk.find_records("boat", (F.berths >= 3) & F.rig.contains("sloop"))
    zendesk.find_records("boat", F.berths >= [3])  # WRONG: not one value
    zendesk.find_records("boat", F.created_at < "2026-01-02")  # WRONG: only later than
    zendesk.find_records("boat", F.created_at.contains("2026"))  # WRONG: no text
    zendesk.find_records("boat", F.name.exists())  # WRONG: no such operator
    zendesk.find_records("boat", F.rig.contians("sloop"))  # WRONG: misspelt
    zendesk.find_records("boat", F.external_id > "e")  # WRONG: only equal
    zendesk.find_records("boat", F.rig.is_in(3))  # WRONG: no list
    zendesk.find_records("boat", "berths >= 3")  # WRONG: no filter
    zendesk.find_records("boat")  # WRONG: no filter at all


def records(zendesk: Client) -> None:
    record = zendesk.create_record("boat", name="Anna", berths=3)
    zendesk.create_record("boat", name=7)  # WRONG: no text
    zendesk.create_record(name="Anna")  # WRONG: no object
    zendesk.create_recrod("boat", name="Anna")  # WRONG: misspelt
    zendesk.update_record("boat", name="Anna")  # WRONG: which one
    zendesk.upsert_record("boat", "id", name="Anna")  # WRONG: not addressed so
    zendesk.list_records("boat", sort="name")  # WRONG: no such order
    zendesk.list_records("boat", limit="5")  # WRONG: no number
    zendesk.get_record("boat", record)  # WRONG: its id is wanted
    print(record.name.upper())  # WRONG: it may have none
    print(record.external)  # WRONG: misspelt
    record.name = "Berta"  # WRONG: it is what was received
    print(len(zendesk.list_records("boat")))  # WRONG: nothing is read yet
    zendesk.update_record("boat", record.id, name=UNSET)


def typed_records(zendesk: Client) -> None:
    boat = zendesk.get_record("boat", "01J", fields_type=Boat)
    plain: Record[dict[str, object]] = boat  # WRONG: typed otherwise
    print(boat.fields.berths + 1)  # WRONG: it may have none
    print(boat.fields.bert, plain)  # WRONG: misspelt
    print(boat.fields["berths"])  # WRONG: no dict


async def in_tasks(zendesk: AsyncClient) -> None:
    record = await zendesk.get_record("boat", "01J")
    print(record.id, zendesk.get_record("boat", "01J").id)  # WRONG: not awaited
    for each in zendesk.list_records("boat"):  # WRONG: not `async for`
        print(each)
    with zendesk:  # WRONG: not `async with`
        pass


def the_rest(zendesk: Client) -> None:
    size: int = zendesk.download_attachment("boat", "01J", "01A", to=Path("plan.pdf"))
    content: bytes = zendesk.download_attachment("boat", "01J", "01A")
    path: int = zendesk.download_attachment("boat", "01J", "01A")  # WRONG: it is the content
    zendesk.attach_file("boat", "01J")  # WRONG: no file
    zendesk.submit_job("boat", "erase", ["01J"])  # WRONG: no such action
    api.records.show_custom_object_record("boat")  # WRONG: which one
    found = zendesk.send(api.records.show_custom_object_record("boat", "01J"))
    print(found.custom_object_recrod, size, content, path)  # WRONG: misspelt
    zendesk.send("GET /api/v2/custom_objects")  # WRONG: no request
    api.objects.create_custom_object(body={"custom_object": {"kye": "boat"}})  # WRONG: misspelt
    zendesk.with_options(retries=2, retry=3)  # WRONG: misspelt
"""
WRONG = {number for number, line in enumerate(CODE.splitlines(), start=1) if "# WRONG" in line}


@pytest.fixture
def code(tmp_path: Path) -> Path:
    path = tmp_path / "code_of_a_user.py"
    path.write_text(CODE)
    return path


def differences(refused: dict[int, str]) -> tuple[list[str], dict[int, str]]:
    """The wrong lines that were not reported, and the other lines that were."""
    lines = CODE.splitlines()
    return (
        [lines[number - 1] for number in sorted(WRONG - refused.keys())],
        {number: text for number, text in refused.items() if number not in WRONG},
    )


def test_mypy_reports_exactly_the_wrong_lines(code: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--output", "json", "--config-file", "pyproject.toml"]
    done = subprocess.run([*command, code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    refused = {each["line"]: each["message"] for each in found if each["severity"] == "error"}
    assert differences(refused) == ([], {})


def test_pyright_reports_exactly_the_wrong_lines(code: Path) -> None:
    settings = {
        "include": [code.name],
        "extraPaths": [str(ROOT / "generated"), str(ROOT / "wrapper")],
        "pythonVersion": "3.11",
        "typeCheckingMode": "standard",
    }
    code.with_name("pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(
        [*command, "-p", str(code.parent)], capture_output=True, text=True, check=False
    )

    found = json.loads(done.stdout)["generalDiagnostics"]
    refused = {
        each["range"]["start"]["line"] + 1: each["message"]
        for each in found
        if each["severity"] == "error"
    }
    assert differences(refused) == ([], {})
