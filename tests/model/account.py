"""A model of an account in plain Python, with which the sandbox's SQL is compared.

It has only the rules that the tests need: texts, integers, dropdowns and parents; unique and
numbered names; cascading deletions. It is given the ids that the service creates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

Kind: TypeAlias = Literal["text", "integer", "dropdown", "parent"]
Key: TypeAlias = Literal["id", "external_id", "name"]
MONTH: Final = 30 * 24 * 3600


class Refused(Exception):
    """A refusal: the status, and the fields in the details of the response, if they are known."""

    def __init__(self, *fields: str, status: int = 422) -> None:
        super().__init__(status, fields)
        self.status = status
        self.fields = set(fields)


@dataclass
class Record:
    id: str
    name: str
    external_id: str | None
    values: dict[str, Any]
    created: float
    updated: float
    change: int
    """The number of its last change, among all changes to the records of its object."""


@dataclass
class Object:
    key: str
    fields: dict[str, Kind] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    unique: bool = False
    numbered: bool = False
    prefix: str = ""
    padding: int = 0
    next: int = 1
    records: dict[str, Record] = field(default_factory=dict)
    deleted: list[Record] = field(default_factory=list)
    changes: int = 0

    def find(self, key: Key, value: str) -> Record | None:
        if key == "id":
            return self.records.get(value)
        return next((each for each in self.records.values() if getattr(each, key) == value), None)

    def changed(self) -> int:
        self.changes += 1
        return self.changes

    def shown(self, record: Record) -> dict[str, Any]:
        return {key: record.values.get(key) for key in self.fields}

    def sorted(self, order: str) -> list[Record]:
        """Records in an order of lists or searches."""
        return sorted(self.records.values(), key=place(order), reverse=order.startswith("-"))


def place(order: str) -> Any:
    """The sort key of an order; its value for a record does not change with the record."""
    name = order.removeprefix("-")
    return {
        "id": lambda record: record.id,
        "updated_at": lambda record: (record.updated, record.change),
        "name": lambda record: (record.name, record.id),
        "created_at": lambda record: (record.created, record.id),
    }[name]


class Account:
    """Objects, and the time."""

    def __init__(self, now: float) -> None:
        self.now = now
        self.objects: dict[str, Object] = {}

    # --- objects and fields

    def object(self, key: str) -> Object:
        if key not in self.objects:
            raise Refused(status=404)
        return self.objects[key]

    def create_object(self, key: str) -> None:
        if key in self.objects:
            raise Refused("key")
        self.objects[key] = Object(key)

    def delete_object(self, key: str) -> None:
        self.object(key)
        del self.objects[key]

    def name(self, key: str, given: Mapping[str, Any]) -> None:
        """Update properties of names: only without records, and not unique and numbered at once."""
        owner = self.object(key)
        names = ("unique", "numbered", "prefix", "padding", "next")
        before = {name: getattr(owner, name) for name in names}
        after = {**before, **given}
        settled = after != before and owner.records
        contradictory = after["unique"] and after["numbered"]
        falling = owner.numbered and after["next"] < owner.next
        if settled or contradictory or falling:
            raise Refused
        for name, value in after.items():
            setattr(owner, name, value)

    def add_field(self, key: str, name: str, kind: Kind, options: Sequence[str]) -> None:
        owner = self.object(key)
        if name in owner.fields:
            raise Refused("key")
        owner.fields[name] = kind
        if kind == "dropdown":
            owner.options = list(options)

    def remove_field(self, key: str, name: str) -> None:
        owner = self.object(key)
        if name not in owner.fields:
            raise Refused(status=404)
        del owner.fields[name]
        for record in owner.records.values():
            record.values.pop(name, None)

    def set_options(self, key: str, name: str, options: Sequence[str]) -> None:
        """Set the options; values of omitted options are removed."""
        owner = self.object(key)
        if name not in owner.fields:
            raise Refused(status=404)
        owner.options = list(options)
        for record in owner.records.values():
            if record.values.get(name) not in options:
                record.values.pop(name, None)

    # --- records

    def create(self, key: str, given: Mapping[str, Any]) -> Record:
        """A new record without an id, which `made` sets."""
        owner = self.object(key)
        values = self._checked(owner, given, None)
        name = given.get("name")
        if owner.numbered:
            name = owner.prefix + str(owner.next).zfill(owner.padding)
            owner.next += 1
        return Record(
            "", name or "", given.get("external_id"), values, self.now, self.now, owner.changed()
        )

    def made(self, key: str, record: Record, record_id: str) -> None:
        record.id = record_id
        self.object(key).records[record_id] = record

    def update(self, key: str, record: Record, given: Mapping[str, Any]) -> Record:
        owner = self.object(key)
        record.values |= self._checked(owner, given, record)
        if not owner.numbered:
            record.name = given.get("name", record.name)
        record.external_id = given.get("external_id", record.external_id)
        record.updated, record.change = self.now, owner.changed()
        return record

    def addressed(self, key: str, by: Key, value: str) -> Record | None:
        owner = self.object(key)
        if by == "name" and not owner.unique:
            raise Refused("name")
        return owner.find(by, value)

    def upsert(self, key: str, by: Key, value: str, given: Mapping[str, Any]) -> Record:
        """The record after the upsert; a new one has no id yet."""
        record = self.addressed(key, by, value)
        if record is None:
            return self.create(key, {by: value, **given})
        return self.update(key, record, given)

    def delete(self, key: str, by: Key, value: str) -> None:
        record = self.addressed(key, by, value)
        if record is None:
            raise Refused(status=404)
        self._bury(self.object(key), record)

    def _bury(self, owner: Object, record: Record) -> None:
        """Delete a record and, after it, its children."""
        del owner.records[record.id]
        record.updated, record.change = self.now, owner.changed()
        owner.deleted.append(record)
        for child in self.objects.values():
            if child.fields.get("p") == "parent" and parent_of(child.key) == owner.key:
                for each in list(child.records.values()):
                    if each.values.get("p") == record.id and each.id in child.records:
                        self._bury(child, each)

    def _checked(
        self, owner: Object, given: Mapping[str, Any], record: Record | None
    ) -> dict[str, Any]:
        """The custom values to write, or a refusal with all errors."""
        wrong: set[str] = set()
        self._check_name(owner, given, record, wrong)
        external_id = given.get("external_id")
        other = owner.find("external_id", external_id) if external_id is not None else None
        if other and other is not record:
            wrong.add("external_id")
        values: dict[str, Any] = dict(given.get("custom_object_fields", {}))
        for name, value in values.items():
            values[name] = self._value(owner, name, value, record, wrong)
        if record is None and owner.fields.get("p") == "parent" and values.get("p") is None:
            wrong.add("p")
        if wrong:
            raise Refused(*wrong)
        return values

    @staticmethod
    def _check_name(
        owner: Object, given: Mapping[str, Any], record: Record | None, wrong: set[str]
    ) -> None:
        name = given.get("name")
        if owner.numbered:
            if name is not None:
                wrong.add("name")
            return
        if ("name" in given or record is None) and (name is None or not name.strip()):
            wrong.add("name")
        other = owner.find("name", name) if owner.unique and name is not None else None
        if other and other is not record:
            wrong.add("base")

    def _value(
        self, owner: Object, name: str, value: Any, record: Record | None, wrong: set[str]
    ) -> Any:
        kind = owner.fields.get(name)
        if kind is None:
            wrong.add(name)
        elif value is not None:
            good = {
                "text": isinstance(value, str),
                "integer": isinstance(value, int),
                "dropdown": value in owner.options,
                "parent": True,
            }[kind]
            if kind == "parent":
                value = self._parent(owner, value)
                good = value is not None
            if not good:
                wrong.add(name)
        return value

    def _parent(self, owner: Object, reference: str) -> str | None:
        """The id of the only record that the reference matches."""
        target = self.objects.get(parent_of(owner.key))
        if target is None:
            return None
        form, separator, value = reference.partition(":")
        if not separator:
            return reference if reference in target.records else None
        found = [
            each.id
            for each in target.records.values()
            if (each.external_id if form == "external_id" else each.name) == value
        ]
        return found[0] if len(found) == 1 else None

    # --- searches

    def exported(self, key: str) -> list[Record]:
        """Changed and deleted records in the order of their changes."""
        owner = self.object(key)
        graves = [each for each in owner.deleted if each.updated > self.now - MONTH]
        return sorted([*owner.records.values(), *graves], key=place("updated_at"))


def parent_of(key: str) -> str:
    """The object that the parent field of an object refers to."""
    return {"a": "b", "b": "b"}[key]


def having(records: Iterable[Record], word: str) -> list[Record]:
    """Records with a word in the name or the text that begins like this."""
    return [
        each
        for each in records
        if any(
            part.startswith(word.lower())
            for text in (each.name, each.values.get("t"))
            if text
            for part in text.lower().split()
        )
    ]
