"""What a bulk run is to do. It is light: every client loads it."""

from __future__ import annotations

from typing import Final

import msgspec

from ...rules.job_actions import AddressedBy, Method

__all__ = ["AddressedBy", "Method", "Plan"]

_ADDRESSES: Final[dict[Method, tuple[AddressedBy | None, ...]]] = {
    "create": (None,),
    "update": (None,),
    "upsert": (None, "external_id", "name"),
    "delete": ("id", "external_id"),
}


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run does with its items."""

    method: Method
    key: str
    """The object's."""
    by: AddressedBy | None = None
    """How upserts and deletions find their records; `None` leaves it to each item."""
    generates_external_ids: bool = False
    validate: bool = True
    stop_on_failure: bool = False
    timeout: float = 600.0

    def __post_init__(self) -> None:
        if self.by not in _ADDRESSES[self.method]:
            raise ValueError(f"by cannot be {self.by!r} to {self.method} records")
        if not self.timeout > 0:
            raise ValueError("the timeout is a number of seconds greater than 0")
