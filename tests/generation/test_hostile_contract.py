"""Texts of a contract stay data; names work, or are refused by name."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator import low_level, requirements
from generator.problems import GenerationError
from tests.generation import hostile
from tests.lengths import examples, is_long

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]

USER = Path(__file__).with_name("hostile_user.py")
"""A script that uses the generated package."""


def generate(document: Json, scratch: Path) -> Path:
    """Generate the low level. Returns its folder."""
    (scratch / "build").mkdir()
    files = low_level.build(
        requirements.checked(document, "hostile.yaml"), ROOT / "spec", scratch / "build"
    )
    for name, content in files.items():
        path = scratch / "made" / low_level.PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix == ".py":
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # as of an escape that means nothing
                ast.parse(content)
                compile(content, str(path), "exec")
    return scratch / "made"


def used(folder: Path, expected: Json) -> Json:
    """The results of using the package in another process."""
    done = subprocess.run(
        [sys.executable, "-W", "error", USER],
        input=json.dumps(expected),
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: Json = json.loads(done.stdout)
    return found


def sample(name: str, schema: Json, values: Sequence[str]) -> Any:
    """A value for a property of a boat."""
    if "$ref" in schema:
        return {"name": name, "class": 7}
    if "const" in schema or "enum" in schema:
        return values[0]
    if "anyOf" in schema:
        return values[-1]
    if schema["type"] == "array":
        return [sample(name, schema["items"], values)]
    if "additionalProperties" in schema:
        return {name: 7}
    kinds = {"integer": 7, "number": 0.5, "boolean": True, "object": {name: "x"}}
    kind = schema["type"]
    return kinds.get(kind, f"value of {name}") if isinstance(kind, str) else None


def prove(scratch: Path, words: Sequence[str], names: Sequence[str], known: Sequence[str]) -> Path:
    """Generate from a contract with these texts and names, use the package, check the results."""
    document = hostile.contract(words, names, known)
    folder = generate(document, scratch)
    ((path, item), _) = document["paths"].items()
    definition = item["get"]
    properties = document["components"]["schemas"]["Boat"]["properties"]
    boat = {name: sample(name, schema, known) for name, schema in properties.items()}
    integer = next(name for name in properties if properties[name].get("type") == "integer")
    found = used(folder, {"listing": definition["operationId"], "boat": boat, "integer": integer})
    in_path = hostile.path_names(names)
    in_query = [name for name in names if name not in in_path]

    assert found["query"] == {name: f"value of {name}" for name in in_query}
    assert found["path"].split("/")[3:] == [quote(f"value of {name}") for name in in_path]
    assert found["operations"] == [
        {"id": definition["operationId"], "path": path, "query": in_query},
        {"id": "import", "path": "/boats", "query": []},
    ]
    # An absent property is the same as null.
    assert without_nulls(found["boats"]) == without_nulls([boat])
    assert without_nulls(found["broken"]) == without_nulls(boat | {integer: "x"})
    assert found["misfits"] == [integer]
    assert len(found["attributes"]) == len(properties)
    assert found["keys"] == list(names)
    for name, schema in properties.items():
        if schema.get("format") == "password":
            assert boat[name] not in found["shown"]

    assert found["known"] == list(known)
    assert found["captain"] == {
        "name": [],
        "rank": list(known),
        "next": [],
        "$rank": list(known),
        "list": list(known),
    }
    assert sorted(found["known of parameters"][in_query[0]]) == sorted(known)
    assert found["values"][in_query[0]] == list(known)

    described = [(each["name"], told(each["description"])) for each in definition["parameters"]]
    assert [(name, told(text)) for name, text in found["parameters"]] == described
    for text in ("summary", "description"):
        assert told(found[text]) == told(definition[text])
        assert told(definition[text]) in told(found["docstring"])
    for _, description in described:
        assert description in told(found["docstring"])
    return folder


def told(text: str) -> str:
    """A text without white space, with escaped control characters."""
    return "".join(
        each if each.isprintable() else repr(each)[1:-1]
        for each in text
        if each not in "\t\r\n" and unicodedata.category(each) != "Zs"
    )


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(each) for key, each in value.items() if each is not None}
    return list(map(without_nulls, value)) if isinstance(value, list) else value


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A folder that exists only if a text of the contract was executed."""
    return tmp_path / "canary"


