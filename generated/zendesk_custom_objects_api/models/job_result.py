# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from typing import Any

from attrs import define

from ..models.job_result_error import JobResultError


@define(kw_only=True)
class JobResult:
    """What became of one item. The vendor documents three shapes, for things created, changed
    and failed; real answers have a fourth; this is all of them in one.

    For `create_or_update_by_external_id` and `delete_by_external_id` the service sends
    `external_id`, `index`, `status` and, for an item that failed, mostly `errors` (C).
    Neither the id of the record is among them nor whether it was created or updated. Which
    properties the other actions send is not established."""

    index: int | None = None
    """Place of the item among those sent, from 0."""
    id: str | int | None = None
    """Id of the thing. A string for records; jobs on other things have integers."""
    external_id: str | None = None
    """External id of the item (C)."""
    action: str | None = None
    """What was done."""
    status: str | None = None
    """What became of it: `CreateOrUpdate`, `Deleted` or `Failed` (C), or `Updated`, as the
    vendor documents."""
    success: bool | None = None
    """Whether it went well."""
    error: str | None = None
    """Code of the error."""
    errors: list[JobResultError] | None = None
    """What went wrong (C). An item that failed can have none: `status` decides."""
    details: Any | None = None
    """What went wrong, as a rule a string."""
    account_id: int | None = None
    """Id of the account (C)."""
