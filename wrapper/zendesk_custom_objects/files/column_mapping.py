"""What the columns of a file stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ..errors import FileError
from ..rules.field_types import field_type
from ..rules.operators import CUSTOM_FIELDS
from ..rules.suggestions import closest
from .columns import STANDARD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules import ObjectSchema
    from ..rules.field_types import Kind

__all__ = ["Target", "Targets"]

_GIVEN: Final = frozenset({"id", "name", "external_id"})
"""What an item can have beside the values of custom fields."""
_SET_BY_SERVICE: Final = STANDARD.keys() - {"name", "external_id"}
_NESTED: Final = frozenset({*STANDARD, "fields"})
"""The keys of custom fields that cannot stand beside the others in an item."""


class Target(NamedTuple):
    """Where the values of a column go, and what they are."""

    key: str
    kind: Kind | None
    """`None` if it is not known."""
    is_nested: bool
    """Whether they go into the item's `fields`."""


class Targets:
    """Where the columns of one file go."""

    def __init__(
        self, schema: ObjectSchema | None, columns: Mapping[str, str | None], path: str
    ) -> None:
        self._schema = schema
        self._given = columns
        self._path = path
        self._columns: Sequence[str] = ()
        self._known: dict[str, Target | None] = {}
        self._taken: dict[tuple[str, bool], str] = {}

    def check(self, columns: Sequence[str]) -> None:
        """Refuse what cannot be meant, before any row is read: with `FileError`."""
        self._columns = columns
        for column in self._given:
            if columns and column not in columns:
                raise FileError(
                    f"there is no such column; there are {', '.join(columns)}",
                    path=self._path,
                    column=column,
                )
        for column in columns:
            if columns.count(column) > 1:
                raise FileError("it is there twice", path=self._path, column=column)
            self.of(column)

    def of(self, column: str, row: int | None = None) -> Target | None:
        """Where a column of a row goes; `None` if it is left out. `FileError` if it cannot go."""
        if column in self._known:
            return self._known[column]
        target = self._resolved(column, row)
        if target is not None:
            other = self._taken.setdefault((target.key, target.is_nested), column)
            if other != column:
                raise FileError(
                    f"it goes to {target.key}, and so does {other!r}",
                    path=self._path,
                    row=row,
                    column=column,
                )
        self._known[column] = target
        return target

    def _resolved(self, column: str, row: int | None) -> Target | None:
        if column in self._given:
            key = self._given[column]
            return None if key is None else self._target(key, column, row)
        if column in _SET_BY_SERVICE:
            # A file of our own has both of them.
            is_both = CUSTOM_FIELDS + column in self._columns
            if self._schema and column in self._schema.rules and not is_both:
                raise FileError(
                    f"it can be the field {column}, or what the service sets: map it to"
                    f" {CUSTOM_FIELDS}{column}, or leave it out",
                    path=self._path,
                    row=row,
                    column=column,
                )
            return None
        target = self._target(column, column, row)
        rule = self._schema.rules.get(target.key) if self._schema else None
        if target.key not in _GIVEN and rule and rule.is_computed:
            return None
        return target

    def _target(self, name: str, column: str, row: int | None) -> Target:
        key = name.removeprefix(CUSTOM_FIELDS)
        if key == name and name in _GIVEN:
            return Target(name, "text", is_nested=False)
        is_nested = key in _NESTED
        if self._schema is None:
            standard = STANDARD.get(column)
            return Target(key, standard.kind if standard else None, is_nested)
        rule = self._schema.rules.get(key)
        if rule is None:
            raise FileError(_unknown(key, self._schema), path=self._path, row=row, column=column)
        return Target(key, field_type(rule.type).kind, is_nested)


def _unknown(key: str, schema: ObjectSchema) -> str:
    meant = closest(key, lambda: {name: name for name in (*schema.rules, "name", "external_id")})
    hint = f" (did you mean {meant!r}?)" if meant else ""
    return f"there is no field {key!r}{hint}: map it to a field, or leave it out"
