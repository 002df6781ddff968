"""A small contract with hostile and honest names and texts in every position."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from typing import Any

Json = dict[str, Any]

HONEST = (
    *("class", "from", "import", "None", "True", "async", "lambda", "match", "type", "with"),
    *("self", "cls", "list", "dict", "str", "int", "bool", "float", "bytes", "object", "set"),
    *("id", "filter", "format", "print", "all", "any", "Any", "Literal", "datetime", "attrs"),
    *("__slots__", "__init__", "__class__", "__dict__", "__repr__", "_links", "field"),
    *("30d_active", "7", "with-dash", "with.dot", "with space", "a/b", "$ref?", "@type", "#"),
    *("größe", "ﬁsh", "名前", "👍", "👎", "é", "camelCase", "UPPER", "page[size]"),
    *("body", "models", "operations", "payloads", "Request", "path_value", "query_pairs"),
    *("Boat", "Crew", "msgspec", "define", "annotations", "decode", "NOTHING", "quote"),
    *("copy", "pop", "keys", "items", "properties", "enum", "required", "$and", "mro"),
)
"""Names that people use, and that mean something to Python or to the generated code."""

TEXTS = (
    *("CODE", "\nCODE\n", "\rCODE\r", "\r\nCODE", "\u2028CODE", "\x0cCODE", "\x00CODE", "\tCODE"),
    *('"', '""', '"""', '""""', "'", "'''", "\\", "\\\\", 'ends in "', "ends in \\", 'a\\"', "\\'"),
    *('"""\nCODE\n"""', "'''\nCODE\n'''", '\\"""\nCODE', '"; CODE; "', "'; CODE; '"),
    *('" + CODE + "', "' + CODE + '", '"], q: object = CODE, r: Literal["b'),
    *("{CODE}", "{{ CODE }}", "{% set x = CODE %}", "%}{{ CODE }}", "{# CODE", "${CODE}", "`CODE`"),
    *("'%}{{ cycler.__init__.__globals__.os.mkdir('CANARY') }}{%'", "{}", "{0.__class__}", "{"),
    *("\\N{BULLET}", "\\x00", "\\u12", "\\8", "%s %(x)s %", "]]>", "--help", "*/ CODE /*"),
    *("# type: ignore\nCODE", "#!/bin/sh\n", "# -*- coding: rot13 -*-", "lambda: CODE", "@CODE"),
    *(")\nCODE\n(", "]\nCODE\n[", ": CODE", "= CODE", "\ufeffCODE", "\x85CODE", "\x1cCODE", "  "),
    *("\x1b[31mred", "\u202egnp.exe", "😀", "é\u0301", "\x7f", "\xa0", "a" * 300, "word " * 60),
    *("line\n\n\nline", "* one\n* two\n  1. three", "a-b-" * 60, "\\" * 150, '"' * 150),
)
"""Texts that end strings, docstrings, comments and template blocks. `CODE` stands for code."""


def armed(text: str, canary: str) -> str:
    """A text with code that creates the folder `canary` if it is executed."""
    quote = '"' if text.count('"') % 2 else "'"
    code = f"__import__({quote}os{quote}).mkdir({quote}{canary}{quote})"
    return text.replace("CODE", code).replace("CANARY", canary)


def contract(words: Sequence[str], names: Sequence[str], values: Sequence[str]) -> Json:
    """A contract with these names of parameters and properties, known values, and texts."""
    return _document(_not_blank(cycle(words)), names, values)


def readable_names(names: Sequence[str]) -> list[str]:
    """The names for properties of responses: msgspec cannot decode the others."""
    return [name for name in names if not {'"', "\\"} & {*name}]


def path_names(names: Sequence[str]) -> list[str]:
    """The names for path parameters: the first ones that a path template can contain."""
    return [name for name in names if not {*"/{}?#"} & {*name}][:3]


def _not_blank(words: Iterator[str]) -> Callable[[], str]:
    """The next text; blank ones are replaced, since a contract does not allow all of them."""

    def next_text() -> str:
        text = next(words)
        return text if text.strip() else "."

    return next_text


