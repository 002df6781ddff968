"""The columns that the records of an object have in a file or table."""

from __future__ import annotations

from itertools import repeat
from operator import methodcaller
from typing import TYPE_CHECKING, Any, Final

from .._log import logger
from ..deleted_record import DeletedRecord
from ..durable.partial_file import Column
from ..rules.field_types import field_type
from ..rules.json_types import is_mapping
from ..rules.operators import CUSTOM_FIELDS
from .values import native_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..record import Record
    from ..rules.schema import ObjectSchema

__all__ = ["STANDARD", "Columns", "column_name"]


_FIRST: Final = (
    Column("id", "id", "text"),
    Column("name", "name", "text"),
    Column("external_id", "external_id", "text"),
)
_LAST: Final = (
    Column("created_at", "created_at", "moment"),
    Column("updated_at", "updated_at", "moment"),
    Column("created_by_user_id", "created_by_user_id", "text"),
    Column("updated_by_user_id", "updated_by_user_id", "text"),
)
_DELETED: Final = Column("deleted", "deleted", "boolean")

STANDARD: Final = {column.name: column for column in (*_FIRST, *_LAST, _DELETED)}
"""The columns of any object, by name."""


def column_name(key: str) -> str:
    """The name of the column of a custom field."""
    return CUSTOM_FIELDS + key if key in STANDARD else key


class Columns:
    """The columns of the records of one object, and their values."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.all = tuple(columns)
        self._custom = {column.key for column in self.all if column.is_custom}

    @classmethod
    def of(cls, schema: ObjectSchema, *, with_deleted: bool) -> Columns:
        """The columns of an object; `with_deleted` adds one that marks deleted records."""
        custom = (
            Column(column_name(key), key, field_type(rule.type).kind, is_custom=True)
            for key, rule in schema.rules.items()
        )
        return cls((*_FIRST, *custom, *_LAST, *((_DELETED,) if with_deleted else ())))

    def values(self, records: Sequence[Record[Any] | DeletedRecord]) -> list[list[Any]]:
        """The values of some records, column by column."""
        fields = [_fields(record) for record in records]
        self._look_for_others(fields)
        return [native_column(column.kind, _values(column, records, fields)) for column in self.all]

    def values_of_rows(self, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
        """The same for rows with values by the names of the columns."""
        return [
            native_column(column.kind, [row.get(column.name) for row in rows])
            for column in self.all
        ]

    def _look_for_others(self, fields: list[dict[str, Any]]) -> None:
        others = set[str]().union(*fields) - self._custom
        if others:
            self._custom |= others
            logger.warning(
                "fields that were created after the start are left out: %s",
                ", ".join(sorted(others)),
            )


def _fields(record: Record[Any] | DeletedRecord) -> dict[str, Any]:
    found: Any = getattr(record, "fields", None)
    return found if is_mapping(found) else {}


def _values(column: Column, records: Sequence[Any], fields: list[dict[str, Any]]) -> list[Any]:
    # `map` runs without a loop in Python: this is called for every value of an export.
    if column.is_custom:
        return list(map(methodcaller("get", column.key), fields))
    if column is _DELETED:
        return list(map(isinstance, records, repeat(DeletedRecord)))
    return list(map(getattr, records, repeat(column.key), repeat(None)))
