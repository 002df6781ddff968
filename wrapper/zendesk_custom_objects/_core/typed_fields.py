"""Decodes the fields of records into a class of the caller's.

If a value does not fit its declared type, each value is converted on its own: dates lose the time
that the service can add, numbers can be text, and a value that still does not fit is kept as it was
received.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, get_type_hints

import msgspec
from msgspec import inspect

from .._generated import types
from .._log import logger
from ..rules.dates import read_date
from .envelopes import SOME_RAW_RECORDS, SOME_RECORDS
from .paging import PageFormat, page

if TYPE_CHECKING:
    from ..record import Record
    from .envelopes import RecordsAnswer
    from .paging import Page

F = TypeVar("F")


class Reader(Generic[F]):
    """Decodes records whose fields are of one class.

    Raises `TypeError` if the class is not one of the supported kinds.
    """

    def __init__(self, fields_type: type[F]) -> None:
        found = inspect.type_info(fields_type)
        if not isinstance(
            found, inspect.StructType | inspect.DataclassType | inspect.TypedDictType
        ):
            raise TypeError(
                "fields_type must be a dataclass, attrs class, msgspec.Struct or TypedDict, not"
                f" {fields_type!r}"
            )
        self._fields_type = fields_type
        self._attributes = found.fields
        self._hints = get_type_hints(fields_type)
        self._decoder = msgspec.json.Decoder(fields_type)

    def read(self, record: Record[Any]) -> Record[F]:
        """The record with typed fields; its fields can still be undecoded bytes."""
        given: object = record.fields
        raw = given if isinstance(given, msgspec.Raw) else msgspec.json.encode(given)
        try:
            fields = self._decoder.decode(raw)
        except msgspec.ValidationError:
            fields = self._converted(types.untyped(raw), record.id)
        return cast("Record[F]", msgspec.structs.replace(record, fields=fields))

    def _converted(self, received: Any, record_id: str) -> F:
        if not isinstance(received, dict):
            raise ValueError(f"the fields of record {record_id} are not a JSON object")
        values: dict[str, Any] = cast("dict[str, Any]", received)
        fitting = {
            attribute.name: self._fit(values.get(attribute.encode_name), attribute, record_id)
            for attribute in self._attributes
            if attribute.required or attribute.encode_name in values
        }
        try:
            return self._fields_type(**fitting)
        except TypeError as error:
            raise ValueError(f"the fields of record {record_id}: {error}") from error

    def _fit(self, value: Any, attribute: inspect.Field, record_id: str) -> Any:
        hint = self._hints[attribute.name]
        tries = [value]
        if isinstance(value, str) and (day := read_date(value)) is not None:
            if _takes(inspect.DateType, attribute.type):
                tries.append(day.isoformat())
            elif _takes(inspect.DateTimeType, attribute.type):
                # As the service writes the dates to which it adds a time.
                tries.append(f"{day}T00:00:00+00:00")
        for each in tries:
            try:
                return msgspec.convert(each, hint, strict=False)
            except msgspec.ValidationError:
                pass
        logger.warning(
            "record %s: field %s does not have its declared type, kept as received",
            record_id,
            attribute.encode_name,
        )
        return value


def _takes(kind: type[inspect.Type], found: inspect.Type) -> bool:
    options = found.types if isinstance(found, inspect.UnionType) else (found,)
    return any(isinstance(option, kind) for option in options)


def record_pages(fields_type: type[Any] | None) -> PageFormat:
    """The format of a list of records."""
    if fields_type is None:
        return PageFormat(SOME_RECORDS, _page)
    read = Reader(fields_type).read

    def pick(answer: RecordsAnswer[Any]) -> Page[Any] | None:
        return page([read(record) for record in answer.custom_object_records], answer.meta)

    return PageFormat(SOME_RAW_RECORDS, pick)


def _page(answer: RecordsAnswer[Any]) -> Page[Any] | None:
    return page(answer.custom_object_records, answer.meta)
