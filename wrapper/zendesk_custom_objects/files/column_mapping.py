"""The fields that the columns of a file are read as."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import FileError
from ..rules.field_types import field_type
from ..rules.operators import CUSTOM_FIELDS
from ..rules.suggestions import closest
from .columns import STANDARD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.field_types import Kind
    from ..rules.schema import ObjectSchema

__all__ = ["ColumnMapping", "MappedField"]

MAX_COLUMNS_SHOWN: Final = 30
"""Columns that a message lists."""

_IDENTITIES: Final = frozenset({"id", "external_id"})
_GIVEN: Final = _IDENTITIES | {"name"}
"""The values of an item beside those of custom fields."""
_SET_BY_SERVICE: Final = STANDARD.keys() - {"name", "external_id"}
_NESTED: Final = frozenset({*STANDARD, "fields"})
"""The keys of custom fields that cannot stand beside the others in an item."""


class MappedField(NamedTuple):
    """The field of a column."""

    key: str
    kind: Kind | None
    """`None` if it is not known."""
    is_nested: bool
    """Whether its values go into the item's `fields`."""

    @property
    def is_identity(self) -> bool:
        """Whether the values identify a record: an empty one is none."""
        return self.key in _IDENTITIES and not self.is_nested


class ColumnMapping:
    """Maps the columns of one file to fields."""

    def __init__(
        self, schema: ObjectSchema | None, columns: Mapping[str, str | None], path: str
    ) -> None:
        self._schema = schema
        self._given = columns
        self._path = path
        self._columns: frozenset[str] = frozenset()
        self._known: dict[str, MappedField | None] = {}
        self._taken: dict[tuple[str, bool], str] = {}

    def check(self, columns: Sequence[str]) -> None:
        """Refuse columns that cannot be understood before any row is read: with `FileError`."""
        self._columns = frozenset(columns)
        for column in self._given:
            if columns and column not in self._columns:
                raise FileError(
                    f"there is no such column: the file has {_listed(columns)}",
                    path=self._path,
                    column=column,
                )
        for column, count in Counter(columns).items():
            if count > 1:
                raise FileError(
                    f"{count} columns have this name: rename or remove all but one",
                    path=self._path,
                    column=column,
                )
            self.field_of(column)

    def field_of(self, column: str, row: int | None = None) -> MappedField | None:
        """The field of a column of a row; `None` if the column is left out.

        Raises `FileError` if there is no such field.
        """
        if column in self._known:
            return self._known[column]
        field = self._resolved(column, row)
        if field is not None:
            other = self._taken.setdefault((field.key, field.is_nested), column)
            if other != column:
                raise FileError(
                    f"goes to {field.key}, as {other!r} does: map one of them to another field,"
                    " or leave it out",
                    path=self._path,
                    row=row,
                    column=column,
                )
        self._known[column] = field
        return field

    def _resolved(self, column: str, row: int | None) -> MappedField | None:
        if column in self._given:
            key = self._given[column]
            return None if key is None else self._field(key, column, row)
        if column in _SET_BY_SERVICE:
            # A file of our own has both of them.
            is_both = CUSTOM_FIELDS + column in self._columns
            if self._schema and column in self._schema.rules and not is_both:
                raise FileError(
                    f"can be the field {column}, or the value that the service sets: map it to"
                    f" {CUSTOM_FIELDS}{column}, or leave it out",
                    path=self._path,
                    row=row,
                    column=column,
                )
            return None
        field = self._field(column, column, row)
        rule = self._schema.rules.get(field.key) if self._schema else None
        if field.key not in _GIVEN and rule and rule.is_computed:
            return None
        return field

    def _field(self, name: str, column: str, row: int | None) -> MappedField:
        key = name.removeprefix(CUSTOM_FIELDS)
        if key == name and name in _GIVEN:
            return MappedField(name, "text", is_nested=False)
        is_nested = key in _NESTED
        if self._schema is None:
            standard = STANDARD.get(column)
            return MappedField(key, standard.kind if standard else None, is_nested)
        rule = self._schema.rules.get(key)
        if rule is None:
            raise FileError(_unknown(key, self._schema), path=self._path, row=row, column=column)
        return MappedField(key, field_type(rule.type).kind, is_nested)


def _listed(columns: Sequence[str]) -> str:
    more = len(columns) - MAX_COLUMNS_SHOWN
    shown = ", ".join(columns[:MAX_COLUMNS_SHOWN])
    return f"{shown} and {more:,} more" if more > 0 else shown


def _unknown(key: str, schema: ObjectSchema) -> str:
    meant = closest(key, lambda: {name: name for name in (*schema.rules, "name", "external_id")})
    hint = f" (did you mean {meant!r}?)" if meant else ""
    return f"there is no field {key!r}{hint}: map the column to a field, or leave it out"
