"""The contract as the build sees it: read, validated, and its facts laid out for the templates."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from . import documents
from .documents import Json
from .problems import GenerationError

METHODS = ("get", "put", "post", "delete", "patch")
FACTS = {
    "x-allowed-for": ("admins", "agents", "end_users", "anyone"),
    "x-resend": ("safe", "refused", "keyed"),
    "x-paging": ("none", "cursor", "offset", "export"),
    "x-rate-budget": ("account", "incremental_export", "jobs", "none"),
    "x-evidence": ("O", "D", "H", "C", "U"),
}
"""The extensions that every operation has, and their values."""


class Contract:
    """An OpenAPI document that fits what the generators and the templates rely on."""

    def __init__(self, document: Json) -> None:
        self.document = document

    @classmethod
    def load(cls, path: Path) -> Contract:
        """Read and check a contract. Raises `GenerationError` listing all that is wrong with it."""
        return cls.checked(documents.read(path), path.name)

    @classmethod
    def checked(cls, document: Json, name: str) -> Contract:
        """A contract that is fit to build from. Raises `GenerationError` if it is not."""
        contract = cls.valid(document, name)
        if problems := list(contract._problems()):
            raise GenerationError(f"{name} is not a contract to build from:", problems)
        return contract

    @classmethod
    def valid(cls, document: Json, name: str) -> Contract:
        """A document that is OpenAPI 3.1. Raises `GenerationError` if it is not."""
        contract = cls(document)
        problems = [
            f"{reference}: refers to nothing" for reference in contract.dangling_references()
        ]
        if problems := problems or _schema_problems(document):
            raise GenerationError(f"{name} is not a contract to build from:", problems)
        return contract

    @classmethod
    def readable(cls, document: Json, name: str) -> Contract:
        """An OpenAPI 3 document to be looked at, which need not be fit to build from.

        Raises `GenerationError` if it is not one, or refers to what it does not have.
        """
        if not str(document.get("openapi", "")).startswith("3.") or not isinstance(
            document.get("paths"), dict
        ):
            raise GenerationError(f"{name} is not an OpenAPI 3 document")
        document.setdefault("components", {}).setdefault("schemas", {})
        contract = cls(document)
        if dangling := contract.dangling_references():
            problems = [f"{reference}: refers to nothing" for reference in dangling]
            raise GenerationError(f"{name} refers to what it does not have:", problems)
        return contract

    def operations(self) -> Iterator[tuple[str, str, Json]]:
        """Method, path and definition of each operation, in the contract's order.

        A definition includes the parameters that its path shares among its operations.
        """
        for path, item in self.document["paths"].items():
            shared = item.get("parameters", [])
            for method in METHODS:
                if method in item:
                    own = item[method].get("parameters", [])
                    yield method.upper(), path, {**item[method], "parameters": [*shared, *own]}

    def resolve(self, node: Json) -> Json:
        """What a node stands for: what its `$ref` points to, with its own keys on top."""
        while "$ref" in node:
            own = {key: value for key, value in node.items() if key != "$ref"}
            node = {**self._target(node["$ref"]), **own}
        return node

    def reachable(self, roots: set[str]) -> set[str]:
        """The component schemas that `roots` use, themselves included."""
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
        """The components that are request bodies."""
        return {facts["body"] for facts in self.facts.values() if facts["body"]}

    @cached_property
    def facts(self) -> dict[str, Json]:
        """What the templates say of each operation, by builder name."""
        return {
            snake_case(operation["operationId"]): self._facts(method, path, operation)
            for method, path, operation in self.operations()
        }

    def descriptions(self) -> dict[str, dict[str, str]]:
        """The text of each component schema (under an empty name) and of its properties."""
        return {
            name: {
                "": unwrapped(schema.get("description", name)),
                **{
                    key: unwrapped(self.resolve(value).get("description", ""))
                    for key, value in schema.get("properties", {}).items()
                },
            }
            for name, schema in self.document["components"]["schemas"].items()
        }

    def secrets(self) -> dict[str, list[str]]:
        """The properties of each component schema that must not be printed: format password."""
        return {
            name: [key for key, value in properties.items() if value.get("format") == "password"]
            for name, schema in self.document["components"]["schemas"].items()
            if (properties := schema.get("properties"))
        }

    def schemas_with_properties(self) -> set[str]:
        """The component schemas that become classes; any other object is a plain mapping."""
        schemas = self.document["components"]["schemas"]
        return {name for name, schema in schemas.items() if schema.get("properties")}

    def groups(self) -> dict[str, str]:
        """The description of each group of operations."""
        return {tag["name"]: unwrapped(tag["description"]) for tag in self.document["tags"]}

    def _facts(self, method: str, path: str, operation: Json) -> Json:
        parameters = [self.resolve(parameter) for parameter in operation["parameters"]]
        media_type, body = self._body(operation)
        python_names = {
            parameter["name"]: python_name(parameter["name"]) for parameter in parameters
        }
        return {
            "id": operation["operationId"],
            "method": method,
            "path": path,
            "path_format": re.sub(r"{(\w+)}", lambda found: _encoded(python_names[found[1]]), path),
            "group": operation["tags"][0],
            "summary": operation["summary"],
            "description": unwrapped(operation["description"]),
            "parameters": {
                parameter["name"]: {
                    "python": python_names[parameter["name"]],
                    "description": unwrapped(parameter["description"]),
                }
                for parameter in parameters
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
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            return media_type, content["schema"]["$ref"].rpartition("/")[2]
        return None, None

    def dangling_references(self) -> list[str]:
        return sorted(
            reference for reference in _references(self.document) if not self._target(reference)
        )

    def _target(self, reference: str) -> Any:
        target: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            target = target.get(part) if isinstance(target, dict) else None
        return target

    def _problems(self) -> Iterator[str]:
        groups = {tag["name"]: tag for tag in self.document.get("tags", [])}
        for name, tag in groups.items():
            if not tag.get("description"):
                yield f"tag {name}: no description"
        for method, path, operation in self.operations():
            where = operation.get("operationId", f"{method} {path}")
            for problem in self._operation_problems(operation, groups):
                yield f"{where}: {problem}"
        schemas = self.document["components"]["schemas"]
        for name in sorted(self.read_schemas()):
            for property_name in schemas[name].get("properties", {}):
                if not is_identifier(property_name):
                    yield f"schema {name}: property {property_name!r} is no Python identifier"

    def _operation_problems(self, operation: Json, groups: Mapping[str, Json]) -> Iterator[str]:
        if "operationId" not in operation:
            yield "no operationId"
        for text in ("summary", "description"):
            if not operation.get(text):
                yield f"no {text}"
        if len(operation.get("tags", [])) != 1 or operation["tags"][0] not in groups:
            yield "needs one tag of the document's tags"
        for name, values in FACTS.items():
            if operation.get(name) not in values:
                yield f"{name} is {operation.get(name)!r}, not one of {', '.join(values)}"
        for parameter in map(self.resolve, operation["parameters"]):
            yield from self._parameter_problems(parameter)
        content = operation.get("requestBody", {}).get("content", {})
        if len(content) > 1:
            yield "a request body in more than one media type"
        for media in content.values():
            if "$ref" not in media.get("schema", {}):
                yield "the request body must be a named component"
        if not any(status.startswith("2") for status in operation["responses"]):
            yield "no success response"

    def _parameter_problems(self, parameter: Json) -> Iterator[str]:
        name = parameter["name"]
        if parameter["in"] not in ("path", "query"):
            yield f"parameter {name}: in {parameter['in']} is not supported"
        if not parameter.get("description"):
            yield f"parameter {name}: no description"
        if not is_identifier(python_name(name)):
            yield f"parameter {name}: {python_name(name)!r} cannot be a Python argument"
        kind = self.resolve(parameter.get("schema", {})).get("type")
        comma_list = parameter.get("style", "form") == "form" and not parameter.get("explode", True)
        if kind == "array" and not comma_list:
            yield f"parameter {name}: a list must have style form and explode false"
        if kind == "object" and parameter.get("style") != "deepObject":
            yield f"parameter {name}: an object must have style deepObject"

    def read_schemas(self) -> set[str]:
        """The component schemas that successes are made of."""
        roots: set[str] = set()
        for _, _, operation in self.operations():
            for status, response in operation["responses"].items():
                if status.startswith("2"):
                    roots |= references(self.resolve(response).get("content", {}))
        return self.reachable(roots)


def references(node: Any) -> set[str]:
    """The component schemas that a node refers to."""
    prefix = "#/components/schemas/"
    found = _references(node)
    return {name.removeprefix(prefix) for name in found if name.startswith(prefix)}


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*map(_references, node))
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(_references, node.values()))


def _schema_problems(document: Json) -> list[str]:
    return [
        f"{'/'.join(map(str, error.absolute_path)) or 'document'}: {error.message[:300]}"
        for error in OpenAPIV31SpecValidator(document).iter_errors()
    ]


def snake_case(name: str) -> str:
    """`CreateCustomObject` as `create_custom_object`, as the generator writes it."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def python_name(parameter: str) -> str:
    """The argument for a parameter: `page_size` for `page[size]`."""
    return parameter.replace("[", "_").replace("]", "")


def is_identifier(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


def unwrapped(text: str) -> str:
    """A text with each paragraph and list item on one line, ready to be wrapped anew."""
    return re.sub(r"(?<!\n)\n(?!\n|\s*[*-] |\s*\d+\. )\s*", " ", text.strip())


def _encoded(name: str) -> str:
    return f"{{path_value('{name}', {name})}}"