def _document(text: Callable[[], str], names: Sequence[str], values: Sequence[str]) -> Json:
    in_path = path_names(names)
    in_query = [name for name in names if name not in in_path]
    group, other = f"boats {text()[:20]!r}", "class"
    facts = {
        "x-allowed-for": "agents",
        "x-resend": "safe",
        "x-paging": "none",
        "x-rate-budget": "account",
        "x-evidence": "U",
    }

    def texts() -> Json:
        """All keywords of a schema with text, including extensions of generators."""
        return {
            "description": text(),
            "title": text(),
            "example": text(),
            "examples": [text(), {text(): text()}],
            "$comment": text(),
            "externalDocs": {"url": "https://example.com/", "description": text()},
            "x-python-import": {"module": text(), "name": text()},
            "x-python-type": text(),
            "x-enum-varnames": [text()],
            "x-enum-descriptions": [text()],
            "x-anything": {text(): [text()]},
            "customTypePath": text(),
            "customBasePath": text(),
            "typeName": text(),
        }

    def known(**more: Any) -> Json:
        return {"type": "string", "enum": [*values], **texts(), **more}

    def parameter(name: str, place: str, schema: Json, **more: Any) -> Json:
        return {
            "name": name,
            "in": place,
            "required": place == "path",
            "description": text(),
            "schema": schema,
            "example": text(),
            "x-anything": text(),
            **more,
        }

    def properties(direction: str) -> Json:
        kinds: list[Json] = [
            {"type": ["string", "null"], "default": text(), "pattern": ".*", **texts()},
            {"type": "integer", **texts()},
            {"anyOf": [known(), {"type": "string"}], "description": text()},
            {"type": "array", "items": known(), "description": text()},
            {"$ref": f"#/components/schemas/Crew{direction}", "description": text()},
            {"type": "object", "additionalProperties": {"type": "integer"}, **texts()},
            {"const": values[0], "description": text()},
            {"type": "object", "properties": {name: {"type": "string"} for name in names}},
            {"type": "string", "format": "password", "description": text()},
            {"type": "boolean", **texts()},
            {"type": "number", "format": text(), "description": text()},
            {"type": "array", "items": {"$ref": f"#/components/schemas/Crew{direction}"}},
        ]
        return dict(zip(names if direction else readable_names(names), cycle(kinds)))

    def message(schema: str) -> Json:
        return {
            "description": text(),
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{schema}"},
                    "examples": {"it": {"summary": text(), "value": {text(): text()}}},
                }
            },
        }

    operation = {
        "operationId": f"List {text()[:20]!r} boats",
        "tags": [group],
        "summary": text(),
        "description": text(),
        "x-side-effects": text(),
        "x-permission": text(),
        "x-anything": text(),
        "externalDocs": {"url": "https://example.com/", "description": text()},
        **facts,
        "parameters": [
            *(parameter(name, "path", {"type": "string", **texts()}) for name in in_path),
            parameter(in_query[0], "query", known(default=values[0])),
            *(parameter(name, "query", {"type": "string"}) for name in in_query[1:]),
        ],
        "responses": {
            "200": {
                **message("BoatsResponse"),
                "headers": {"X-Odd": {"description": text(), "schema": {"type": "string"}}},
            },
            "404": {"description": text()},
        },
    }
    creation = {
        "operationId": "import",
        "tags": [other],
        "summary": text(),
        "description": text(),
        **facts,
        "requestBody": {"$ref": "#/components/requestBodies/New"},
        "responses": {
            "201": message("Boat"),
            "204": {"description": text()},
            "202": {"description": text(), "content": {"text/plain": {}}},
        },
    }
    path = "/".join(["", "boats", "it's", *(f"{{{name}}}" for name in in_path)])
    return {
        "openapi": "3.1.0",
        "info": {"title": text(), "version": text(), "description": text(), "summary": text()},
        "x-anything": text(),
        "tags": [
            {"name": group, "description": text()},
            {"name": other, "description": text()},
        ],
        "paths": {path: {"get": operation}, "/boats": {"post": creation}},
        "components": {
            "requestBodies": {"New": {**message("BoatRequest"), "required": True}},
            "schemas": {
                "BoatsResponse": {
                    "type": "object",
                    **texts(),
                    "required": ["boats"],
                    "properties": {
                        "boats": {"type": "array", "items": {"$ref": "#/components/schemas/Boat"}},
                        "anything": True,
                        "things": {"type": "array"},
                        "part": {"$ref": "#/components/schemas/Crew/properties/class"},
                    },
                },
                "Boat": {"type": "object", **texts(), "properties": properties("")},
                "Crew": {
                    "type": "object",
                    "description": text(),
                    "properties": {"name": {"type": "string"}, "class": {"type": "integer"}},
                },
                "BoatRequest": {
                    "type": "object",
                    **texts(),
                    "required": ["boat", "list"],
                    "properties": {
                        "boat": {"$ref": "#/components/schemas/BoatInput"},
                        "anything": True,
                        "things": {"type": "array"},
                        "part": {"$ref": "#/components/schemas/CrewInput/properties/rank"},
                        "captain": {"$ref": "#/components/schemas/CaptainInput"},
                        "list": {
                            "type": "array",
                            "items": {"$ref": "#/components/schemas/Kinds"},
                        },
                    },
                },
                "BoatInput": {"type": "object", **texts(), "properties": properties("Input")},
                "CrewInput": {
                    "type": "object",
                    "description": text(),
                    "properties": {
                        "name": {"type": "string"},
                        "rank": known(),
                        "next": {"$ref": "#/components/schemas/BoatInput"},
                    },
                },
                "Kinds": known(),
                "Nested": {
                    "description": text(),
                    "anyOf": [
                        {"type": "string"},
                        {"type": "array", "items": {"$ref": "#/components/schemas/Nested"}},
                    ],
                },
                "CaptainInput": {
                    "description": text(),
                    "allOf": [
                        {"$ref": "#/components/schemas/CrewInput"},
                        {"type": "object", "properties": {"$rank": known(), "list": known()}},
                    ],
                },
            },
        },
    }
