"""The requests of a probe, and the replies so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec

from ..rules.json_types import is_list, is_mapping

__all__ = ["MISSING", "OTHER", "Call", "Reply", "Scene", "pick"]

_OBJECTS: Final = "/api/v2/custom_objects"


class Call(msgspec.Struct, frozen=True):
    """A request to the account."""

    method: str
    path: str
    query: Mapping[str, str] = {}
    json: Any = None
    content: bytes | None = None
    media_type: str | None = None


class Reply(msgspec.Struct, frozen=True):
    """A response, whatever its status."""

    status: int
    body: Any = None
    is_warned: bool = False
    """It has the header X-Zendesk-API-Warn."""

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300


class _Missing:
    """The type of `MISSING`."""


MISSING: Final = _Missing()
"""Stands for a value that a body does not have; null is None."""


def pick(body: Any, *path: str | int) -> Any:
    """The value at a path of keys and positions; `MISSING` if it is not there."""
    value: Any = body
    for part in path:
        value = _inside(value, part)
        if value is MISSING:
            break
    return value


def _inside(value: Any, part: str | int) -> Any:
    if isinstance(part, str):
        return value.get(part, MISSING) if is_mapping(value) else MISSING
    return value[part] if is_list(value) and part < len(value) else MISSING


OTHER: Final = "other"
"""The answer that stands for every one that was not foreseen."""


class Scene:
    """The object of one probe, with the replies by the names of their steps."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.replies: dict[str, Reply] = {}
        """The last reply of each step that was carried out."""
        self.times: dict[str, float] = {}
        """When each of these arrived, in seconds of a clock that only counts."""
        self.elapsed: dict[str, tuple[float, float]] = {}
        """Seconds that a step waited for something to show: more than the first, at most the
        second."""

    def path(self, *parts: str) -> str:
        """A path inside of the object; each part is one segment."""
        return "/".join([_OBJECTS, self.key, *(quote(part, safe=":") for part in parts)])

    def value(self, step: str, *path: str | int) -> Any:
        """The value at a path of a reply; `MISSING` if it is not there."""
        reply = self.replies.get(step)
        return MISSING if reply is None else pick(reply.body, *path)

    def id(self, step: str, *path: str | int) -> str:
        """The id at a path of a reply; `LookupError` if it is not there."""
        value = self.value(step, *path)
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)
        raise LookupError(step)

    def record(self, step: str) -> str:
        """The id of the record that a step has created."""
        return self.id(step, "custom_object_record", "id")

    def field(self, step: str) -> str:
        """The id of the field that a step has created."""
        return self.id(step, "custom_object_field", "id")

    def created_at(self) -> int:
        """When the object was created by the service's clock, in seconds since 1970."""
        text = self.value("object", "custom_object", "created_at")
        if not isinstance(text, str):
            raise LookupError("object")
        return int(datetime.fromisoformat(text).timestamp())
