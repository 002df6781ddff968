"""The reference equals the contract, and is loaded on demand."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any

import pytest

from tests.contract.document import OPERATIONS, SCHEMAS, Described, Json, component, resolved
from tests.contract.document import validate as problems
from tests.low_level.building import builder
from zendesk_custom_objects_api import api
from zendesk_custom_objects_api.reference import OperationReference, Property, load

BY_ID = {operation.id: operation for operation in load().operations}


def plain(text: str) -> str:
    return "".join(text.split())


def test_every_operation_is_there() -> None:
    assert list(BY_ID) == list(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_an_operation_is_described_in_full(operation: Described) -> None:
    found: OperationReference = BY_ID[operation.id]
    definition = operation.definition
    assert (found.method, found.path) == (operation.method, operation.path)
    assert getattr(getattr(api, found.group), found.builder) is builder(operation)
    assert found.summary == definition["summary"]
    assert plain(found.description) == plain(definition["description"])
    assert found.allowed_for == definition["x-allowed-for"]
    assert plain(found.side_effects) == plain(definition.get("x-side-effects", ""))

    assert [(parameter.name, parameter.place) for parameter in found.parameters] == [
        (parameter["name"], parameter["in"]) for parameter in operation.parameters
    ]
    arguments = inspect.signature(builder(operation)).parameters
    assert [parameter.argument for parameter in found.parameters] == [
        name for name in arguments if name != "body"
    ]
    for parameter, described in zip(found.parameters, operation.parameters, strict=True):
        assert parameter.is_required == bool(described.get("required"))
        assert plain(parameter.description) == plain(described["description"])
        schema = resolved(described["schema"])
        options = [resolved(option) for option in (schema, *schema.get("anyOf", ()))]
        assert parameter.values == [value for option in options for value in option.get("enum", ())]

    assert [answer.status for answer in found.answers] == list(definition["responses"])
    assert (found.body is not None) == (operation.media_type is not None)
    if found.body is not None:
        assert found.body.media_type == operation.media_type
        assert found.body.schema == component(operation.body)
        if found.body.example is not None:
            assert problems(found.body.example, operation.body) == []


@pytest.mark.parametrize("schema", load().properties)
def test_every_property_of_a_body_is_there(schema: str) -> None:
    """Nested properties as well, down to a recursive schema."""
    listed = {described.name: described for described in load().properties[schema]}
    expected = dict(inside(SCHEMAS[schema]))
    assert list(listed) == list(expected)
    for name, (definition, is_required) in expected.items():
        found: Property = listed[name]
        assert found.is_required == is_required
        assert found.is_secret == (definition.get("format") == "password")
        assert plain(found.description) == plain(definition.get("description", ""))


def inside(schema: Json, prefix: str = "", path: tuple[int, ...] = ()) -> Any:
    for key, value in resolved(schema).get("properties", {}).items():
        definition = resolved(value)
        yield f"{prefix}{key}", (definition, key in resolved(schema).get("required", ()))
        if (found := opened(definition)) is not None:
            inner, separator = found
            marker = id(inner["properties"])
            if marker not in path:
                yield from inside(inner, f"{prefix}{key}{separator}", (*path, marker))


def opened(definition: Json) -> tuple[Json, str] | None:
    """The object that a value is, can be, or is a list of."""
    options = [definition, *definition.get("anyOf", ()), *definition.get("oneOf", ())]
    for option in map(resolved, options):
        item = resolved(option.get("items", {}))
        if option.get("properties"):
            return option, "."
        if item.get("properties"):
            return item, "[]."
    return None


def test_the_reference_is_loaded_on_demand() -> None:
    code = (
        "import sys, zendesk_custom_objects_api.api, zendesk_custom_objects as z\n"
        "z.Client('acme', auth=z.BearerToken('t')).prepare(z.api.objects.list_custom_objects())\n"
        "assert 'zendesk_custom_objects_api.reference' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
