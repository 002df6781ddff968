"""Changes between two copies of the vendor's document are reported, including prose."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generate import main
from generator.contract import Contract
from generator.official import Known
from generator.official_record import TEXT, Record
from tests.generation import official_double

ROOT = Path(__file__).resolve().parents[2]
NAME = "official-record.json"
OBJECTS = "/api/v2/custom_objects"
RECORDS = f"{OBJECTS}/{{custom_object_key}}/records"

Document = dict[str, Any]
Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def compare(
    contract: Callable[[], Document], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Compares the contract with a copy of the vendor's document, changed by `change`."""

    def run(
        change: Callable[[Document], Any] | None = None, *options: str
    ) -> tuple[int, list[str]]:
        document = official_double.document()
        if change:
            change(document)
        copy = tmp_path / "official.yaml"
        copy.write_text(official_double.text(document), "utf-8")
        status = main(["--root", str(tmp_path), "--compare", str(copy), *options])
        written = capsys.readouterr()
        return status, (written.out + written.err).splitlines()

    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    (tmp_path / "spec" / "openapi.yaml").write_text(json.dumps(contract()), "utf-8")  # read faster
    Record(None, official_double.record()).write(tmp_path / "spec" / NAME)
    return run


@pytest.fixture
def recorded(compare: Run) -> Run:
    """Compares later copies with a recorded one."""
    status, lines = compare(None, "--record")
    assert status == 0
    assert lines[-1].endswith(" places recorded, 0 changed")
    return compare


def operation(document: Document) -> Document:
    found: Document = document["paths"][OBJECTS]["post"]
    return found


def parameter(document: Document, name: str = "sort") -> Document:
    parameters = document["paths"][RECORDS]["get"]["parameters"]
    (found,) = (each for each in parameters if name in each["name"])
    assert isinstance(found, dict)
    return found


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def prop(document: Document, name: str = "title") -> Document:
    found: Document = schema(document, "CustomObject")["properties"][name]
    return found


# Each kind of change by the vendor, with the line that reports it.

