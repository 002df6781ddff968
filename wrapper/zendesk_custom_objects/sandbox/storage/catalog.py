"""The objects of a sandbox with their fields: read once, and again after a change."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from ..._generated import models
from ...rules.schema import ObjectSchema
from ..wire import errors
from .rows import StoredField
from .values import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .store import Store


class StoredObject:
    """An object and values derived from its fields. Its row in the database has the rest."""

    def __init__(self, number: int, key: str, fields: Sequence[StoredField]) -> None:
        self.number = number
        self.key = key
        self.fields = fields
        """In their order, the standard ones first."""

    @cached_property
    def schema(self) -> ObjectSchema:
        """The fields in the form of the business rules."""
        return ObjectSchema.from_fields(
            self.key,
            [msgspec.convert(field.wire(), models.CustomObjectField) for field in self.fields],
        )

    @cached_property
    def layout(self) -> Layout:
        """The form in which values of records are stored."""
        return Layout([field for field in self.fields if not field.is_attribute])

    @cached_property
    def computed(self) -> list[StoredField]:
        """The roll-ups."""
        return [field for field in self.fields if field.attributes["readonly"]]

    @cached_property
    def path(self) -> str:
        """Where the object is, without `.json`."""
        return f"/api/v2/custom_objects/{quote(self.key, safe='')}"

    @cached_property
    def name_properties(self) -> dict[str, Any]:
        """Uniqueness and numbering of names, without the next number."""
        properties: dict[str, Any] = self.field("standard::name").attributes["properties"]
        return properties

    def field(self, key_or_id: str) -> StoredField:
        """The field with this key or numeric id; 404 if there is none."""
        for field in self.fields:
            if key_or_id in (field.key, str(field.id)):
                return field
        raise errors.not_found()


class Catalog:
    """Finds objects by key. Used under the store's lock."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._objects: dict[str, StoredObject] = {}
        self._unsettled: set[str] = set()

    def find(self, key: str) -> StoredObject | None:
        """The object with this key."""
        if known := self._objects.get(key):
            return known
        row = self._store.find("SELECT number FROM objects WHERE key = ?", (key,))
        if row is None:
            return None
        found = StoredObject(row[0], key, self._fields(row[0]))
        # The transaction can still be rolled back.
        if key not in self._unsettled:
            self._objects[key] = found
        return found

    def get(self, key: str) -> StoredObject:
        """The object with this key; 404 if there is none."""
        found = self.find(key)
        if found is None:
            raise errors.not_found()
        return found

    def count_records(self, custom_object: StoredObject) -> int:
        """The number of an object's records, which is stored and not counted."""
        count: int = self._store.one(
            "SELECT records FROM objects WHERE number = ?", (custom_object.number,)
        )[0]
        return count

    def changed(self, key: str) -> None:
        """Read the object again, because it or its fields were written."""
        self._objects.pop(key, None)
        self._unsettled.add(key)

    def settle(self) -> None:
        """The transaction has ended, either way."""
        self._unsettled.clear()

    def clear(self) -> None:
        """Forget every object."""
        self._objects.clear()

    def _fields(self, number: int) -> list[StoredField]:
        rows = self._store.all(
            """
            SELECT id, key, type, target, position, created_at, updated_at, attributes
            FROM fields WHERE object = ?
            ORDER BY substr(key, 1, 10) = 'standard::' DESC, position, id
            """,
            (number,),
        )
        return [StoredField._make((*row[:-1], msgspec.json.decode(row[-1]))) for row in rows]
