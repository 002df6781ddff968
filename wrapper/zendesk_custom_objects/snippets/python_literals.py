"""Values as Python code."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ..rules.json_types import is_list, is_mapping
from .placeholders import Placeholder, pieces
from .variables import variable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["indented", "literal", "program", "text"]

MAX_LINE_CHARACTERS: Final = 60
"""Longer lists and objects are written over several lines."""

INDENT: Final = " " * 4

IMPORTS: Final[Mapping[str, str]] = {
    "os": "import os",
    "sys": "import sys",
    "Decimal": "from decimal import Decimal",
    "Path": "from pathlib import Path",
    "quote": "from urllib.parse import quote",
}
"""The imports from the standard library, by the names that they define."""


def program(lines: Sequence[str], *imports: str) -> str:
    """A whole program, with the imports that its lines need."""
    tree = ast.parse("\n".join(lines))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    standard = [line for name, line in IMPORTS.items() if name in used]
    return "\n".join([*standard, *([""] if standard else []), *imports, "", *lines])


def literal(value: Any, depth: int = 0) -> str:
    """A JSON value as an expression; `depth` is the indentation of its first line, in steps."""
    flat = _flat(value)
    if len(flat) <= MAX_LINE_CHARACTERS:
        return flat
    if is_mapping(value):
        items = [f"{text(key)}: {literal(item, depth + 1)}" for key, item in value.items()]
        return "{" + indented(items, depth) + "}"
    if is_list(value):
        return "[" + indented([literal(item, depth + 1) for item in value], depth) + "]"
    return flat


def indented(items: Sequence[str], depth: int = 0) -> str:
    """Expressions on a line each, to stand between two brackets."""
    lines = "".join(f"\n{INDENT * (depth + 1)}{item}," for item in items)
    return f"{lines}\n{INDENT * depth}"


def text(value: str, insert: Callable[[str], str] | None = None) -> str:
    """A text as an expression that reads the values of its placeholders from the environment.

    `insert` wraps the expression for such a value, for example in a call.
    """
    found = pieces(value)
    if all(isinstance(piece, str) for piece in found):
        return f'"{_escaped(value)}"'
    if insert is None and len(found) == 1 and isinstance(found[0], Placeholder):
        return f'os.environ["{variable(found[0])}"]'
    inside = ""
    for piece in found:
        if isinstance(piece, str):
            inside += _escaped(piece).replace("{", "{{").replace("}", "}}")
        else:
            value_of = f"os.environ['{variable(piece)}']"
            inside += f"{{{insert(value_of) if insert else value_of}}}"
    return f'f"{inside}"'


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Decimal):
        return f'Decimal("{value}")'
    if is_mapping(value):
        return "{" + ", ".join(f"{text(key)}: {_flat(item)}" for key, item in value.items()) + "}"
    return f"[{', '.join(map(_flat, value))}]" if is_list(value) else repr(value)


def _escaped(piece: str) -> str:
    """The inside of a literal between double quotes; what cannot be seen is escaped."""
    plain = piece.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in plain
    )
