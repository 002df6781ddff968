# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define


@define(kw_only=True)
class JobResultError:
    """One of the reasons why an item failed (C). It can have further properties."""

    code: str | None = None
    """Code, such as `CustomObjectRecordDeleteFailed`."""
    title: str | None = None
    """What is wrong, such as "Record not found"."""
    detail: str | None = None
    """More of what is wrong."""
