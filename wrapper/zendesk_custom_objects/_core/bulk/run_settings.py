"""Settings of a bulk run. Every client loads this module, so that it stays light."""

from __future__ import annotations

from typing import Final

import msgspec

from ...rules.job_actions import AddressedBy, Method

__all__ = ["RunSettings"]

_ADDRESSES: Final[dict[Method, tuple[AddressedBy | None, ...]]] = {
    "create": (None,),
    "update": (None,),
    "upsert": (None, "external_id", "name"),
    "delete": ("id", "external_id"),
}


class RunSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What to do with the items of a run, and how."""

    method: Method
    key: str
    """Of the object."""
    by: AddressedBy | None = None
    """How upserts and deletions find their records; `None` leaves it to each item."""
    generates_external_ids: bool = False
    validate: bool = True
    stop_on_failure: bool = False
    timeout: float = 600.0
    """Seconds for which a job, or the wait for a free job slot, can make no progress."""

    def __post_init__(self) -> None:
        if self.by not in _ADDRESSES[self.method]:
            raise ValueError(f"by cannot be {self.by!r} to {self.method} records")
        if not self.timeout > 0:
            raise ValueError("timeout must be a number of seconds greater than 0")
