# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from typing import Any

from attrs import define


@define(kw_only=True)
class JobResult:
    """What became of one item. The vendor has three shapes, for things created, changed and
    failed; this is all of them in one. Which of the properties a job on custom objects sends
    is not established."""

    index: int | None = None
    """Place of the item among those sent, from 0."""
    id: str | int | None = None
    """Id of the thing. A string for records; jobs on other things have integers."""
    action: str | None = None
    """What was done."""
    status: str | None = None
    """What became of it, such as `Updated`."""
    success: bool | None = None
    """Whether it went well."""
    error: str | None = None
    """Code of the error."""
    details: Any | None = None
    """What went wrong, as a rule a string."""
    account_id: int | None = None
    """Id of the account (C)."""
