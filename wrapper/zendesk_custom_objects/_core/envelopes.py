"""Response bodies with records, decoded directly into `Record`."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

from ..record import Record

F = TypeVar("F")


class PageMeta(msgspec.Struct, frozen=True):
    has_more: bool | None = None
    after_cursor: str | None = None


class RecordAnswer(msgspec.Struct, Generic[F], frozen=True):
    """One record."""

    custom_object_record: Record[F]


class RecordsAnswer(msgspec.Struct, Generic[F], frozen=True):
    """A page of records."""

    custom_object_records: list[Record[F]]
    meta: PageMeta | None = None


class ExportAnswer(msgspec.Struct, Generic[F], frozen=True):
    """A page of the incremental export."""

    custom_object_records: list[Record[F]]
    after_cursor: str | None = None
    meta: PageMeta | None = None


ONE_RECORD: type[RecordAnswer[dict[str, Any]]] = RecordAnswer[dict[str, Any]]
SOME_RECORDS: type[RecordsAnswer[dict[str, Any]]] = RecordsAnswer[dict[str, Any]]
EXPORTED_RECORDS: type[ExportAnswer[dict[str, Any]]] = ExportAnswer[dict[str, Any]]

# With undecoded fields, for a class of the caller's.
ONE_RAW_RECORD: type[RecordAnswer[msgspec.Raw]] = RecordAnswer[msgspec.Raw]
SOME_RAW_RECORDS: type[RecordsAnswer[msgspec.Raw]] = RecordsAnswer[msgspec.Raw]
EXPORTED_RAW_RECORDS: type[ExportAnswer[msgspec.Raw]] = ExportAnswer[msgspec.Raw]