KINDS: dict[str, tuple[Callable[[Document], Any], str]] = {
    "prose of an operation": (
        lambda document: operation(document).update(description="Another text."),
        "operation CreateCustomObject prose: other",
    ),
    "summary of an operation": (
        lambda document: operation(document).update(summary="Another text."),
        "operation CreateCustomObject prose: other",
    ),
    "prose of a parameter": (
        lambda document: parameter(document).update(description="Also by name."),
        "parameter ListCustomObjectRecords query sort prose: other",
    ),
    "prose of a property": (
        lambda document: schema(document, "CustomFieldObject")["properties"]["type"].update(
            description='The type: "date", "rich_text" or "text".'
        ),
        "property CustomFieldObject.type prose: other",
    ),
    "prose of a property that had none": (
        lambda document: schema(document, "CustomObjectField")["allOf"][-1]["properties"].update(
            properties={"type": "object", "description": "More of them."}
        ),
        "property CustomObjectField.properties prose: other",
    ),
    "prose that is removed": (
        lambda document: prop(document).pop("description"),
        "property CustomObject.title prose: other",
    ),
    "prose of a schema": (
        lambda document: schema(document, "CustomObject").update(description="What it is."),
        "schema CustomObject prose: other",
    ),
    "prose of an answer": (
        lambda document: operation(document)["responses"]["201"].update(description="Later."),
        "response CreateCustomObject 201 prose: other",
    ),
    "prose of a body": (
        lambda document: operation(document)["requestBody"].update(description="Its inside."),
        "body CreateCustomObject prose: other",
    ),
    "prose of items of a list": (
        lambda document: schema(document, "CustomObjectFieldPropertiesObject")["properties"][
            "allowed_currencies"
        ]["items"].update(description="A currency."),
        "property CustomObjectFieldPropertiesObject.allowed_currencies prose: other",
    ),
    "a known value is added": (
        lambda document: schema(document, "AccessRuleCondition")["properties"]["operator"][
            "enum"
        ].append("not_present"),
        'property AccessRuleCondition.operator known values: with "not_present"',
    ),
    "a known value is removed": (
        lambda document: schema(document, "AccessRuleCondition")["properties"]["operator"][
            "enum"
        ].remove("matches"),
        'property AccessRuleCondition.operator known values: without "matches"',
    ),
    "known values are added": (
        lambda document: parameter(document)["schema"].update(enum=["id", "-id"]),
        'parameter ListCustomObjectRecords query sort known values: with "-id", "id"',
    ),
    "a minimum": (
        lambda document: parameter(document, "[size]")["schema"].update(minimum=1),
        "parameter ListCustomObjectRecords query page[size] minimum: 1, was none",
    ),
    "a maximum": (
        lambda document: parameter(document, "[size]")["schema"].update(maximum=100),
        "parameter ListCustomObjectRecords query page[size] maximum: 100, was none",
    ),
    "a least length": (
        lambda document: prop(document).update(minLength=3),
        "property CustomObject.title minLength: 3, was none",
    ),
    "a greatest length": (
        lambda document: prop(document).update(maxLength=255),
        "property CustomObject.title maxLength: 255, was none",
    ),
    "a limit of a list": (
        lambda document: schema(document, "CustomObjectFieldPropertiesObject")["properties"][
            "allowed_currencies"
        ].update(maxItems=1),
        "property CustomObjectFieldPropertiesObject.allowed_currencies maxItems: 1, was none",
    ),
    "a pattern": (
        lambda document: prop(document, "key").update(pattern="^[a-z]+$"),
        "property CustomObject.key pattern: ^[a-z]+$, was none",
    ),
    "a default": (
        lambda document: parameter(document)["schema"].update(default="id"),
        "parameter ListCustomObjectRecords query sort default: id, was none",
    ),
    "a deprecated operation": (
        lambda document: operation(document).update(deprecated=True),
        "operation CreateCustomObject deprecated: true, was none",
    ),
    "a deprecated parameter": (
        lambda document: parameter(document).update(deprecated=True),
        "parameter ListCustomObjectRecords query sort deprecated: true, was none",
    ),
    "a deprecated property": (
        lambda document: prop(document).update(deprecated=True),
        "property CustomObject.title deprecated: true, was none",
    ),
    "a required property": (
        lambda document: schema(document, "CustomObjectCreateInput").update(required=["key"]),
        "property CustomObjectCreateInput.key now required",
    ),
    "a property that is no longer required": (
        lambda document: schema(document, "CustomObject")["required"].remove("title"),
        "property CustomObject.title no longer required",
    ),
    "a required parameter": (
        lambda document: parameter(document).update(required=True),
        "parameter ListCustomObjectRecords query sort now required",
    ),
    "a required body": (
        lambda document: operation(document)["requestBody"].update(required=True),
        "body CreateCustomObject now required",
    ),
    "a nullable property": (
        lambda document: prop(document).update(nullable=True),
        "property CustomObject.title nullable: true, was none",
    ),
    "a property that is no longer nullable": (
        lambda document: schema(document, "CustomObjectRecord")["properties"]["external_id"].pop(
            "nullable"
        ),
        "property CustomObjectRecord.external_id nullable: none, was true",
    ),
    "a read-only property": (
        lambda document: prop(document).update(readOnly=True),
        "property CustomObject.title readOnly: true, was none",
    ),
    "a format": (
        lambda document: prop(document, "created_by_user_id").update(format="uuid"),
        "property CustomObject.created_by_user_id type: string(uuid), was string",
    ),
    "a new error status": (
        lambda document: operation(document)["responses"].update(
            {"422": {"description": "It is not valid."}}
        ),
        "response CreateCustomObject 422 added",
    ),
    "a status that is removed": (
        lambda document: document["paths"][f"{RECORDS}/{{record_id}}/attachments"]["get"][
            "responses"
        ].pop("400"),
        "response ListCustomObjectRecordAttachments 400 removed",
    ),
    "another success": (
        lambda document: document["paths"][RECORDS]["patch"]["responses"].update(
            {"201": document["paths"][RECORDS]["patch"]["responses"]["200"]}
        ),
        "response UpsertCustomObjectRecordByExternalIdOrName 201 added",
    ),
    "a property of an error": (
        lambda document: document["paths"][f"{RECORDS}/{{record_id}}/attachments"]["get"][
            "responses"
        ]["400"]["content"]["application/json"]["schema"]["properties"]["error"].update(
            maxLength=40
        ),
        "property ListCustomObjectRecordAttachments 400.error maxLength: 40, was none",
    ),
    "another media type": (
        lambda document: operation(document)["responses"]["201"]["content"].update(
            {"text/plain": {"schema": {"type": "string"}}}
        ),
        "response CreateCustomObject 201 media types: application/json, text/plain,"
        " was application/json",
    ),
}


def test_a_boolean_required_is_tolerated(stored: Record) -> None:
    def mark(document: Document) -> None:
        for name in ("CustomObject", "CustomObjectCreateInput"):
            schema(document, name)["required"] = True

    assert "property CustomObject.title no longer required" in stored.changes(record(mark))


SCOPE = Known.load(ROOT / "spec" / "official-differences.yaml").scope


