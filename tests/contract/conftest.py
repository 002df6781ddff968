"""The contract, read once, and its examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generator.contract import Contract, snake_case

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = Contract(yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text("utf-8")))
RESOURCE = DRAFT202012.create_resource(CONTRACT.document)
REGISTRY: Registry[Any] = Registry().with_resource("urn:contract", RESOURCE)


class Example(NamedTuple):
    """An example of a body, where it stands and what it is an example of."""

    operation: str
    place: str
    """`request`, or the status of the response."""
    name: str
    media_type: str
    schema: dict[str, Any]
    value: Any

    def __str__(self) -> str:
        return f"{self.operation}-{self.place}-{self.name}"

    @property
    def builder(self) -> str:
        return snake_case(self.operation)


def validate(value: Any, schema: dict[str, Any]) -> list[str]:
    """What is wrong with a value, by the contract's own schema."""
    rooted = _absolute(schema)
    validator = Draft202012Validator(rooted, registry=REGISTRY, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]


def _absolute(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: f"urn:contract{value}" if key == "$ref" else _absolute(value)
            for key, value in node.items()
        }
    return [_absolute(item) for item in node] if isinstance(node, list) else node


def examples() -> Iterator[Example]:
    for _, _, operation in CONTRACT.operations():
        name = operation["operationId"]
        yield from _of(name, "request", operation.get("requestBody", {}))
        for status, response in operation["responses"].items():
            yield from _of(name, status, CONTRACT.resolve(response))


def _of(operation: str, place: str, node: dict[str, Any]) -> Iterator[Example]:
    for media_type, content in node.get("content", {}).items():
        for name, example in content.get("examples", {}).items():
            value = CONTRACT.resolve(example)["value"]
            yield Example(operation, place, name, media_type, content["schema"], value)


EXAMPLES = list(examples())


@pytest.fixture(params=EXAMPLES, ids=str)
def example(request: pytest.FixtureRequest) -> Example:
    return request.param
