"""Values from the command line."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from .. import Client

__all__ = ["from_json", "pairs", "read_json", "typed"]


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
    """What a JSON text says."""
    import msgspec

    try:
        return msgspec.json.decode(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no JSON: {error}", param_hint=option) from None


def read_json(given: str, option: str) -> Any:
    """The JSON that is given, or in the file behind `@`, or of stdin for `-`."""
    if given == "-":
        return from_json(sys.stdin.read(), option)
    if not given.startswith("@"):
        return from_json(given, option)
    try:
        return from_json(Path(given[1:]).read_text("utf-8"), option)
    except OSError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def typed(zendesk: "Client", key: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Values as the fields of the object `key` take them: a list where a field holds several.

    An empty text is no value, as in a file. The rules read numbers, dates and checkboxes from texts
    themselves. Where the fields cannot be read, the texts stay as they are.
    """
    from .. import PermissionDeniedError
    from ..rules.field_types import field_type

    if not texts:
        return {}
    try:
        types = {field.key: field.type for field in zendesk.list_fields(key)}
    except PermissionDeniedError:
        types = {}
    return {
        name: (_list(text) if field_type(types.get(name)).is_list else text) or None
        for name, text in texts.items()
    }


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
