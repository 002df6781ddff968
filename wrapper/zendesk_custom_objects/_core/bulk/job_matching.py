"""Recognizes a job whose response was lost by the records that it made."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ...rules.json_types import is_list, is_mapping
from .job_results import record_ids
from .job_states import whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...record import Record
    from .batches import Batch
    from .items import Entry
    from .job_states import JobState

MAX_JOBS_SEARCHED: Final = 1000
"""Of the account, the latest first: ten requests."""


def could_be(batch: Batch, state: JobState) -> bool:
    """True if a job can be that of a batch, going by its size."""
    results = len(state.results) if is_list(state.results) else None
    sizes = {whole_number(state.total), results} - {None}
    return not sizes or len(batch.entries) in sizes


def is_job_of(batch: Batch, state: JobState, records: Mapping[str, Record[dict[str, Any]]]) -> bool:
    """True if every record that a job made is what the batch asks for, item by item."""
    made = record_ids(batch, state)
    return bool(made) and all(
        record_id in records and _is_alike(batch.entries[place], records[record_id])
        for place, record_id in made.items()
    )


def _is_alike(entry: Entry, record: Record[dict[str, Any]]) -> bool:
    wire: Mapping[str, Any] = entry.wire
    beside = all(
        wire.get(name) in (None, getattr(record, name)) for name in ("name", "external_id")
    )
    custom: Mapping[str, Any] = wire.get("custom_object_fields", {})
    read: object = record.fields  # of any type: what does not fit was kept as it was received
    fields = read if is_mapping(read) else {}
    return beside and all(_is_same(sent, fields.get(key)) for key, sent in custom.items())


def _is_same(sent: Any, read: Any) -> bool:
    """True if a value that was read can be what came of one that was sent.

    References are kept as ids, numbers can be read as text, and dates with a time.
    """
    if sent is None or read is None:
        return sent is read
    if is_list(sent) and is_list(read):
        return sorted(map(str, sent)) == sorted(map(str, read))
    if is_mapping(sent) or is_list(sent):
        return True
    if isinstance(sent, str) and sent.startswith(("external_id:", "name:")):
        return True
    if isinstance(sent, int | float | Decimal) and not isinstance(sent, bool):
        try:
            return Decimal(str(sent)) == Decimal(str(read))
        except ArithmeticError:
            return False
    return str(read) == str(sent) or str(read).startswith(f"{sent}T")
