"""Filters of searches, translated from JSON to SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from ...rules.field_types import FIELD_TYPES
from ...rules.json_types import is_list, is_mapping
from ...rules.operators import AND, CUSTOM_FIELDS, OR, STANDARD_OPERATORS
from ..data import rollups
from ..field_types import EMULATED_TYPES
from ..storage.conditions import EVERYTHING, Condition, joined
from ..wire import errors
from ..wire.json_text import encode_text
from .comparisons import STANDARD, Operand, compared, operand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..calls.context import Session
    from ..storage.catalog import StoredObject
    from ..storage.rows import StoredField

# Limits of the service are not documented. SQLite handles these with ease.
_MAX_DEPTH: Final = 10
_MAX_PARTS: Final = 500
_WORDS: Final[Mapping[str, Literal["AND", "OR"]]] = {AND: "AND", OR: "OR"}
_FORM: Final = "A filter is one condition, or lists of conditions under $and and $or"


class Filter(NamedTuple):
    """A condition on rows of `records`.

    `candidates` is a query for the only records that can meet it, if an index knows them.
    """

    condition: Condition
    candidates: Condition | None = None


UNFILTERED: Final = Filter(EVERYTHING)


def parsed(session: Session, custom_object: StoredObject, criteria: Any) -> Filter:
    """The condition of a `filter`; 400 names what is wrong.

    An empty group limits nothing. Several conditions or operators in one object, which no document
    mentions, must all be true, and groups can be nested.
    """
    reader = _Reader(session, custom_object)
    condition = reader.read(criteria, depth=0, required=True)
    return Filter(condition, reader.candidates)


class _Reader:
    """Reads one filter."""

    def __init__(self, session: Session, custom_object: StoredObject) -> None:
        self._session = session
        self._custom_object = custom_object
        self._parts = 0
        self.candidates: Condition | None = None

    def read(self, criteria: Any, *, depth: int, required: bool) -> Condition:
        """`required`: every record that is found meets this part."""
        if not is_mapping(criteria):
            raise errors.bad_request(_FORM, title="Invalid filter")
        if depth > _MAX_DEPTH:
            raise errors.not_emulated(f"Filters nested deeper than {_MAX_DEPTH}")
        self._count()
        parts: list[Condition] = []
        for name, value in criteria.items():
            if name in (AND, OR):
                parts.append(self._group(name, value, depth, required))
            else:
                parts += self._comparisons(name, value, required)
        return joined("AND", parts)

    def _group(self, word: str, parts: Any, depth: int, required: bool) -> Condition:
        if not is_list(parts):
            raise errors.bad_request(f"{word} must be a list of conditions", title="Invalid filter")
        every = required and (word == AND or len(parts) == 1)
        return joined(
            _WORDS[word], [self.read(part, depth=depth + 1, required=every) for part in parts]
        )

    def _comparisons(self, name: str, comparison: Any, required: bool) -> Iterable[Condition]:
        field = self._field(name)
        known = FIELD_TYPES[field.type].filter_operators if field else STANDARD_OPERATORS[name]
        if not is_mapping(comparison) or not comparison:
            raise errors.bad_request(f"{name}: must be an object with one of: {', '.join(known)}")
        for operator, value in comparison.items():
            self._count()
            if operator not in known:
                kind = f"a {field.type} field" if field else "this field"
                message = f"{name}: {operator} is not an operator of {kind}, which has "
                raise errors.bad_request(message + ", ".join(known), title="Invalid operator")
            try:
                if field and field in self._custom_object.computed:
                    condition = self._computed(field, operator, value)
                else:
                    left = operand(field) if field else STANDARD[name]
                    condition = compared(left, operator, value)
            except ValueError as error:
                message = f"{name}: the value of {operator} {error}"
                raise errors.bad_request(message, title="Invalid value") from None
            if required and operator == "$eq":
                self._note_candidates(name, field, condition.parameters)
            yield condition

    def _count(self) -> None:
        self._parts += 1
        if self._parts > _MAX_PARTS:
            raise errors.not_emulated(f"Filters of more than {_MAX_PARTS} parts")

    def _field(self, name: str) -> StoredField | None:
        """The custom field of this name; None for a standard one."""
        if name in STANDARD:
            return None
        key = name.removeprefix(CUSTOM_FIELDS)
        for field in self._custom_object.fields:
            if field.key == key and not field.is_attribute and key != name:
                return field
        message = f"{name} is not a field of {self._custom_object.key}"
        if any(field.key == name for field in self._custom_object.fields):
            message += f": a custom field is named {CUSTOM_FIELDS}{name}"
        raise errors.bad_request(message, title="Unknown field")

    def _computed(self, field: StoredField, operator: str, value: Any) -> Condition:
        """Roll-ups are not in the table: those of every record of the object are computed first."""
        compares = compared(
            Operand(EMULATED_TYPES[field.type].comparison, "computed.value"), operator, value
        )
        rows = self._session.store.all(
            "SELECT id FROM records WHERE object = ?", (self._custom_object.number,)
        )
        values = rollups.values(self._session, self._custom_object, [row[0] for row in rows])
        by_id = {record_id: by_key[field.key] for record_id, by_key in values.items()}
        return Condition(
            "records.id IN (SELECT computed.key FROM json_each(?) AS computed"
            f" WHERE {compares.sql})",
            [encode_text(by_id), *compares.parameters],
        )

    def _note_candidates(self, name: str, field: StoredField | None, parameters: list[Any]) -> None:
        if name == "external_id":
            sql = "SELECT number AS record FROM records WHERE object = ? AND external_id = ?"
            self.candidates = Condition(sql, [self._custom_object.number, *parameters])
        elif field and field.target:
            sql = "SELECT record FROM links WHERE field = ? AND target = ?"
            self.candidates = Condition(sql, [field.id, *parameters])
