# Generated from spec/ by scripts/generate.py: do not edit.
"""The documentation of every operation, from the contract; loaded from a file on demand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec


class Parameter(msgspec.Struct, frozen=True):
    """A parameter in the path or in the query."""

    name: str
    """Its name on the wire, such as `page[size]`."""
    argument: str
    """The argument of the builder: `page_size`."""
    place: str
    """`path` or `query`."""
    type: str
    description: str = ""
    values: list[Any] = []
    """The known values, if there are any."""
    is_required: bool = False


class Property(msgspec.Struct, frozen=True):
    """A property in a body."""

    name: str
    """Its path: `custom_object_record.name`, `items[].id`."""
    type: str
    description: str = ""
    values: list[Any] = []
    is_required: bool = False
    """Required within the object that contains it."""
    is_secret: bool = False


class Body(msgspec.Struct, frozen=True):
    """A request body."""

    media_type: str
    schema: str
    """Its key in `Reference.properties`."""
    is_required: bool = False
    example: Any = None


class Answer(msgspec.Struct, frozen=True):
    """A documented response."""

    status: str
    description: str
    media_type: str = ""
    schema: str = ""
    """Key in `Reference.properties` for a success with properties; otherwise empty."""


class OperationReference(msgspec.Struct, frozen=True):
    """One operation."""

    id: str
    method: str
    path: str
    group: str
    """The module of `api` with its builder."""
    builder: str
    summary: str
    description: str
    allowed_for: str
    answers: list[Answer]
    permission: str = ""
    """The permission that allows other roles to call it."""
    side_effects: str = ""
    parameters: list[Parameter] = []
    body: Body | None = None


class Reference(msgspec.Struct, frozen=True):
    """The documentation of all operations."""

    operations: list[OperationReference]
    properties: dict[str, list[Property]]
    """The properties of bodies, by schema."""


@cache
def load() -> Reference:
    """Load the reference: a few milliseconds the first time."""
    content = Path(__file__).with_name("reference.json").read_bytes()
    return msgspec.json.decode(content, type=Reference)
