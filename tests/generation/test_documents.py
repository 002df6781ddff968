"""Documents are read as JSON values, or refused with the position of the problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from generator import documents
from generator.problems import GenerationError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "document.yaml"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[=, <, '=']", ["=", "<", "="]),
        ("\n- 2026-07-07\n- 2026-07-07T10:00:00Z", ["2026-07-07", "2026-07-07T10:00:00Z"]),
        ("[yes, no, on, off, y, n]", ["yes", "no", "on", "off", "y", "n"]),  # YAML 1.1: flags
        ("[true, false, null, ~]", [True, False, None, None]),
        ("\n- 012\n- 0o14\n- 1:30\n- '1'", [12, 12, "1:30", "1"]),  # YAML 1.1: 90
        ("{200: {}, '404': {}}", {"200": {}, "404": {}}),
        ("&a [x]", ["x"]),
        ('"\\U0001F600"', "\U0001f600"),
    ],
)
def test_yaml_scalars(text: str, value: Any, place: Path) -> None:
    place.write_text(f"it: {text}\n", "utf-8")
    assert documents.read(place) == {"it": value}


@pytest.mark.parametrize("form", [{"indent": 1}, {"ensure_ascii": False}, {}])
def test_json_is_read_exactly(form: dict[str, Any], place: Path) -> None:
    document = {"yes": ["\U0001f600", "=", "\\", '"""', "\x7f", "\u2028", 1e300, -0.5, None]}
    place.write_text(json.dumps(document, **form), "utf-8")
    assert documents.read(place) == document


def test_an_alias_is_a_copy(place: Path) -> None:
    """Otherwise an overlay that changes one place would change all."""
    place.write_text("a: &shared {x: 1}\nb: *shared\nc: {<<: *shared, y: 2}\n", "utf-8")
    document = documents.read(place)
    document["a"]["x"] = 7
    assert document == {"a": {"x": 7}, "b": {"x": 1}, "c": {"x": 1, "y": 2}}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [\n", "line 2, column 1: "),
        ("a: 1\nb: 2\na: 3\n", 'line 3, column 1: found duplicate key "a"'),
        ('{"a": 1, "a": 2}', 'line 1, column 10: found duplicate key "a"'),
        ("200: x\n'200': y\n", "document: a key is there with and without quotes"),
        ("a: {true: x}", "document.a: the key true needs quotes"),
        ("a: {? [b] : x}", 'document.a: the key ["b"] needs quotes'),
        ("a: [.nan]", "document.a[0]: nan is not a JSON value"),
        ('{"a": Infinity}', "document.a: inf is not a JSON value"),
        ("a: !!binary aGk=", "document.a: JSON has no type for bytes"),
        ("a: !!set {b}", "document.a: JSON has no type for set"),
        ('{"a": "\\ud800"}', "document.a: half of a surrogate pair is not a character"),
        ("a: !!python/object/apply:os.getcwd []", "could not determine a constructor for the tag"),
        ("a: &a [*a]", "it is nested too deeply"),
        ("[" * 100_000, "it is nested too deeply"),
        ("- " * 100_000, "it is nested too deeply"),
        ('{"a": ' + "[" * 100_000, "it is nested too deeply"),
        ("a: \x01", "control characters are not allowed"),
    ],
)
def test_unreadable_documents(text: str, problem: str, place: Path) -> None:
    place.write_text(text, "utf-8")
    with pytest.raises(GenerationError) as caught:
        documents.read(place)
    headline, *lines = str(caught.value).splitlines()
    assert headline == f"{place} cannot be read:"
    assert len(lines) == 1
    assert problem in lines[0]


@pytest.mark.parametrize("text", ["", "- a\n", "7", "null"])
def test_other_values_are_not_documents(text: str, place: Path) -> None:
    place.write_text(text, "utf-8")
    with pytest.raises(GenerationError, match="is not a document of keys and values"):
        documents.read(place)


def test_other_encodings_are_refused(place: Path) -> None:
    place.write_bytes("a: é".encode("latin-1"))
    with pytest.raises(GenerationError, match="utf-8"):
        documents.read(place)


def test_allowed_repeated_keys_take_the_last_value(place: Path) -> None:
    place.write_text("a: {x: 1, y: 2, x: 3}\n", "utf-8")
    assert documents.read(place, repeated_keys=True) == {"a": {"x": 3, "y": 2}}


def test_the_default_loader_fails_on_a_bare_equals_sign() -> None:
    """The constructor for it can be removed once this fails."""
    with pytest.raises(YAMLError, match="2002:value"):
        YAML(typ="safe").load("[=]")