def test_hostile_texts_trigger_the_canary_when_executed(canary: Path) -> None:
    for text in hostile.TEXTS:
        if "CODE" in text:
            source = hostile.armed(text, str(canary))
            (code,) = re.findall(r"__import__\(.*?\)\.mkdir\(.*?\)", source)
            eval(code)
            canary.rmdir()


def test_known_hostile_texts_and_names(canary: Path, tmp_path: Path) -> None:
    texts = [hostile.armed(text, str(canary)) for text in hostile.TEXTS]
    prove(tmp_path, texts, hostile.HONEST, texts)
    assert not canary.exists()


PRINTABLE = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.isprintable)
TEXT = st.one_of(
    st.sampled_from(hostile.TEXTS),
    st.lists(st.sampled_from(hostile.TEXTS), max_size=4).map("".join),
    st.text(st.characters(codec="utf-8")),
)
NAME = st.one_of(
    st.sampled_from([text for text in hostile.TEXTS if text.isprintable() and len(text) < 100]),
    PRINTABLE,
)


@given(
    texts=st.lists(TEXT, min_size=30, max_size=60),
    honest=st.lists(st.sampled_from(hostile.HONEST), min_size=12, max_size=30, unique=True),
    odd=st.lists(NAME, max_size=12),
    known=st.lists(TEXT, min_size=1, max_size=20, unique=True),
)
@settings(
    max_examples=examples(1, 200),
    # An example takes seconds.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_arbitrary_texts_and_names(
    texts: list[str],
    honest: list[str],
    odd: list[str],
    known: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    scratch = tmp_path_factory.mktemp("contract")
    canary = scratch / "canary"
    # Names that are alike in Python are refused: the numbers keep them apart.
    names = [*honest, *(f"{name}x{number}" for number, name in enumerate(odd))]
    prove(
        scratch,
        [hostile.armed(text, str(canary)) for text in texts],
        names,
        [hostile.armed(text, str(canary)) for text in known],
    )
    assert not canary.exists()
    shutil.rmtree(scratch)


# Names that cannot be used are refused before anything is written.


def document() -> Json:
    return hostile.contract(["A text."], ["name", "size", "owner", "mast"], ["one", "two"])


def listing(changed: Json) -> Json:
    found: Json = next(iter(changed["paths"].values()))["get"]
    return found


def rename_operation(name: str) -> Callable[[Json], Any]:
    return lambda changed: listing(changed).update(operationId=name)


def rename_tag(name: str) -> Callable[[Json], Any]:
    def rename(changed: Json) -> None:
        changed["tags"][0]["name"] = name
        listing(changed)["tags"] = [name]

    return rename


def add_property(name: str) -> Callable[[Json], Any]:
    return lambda changed: changed["components"]["schemas"]["Boat"]["properties"].update(
        {name: {"type": "string"}}
    )


def add_schema(name: str) -> Callable[[Json], Any]:
    return lambda changed: changed["components"]["schemas"].update({name: {"type": "string"}})


def add_parameter(name: str, place: str = "query") -> Callable[[Json], Any]:
    parameter = {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": "It.",
        "schema": {"type": "string"},
    }
    return lambda changed: listing(changed)["parameters"].append(parameter)


def move(path: str) -> Callable[[Json], Any]:
    return lambda changed: changed["paths"].update({path: changed["paths"].pop("/boats")})


def answer(status: str, media_type: str) -> Callable[[Json], Any]:
    content = {media_type: {"schema": {"type": "string"}}}
    return lambda changed: listing(changed)["responses"].update(
        {status: {"description": "It.", "content": content}}
    )


def refer(place: str, reference: str) -> Callable[[Json], Any]:
    return lambda changed: changed["components"]["schemas"].update({place: {"$ref": reference}})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (rename_operation("List\x1b[31m"), "'List\\x1b[31m' is empty, or has control characters"),
        (rename_operation("x" * 300), "is too long for a file"),
        (rename_operation("Import"), "'Import' and 'import' would both be import_ in Python"),
        (rename_tag("\u202eboats"), "'\\u202eboats' is empty, or has control characters"),
        (rename_tag("Class"), "tags: 'Class' and 'class' would both be class_ in Python"),
        (rename_tag("é" * 150), "is too long for a file"),
        (add_property(""), "schema Boat: property '' is empty, or has control characters"),
        (add_property("a\nb"), "property 'a\\nb' is empty, or has control characters"),
        (add_property('a"b'), "property 'a\"b' has characters that msgspec cannot read"),
        (add_property("a\\b"), "has characters that msgspec cannot read"),
        (add_property("na-me"), None),
        (add_property("name "), None),
        (
            add_property("\uff4eame"),
            "properties 'name' and '\uff4eame' would both be name in Python",
        ),
        (add_schema("boat"), "schemas: 'Boat' and 'boat' would both be Boat in Python"),
        (add_schema("BOAT"), "schemas: 'Boat' and 'BOAT' would both be boat in Python"),
        (add_schema('Boat"], CODE'), "Boat"),
        (add_parameter("a\x00"), "parameter 'a\\x00' is empty, or has control characters"),
        (add_parameter("name"), "parameters 'path name' and 'query name' would both be name in"),
        (add_parameter("mast"), "Duplicate parameter 'mast'"),
        (add_parameter("X-Odd", "header"), "only path and query are supported, not header"),
        (add_parameter("elsewhere", "path"), "Path parameter 'elsewhere' for 'get' operation"),
        (move("/boats/{nobody}"), "Path parameter 'nobody' for 'post' operation"),
        (move('/m" + CODE + "'), "has characters that must be percent-encoded"),
        (move("/m\\"), "has characters that must be percent-encoded"),
        (move("/böats"), "has characters that must be percent-encoded"),
        (move("/boats?x"), "has characters that must be percent-encoded"),
        (move("/{boats"), "a path cannot be read: expected '}'"),
        (answer("203", 'text/plain"; CODE'), "'text/plain\"; CODE' is not a media type"),
        (answer("2XX", "text/plain"), "2XX stands for several statuses: write each of them"),
        (answer('2"00', "text/plain"), '2"00'),
        (refer("A", "#/components/schemas/A"), "#/components/schemas/A: broken reference"),
        (refer("A", "https://example.com/x"), "https://example.com/x: broken reference"),
    ],
)
def test_names_that_cannot_be_used_are_refused(
    change: Callable[[Json], Any], problem: str | None
) -> None:
    changed = document()
    change(changed)
    if problem is None:
        requirements.checked(changed, "hostile.yaml")
        return
    with pytest.raises(GenerationError) as caught:
        requirements.checked(changed, "hostile.yaml")
    assert problem in str(caught.value)


def test_errors_of_generators_contain_names_and_no_tokens(tmp_path: Path) -> None:
    changed = document()
    changed["components"]["schemas"]["Boat"]["allOf"] = [{"$ref": "#/components/schemas/Kinds"}]
    with pytest.raises(GenerationError) as caught:
        generate(changed, tmp_path)
    assert "Boat" in str(caught.value)
    assert not re.search(r"Model\d|property_\d", str(caught.value))


def test_mypy_accepts_honest_names(tmp_path: Path) -> None:
    """An attribute or a key must not hide a type."""
    if not is_long():
        pytest.skip("takes long: --long")
    folder = prove(tmp_path, ["A text."], hostile.HONEST, ["one", "two"])
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", low_level.PACKAGE],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
