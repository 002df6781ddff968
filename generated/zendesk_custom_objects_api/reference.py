# Generated from spec/ by scripts/generate.py: do not edit.
"""The documentation of every operation, from the contract: read from a file when it is asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec


class Parameter(msgspec.Struct, frozen=True):
    """A value in the path or in the query."""

    name: str
    """As it is on the wire, such as `page[size]`."""
    argument: str
    """As the builder has it: `page_size`."""
    place: str
    """`path` or `query`."""
    type: str
    description: str = ""
    values: list[Any] = []
    """The known values, where there are few."""
    is_required: bool = False


class Property(msgspec.Struct, frozen=True):
    """A value in a body."""

    name: str
    """Where it is: `custom_object_record.name`, `items[].id`."""
    type: str
    description: str = ""
    values: list[Any] = []
    is_required: bool = False
    """Within what it is a part of."""
    is_secret: bool = False


class Body(msgspec.Struct, frozen=True):
    """What is sent."""

    media_type: str
    schema: str
    """Its key in `Reference.properties`."""
    is_required: bool = False
    example: Any = None


class Answer(msgspec.Struct, frozen=True):
    """What may come back."""

    status: str
    description: str
    media_type: str = ""
    schema: str = ""
    """Of a success: its key in `Reference.properties`, if it is there."""


class OperationReference(msgspec.Struct, frozen=True):
    """One operation."""

    id: str
    method: str
    path: str
    group: str
    """The module of `api` that has its builder."""
    builder: str
    summary: str
    description: str
    allowed_for: str
    answers: list[Answer]
    permission: str = ""
    """What lets others call it, too."""
    side_effects: str = ""
    parameters: list[Parameter] = []
    body: Body | None = None


class Reference(msgspec.Struct, frozen=True):
    """All of them."""

    operations: list[OperationReference]
    properties: dict[str, list[Property]]
    """What bodies are made of, by schema."""


@cache
def load() -> Reference:
    """The reference: a few milliseconds the first time."""
    content = Path(__file__).with_name("reference.json").read_bytes()
    return msgspec.json.decode(content, type=Reference)
