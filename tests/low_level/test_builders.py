"""Each operation of the contract has one builder, and there are no others."""

from __future__ import annotations

import inspect
from typing import Any
from urllib.parse import unquote

import pytest

from tests.contract.document import OPERATIONS, Described, component, resolved
from tests.low_level.building import HOSTILE, any_request, argument, builder, stand_ins
from zendesk_custom_objects_api import api, models, operations, payloads
from zendesk_custom_objects_api.types import NOTHING

each_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
PATH_VALUES = [
    pytest.param(operation, parameter["name"], id=f"{operation}-{parameter['name']}")
    for operation in OPERATIONS.values()
    for parameter in operation.parameters
    if parameter["in"] == "path"
]


def test_operations_correspond_one_to_one() -> None:
    assert sorted(operation.id for operation in operations.ALL) == sorted(OPERATIONS)


def test_there_are_no_other_builders() -> None:
    groups = {operation.definition["tags"][0] for operation in OPERATIONS.values()}
    assert set(api.__all__) == groups
    found = {
        function
        for group in groups
        for function in vars(getattr(api, group)).values()
        if inspect.isfunction(function) and function.__module__.endswith(f".api.{group}")
    }
    assert found == {builder(operation) for operation in OPERATIONS.values()}


@each_operation
def test_facts(operation: Described) -> None:
    known = any_request(operation).operation
    definition = operation.definition
    assert known in operations.ALL
    assert known is getattr(operations, builder(operation).__name__.upper())
    assert (known.id, known.method, known.path) == (operation.id, operation.method, operation.path)
    assert known.group == definition["tags"][0]
    assert known.allowed_for == definition["x-allowed-for"]
    assert known.resend == definition["x-resend"]
    assert known.paging == definition["x-paging"]
    assert known.rate_budget == definition["x-rate-budget"]
    assert known.evidence == definition["x-evidence"]
    assert known.query == tuple(p["name"] for p in operation.parameters if p["in"] == "query")
    assert known.redirects == bool(operation.answers("3"))


@each_operation
def test_arguments(operation: Described) -> None:
    """Path parameters are positional, in the order of the path; the others are keywords."""
    found = inspect.signature(builder(operation)).parameters.values()
    in_order = sorted(
        (p for p in operation.parameters if p["in"] == "path"),
        key=lambda p: operation.path.index(f"{{{p['name']}}}"),
    )
    by_name = [argument(p["name"]) for p in operation.parameters if p["in"] == "query"]
    positional = [p.name for p in found if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert positional == [argument(p["name"]) for p in in_order]
    keywords = {p.name for p in found if p.kind is p.KEYWORD_ONLY}
    assert keywords == {*by_name, *(["body"] if operation.media_type else [])}
    assert {p.name for p in found if p.default is p.empty} == stand_ins(operation).keys()
    assert all(p.default in (None, p.empty) for p in found)


WORDS = {
    "array": "Sequence[",
    "boolean": "bool",
    "integer": "int",
    "object": "Mapping[str, str]",
    "string": "str",
}


@each_operation
def test_types_of_arguments(operation: Described) -> None:
    found = inspect.signature(builder(operation)).parameters
    for parameter in operation.parameters:
        schema = resolved(parameter["schema"])
        kind = schema.get("type", "string")  # a union of known values with any text
        written = str(found[argument(parameter["name"])].annotation)
        assert WORDS[kind] in written
        assert ("None" in written) == (not parameter.get("required"))
        for value in next((o["enum"] for o in schema.get("anyOf", ()) if "enum" in o), ()):
            assert repr(value).replace("'", '"') in written.replace("'", '"')
    if operation.media_type:
        name = component(operation.body)
        assert found["body"].annotation == f"payloads.{name}"
        assert hasattr(payloads, name)


@each_operation
def test_types_of_responses(operation: Described) -> None:
    wanted: dict[int, Any] = {}
    for status, answer in operation.answers("2").items():
        (content,) = answer.get("content", {None: None}).values()
        if content is None:
            wanted[int(status)] = NOTHING
        elif name := component(content["schema"]):
            wanted[int(status)] = getattr(models, name)
        else:
            wanted[int(status)] = bytes if "format" in content["schema"] else str
    assert dict(any_request(operation).responses) == wanted


@each_operation
def test_documentation(operation: Described) -> None:
    text = inspect.getdoc(builder(operation)) or ""
    assert text.startswith(operation.definition["summary"])
    for parameter in operation.parameters:
        assert f"\n    {argument(parameter['name'])}: " in text


@pytest.mark.parametrize("value", ["", ".", ".."])
@pytest.mark.parametrize(("operation", "name"), PATH_VALUES)
def test_dot_segments_and_empty_path_values_are_refused(
    operation: Described, name: str, value: str
) -> None:
    with pytest.raises(ValueError, match=f"^{argument(name)}: '{value}' cannot be used in a path"):
        builder(operation)(**stand_ins(operation) | {argument(name): value})


@pytest.mark.parametrize(("operation", "name"), PATH_VALUES)
def test_path_values_stay_in_their_segment(operation: Described, name: str) -> None:
    for value in HOSTILE:
        request = builder(operation)(**stand_ins(operation) | {argument(name): value})
        path = request.target.partition("?")[0]
        assert path.isascii()
        assert path == request.path
        segments = [unquote(segment, errors="strict") for segment in path.split("/")]
        assert segments == [
            value if part == f"{{{name}}}" else "1" if part.startswith("{") else part
            for part in operation.path.split("/")
        ]


@pytest.mark.parametrize(("operation", "name"), PATH_VALUES)
def test_surrogates_in_path_values_are_refused(operation: Described, name: str) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        builder(operation)(**stand_ins(operation) | {argument(name): "a\ud800"})
