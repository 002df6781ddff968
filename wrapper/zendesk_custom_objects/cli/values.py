"""Values from the command line."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from .. import Client
    from ..rules.field_types import Kind

__all__ = ["comparable", "field_kinds", "from_json", "pairs", "read_json", "typed"]

_SHOWN = 60
"""Characters of a text that a message shows."""


def pairs(assignments: Iterable[str], option: str) -> dict[str, str]:
    """`key=value` texts by key; a key given twice is a mistake."""
    found: dict[str, str] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not key or not equals:
            raise typer.BadParameter(f"{assignment!r} is not key=value", param_hint=option)
        if key in found:
            raise typer.BadParameter(f"{key} is given twice", param_hint=option)
        found[key] = value
    return found


def from_json(text: str, option: str) -> Any:
    """The value of a JSON text."""
    import msgspec

    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError) as error:
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        raise typer.BadParameter(f"not JSON: {shown!r}: {error}", param_hint=option) from None


def read_json(given: str, option: str) -> Any:
    """The given JSON, or that in the file after `@`, or that of stdin for `-`."""
    name = "stdin" if given == "-" else given[1:]
    try:
        if given == "-":
            return from_json(sys.stdin.read(), option)
        if not given.startswith("@"):
            return from_json(given, option)
        return from_json(Path(name).read_text("utf-8"), option)
    except OSError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{name} is not UTF-8: {error}", param_hint=option) from None


def field_kinds(zendesk: "Client", key: str) -> dict[str, "Kind"]:
    """The kinds of the values of an object's fields; none where the fields cannot be read."""
    from .. import PermissionDeniedError
    from ..rules.field_types import field_type

    try:
        return {field.key or "": field_type(field.type).kind for field in zendesk.list_fields(key)}
    except PermissionDeniedError:
        return {}


def typed(zendesk: "Client", key: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The values of texts, read like the cells of a file; an empty one is no value."""
    from ..files.values import from_text

    if not texts:
        return {}
    kinds = field_kinds(zendesk, key)
    return {
        name: from_text(kinds.get(name, "text"), text) if text else None
        for name, text in texts.items()
    }


def comparable(kind: "Kind | None", text: str) -> Any:
    """The value of a text in a condition: of a list it is one of the items."""
    from ..files.values import from_text

    return text if kind is None or kind == "list" else from_text(kind, text)