def record(change: Callable[[Document], Any] | None = None) -> Record:
    document = official_double.document()
    if change:
        change(document)
    return Record.of(Contract.readable(document, "the double"), SCOPE, "")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record of the double, read from its file."""
    path = tmp_path_factory.mktemp("record") / NAME
    record().write(path)
    return Record.load(path)


@pytest.mark.parametrize(("change", "line"), KINDS.values(), ids=KINDS)
def test_each_kind_of_change_is_reported(
    change: Callable[[Document], Any], line: str, stored: Record
) -> None:
    assert line in list(stored.changes(record(change)))


def test_a_change_is_reported_once_until_it_is_recorded(recorded: Run) -> None:
    """A title is in the responses of four operations."""
    change = KINDS["a greatest length"][0]
    told = "changed: property CustomObject.title maxLength: 255, was none"
    status, (line, _, total) = recorded(change)
    assert (status, line, total) == (1, told, "1 changes since the record")
    status, (line, _, total) = recorded(change, "--record")
    assert (status, line) == (0, told)
    assert total.endswith(" places recorded, 1 changed")
    status, (_, total) = recorded(change)
    assert (status, total) == (0, "0 changes since the record")


def other_white_space(document: Document) -> None:
    found = operation(document)
    found["description"] = "  " + found["description"].replace(" ", "\n  ") + "\n"


def other_examples(document: Document) -> None:
    operation(document)["responses"]["201"]["content"]["application/json"]["example"] = {"x": 1}
    prop(document)["example"] = "Boat"


def change_elsewhere(document: Document) -> None:
    tickets = {"description": "Tickets.", "operationId": "CreateTicket", "responses": {}}
    document["paths"]["/api/v2/tickets/new"] = {"post": tickets}
    document["components"]["schemas"]["Ticket"] = {"type": "object", "description": "A ticket."}


@pytest.mark.parametrize("change", [None, other_white_space, other_examples, change_elsewhere])
def test_irrelevant_changes_are_ignored(
    change: Callable[[Document], Any] | None, stored: Record
) -> None:
    assert list(stored.changes(record(change))) == []
    assert stored.unrecorded(record(change)) == 0


KNOWN_FROM_ELSEWHERE = (
    "a known value is added",
    "a known value is removed",
    "a required property",
    "a property that is no longer required",
    "a required parameter",
    "a nullable property",
    "a property that is no longer nullable",
    "a new error status",
    "a status that is removed",
    "another success",
)


@pytest.mark.parametrize("kind", KINDS)
def test_entries_without_digest_compare_only_their_own_aspects(kind: str) -> None:
    change, line = KINDS[kind]
    known = Record(None, official_double.record())
    later = record(change)
    assert list(known.changes(later)) == ([line] if kind in KNOWN_FROM_ELSEWHERE else [])
    assert known.unrecorded(later) == len(later.places)


def test_without_a_record_only_the_contract_is_compared(compare: Run, tmp_path: Path) -> None:
    (tmp_path / "spec" / NAME).unlink()
    status, lines = compare(KINDS["a new error status"][0])
    assert status == 0
    assert lines[-1].startswith("0 changes since the record; ")


def test_a_new_place_counts_as_never_recorded(recorded: Run) -> None:
    """It is also missing in the contract."""

    def add(document: Document) -> None:
        schema(document, "CustomObject")["properties"]["mascot"] = {"type": "string"}

    status, lines = recorded(add)
    assert status == 1
    assert lines[0] == "missing: CreateCustomObject response custom_object.mascot"
    assert "1 of " in lines[-1]
    assert "places were never recorded from a copy" in lines[-1]


def test_recording_accepts_changes_but_not_differences(recorded: Run) -> None:
    """Differences need a change of the contract, or an entry in the known differences."""

    def both(document: Document) -> None:
        prop(document)["maxLength"] = 255
        document["paths"][OBJECTS]["get"]["operationId"] = "ListAllObjects"

    status, lines = recorded(both, "--record")
    assert status == 1
    assert "missing: ListAllObjects" in lines
    assert "changed: property CustomObject.title maxLength: 255, was none" in lines
    status, lines = recorded(both)
    assert status == 1
    assert lines[-1] == "0 changes since the record"


def test_the_record_has_digests_and_no_prose(recorded: Run, tmp_path: Path) -> None:
    text = (tmp_path / "spec" / NAME).read_text("utf-8")
    record = json.loads(text)
    copy = tmp_path / "official.yaml"
    assert record["sha256"] == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert all(TEXT in aspects for aspects in record["places"].values())
    assert "What " in copy.read_text("utf-8")
    assert "What " not in text.replace(record["about"], "")
    # A line for each place, so that what changed can be read in a commit.
    assert len(text.splitlines()) == len(record["places"]) + 6


@pytest.mark.parametrize("text", ["{}", '{"places": []}', '{"places": {"x": 1}}', "["])
def test_a_damaged_record_is_refused(text: str, compare: Run, tmp_path: Path) -> None:
    (tmp_path / "spec" / NAME).write_text(text, "utf-8")
    status, lines = compare()
    assert status == 2
    assert NAME in lines[0]


def test_record_needs_compare(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--record"])
    assert ended.value.code == 2
    assert "--record needs --compare" in capsys.readouterr().err


def test_entries_without_digest_match_the_tables_of_facts() -> None:
    """Each entry of the project's record comes from a copy, or from the tables of the double."""
    places = Record.load(ROOT / "spec" / NAME).places
    known = official_double.record()
    assert places
    for place, aspects in places.items():
        assert TEXT in aspects or aspects == known[place]
