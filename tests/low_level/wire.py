"""Parsing a request like a server that knows the contract only."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.contract.document import OPERATIONS, Described, Json, resolved, validate


class Reading(NamedTuple):
    operation: Described
    parameters: dict[str, Any]
    """The received values by parameter name."""
    problems: list[str]
    """Violations of the contract."""


def read(method: str, target: str) -> Reading:
    """The operation of a request line, and its parameters."""
    path, _, query = target.partition("?")
    operation, given = _route(method, path.split("/"))
    asked = [tuple(map(_decoded, pair.split("=", 1))) for pair in query.split("&") if pair]
    parameters: dict[str, Any] = {}
    problems = []
    understood = 0
    for parameter in operation.parameters:
        name, schema = parameter["name"], resolved(parameter["schema"])
        if parameter["in"] == "path":
            texts = [given[name]]
        elif parameter.get("style") == "deepObject":
            members = {
                key[len(name) + 1 : -1]: value
                for key, value in asked
                if key.startswith(f"{name}[") and key.endswith("]")
            }
            understood += len(members)
            if members:
                inner = schema["additionalProperties"]
                parameters[name] = {key: _value(text, inner) for key, text in members.items()}
            continue
        else:
            texts = [value for key, value in asked if key == name]
            understood += len(texts)
        if len(texts) > 1:
            problems.append(f"{name} comes {len(texts)} times")
        if texts:
            parameters[name] = _value(texts[0], schema)
        elif parameter.get("required"):
            problems.append(f"{name} is missing")
    if understood != len(asked):
        problems.append(f"unknown parameters in {query}")
    for parameter in operation.parameters:
        if parameter["name"] in parameters:
            problems += validate(parameters[parameter["name"]], parameter["schema"])
    return Reading(operation, parameters, problems)


def _route(method: str, segments: list[str]) -> tuple[Described, dict[str, str]]:
    """The operation whose path matches with the most literals, and the values in the path."""
    found = []
    for operation in OPERATIONS.values():
        template = operation.path.split("/")
        if operation.method != method or len(template) != len(segments):
            continue
        names = [part[1:-1] if part.startswith("{") else "" for part in template]
        if all(
            name or part == own for name, part, own in zip(names, template, segments, strict=True)
        ):
            values = {
                name: _decoded(own) for name, own in zip(names, segments, strict=True) if name
            }
            found.append((len(values), operation.id, values))
    assert found, f"no operation for {method} {segments}"
    _, name, values = min(found, key=lambda fit: fit[0])
    return OPERATIONS[name], values


def _decoded(text: str) -> str:
    """A decoded part of a URL. It must not contain characters that decoders treat differently."""
    assert re.fullmatch(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*", text), text
    return unquote(text, errors="strict")


def _value(text: str, schema: Json) -> Any:
    schema = resolved(schema)
    match schema.get("type"):
        case "array":
            return [_value(item, schema["items"]) for item in text.split(",")]
        case "boolean":
            return {"true": True, "false": False}.get(text, text)
        case "integer" if re.fullmatch(r"-?\d+", text):
            return int(text)
        case _:
            return text
