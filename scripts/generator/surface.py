"""A contract as a flat list of facts: each place that callers can notice, with its aspects."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from . import names
from .contract import METHODS, Contract, references
from .documents import Json

Kind = (
    Literal["document", "group", "security", "operation", "parameter"]
    | Literal["body", "response", "schema", "property"]
)


class Place(NamedTuple):
    """The location of a fact."""

    kind: Kind
    owner: str
    """The operation or the schema; the name of a group or a security scheme."""
    name: str = ""
    """The location inside the owner: `query page[size]`, `200`, `title`, `conditions.all[]`."""

    def __str__(self) -> str:
        if self.kind == "property":
            return f"property {self.owner}.{self.name}"
        return f"{self.kind} {self.owner} {self.name}".strip()


@dataclass(frozen=True)
class Fact:
    """The aspects of a place, such as its type, its limits and its description."""

    aspects: Mapping[str, Any]
    directions: frozenset[str] = frozenset()
    """`request`, `response` or both; empty if no operation uses it."""


Surface = dict[Place, Fact]

_COMPOSED = ("anyOf", "oneOf", "allOf")
_STRUCTURE = {"$ref", "properties", "items", "required", *_COMPOSED}
_SHAPE = {"type", "format", "enum", "const", "additionalProperties"}
_OPERATION_PARTS = {"operationId", "tags", "parameters", "requestBody", "responses"}


def surface(contract: Contract) -> Surface:
    """All facts of a contract."""
    return dict(_Flattening(contract).facts())


class _Flattening:
    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._schemas: Mapping[str, Json] = contract.document["components"]["schemas"]
        self._roots: dict[str, set[str]] = {"request": set(), "response": set()}

    def facts(self) -> Iterator[tuple[Place, Fact]]:
        document = self._contract.document
        yield from self._document(document)
        for method, path, operation in self._contract.operations():
            yield from self._operation(method, path, operation)
        # The operations above have collected which schemas are sent and which are received.
        reached = {way: self._contract.reachable(roots) for way, roots in self._roots.items()}
        for name, schema in self._schemas.items():
            ways = frozenset(way for way in reached if name in reached[way])
            yield from self._schema(Place("schema", name), schema, ways)

    def _document(self, document: Json) -> Iterator[tuple[Place, Fact]]:
        parts = {
            name: value
            for name, value in document.items()
            if name not in ("openapi", "paths", "components", "tags")
        }
        # The version follows from the changes: it is not a change itself.
        info = {name: value for name, value in document["info"].items() if name != "version"}
        yield Place("document", ""), Fact(parts | {"info": info})
        for tag in document.get("tags", ()):
            yield Place("group", tag["name"]), Fact({"exists": True, **tag})
        for name, scheme in document["components"].get("securitySchemes", {}).items():
            yield Place("security", name), Fact({"exists": True, **scheme})
        for path, item in document["paths"].items():
            # Parameters and methods belong to the operations.
            if rest := {key: item[key] for key in item.keys() - {*METHODS, "parameters"}}:
                yield Place("group", path), Fact(rest)

    def _operation(self, method: str, path: str, operation: Json) -> Iterator[tuple[Place, Fact]]:
        owner = operation.get("operationId", f"{method} {path}")
        own = {key: value for key, value in operation.items() if key not in _OPERATION_PARTS}
        aspects = {"method": method, "path": path, "group": operation.get("tags", [])}
        yield Place("operation", owner), Fact(aspects | own)
        for parameter in map(self._contract.resolve, operation["parameters"]):
            place = Place("parameter", owner, f"{parameter['in']} {parameter['name']}")
            yield place, Fact(self._parameter(parameter), frozenset({"request"}))
        if "requestBody" in operation:
            body = self._contract.resolve(operation["requestBody"])
            yield from self._message(Place("body", owner), body, frozenset({"request"}))
        for status, response in operation.get("responses", {}).items():
            answer = self._contract.resolve(response)
            place = Place("response", owner, str(status))
            yield from self._message(place, answer, frozenset({"response"}))

    def _parameter(self, parameter: Json) -> Json:
        schema = parameter.get("schema", {})
        self._roots["request"] |= references(schema)
        own = {
            key: value for key, value in parameter.items() if key not in ("in", "name", "schema")
        }
        own |= {"required": own.get("required", False), "python": names.argument(parameter["name"])}
        return _texts_apart(self._shape(schema), own)

    def _message(
        self, place: Place, message: Json, ways: frozenset[str]
    ) -> Iterator[tuple[Place, Fact]]:
        """A request body or a response."""
        own = {key: value for key, value in message.items() if key not in ("content", "headers")}
        if place.kind == "body":
            own["required"] = message.get("required", False)
        types: set[str] = set()
        content = message.get("content", {})
        for media_type, media in content.items():
            schema = media.get("schema", {})
            for way in ways:
                self._roots[way] |= references(schema)
            own |= {
                f"{media_type} {key}": self._resolved(value)
                for key, value in media.items()
                if key != "schema"
            }
            types |= self._types(schema)
            if "$ref" not in schema:
                yield from self._inside(f"{place.owner} {place.name or 'body'}", "", schema, ways)
        aspects = {
            "exists": True,
            "media types": sorted(content),
            **{
                f"header {name}": self._contract.resolve(header)
                for name, header in message.get("headers", {}).items()
            },
            "types": frozenset(types),
        }
        yield place, Fact(aspects | own, ways)

    def _resolved(self, value: Any) -> Any:
        """A mapping of examples with its references resolved."""
        if not isinstance(value, dict):
            return value
        return {
            key: self._contract.resolve(part) if isinstance(part, dict) else part
            for key, part in value.items()
        }

    def _schema(
        self, place: Place, schema: Json, ways: frozenset[str]
    ) -> Iterator[tuple[Place, Fact]]:
        yield place, Fact({"exists": True, **self._shape(schema)}, ways)
        yield from self._inside(place.owner, "", schema, ways)

    def _inside(
        self, owner: str, prefix: str, schema: Json, ways: frozenset[str]
    ) -> Iterator[tuple[Place, Fact]]:
        """The properties of a schema, and of the schemas inline in it."""
        if "$ref" in schema:
            return
        for part in (part for key in _COMPOSED for part in schema.get(key, ())):
            yield from self._inside(owner, prefix, part, ways)
        if isinstance(items := schema.get("items"), dict):
            yield from self._inside(owner, f"{prefix}[]", items, ways)
        if isinstance(values := schema.get("additionalProperties"), dict):
            yield from self._inside(owner, f"{prefix}{{}}", values, ways)
        # The vendor's document is not validated: it can have a boolean there, as in older versions.
        mandatory = schema.get("required")
        for name, each in schema.get("properties", {}).items():
            value = each if isinstance(each, dict) else {}  # true and false are schemas, too
            path = f"{prefix}.{name}".removeprefix(".")
            required = isinstance(mandatory, list) and name in mandatory
            aspects = {"required": required, **self._shape(value)}
            yield Place("property", owner, path), Fact(aspects, ways)
            yield from self._inside(owner, path, value, ways)

    def _shape(self, schema: Json) -> Json:
        """The types, known values, limits and other keywords of a schema."""
        branches = [schema, *self._branches(schema)]
        own: Json = {}
        for number, branch in enumerate(branches):
            for key in branch.keys() - _STRUCTURE - _SHAPE:
                own[f"{key} of part {number}" if key in own else key] = branch[key]
        values = [
            value
            for branch in branches
            for value in branch.get("enum", [branch["const"]] if "const" in branch else [])
        ]
        if values:
            own["values"] = frozenset(json.dumps(value) for value in values)
            own["other values"] = any(
                branch.get("type") == "string" and not {"enum", "const"} & branch.keys()
                for branch in branches
            )
        return {"types": self._types(schema), **own}

    def _branches(self, schema: Json) -> Iterator[Json]:
        for key in _COMPOSED:
            for part in schema.get(key, ()):
                yield part
                yield from self._branches(part)
        if isinstance(items := schema.get("items"), dict):
            yield items
            yield from self._branches(items)

    def _types(self, schema: Json) -> frozenset[str]:
        """The types of a schema: JSON types with their format, or names of components."""
        if "$ref" in schema:
            return frozenset({schema["$ref"].rpartition("/")[2]})
        parts = [part for key in _COMPOSED for part in schema.get(key, ())]
        found = {kind for part in parts for kind in self._types(part)}
        kinds = schema.get("type", [] if parts else ["any"])
        for kind in [kinds] if isinstance(kinds, str) else kinds:
            found.add(self._type(kind, schema))
        return frozenset(found)

    def _type(self, kind: str, schema: Json) -> str:
        if kind == "array":
            return f"array<{_union(self._types(schema.get('items', {})))}>"
        if kind == "object" and not schema.get("properties"):
            values = schema.get("additionalProperties", True)
            if values is False:
                return "empty object"
            return f"map<{_union(self._types(values))}>" if isinstance(values, dict) else "object"
        return f"{kind}({schema['format']})" if "format" in schema and kind != "null" else kind


def _texts_apart(shape: Json, own: Json) -> Json:
    """The aspects of a parameter and of its schema, both of which can have a description."""
    return {f"schema {key}" if key in own else key: value for key, value in shape.items()} | own


def _union(types: frozenset[str]) -> str:
    return " | ".join(sorted(types))
