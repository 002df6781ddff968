"""A double of the vendor's document, made from tables of facts about it.

It has the vendor's shape: OpenAPI 3.0.3, one schema for both directions with `readOnly` and
`nullable`, unnamed bodies, no request body for some updates, hardly any errors, a part on tickets
that is not ours, and the bare `=` that plain YAML loaders choke on.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent / "official"

Json = dict[str, Any]

BARE_EQUALS = """
  /api/v2/tickets:
    get:
      operationId: ListTickets
      tags: [Tickets]
      parameters:
        - name: operator
          in: query
          schema:
            type: string
            enum:
              - =
              - ">"
      responses:
        "200": {description: Tickets., content: {application/json: {schema: {type: object}}}}
"""


def document() -> Json:
    """A fresh copy of the double."""
    copy: Json = json.loads(_built())
    return copy


@cache
def _built() -> str:
    paths: Json = {}
    operations: Json = {}
    for row in _rows("operations"):
        operations[row["operation"]] = _operation(row)
        paths.setdefault(row["path"], {})[row["method"].lower()] = operations[row["operation"]]
    for row in _rows("inline"):
        answer = operations[row["operation"]]["responses"][row["status"]]
        schema = answer["content"]["application/json"]["schema"]
        _put(schema, row["property"], _schema(row["type"]), (row["flags"] or "").split(","))
    return json.dumps(
        {
            "openapi": "3.0.3",
            "info": {"title": "Support API", "version": "2.0.0"},
            "paths": paths,
            "components": {
                "schemas": _schemas(),
                "securitySchemes": {"basicAuth": {"type": "http", "scheme": "basic"}},
            },
            "security": [{"basicAuth": []}],
        }
    )


def text(changed: Json) -> str:
    """A document in the form of the vendor: YAML with a bare `=` in it."""
    written = io.StringIO()
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.dump(changed, written)
    head, found, tail = written.getvalue().partition("\npaths:")
    return head + found + BARE_EQUALS.rstrip() + tail


def record() -> dict[str, Json]:
    """The content of `spec/official-record.json` before a copy was recorded.

    The tables have no prose, limits and deprecations, and not which part of a union is null.
    """
    answers: dict[str, Json] = {}
    others: dict[str, Json] = {}
    for path in document()["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            others[f"operation {name}"] = {}
            for status in operation["responses"]:
                answers[f"response {name} {status}"] = {}
            for parameter in operation["parameters"]:
                place = f"parameter {name} {parameter['in']} {parameter['name']}"
                others[place] = {"required": parameter["required"]}
    for row in _rows("properties"):
        if row["property"] and row["schema"] != "schema":
            flags = (row["flags"] or "").split(",")
            facts: Json = {"required": "required" in flags}
            if " | " not in row["type"]:
                facts["nullable"] = "nullable" in flags
            if found := re.search(r"enum\[(.+)\]", row["type"]):
                facts["values"] = sorted(json.dumps(value) for value in found[1].split(", "))
            others[f"property {row['schema']}.{row['property']}"] = facts
    return answers | others


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _operation(row: dict[str, str]) -> Json:
    operation: Json = {
        "operationId": row["operation"],
        "tags": [row["group"]],
        "summary": row["operation"],
        "description": f"What {row['operation']} does.\n\n#### Allowed For\n\n* Agents\n",
    }
    parameters = [
        re.fullmatch(r"(\w+):(.+?)(\*?):(.+?)(?:=.*)?", words)
        for words in filter(None, row["parameters (* required)"].split("; "))
    ]
    operation["parameters"] = [
        {
            "in": found[1],
            "name": found[2],
            "required": bool(found[3]),
            "description": f"What {found[2]} is for.",
            "schema": _schema(found[4]),
        }
        for found in parameters
        if found
    ]
    if row["request body"]:
        media_type, _, words = row["request body"].partition(":")
        operation["requestBody"] = {"content": {media_type: {"schema": _schema(words)}}}
        if media_type == "multipart/form-data":
            file = {"type": "string", "format": "binary"}
            schema = {"type": "object", "properties": {"uploaded_data": file}}
            operation["requestBody"]["content"][media_type]["schema"] = schema
    operation["responses"] = dict(_answer(words) for words in row["responses"].split("; "))
    return operation


def _answer(words: str) -> tuple[str, Json]:
    status, _, shape = words.partition(":")
    if shape == "-":
        return status, {"description": "Done."}
    media_type = "application/octet-stream" if "binary" in shape else "application/json"
    return status, {"description": "It.", "content": {media_type: {"schema": _schema(shape)}}}


def _schemas() -> Json:
    schemas: Json = {}
    for row in _rows("properties"):
        name, flags = row["schema"], (row["flags"] or "").split(",")
        if name == "schema":
            continue
        if not row["property"]:
            schemas[name] = _schema(row["type"])
            continue
        schema = schemas.setdefault(name, {"type": "object"})
        if "allOf" in schema:
            schema = schema["allOf"][-1]
        _put(schema, row["property"], _schema(row["type"]), flags)
    return schemas


def _put(schema: Json, path: str, value: Json, flags: list[str]) -> None:
    """Set a property at a path inside a schema."""
    outer, _, name = path.rpartition(".")
    for part in filter(None, outer.split(".")):
        schema = schema["properties"][part.removesuffix("[]").removesuffix("{}")]
        schema = schema.get("additionalProperties", schema)
        schema = schema.get("items", schema)
        schema = next((each for each in schema.get("oneOf", ()) if "type" in each), schema)
        if "items" in schema and schema is not None and "oneOf" not in schema:
            schema = schema["items"]
    if "required" in flags:
        schema.setdefault("required", []).append(name)
    if "nullable" in flags:
        value["nullable"] = True
    if "read-only" in flags:
        value["readOnly"] = True
    if "$ref" not in value:
        value["description"] = f"What {name} means."
    schema.setdefault("properties", {})[name] = value


def _schema(words: str) -> Json:
    """The schema for a type of the tables: `array<AccessRule>`, `string(date-time)`, `A | B`."""
    for separator, keyword in ((" | ", "oneOf"), (" & ", "allOf")):
        parts = _split(words, separator)
        if len(parts) > 1:
            return {keyword: [_schema(part) for part in parts]}
    if found := re.fullmatch(r"array<(.+)>", words):
        return {"type": "array", "items": _schema(found[1])}
    if found := re.fullmatch(r"map<(.+)>", words):
        return {"type": "object", "additionalProperties": _schema(found[1])}
    if found := re.fullmatch(r"(\w+) enum\[(.+)\]", words):
        return {"type": found[1], "enum": found[2].split(", ")}
    if words in ("object{}", "object(free-form)"):
        return {"type": "object"}
    if words == "null":
        return {"nullable": True}
    if found := re.fullmatch(r"(string|integer|number|boolean)(?:\((.+)\))?", words):
        return {"type": found[1]} | ({"format": found[2]} if found[2] else {})
    return {"$ref": f"#/components/schemas/{words}"}


def _split(words: str, separator: str) -> list[str]:
    """Split at separators outside brackets."""
    parts, depth = [""], 0
    for piece in re.split(f"({re.escape(separator)}|[<>])", words):
        depth += {"<": 1, ">": -1}.get(piece, 0)
        if piece == separator and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts
