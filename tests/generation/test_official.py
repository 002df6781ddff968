"""Comparing the contract with the vendor's document reports new differences only."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generate import main
from generator import documents
from generator.official_record import Record
from tests.generation import official_double

ROOT = Path(__file__).resolve().parents[2]
KNOWN = ROOT / "spec" / "official-differences.yaml"
RECORD = ROOT / "spec" / "official-record.json"
OBJECTS = "/api/v2/custom_objects"

Document = dict[str, Any]
Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def compare(
    contract: Callable[[], Document], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Compares the contract with the vendor's document, changed by `change`.

    No copy is recorded, even if one is for the project.
    """

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
    Record(None, official_double.record()).write(tmp_path / "spec" / RECORD.name)
    return run


def test_all_differences_are_known_and_none_is_stale(compare: Run) -> None:
    status, (differences, changes) = compare()
    assert re.fullmatch(r"\d+ known differences, 0 new, 0 stale", differences)
    assert re.fullmatch(
        r"0 changes since the record; (\d+) of \1 places were never recorded from a copy, so that"
        r" their prose and limits are not compared: add --record",
        changes,
    )
    assert status == 0


def test_the_count_of_records_is_a_known_difference(compare: Run, tmp_path: Path) -> None:
    """The vendor declares it as a map, and so does the double."""
    known = tmp_path / "spec" / KNOWN.name
    text = known.read_text("utf-8")
    for name in ("refreshed_at", "value"):
        place = f"CountCustomObjectRecords response count.{name}"
        assert place in text
        text = text.replace(place, f"Nothing {name}")
    known.write_text(text, "utf-8")
    status, lines = compare()
    assert lines[:4] == [
        "beyond: CountCustomObjectRecords response count.refreshed_at",
        "beyond: CountCustomObjectRecords response count.value",
        "no longer so: beyond: Nothing refreshed_at",
        "no longer so: beyond: Nothing value",
    ]
    assert status == 1


def test_the_double_fails_the_default_loader() -> None:
    with pytest.raises(YAMLError, match="2002:value"):
        YAML(typ="safe").load(official_double.text(official_double.document()))


def new_operation(document: Document) -> None:
    operation = document["paths"][OBJECTS]["get"] | {"operationId": "ListMascots"}
    document["paths"][f"{OBJECTS}/mascots"] = {"get": operation}


def new_operation_elsewhere(document: Document) -> None:
    document["paths"]["/api/v2/brands"] = {
        "get": document["paths"][OBJECTS]["get"] | {"operationId": "ListBrands"}
    }


def lost_operation(document: Document) -> None:
    del document["paths"][OBJECTS]["get"]


def other_address(document: Document) -> None:
    operations = document["paths"][OBJECTS]
    operations["put"] = operations.pop("get")


def new_parameter(document: Document) -> None:
    parameter = {"in": "query", "name": "mascot", "schema": {"type": "string"}}
    document["paths"][OBJECTS]["get"]["parameters"].append(parameter)


def lost_parameter(document: Document) -> None:
    document["paths"][OBJECTS]["get"]["parameters"].clear()


def properties(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]["properties"]
    return found


def new_property(document: Document) -> None:
    properties(document, "CustomObject")["mascot"] = {"type": "object", "properties": {"x": {}}}


def new_property_that_is_read_only(document: Document) -> None:
    properties(document, "CustomObjectCreateInput")["mascot"] = {"readOnly": True}


def new_property_that_is_written(document: Document) -> None:
    properties(document, "CustomObjectCreateInput")["mascot"] = {"type": "string"}


def lost_property(document: Document) -> None:
    del properties(document, "CustomObjectCreateInput")["description"]


def other_type(document: Document) -> None:
    properties(document, "CustomObjectLimitsResponse")["limit"] = {"type": "string"}


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (new_operation, ["missing: ListMascots"]),
        (new_operation_elsewhere, []),
        (lost_operation, ["beyond: ListCustomObjects"]),
        (
            other_address,
            [f"other: ListCustomObjects address (GET {OBJECTS}, not PUT {OBJECTS})"],
        ),
        (new_parameter, ["missing: ListCustomObjects query mascot"]),
        (lost_parameter, ["beyond: ListCustomObjects query include_ui_path"]),
        (
            new_property,
            [
                "missing: CreateCustomObject response custom_object.mascot",
                "missing: ListCustomObjects response custom_objects[].mascot",
                "missing: ShowCustomObject response custom_object.mascot",
                "missing: UpdateCustomObject response custom_object.mascot",
            ],
        ),
        (new_property_that_is_read_only, []),
        (
            new_property_that_is_written,
            ["missing: CreateCustomObject request custom_object.mascot"],
        ),
        (lost_property, ["beyond: CreateCustomObject request custom_object.description"]),
        (
            other_type,
            [
                f"other: {operation} response limit (integer, not string)"
                for operation in (
                    "CustomObjectFieldsLimit",
                    "CustomObjectRecordsLimit",
                    "CustomObjectsLimit",
                )
            ],
        ),
    ],
)
def test_drift(change: Callable[[Document], None], lines: list[str], compare: Run) -> None:
    status, written = compare(change)
    assert written[:-2] == lines
    assert status == bool(lines)
    assert f"{len(lines)} new, 0 stale" in written[-2]
    assert written[-1].startswith("0 changes since the record; ")


def test_a_stale_entry_is_reported(compare: Run) -> None:
    """The vendor adds the missing body of an update."""

    ids = {"type": "array", "items": {"type": "string"}}
    schema = {"type": "object", "properties": {"custom_object_field_ids": ids}}
    reorder = f"{OBJECTS}/{{custom_object_key}}/fields/reorder"

    def mend(document: Document) -> None:
        body = {"content": {"application/json": {"schema": schema}}}
        document["paths"][reorder]["put"]["requestBody"] = body

    status, (line, total, _) = compare(mend)
    assert line == "no longer so: beyond: ReorderCustomObjectFields request"
    assert total.endswith(" known differences, 0 new, 1 stale")
    assert status == 1


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"where": "x", "state": "beyond", "grade": "O"}, "needs where, state, reason and grade"),
        ({"where": "x", "state": "odd", "grade": "O", "reason": "x"}, "unknown state or grade"),
        ({"where": "x", "state": "beyond", "grade": "Z", "reason": "x"}, "unknown state or grade"),
        ("x", "needs where, state, reason and grade"),
    ],
)
def test_an_incomplete_entry_is_refused(
    entry: object, words: str, compare: Run, tmp_path: Path
) -> None:
    known = {"scope": ["x"], "differences": [entry]}
    (tmp_path / "spec" / KNOWN.name).write_text(json.dumps(known), "utf-8")
    status, lines = compare()
    assert status == 2
    assert words in lines[-1]


@pytest.mark.parametrize("text", ["{}", "[", "openapi: 3.0.3\npaths: 7\n"])
def test_other_files_are_not_openapi_documents(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "official.yaml").write_text(text)
    assert main(["--compare", str(tmp_path / "official.yaml")]) == 2
    assert "official.yaml" in capsys.readouterr().err


def test_every_entry_has_a_reason() -> None:
    entries = documents.read(KNOWN)["differences"]
    assert all(len(entry["reason"]) > 15 for entry in entries)
