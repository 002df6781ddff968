"""Commands for objects, fields, records, jobs and limits, and their effects in the account."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from tests.cli.conftest import Zco
from zendesk_custom_objects import Client, NotFoundError, Sandbox, models
from zendesk_custom_objects._generated import load_field_types
from zendesk_custom_objects.cli.application import application

CREATE = ("--title", "Boat", "--title-pluralized", "Boats")


@pytest.mark.usefixtures("account")
def test_an_object_is_created_updated_and_deleted(zco: Zco) -> None:
    assert zco("objects", "list").out == ""

    (created,) = zco("objects", "create", "boat", *CREATE, "--photos", "--json").json
    assert (created["key"], created["allows_photos"]) == ("boat", True)
    changed = zco("objects", "update", "boat", "--title", "Ship", "--no-photos", "--json").json[0]
    assert (changed["title"], changed["title_pluralized"]) == ("Ship", "Boats")
    assert changed["allows_photos"] is False
    shown = zco("objects", "show", "boat")
    assert shown.out.splitlines()[1].split() == ["title", "Ship"]
    assert [each["key"] for each in zco("objects", "list", "--json").json] == ["boat"]

    assert zco("objects", "delete", "boat", "--yes").code == 0
    assert zco("objects", "show", "boat").code == 3


def test_the_help_names_every_type_of_field(zco: Zco) -> None:
    shown = zco("fields", "create", "--help").out
    words = set(re.findall(r"[\w-]+", shown))
    assert [key for key in load_field_types() if key not in words] == []


def test_fields_of_each_type_are_created(zco: Zco, boats: Client) -> None:
    def create(key: str, *options: str) -> None:
        assert zco("fields", "create", "boat", key, "--title", key.title(), *options).code == 0

    create("hull", "--type", "regexp", "--regexp", "^[A-Z]+$", "--required")
    create("kind", "--type", "dropdown", "--option", "sail=Sailing boat", "--option", "motor")
    create("owner", "--type", "lookup", "--target", "zen:user", "--description", "Who pays.")
    create("tender", "--type", "lookup", "--target", "boat", "--filter", '{"all": []}')
    create("money", "--type", "currency", "--property", 'allowed_currencies=["EUR"]')

    fields = {field.key: field for field in boats.list_fields("boat")}
    assert fields["hull"].regexp_for_validation == "^[A-Z]+$"
    assert fields["hull"].required is True
    options = fields["kind"].custom_field_options or []
    assert [(option.value, option.name) for option in options] == [
        ("sail", "Sailing boat"),
        ("motor", "motor"),
    ]
    assert fields["owner"].relationship_target_type == "zen:user"
    assert fields["owner"].description == "Who pays."
    assert fields["tender"].relationship_target_type == "zen:custom_object:boat"

    listed = zco("fields", "list", "boat", "--json").json
    assert [field["key"] for field in listed] == list(fields)
    with_standard = zco("fields", "list", "boat", "--standard", "--json").json
    assert {"standard::name", *fields} <= {field["key"] for field in with_standard}


def test_a_field_is_updated_and_deleted(zco: Zco, boats: Client) -> None:
    before = {option.value: option.id for option in options_of(boats)}

    options = ("--option", "radar=Radar", "--option", "ais", "--option", "epirb")
    assert zco("fields", "update", "boat", "gear", *options, "--yes").code == 0

    after = {option.value: option.id for option in options_of(boats)}
    assert list(after) == ["radar", "ais", "epirb"]
    assert before.items() <= after.items()
    assert zco("fields", "update", "boat", "gear", "--option", "ais").code == 2  # otherwise it asks
    assert len(options_of(boats)) == 3

    ids = [str(boats.get_field("boat", key).id) for key in ("port", "berths")]
    assert zco("fields", "reorder", "boat", *ids).code == 0
    assert [field.key for field in boats.list_fields("boat", limit=2)] == ["port", "berths"]
    assert zco("fields", "delete", "boat", "gear", "-y").code == 0
    assert "gear" not in {field.key for field in boats.list_fields("boat")}


def options_of(boats: Client) -> list[models.CustomFieldOption]:
    return list(boats.get_field("boat", "gear").custom_field_options or ())


def test_values_are_parsed_by_the_types_of_their_fields(zco: Zco, boats: Client) -> None:
    values = ("--set", "berths=4", "--set", "gear=radar;ais", "--set", "port=4")
    created = zco(
        "records",
        "create",
        "boat",
        "--name",
        "Nordwind",
        *values,
        "--set-json",
        "ready=true",
        "--json",
    ).json[0]

    record = boats.get_record("boat", created["id"])
    assert record.name == "Nordwind"
    expected = {"berths": 4, "gear": ["radar", "ais"], "port": "4", "ready": True}
    assert record.fields == expected
    assert created["custom_object_fields"] == expected


def test_a_record_is_updated_found_and_deleted(zco: Zco, boats: Client) -> None:
    record = boats.create_record("boat", name="Fulmar", external_id="b-1", berths=2, port="Kiel")
    boats.create_record("boat", name="Nordwind", berths=4, port="Kiel")

    zco("records", "update", "boat", record.id, "--set", "berths=")
    assert boats.get_record("boat", record.id).fields["berths"] is None
    zco("records", "update", "boat", record.id, "--set", "berths=3", "--set-json", "port=null")
    assert boats.get_record("boat", record.id).fields["berths"] == 3
    assert boats.get_record("boat", record.id).fields["port"] is None
    zco("records", "upsert", "boat", "--external-id", "b-1", "--name", "Petrel")
    assert boats.get_record("boat", record.id).name == "Petrel"

    def names(*arguments: str) -> list[str]:
        result = zco("records", *arguments, "--json")
        assert result.code == 0, result.err
        return [found["name"] for found in result.json]

    assert names("list", "boat", "--sort", "-id") == ["Nordwind", "Petrel"]
    assert names("list", "boat", "--external-id", "b-1") == ["Petrel"]
    assert names("list", "boat", "--limit", "1") == ["Petrel"]
    assert names("find", "boat", "berths>=4", "port=Kiel") == ["Nordwind"]
    assert names("find", "boat", "berths<4") == ["Petrel"]
    assert names("find", "boat", "name~trel") == ["Petrel"]
    assert names("find", "boat", "port!=Kiel", "berths=3") == ["Petrel"]
    service_filter = '{"custom_object_fields.berths": {"$eq": 4}}'
    assert names("find", "boat", "--filter", service_filter) == ["Nordwind"]
    assert names("search", "boat", "nordw") == ["Nordwind"]
    assert zco("records", "count", "boat", "--json").json[0]["value"] == 2
    assert zco("records", "show", "boat", record.id).out.splitlines()[1].split()[1] == "Petrel"

    assert zco("records", "delete", "boat", "--external-id", "b-1").code == 2  # otherwise it asks
    assert zco("records", "delete", "boat", "--external-id", "b-1", "--yes").code == 0
    with pytest.raises(NotFoundError):
        boats.get_record("boat", record.id)


def test_a_long_list_is_read_in_pages(zco: Zco, boats: Client) -> None:
    for number in range(103):
        boats.create_record("boat", name=f"Boat {number}")

    assert len(zco("records", "list", "boat", "--json").json) == 103
    table = zco("records", "list", "boat")
    assert len(table.out.splitlines()) == 1 + 100
    assert "the first 100" in table.err
    assert len(zco("records", "list", "boat", "--limit", "102").out.splitlines()) == 1 + 102
    exact = zco("records", "list", "boat", "--limit", "103")
    assert (len(exact.out.splitlines()), exact.err) == (1 + 103, "")


def test_a_table_shows_markup_and_escapes_literally(zco: Zco, boats: Client) -> None:
    boats.create_record("boat", name="[red]Kiel[/red] :boat:", port="\x1b[31m\nred")

    result = zco("records", "list", "boat", "--column", "name", "-c", "port")

    assert result.out.split("\n")[0].split() == ["name", "port"]
    assert result.out.split("\n")[1].rstrip() == r"[red]Kiel[/red] :boat:  \x1b[31m\nred"


def test_jobs_are_submitted_and_shown(zco: Zco, boats: Client) -> None:
    job = boats.submit_job("boat", "create", [{"name": "Fulmar"}, {}])

    waited = zco("jobs", "wait", job.id, "--json")

    assert waited.code == 6
    assert waited.json[0]["status"] == "completed"
    assert "1 of 2 items failed" in waited.err
    assert zco("jobs", "show", job.id, "--json").json == waited.json
    assert [each["id"] for each in zco("jobs", "list", "--json").json] == [job.id]
    good = boats.submit_job("boat", "create", [{"name": "Petrel"}])
    assert zco("jobs", "wait", good.id).code == 0


REAL_RESULTS: list[Any] = [
    {"external_id": "b-0", "index": 0, "status": "CreateOrUpdate", "took": 3},
    {
        "external_id": "b-1",
        "index": 1,
        "status": "Failed",
        "errors": [{"code": "TooLong", "title": "Record validation errors"}],
    },
    {"external_id": "b-2", "index": 2, "status": "FAILED"},
]


@pytest.fixture
def job(boats: Client, sandbox: Sandbox) -> str:
    """A job with results like those of real jobs."""
    job = boats.submit_job("boat", "create", [{"name": "Fulmar"}])
    shown = {"id": job.id, "status": "completed", "total": 3, "results": REAL_RESULTS}
    sandbox.faults.add("ShowJobStatus", body={"job_status": shown}, times=None)
    return job.id


def test_a_job_shows_every_property_of_its_results(zco: Zco, job: str) -> None:
    shown = zco("jobs", "show", job)

    assert shown.code == 0
    header, *rows = shown.out.splitlines()[-4:]
    assert header.split() == ["external_id", "index", "status", "took", "errors"]
    assert rows[0].split() == ["b-0", "0", "CreateOrUpdate", "3"]
    assert "TooLong" in rows[1]
    assert zco("jobs", "show", job, "--json").json[0]["results"] == REAL_RESULTS


def test_a_job_with_failed_items_exits_6_and_shows_them(zco: Zco, job: str) -> None:
    waited = zco("jobs", "wait", job)

    assert waited.code == 6
    header, *rows = waited.out.splitlines()[-3:]
    assert header.split() == ["index", "external_id", "id", "reason"]
    assert "Record validation errors (TooLong)" in rows[0]
    assert "the service gives no reason" in rows[1]
    assert waited.err == f"2 of 3 items failed: zco jobs show {job} has all.\n"


def test_limits_are_shown(zco: Zco, boats: Client) -> None:
    rows = {row["of"]: row["count"] for row in zco("limits", "boat", "--json").json}
    assert rows == {"objects": 1, "records": 0, "fields of boat": 4}
    assert len(zco("limits").out.splitlines()) == 3


def _commands(group: Any, *path: str) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from _commands(command, *path, name)


@pytest.mark.parametrize("command", [*_commands(get_command(application))], ids=" ".join)
def test_help_can_be_read_in_a_terminal_of_80_columns(
    zco: Zco, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = zco(*command, "--help")
    assert result.code == 0
    lines = result.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "…" not in result.out
    # Each line of a paragraph is as full as its words allow.
    text = [line.strip() for line in lines[3 : next(i for i, x in enumerate(lines) if "─" in x)]]
    for line, following in itertools.pairwise(text):
        if line and following and not line[0].isdigit() and line != "Exit status:":
            assert len(line) + 1 + len(following.split()[0]) > 76
