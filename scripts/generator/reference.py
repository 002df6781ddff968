"""The documentation of the contract as data, for people who look up operations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from . import names
from .contract import Contract, references
from .documents import Json
from .texts import prose


def build(contract: Contract) -> str:
    """The reference as JSON, which `reference.py` of the package reads."""
    document = {
        "operations": [_operation(contract, *operation) for operation in contract.operations()],
        "properties": {
            name: list(_properties(contract, contract.document["components"]["schemas"][name]))
            for name in sorted(_bodies(contract))
        },
    }
    return _in_lines(document) + "\n"


def _in_lines(node: Any, depth: int = 3) -> str:
    """Compact JSON, one line for each operation and property, so that a diff is readable."""
    if depth and node and isinstance(node, dict | list):
        deeper = [
            (f"{json.dumps(key)}: " if isinstance(node, dict) else "") + _in_lines(value, depth - 1)
            for key, value in (node.items() if isinstance(node, dict) else enumerate(node))
        ]
        left, right = "{}" if isinstance(node, dict) else "[]"
        return f"{left}\n" + ",\n".join(deeper) + f"\n{right}"
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


def _given(**values: Any) -> Json:
    """The values that are not empty: the reader has defaults for the rest."""
    return {name: value for name, value in values.items() if value not in ("", None, False, [])}


def _operation(contract: Contract, method: str, path: str, operation: Json) -> Json:
    return _given(
        id=operation["operationId"],
        method=method,
        path=path,
        group=names.group(operation["tags"][0]),
        builder=names.builder(operation["operationId"]),
        summary=prose(operation["summary"]),
        description=prose(operation["description"]),
        allowed_for=operation["x-allowed-for"],
        permission=prose(operation.get("x-permission", "")),
        side_effects=prose(operation.get("x-side-effects", "")),
        parameters=[
            _parameter(contract, contract.resolve(parameter))
            for parameter in operation["parameters"]
        ],
        body=_body(contract, operation),
        answers=[
            _answer(status, contract.resolve(answer))
            for status, answer in operation["responses"].items()
        ],
    )


def _parameter(contract: Contract, parameter: Json) -> Json:
    return _given(
        name=parameter["name"],
        argument=names.argument(parameter["name"]),
        place=parameter["in"],
        **_described(contract, parameter.get("schema", {}), parameter),
        is_required=parameter.get("required"),
    )


def _body(contract: Contract, operation: Json) -> Json | None:
    body = contract.resolve(operation.get("requestBody"))
    for media_type, content in body.get("content", {}).items():
        return _given(
            media_type=media_type,
            schema=_name(content["schema"]),
            is_required=body.get("required"),
            example=_example(contract, content),
        )
    return None


def _answer(status: str, answer: Json) -> Json:
    media_type = next(iter(answer.get("content", ())), "")
    schema = answer["content"][media_type].get("schema", {}) if media_type else {}
    return _given(
        status=status,
        description=prose(answer["description"]),
        media_type=media_type,
        schema=_name(schema) if status.startswith("2") else None,
    )


def _example(contract: Contract, content: Json) -> Any:
    """The first example of a body: the contract's simplest."""
    for example in content.get("examples", {}).values():
        return contract.resolve(example).get("value")
    return None


def _bodies(contract: Contract) -> set[str]:
    """The schemas of request bodies and of successful responses that have properties."""
    found = contract.body_schemas()
    for _, _, operation in contract.operations():
        for status, answer in operation["responses"].items():
            if status.startswith("2"):
                found |= references(contract.resolve(answer).get("content", {}))
    return found & contract.schemas_with_properties()


def _properties(
    contract: Contract, schema: Json, prefix: str = "", around: tuple[int, ...] = ()
) -> Iterator[Json]:
    """The properties of a schema, each followed by those of its value: `custom_object.title`.

    A recursive schema is expanded once.
    """
    for key, value in schema["properties"].items():
        described = contract.resolve(value)
        yield _given(
            name=f"{prefix}{key}",
            **_described(contract, value, described),
            is_required=key in schema.get("required", ()),
            is_secret=described.get("format") == "password",
        )
        inner, separator = _inside(contract, described)
        marker = id(inner.get("properties"))
        if inner and marker not in around:
            deeper = (*around, marker)
            yield from _properties(contract, inner, f"{prefix}{key}{separator}", deeper)


def _inside(contract: Contract, schema: Json) -> tuple[Json, str]:
    """The first object with properties that a value is, can be, or is a list of."""
    for option in (schema, *_options(schema)):
        value, separator = contract.resolve(option), "."
        if "items" in value:
            value, separator = contract.resolve(value["items"]), "[]."
        if value.get("properties"):
            return value, separator
    return {}, ""


def _options(schema: Json) -> list[Json]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ())]


def _described(contract: Contract, schema: Json, described: Json) -> Json:
    kind, values = _type(contract, schema)
    return {
        "type": kind,
        "values": values,
        "description": prose(described.get("description", "")),
    }


def _type(contract: Contract, schema: Any, around: tuple[str, ...] = ()) -> tuple[str, list[Any]]:
    """The type of a value in words, and its known values.

    `around` has the references that led here: a recursive schema is called by its name.
    """
    reference = schema.get("$ref", "") if isinstance(schema, dict) else ""
    if reference and reference in around:
        return _name(schema), []
    around = (*around, reference)
    schema = contract.resolve(schema)
    values = [value for value in schema.get("enum", ()) if value is not None]
    if options := _options(schema):
        kinds = [_type(contract, option, around) for option in options]
        values += [value for _, found in kinds for value in found]
        return " or ".join(dict.fromkeys(name for name, _ in kinds)), values
    kind = schema.get("type", "anything")
    kinds_of_json = [kind] if isinstance(kind, str) else kind
    words = [
        _list(contract, schema, around) if name == "array" else str(name) for name in kinds_of_json
    ]
    return " or ".join(words), values


def _list(contract: Contract, schema: Json, around: tuple[str, ...]) -> str:
    item = _type(contract, schema.get("items", {}), around)[0]
    return f"list of ({item})" if " or " in item else f"list of {item}s"


def _name(schema: Json) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
