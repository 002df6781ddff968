"""The contract, parsed once: its operations, its examples, and validation against it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from ruamel.yaml import YAML

Json = dict[str, Any]

JSON = "application/json"
METHODS = ("get", "put", "post", "delete", "patch")
PATH = Path(__file__).resolve().parents[2] / "spec" / "openapi.yaml"
DOCUMENT: Json = YAML(typ="safe").load(PATH)
SCHEMAS: Json = DOCUMENT["components"]["schemas"]

_REGISTRY: Registry[Any] = Registry().with_resource(
    "urn:contract", DRAFT202012.create_resource(DOCUMENT)
)


@dataclass(frozen=True, repr=False)
class Described:
    """An operation in the contract."""

    id: str
    method: str
    path: str
    definition: Json
    parameters: tuple[Json, ...]

    @property
    def media_type(self) -> str | None:
        """The media type of its request body, if it has one."""
        return next(iter(self.definition.get("requestBody", {}).get("content", ())), None)

    @property
    def body(self) -> Json:
        """The schema of its request body."""
        found: Json = self.definition["requestBody"]["content"][self.media_type]["schema"]
        return found

    def answers(self, first_digit: str) -> dict[str, Json]:
        """Its responses whose status begins with a digit, by status."""
        return {
            status: resolved(answer)
            for status, answer in self.definition["responses"].items()
            if status.startswith(first_digit)
        }

    def __repr__(self) -> str:
        return self.id


def resolved(node: Json) -> Json:
    """A node, or the node that it refers to, updated with its own keys."""
    while "$ref" in node:
        own = {key: value for key, value in node.items() if key != "$ref"}
        target: Any = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = {**target, **own}
    return node


def component(node: Json) -> str:
    """Name of the component schema that a node refers to; empty if there is none."""
    return str(node.get("$ref", "")).rpartition("/")[2]


def validate(value: Any, schema: Json) -> list[str]:
    """Errors in a value by a schema of the contract."""
    errors = _validator(json.dumps(schema)).iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


@cache
def _validator(schema: str) -> Validator:
    absolute = json.loads(schema.replace('"#/', '"urn:contract#/'))
    return Draft202012Validator(absolute, registry=_REGISTRY, format_checker=FormatChecker())


def _operations() -> Iterator[Described]:
    for path, item in DOCUMENT["paths"].items():
        for method in METHODS:
            if method in item:
                parameters = (*item.get("parameters", ()), *item[method].get("parameters", ()))
                yield Described(
                    item[method]["operationId"],
                    method.upper(),
                    path,
                    item[method],
                    tuple(map(resolved, parameters)),
                )


OPERATIONS = {operation.id: operation for operation in _operations()}


class Example(NamedTuple):
    """An example of a body, with its place and its schema."""

    operation: Described
    place: str
    """`request`, or the status of the response."""
    name: str
    media_type: str
    schema: Json
    value: Any

    @property
    def is_success(self) -> bool:
        return self.place.startswith("2")

    def __str__(self) -> str:
        return f"{self.operation}-{self.place}-{self.name}"


def _examples() -> Iterator[Example]:
    for operation in OPERATIONS.values():
        yield from _examples_of(operation, "request", operation.definition.get("requestBody", {}))
        for status, answer in operation.definition["responses"].items():
            yield from _examples_of(operation, status, resolved(answer))


def _examples_of(operation: Described, place: str, node: Json) -> Iterator[Example]:
    for media_type, content in node.get("content", {}).items():
        for name, example in content.get("examples", {}).items():
            value = resolved(example)["value"]
            yield Example(operation, place, name, media_type, content["schema"], value)


EXAMPLES = list(_examples())
