"""Stored values of records: under the ids of their fields, options as their own ids."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...rules.field_types import FIELD_TYPES
from ...rules.violations import INVALID_VALUE, Violation
from ..field_types import EMULATED_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from .rows import StoredField


class Layout:
    """Converts `custom_object_fields` to stored values, and back.

    Nothing refers to the id of a deleted field or option any more, so its values are gone, too,
    without any record being written.
    """

    def __init__(self, fields: Sequence[StoredField]) -> None:
        self._ids = [(field.key, str(field.id)) for field in fields]
        self._lists = {field.key for field in fields if FIELD_TYPES[field.type].is_list}
        self._values: dict[str, dict[int, str]] = {}
        self._options: dict[str, dict[str, int]] = {}
        for field in fields:
            if FIELD_TYPES[field.type].has_options:
                options = field.attributes["custom_field_options"]
                self._values[field.key] = {option["id"]: option["value"] for option in options}
                self._options[field.key] = {option["value"]: option["id"] for option in options}
        compared = {field.key: EMULATED_TYPES[field.type].comparison for field in fields}
        self._dates = frozenset(key for key, how in compared.items() if how == "day")
        self._numbers = frozenset(key for key, how in compared.items() if how == "number")
        self.links = {field.key: field for field in fields if field.target is not None}
        """The lookup and parent fields, by key."""

    def unstorable(self, values: Mapping[str, Any]) -> list[Violation]:
        """Violations by values of dropdowns without options, which the rules accept."""
        return [
            Violation(key, INVALID_VALUE, "must be the value of an option, and the field has none")
            for key, options in self._options.items()
            if not options and values.get(key) not in (None, [])
        ]

    def wire(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The values by field key, in field order; null where there is none."""
        values = {key: stored.get(field_id) for key, field_id in self._ids}
        for key, options in self._values.items():
            value = values[key]
            if key in self._lists and value is not None:
                values[key] = [options[item] for item in value if item in options]
            elif value is not None:
                values[key] = options.get(value)
        return values

    def with_time_part(self, values: Mapping[str, Any], suffix: str) -> dict[str, Any]:
        """The values of `wire`, with a time after each date, as `Variants.dates` can have it."""
        return _changed(values, self._dates, f"{{}}{suffix}")

    def with_number_texts(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of `wire`, with numbers as `Variants.export_numbers` can have them."""
        return _changed(values, self._numbers, "{}")

    def stored(self, values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """The values to store when `values`, by field key, replace some `before`; null clears."""
        stored: dict[str, Any] = {}
        for key, field_id in self._ids:
            value = self._stored_value(key, values[key]) if key in values else before.get(field_id)
            if value is not None:
                stored[field_id] = value
        return stored

    def _stored_value(self, key: str, value: Any) -> Any:
        if value is None:
            return None
        if key in self._dates:
            return _day(value)
        options = self._options.get(key)
        if options is None:
            return value
        return [options[item] for item in value] if key in self._lists else options[value]


def _day(text: str) -> str:
    """The calendar date; a time that was written with it is dropped, as the service does."""
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return text[:10]  # the rules have found a date here


def _changed(values: Mapping[str, Any], keys: Collection[str], form: str) -> dict[str, Any]:
    """The values, in another form where they are under one of the keys and not null."""
    changed = {key: form.format(values[key]) for key in keys if values.get(key) is not None}
    return {**values, **changed}
