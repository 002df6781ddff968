"""The input of the generators: the structure of a contract, with a token for each name and value.

Generators write names and texts into code, and the text of a contract must stay data. So they get
tokens, and our own templates replace these by safe Python names and by literals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from . import names
from .contract import Contract, references, referred_schema
from .documents import Json

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_FORMATS = ("binary", "date", "date-time", "int64", "password", "uri", "uuid")
_COMPOSED = ("anyOf", "oneOf", "allOf")
_LITERALS = (str, int, type(None))
"""The types of values that `typing.Literal` accepts (`bool` is an `int`)."""


class Skeleton:
    """The structure of a contract, and the names and values behind its tokens."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._schemas: Json = contract.document["components"]["schemas"]
        self._open: set[str] = set()
        """References into schemas that are being resolved."""
        known = {repr(value): value for value in _known_values(contract.document)}
        self._values = _tokens("value", sorted(known, key=lambda literal: str(known[literal])))
        self.values = {token: known[literal] for literal, token in self._values.items()}
        """The known values by token, in the order of the values."""
        self._properties = _tokens("property", _property_names(contract.document))
        self.properties = {token: name for name, token in self._properties.items()}
        self.models = _tokens("Model", self._schemas)
        """The tokens of schemas, by name."""
        self.groups = _tokens("group", contract.groups())
        self.operations = _tokens("operation", contract.facts)
        """The tokens of operations, by builder."""

    def document(self) -> Json:
        """The document for builders and models."""
        paths = {}
        used = self._contract.read_schemas()
        for method, path, operation in self._contract.operations():
            used |= self._contract.reachable(references(self._parameter_schemas(operation)))
            builder = names.builder(operation["operationId"])
            facts = self._contract.facts[builder]
            tokens = {(each["in"], each["name"]): key for key, each in facts["parameters"].items()}
            in_path = [tokens["path", name] for name in re.findall(r"\{([^{}]*)\}", path)]
            # The literal parts of a path do not matter to the generator.
            place = "/".join([self.operations[builder], *(f"{{{token}}}" for token in in_path)])
            paths[f"/{place}"] = {
                method.lower(): {
                    "operationId": self.operations[builder],
                    "tags": [self.groups[operation["tags"][0]]],
                    "parameters": [
                        self._parameter(tokens[each["in"], each["name"]], each)
                        for each in map(self._contract.resolve, operation["parameters"])
                    ],
                    "responses": self._responses(operation),
                }
            }
        return _document(paths, self._components(used))

    def bodies(self) -> Json:
        """The document for payloads: the schemas that request bodies use."""
        used = self._contract.reachable(self._contract.body_schemas())
        return _document({}, self._components(used))

    def _components(self, used: set[str]) -> Json:
        return {
            token: self._schema(self._schemas[name])
            for name, token in self.models.items()
            if name in used
        }

    def _parameter_schemas(self, operation: Json) -> list[Any]:
        parameters = map(self._contract.resolve, operation["parameters"])
        return [parameter.get("schema", {}) for parameter in parameters]

    def named(self, text: str) -> str:
        """A message of a generator with names in place of tokens."""
        tables = (self.models, self.groups, self.operations)
        named = {token: name for table in tables for name, token in table.items()}
        named |= self.properties | {token: repr(value) for token, value in self.values.items()}
        return re.sub(
            r"(Model|(?:group|operation|property|value)_)\d{5}",
            lambda found: named.get(found[0], found[0]),
            text,
        )

    def _parameter(self, token: str, parameter: Json) -> Json:
        return {
            "name": token,
            "in": parameter["in"],
            "required": bool(parameter.get("required")),
            "schema": self._schema(parameter.get("schema", {})),
            **{key: parameter[key] for key in ("explode", "style") if key in parameter},
        }

    def _responses(self, operation: Json) -> Json:
        responses = {}
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                content = self._contract.resolve(response).get("content", {})
                responses[status] = {
                    "description": "",
                    "content": {
                        media_type: {"schema": self._schema(media.get("schema", {}))}
                        for media_type, media in content.items()
                    },
                }
        return responses

    def _schema(self, schema: Any) -> Json:
        """The parts of a schema that determine its type."""
        if not isinstance(schema, dict):
            return {}  # true or false: no statement about the type
        if name := referred_schema(schema):
            return {"$ref": f"#/components/schemas/{self.models[name]}"}
        if "$ref" in schema:
            return self._part(schema)
        found: Json = {}
        kinds = schema.get("type", [])
        if kinds := [kind for kind in _listed(kinds) if kind in _TYPES]:
            found["type"] = kinds if isinstance(schema["type"], list) else kinds[0]
        if schema.get("format") in _FORMATS:
            found["format"] = schema["format"]
        if (values := _literals(schema)) is not None:
            tokens = [None if value is None else self._values[repr(value)] for value in values]
            found["enum"] = tokens
            found["type"] = ["string", "null"] if None in tokens else "string"
            found.pop("format", None)
        if "items" in schema or "array" in kinds:
            found["items"] = self._schema(schema.get("items", {}))
        if "additionalProperties" in schema:
            values = schema["additionalProperties"]
            found["additionalProperties"] = values if values is False else self._schema(values)
        if properties := schema.get("properties"):
            found["properties"] = {
                self._properties[name]: self._schema(value) for name, value in properties.items()
            }
        if required := [name for name in schema.get("required", ()) if name in self._properties]:
            found["required"] = [self._properties[name] for name in required]
        for key in _COMPOSED:
            if key in schema:
                found[key] = [self._schema(part) for part in schema[key]]
        return found

    def _part(self, schema: Json) -> Json:
        """The schema of a reference into another one; anything inside itself."""
        reference = schema["$ref"]
        if reference in self._open:
            return {}
        self._open.add(reference)
        found = self._schema(self._contract.resolve(schema))
        self._open.remove(reference)
        return found


def _document(paths: Json, schemas: Json) -> Json:
    info = {"title": "API", "version": "1"}
    components = {"schemas": schemas}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": components}


def _tokens(word: str, named: Iterable[str]) -> dict[str, str]:
    """A token for each name, made of letters, digits and underscores."""
    separator = "" if word[0].isupper() else "_"
    return {name: f"{word}{separator}{number:05}" for number, name in enumerate(named)}


def _listed(kinds: Any) -> list[Any]:
    return kinds if isinstance(kinds, list) else [kinds]


def _literals(schema: Json) -> list[Any] | None:
    """The known values of a schema, if all of them can be literal types."""
    values: list[Any] = schema.get("enum", [schema["const"]] if "const" in schema else [])
    is_literal = all(isinstance(value, _LITERALS) for value in values)
    return values if is_literal and any(value is not None for value in values) else None


def _nodes(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from _nodes(value)


def _known_values(document: Json) -> Iterator[Any]:
    for node in _nodes(document):
        for key in ("enum", "const"):
            values = node.get(key, [])
            if isinstance(values, list) or key == "const":
                yield from _literals({key: values}) or ()


def _property_names(document: Json) -> Iterator[str]:
    for node in _nodes(document):
        if isinstance(properties := node.get("properties"), dict):
            yield from properties
