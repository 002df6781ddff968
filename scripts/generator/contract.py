"""A contract: its operations and schemas, and the facts that the templates need."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from openapi_spec_validator import OpenAPIV31SpecValidator

from . import names
from .documents import Json
from .problems import GenerationError
from .texts import path_template

METHODS = ("get", "put", "post", "delete", "patch")
FACTS = {
    "x-allowed-for": ("admins", "agents", "end_users", "anyone"),
    "x-resend": ("safe", "refused", "keyed"),
    "x-paging": ("none", "cursor", "offset", "export"),
    "x-rate-budget": ("account", "incremental_export", "jobs", "none"),
    "x-evidence": ("O", "D", "H", "C", "U"),
}
"""The extensions that every operation has, with the allowed values."""

_SCHEMAS = "#/components/schemas/"


class Contract:
    """An OpenAPI document."""

    def __init__(self, document: Json) -> None:
        self.document = document

    @classmethod
    def valid(cls, document: Json, name: str) -> Contract:
        """A valid OpenAPI 3.1 document. Raises `GenerationError` listing what is wrong."""
        contract = cls(document)
        problems = [
            f"{reference}: broken reference" for reference in contract.dangling_references()
        ]
        if problems := problems or _schema_problems(document):
            raise GenerationError(f"{name} is not a contract to build from:", problems)
        document.setdefault("tags", [])
        document.setdefault("paths", {})
        document.setdefault("components", {}).setdefault("schemas", {})
        return contract

    @classmethod
    def readable(cls, document: Json, name: str) -> Contract:
        """An OpenAPI 3 document that is only read, without validation.

        Raises `GenerationError` if it is something else, or has a broken reference.
        """
        if not str(document.get("openapi", "")).startswith("3.") or not isinstance(
            document.get("paths"), dict
        ):
            raise GenerationError(f"{name} is not an OpenAPI 3 document")
        document.setdefault("components", {}).setdefault("schemas", {})
        contract = cls(document)
        if dangling := contract.dangling_references():
            problems = [f"{reference}: broken reference" for reference in dangling]
            raise GenerationError(f"{name} has broken references:", problems)
        return contract

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        """Method, path and definition of each operation, in the contract's order.

        A definition includes the parameters of its path, except those that it overrides.
        """
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    own = item[method].get("parameters", [])
                    named = {self._identity(parameter) for parameter in own}
                    shared = [
                        parameter
                        for parameter in item.get("parameters", [])
                        if self._identity(parameter) not in named
                    ]
                    yield method.upper(), path, {**item[method], "parameters": [*shared, *own]}

    def _identity(self, parameter: Json) -> tuple[str, str]:
        parameter = self.resolve(parameter)
        return parameter["in"], parameter["name"]

    def resolve(self, node: Any) -> Json:
        """The node that a `$ref` points to, with the keys beside the `$ref` on top.

        A schema that is true or false says nothing about types: it is empty here.
        """
        if not isinstance(node, dict):
            return {}
        found: Json = node
        while "$ref" in found:
            own = {key: value for key, value in found.items() if key != "$ref"}
            found = {**self._target(found["$ref"]), **own}
        return found

    def reachable(self, roots: set[str]) -> set[str]:
        """The component schemas that `roots` use, including themselves."""
        schemas = self.document["components"]["schemas"]
        found: set[str] = set()
        waiting = sorted(roots)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += sorted(references(schemas[name]))
        return found

    def body_schemas(self) -> set[str]:
        """The component schemas that are request bodies."""
        return {facts["body"] for facts in self.facts.values() if facts["body"]}

    @cached_property
    def facts(self) -> dict[str, Json]:
        """The facts of each operation for the templates, by builder."""
        return {
            names.builder(operation["operationId"]): self._facts(method, path, operation)
            for method, path, operation in self.operations()
        }

    @cached_property
    def classes(self) -> dict[str, str]:
        """The class of each component schema."""
        return {name: names.class_name(name) for name in self.document["components"]["schemas"]}

    def attribute(self, name: str) -> str:
        """The attribute of a model for a property."""
        return names.attribute(name, self.classes.values())

    def descriptions(self) -> dict[str, dict[str, str]]:
        """The descriptions of each component schema (under an empty name) and of its properties."""
        return {
            name: {
                "": schema.get("description", name),
                **{
                    key: self.resolve(value).get("description", "")
                    for key, value in schema.get("properties", {}).items()
                },
            }
            for name, schema in self.document["components"]["schemas"].items()
        }

    def secrets(self) -> dict[str, list[str]]:
        """The properties of each component schema that must not be printed (format `password`)."""
        return {
            name: [
                key
                for key, value in properties.items()
                if isinstance(value, dict) and value.get("format") == "password"
            ]
            for name, schema in self.document["components"]["schemas"].items()
            if (properties := schema.get("properties"))
        }

    def schemas_with_properties(self) -> set[str]:
        """The component schemas that become classes; other objects are plain mappings."""
        schemas = self.document["components"]["schemas"]
        return {name for name, schema in schemas.items() if schema.get("properties")}

    def groups(self) -> dict[str, str]:
        """The description of each group of operations, by tag."""
        return {tag["name"]: tag["description"] for tag in self.document["tags"]}

    def _facts(self, method: str, path: str, operation: Json) -> Json:
        parameters = [self.resolve(parameter) for parameter in operation["parameters"]]
        media_type, body = self._body(operation)
        in_path = {
            parameter["name"]: names.argument(parameter["name"])
            for parameter in parameters
            if parameter["in"] == "path"
        }
        return {
            "id": operation["operationId"],
            "method": method,
            "path": path,
            "path_template": path_template(path, in_path),
            "group": names.group(operation["tags"][0]),
            "builder": names.builder(operation["operationId"]),
            "summary": operation["summary"],
            "description": operation["description"],
            "parameters": {
                f"argument_{number:05}": {
                    "name": parameter["name"],
                    "in": parameter["in"],
                    "argument": names.argument(parameter["name"]),
                    "description": parameter["description"],
                }
                for number, parameter in enumerate(parameters)
            },
            "query": [parameter["name"] for parameter in parameters if parameter["in"] == "query"],
            "redirects": any(status.startswith("3") for status in operation["responses"]),
            "body": body,
            "media_type": media_type,
            "responses": {
                int(status): bool(self.resolve(response).get("content"))
                for status, response in operation["responses"].items()
                if status.startswith("2")
            },
            **{name.removeprefix("x-").replace("-", "_"): operation[name] for name in FACTS},
        }

    def _body(self, operation: Json) -> tuple[str | None, str | None]:
        body = self.resolve(operation.get("requestBody"))
        for media_type, content in body.get("content", {}).items():
            return media_type, referred_schema(content["schema"])
        return None, None

    def dangling_references(self) -> list[str]:
        """The references that point to nothing, or in a circle."""
        return sorted(
            reference for reference in _references(self.document) if not self._leads(reference)
        )

    def _leads(self, reference: str) -> bool:
        seen = set()
        while reference not in seen:
            seen.add(reference)
            target = self._target(reference)
            if not isinstance(target, dict) or not target:
                return False
            if "$ref" not in target:
                return True
            reference = target["$ref"]
        return False

    def _target(self, reference: str) -> Any:
        target: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            target = target.get(_unescaped(part)) if isinstance(target, dict) else None
        return target

    def read_schemas(self) -> set[str]:
        """The component schemas that successful responses use."""
        roots: set[str] = set()
        for _, _, operation in self.operations():
            for status, response in operation["responses"].items():
                if status.startswith("2"):
                    roots |= references(self.resolve(response).get("content", {}))
        return self.reachable(roots)


def references(node: Any) -> set[str]:
    """The component schemas that a node refers to, or to a part of which it refers."""
    return {
        _unescaped(reference.removeprefix(_SCHEMAS).partition("/")[0])
        for reference in _references(node)
        if reference.startswith(_SCHEMAS)
    }


def referred_schema(node: Json) -> str:
    """The component schema that a node refers to as a whole; empty otherwise."""
    reference = node.get("$ref")
    if not isinstance(reference, str) or not reference.startswith(_SCHEMAS):
        return ""
    name = reference.removeprefix(_SCHEMAS)
    return "" if "/" in name else _unescaped(name)


def _unescaped(part: str) -> str:
    """A part of a JSON pointer, decoded."""
    return unquote(part).replace("~1", "/").replace("~0", "~")


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(_references, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(_references, node.values()))


def _schema_problems(document: Json) -> list[str]:
    try:
        return [
            f"{'/'.join(map(str, error.absolute_path)) or 'document'}: {error.message[:300]}"
            for error in OpenAPIV31SpecValidator(document).iter_errors()
        ]
    except ValueError as error:  # the validator trips over a brace that is not closed
        return [f"a path cannot be read: {error}"]
