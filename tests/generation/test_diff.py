"""Changes of the contract are reported, graded, and never overlooked."""

from __future__ import annotations

import json
import pickle
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from generate import main
from generator import changes, reports
from generator.changes import Change, Grade
from generator.contract import Contract
from generator.surface import Surface, surface
from tests.contract.document import DOCUMENT

Document = dict[str, Any]
OBJECTS = "/api/v2/custom_objects"
OBJECT = f"{OBJECTS}/{{custom_object_key}}"


def surface_of(document: Document) -> Surface:
    return surface(Contract(document))


OLD = surface_of(DOCUMENT)
PICKLED = pickle.dumps(DOCUMENT)


def copy() -> Document:
    """A fresh copy of the project's contract."""
    document: Document = pickle.loads(PICKLED)
    return document


def changes_of(change: Callable[[Document], None]) -> list[Change]:
    document = copy()
    change(document)
    return changes.compare(OLD, surface_of(document))


def schemas(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


# Each change of the contract, with the line that reports it.

LINES: dict[str, tuple[Callable[[Document], Any], str]] = {
    "an operation is removed": (
        lambda document: document["paths"][OBJECT].pop("delete"),
        "breaking: operation DeleteCustomObject removed",
    ),
    "an operation is added": (
        lambda document: document["paths"].update(
            {f"{OBJECTS}/all": {"get": document["paths"][OBJECTS]["get"] | {"operationId": "All"}}}
        ),
        "compatible: operation All added",
    ),
    "an address moves": (
        lambda document: document["paths"].update({"/v3/it": document["paths"].pop(OBJECTS)}),
        "breaking: operation CreateCustomObject path: /v3/it, was /api/v2/custom_objects",
    ),
    "fewer may call it": (
        lambda document: document["paths"][OBJECTS]["get"].update({"x-allowed-for": "admins"}),
        "breaking: operation ListCustomObjects x-allowed-for: admins, was agents",
    ),
    "more may call it": (
        lambda document: document["paths"][OBJECTS]["get"].update({"x-allowed-for": "end_users"}),
        "compatible: operation ListCustomObjects x-allowed-for: end_users, was agents",
    ),
    "a parameter is removed": (
        lambda document: document["paths"][OBJECTS]["get"].pop("parameters"),
        "breaking: parameter include_ui_path of ListCustomObjects removed",
    ),
    "a parameter is added": (
        lambda document: document["paths"][OBJECTS]["get"]["parameters"].append(
            {"name": "mascot", "in": "query", "schema": {"type": "string"}}
        ),
        "compatible: parameter mascot of ListCustomObjects added",
    ),
    "a parameter that must be given is added": (
        lambda document: document["paths"][OBJECTS]["get"]["parameters"].append(
            {"name": "mascot", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
        "breaking: parameter mascot of ListCustomObjects added, required",
    ),
    "a shared parameter is reported once": (
        lambda document: document["components"]["parameters"]["CustomObjectKey"].update(
            description="Other."
        ),
        "documentation: parameter custom_object_key of 47 operations description: other",
    ),
    "a body is removed": (
        lambda document: document["paths"][OBJECTS]["post"].pop("requestBody"),
        "breaking: body CreateCustomObject removed",
    ),
    "a property that is read is removed": (
        lambda document: schemas(document, "CustomObject")["properties"].pop("url"),
        "breaking: CustomObject.url removed",
    ),
    "a property that is read is added": (
        lambda document: schemas(document, "CustomObject")["properties"].update(
            mascot={"type": "string"}
        ),
        "compatible: CustomObject.mascot added",
    ),
    "a property that is written is removed": (
        lambda document: schemas(document, "CustomObjectUpdateInput")["properties"].pop("title"),
        "breaking: CustomObjectUpdateInput.title removed",
    ),
    "a property that may be written is added": (
        lambda document: schemas(document, "CustomObjectUpdateInput")["properties"].update(
            mascot={"type": "string"}
        ),
        "compatible: CustomObjectUpdateInput.mascot added",
    ),
    "what is written becomes mandatory": (
        lambda document: schemas(document, "CustomObjectCreateInput")["required"].append(
            "description"
        ),
        "breaking: CustomObjectCreateInput.description now required",
    ),
    "what is written becomes optional": (
        lambda document: schemas(document, "CustomObjectCreateInput")["required"].remove("title"),
        "compatible: CustomObjectCreateInput.title no longer required",
    ),
    "what is read becomes certain": (
        lambda document: schemas(document, "CustomObject")["required"].append("title"),
        "compatible: CustomObject.title now required",
    ),
    "what is read becomes uncertain": (
        lambda document: schemas(document, "CustomObject").pop("required"),
        "breaking: CustomObject.key no longer required",
    ),
    "what may be absent may be null": (
        lambda document: schemas(document, "CustomObject")["properties"]["title"].update(
            type=["string", "null"]
        ),
        "compatible: CustomObject.title type: null | string, was string",
    ),
    "what is certain may be null": (
        lambda document: schemas(document, "CustomObject")["properties"]["key"].update(
            type=["string", "null"]
        ),
        "breaking: CustomObject.key type: null | string, was string",
    ),
    "more types are read": (
        lambda document: schemas(document, "JobStatus")["properties"]["total"].update(
            type=["number", "null"]
        ),
        "breaking: JobStatus.total type: null | number, was integer | null",
    ),
    "more types are taken": (
        lambda document: schemas(document, "ObjectTriggerCreateInput")["properties"][
            "position"
        ].update(type="number"),
        "compatible: ObjectTriggerCreateInput.position type: number, was integer",
    ),
    "fewer types are taken": (
        lambda document: schemas(document, "ObjectTriggerCreateInput")["properties"][
            "title"
        ].update(format="email"),
        "breaking: ObjectTriggerCreateInput.title type: string(email), was string",
    ),
    "a known value is added": (
        lambda document: schemas(document, "JobState")["anyOf"][0]["enum"].append("paused"),
        'compatible: schema JobState known values: with "paused"',
    ),
    "a known value that is sent is removed": (
        lambda document: schemas(document, "CustomFieldType")["anyOf"][0]["enum"].remove("date"),
        'breaking: schema CustomFieldType known values: without "date"',
    ),
    "a list of values closes": (
        lambda document: schemas(document, "CustomFieldType")["anyOf"].pop(),
        "breaking: schema CustomFieldType no other values",
    ),
    "a limit is added": (
        lambda document: schemas(document, "CustomObjectCreateInput")["properties"]["title"].update(
            maxLength=40
        ),
        "breaking: CustomObjectCreateInput.title maxLength: 40, was none",
    ),
    "a limit of what is read is added": (
        lambda document: schemas(document, "CustomObject")["properties"]["title"].update(
            maxLength=40
        ),
        "compatible: CustomObject.title maxLength: 40, was none",
    ),
    "a success is removed": (
        lambda document: document["paths"][OBJECTS]["post"]["responses"].update(
            {"200": document["paths"][OBJECTS]["post"]["responses"].pop("201")}
        ),
        "breaking: response 201 of CreateCustomObject removed",
    ),
    "an error is removed": (
        lambda document: document["paths"][OBJECTS]["post"]["responses"].pop("409"),
        "documentation: response 409 of CreateCustomObject removed",
    ),
    "a header is removed": (
        lambda document: document["components"]["responses"]["TooManyRequests"]["headers"].pop(
            "Retry-After"
        ),
        "breaking: response 429 of 56 operations header Retry-After: removed",
    ),
    "a text": (
        lambda document: schemas(document, "CustomObject").update(description="Other."),
        "documentation: schema CustomObject description: other",
    ),
    "an example": (
        lambda document: document["components"]["examples"]["CustomObject"].update(value={}),
        "documentation: response 200 of ShowCustomObject application/json examples: other",
    ),
}


@pytest.mark.parametrize(("change", "line"), LINES.values(), ids=LINES.keys())
def test_change(change: Callable[[Document], Any], line: str) -> None:
    lines = [f"{found.grade.name}: {found.subject} {found.text}" for found in changes_of(change)]
    assert line in lines


def test_a_renamed_property_is_reported_as_removed_and_added() -> None:
    def rename(document: Document) -> None:
        properties = schemas(document, "CustomObject")["properties"]
        properties["remark"] = properties.pop("description")

    assert [(found.subject, found.text) for found in changes_of(rename)] == [
        ("CustomObject.description", "removed"),
        ("CustomObject.remark", "added"),
    ]


def test_parts_of_a_removed_operation_are_not_reported_again() -> None:
    found = changes_of(lambda document: document["paths"].pop(f"{OBJECT}/fields/reorder"))
    assert [(change.subject, change.text) for change in found] == [
        ("operation ReorderCustomObjectFields", "removed")
    ]


def _nodes(node: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The paths of all objects and lists that are not empty."""
    if isinstance(node, (dict, list)) and node:
        yield path
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _nodes(value, (*path, key))


NODES = [
    *_nodes(DOCUMENT["paths"], ("paths",)),
    *_nodes(DOCUMENT["components"]["schemas"], ("components", "schemas")),
]


@given(path=st.sampled_from(NODES))
@settings(max_examples=25)
def test_every_removal_is_reported(path: tuple[Any, ...]) -> None:
    """Emptying any object or list of the contract is reported."""
    document = copy()
    node: Any = document
    for key in path[:-1]:
        node = node[key]
    node[path[-1]].clear()
    try:
        new = surface_of(document)
    except (KeyError, TypeError):
        reject()  # no longer OpenAPI: refused before it is compared
    assert changes.compare(OLD, new)


def test_equal_contracts_have_no_changes() -> None:
    assert changes_of(lambda document: None) == []


@pytest.mark.parametrize(
    ("version", "grade", "part", "wanted"),
    [
        ("1.4.2", Grade.breaking, "major", "2.0.0"),
        ("1.4.2", Grade.compatible, "minor", "1.5.0"),
        ("1.4.2", Grade.documentation, "patch", "1.4.3"),
        ("1.4.2", None, "none", "1.4.2"),
        ("0.4.2", Grade.breaking, "major", "0.5.0"),
        ("2026-11", Grade.breaking, "major", "2026-11"),
    ],
)
def test_version(version: str, grade: Grade | None, part: str, wanted: str) -> None:
    place = next(iter(OLD))
    found = [Change(grade, place, "", "")] if grade else []
    report = reports.Report(version, version, found)
    assert (report.bump, report.wanted_version) == (part, wanted)


# -------------------------------------------------------------------------------------- the command


def small(properties: Document) -> Document:
    """A small contract with one operation."""
    thing = {"type": "object", "properties": properties}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    answer = {"description": "It.", "content": content}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0.0"},
        "paths": {"/thing": {"get": {"operationId": "ShowThing", "responses": {"200": answer}}}},
        "components": {"schemas": {"Thing": thing}},
    }


TEXT = {"type": "string"}


@pytest.fixture
def things(tmp_path: Path) -> Path:
    """A project with older contracts: a thing lost its size and gained a colour."""
    (tmp_path / "spec").mkdir()
    for name, document in (
        ("older.yaml", small({"name": TEXT, "size": TEXT})),
        ("openapi.yaml", small({"name": TEXT, "colour": TEXT})),
        ("oldest.yaml", small({"name": TEXT})),
    ):
        (tmp_path / "spec" / name).write_text(json.dumps(document), "utf-8")
    return tmp_path


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def diff(things: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Compares the project's contract with another. Returns exit status and output."""

    def run(base: str, *options: str) -> tuple[int, str]:
        place = str(things / "spec" / base) if base.endswith(".yaml") else base
        status = main(["--root", str(things), "--diff", place, *options])
        written = capsys.readouterr()
        return status, written.out + written.err

    return run


def test_report_as_text(diff: Run) -> None:
    assert diff("older.yaml") == (
        1,
        "1 breaking, 1 compatible, 0 documentation: a major change\n"
        "version 1.0.0 becomes 2.0.0\n"
        "\n"
        "breaking\n"
        "  Thing.size (response) removed: reading it fails\n"
        "\n"
        "compatible\n"
        "  Thing.colour (response) added: there is more to use\n",
    )


def test_report_as_json(diff: Run) -> None:
    report = json.loads(diff("older.yaml", "--format", "json")[1])
    assert report["bump"] == "major"
    assert report["wanted_version"] == "2.0.0"
    assert report["changes"][0] == {
        "grade": "breaking",
        "kind": "property",
        "owners": ["Thing"],
        "name": "size",
        "directions": ["response"],
        "change": "removed",
        "meaning": "reading it fails",
    }


def test_entry_of_the_changelog(diff: Run) -> None:
    assert diff("oldest.yaml", "--format", "changelog") == (
        0,
        "## Contract 1.1.0\n\n### Compatible\n\n"
        "- `Thing.colour` (response) added: there is more to use.\n",
    )


@pytest.mark.parametrize(
    ("base", "fail_on", "status"),
    [
        ("older.yaml", "never", 0),
        ("older.yaml", "breaking", 1),
        ("oldest.yaml", "breaking", 0),
        ("oldest.yaml", "compatible", 1),
        ("openapi.yaml", "documentation", 0),
    ],
)
def test_status(base: str, fail_on: str, status: int, diff: Run) -> None:
    assert diff(base, "--fail-on", fail_on)[0] == status


def test_no_change(diff: Run) -> None:
    assert diff("openapi.yaml") == (0, "nothing changed since version 1.0.0\n")


def test_base_is_a_revision(things: Path, diff: Run) -> None:
    git = ["git", "-C", str(things), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for command in (["init", "-q"], ["add", "spec"], ["commit", "-qm", "it"], ["tag", "v1"]):
        subprocess.run([*git, *command], check=True)
    changed = json.dumps(small({"name": TEXT, "colour": TEXT, "age": TEXT}))
    (things / "spec" / "openapi.yaml").write_text(changed, "utf-8")
    assert "Thing.age (response) added" in diff("v1")[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "cannot be read"),
        ("- a\n", "is not a document of keys and values"),
        ("openapi: 3.1.0\ninfo: {title: x, version: '1'}\n", "is not a contract to build from"),
        ("swagger: '2.0'\n", "is not a contract to build from"),
    ],
)
def test_base_is_not_a_contract(text: str, words: str, things: Path, diff: Run) -> None:
    (things / "spec" / "base.yaml").write_text(text)
    status, written = diff("base.yaml")
    assert status == 2
    assert words in written


def test_missing_base(diff: Run) -> None:
    status, written = diff("v-that-never-was")
    assert status == 2
    assert "v-that-never-was is neither a file nor a git revision with a contract" in written
