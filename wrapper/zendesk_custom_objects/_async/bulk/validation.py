"""Reads the items of a bulk run, and checks them before anything is sent."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID, uuid4, uuid5

from ..._core.bulk import items, outcomes
from ..._core.bulk.items import Entry
from ...bulk import GOOD
from ...durable.duplicates import Repeats

if TYPE_CHECKING:
    from ..._core.bulk.run_settings import AddressedBy, Plan
    from ...bulk import Outcome
    from ...durable.journal import Journal, Past
    from ...rules.schema import ObjectSchema
    from ...rules.violations import Prepared, Violation
    from ..schemas import Schemas

UNREADABLE: Final = 60.0
"""Seconds until fields that could not be read are asked for again."""


class Read(NamedTuple):
    """An item that was read: to be sent, unless it has an outcome already."""

    entry: Entry
    outcome: Outcome | None = None
    past: Past | None = None
    """What the journal knows of it."""


class Reader:
    """Makes entries of items."""

    def __init__(self, plan: Plan, schemas: Schemas, journal: Journal | None) -> None:
        self._plan = plan
        self._schemas = schemas
        self._journal = journal
        self._repeats = Repeats()
        self._started = monotonic()
        self._does_without_until = 0.0
        self._run = UUID(journal.run_id) if journal is not None else uuid4()

    async def take(self, index: int, item: Any) -> Read:
        """Check an item.

        Raises `JournalError` if it is not the one it was, and what reading the fields raises.
        """
        past = fingerprint = None
        if self._journal is not None:
            fingerprint = items.fingerprint(item)
            past = self._journal.look(index, fingerprint)
        if self._plan.method == "delete":
            entry, violations = self._deletion(index, item, fingerprint)
        else:
            entry, violations = await self._record(index, item, fingerprint)
        if not violations:
            violations = self._repeats.check(entry)
        if past is not None and past.state in GOOD:
            return Read(entry, outcomes.skipped(index, item, past.record_id))
        if past is not None:
            return Read(entry, past=past)
        if violations:
            return Read(entry, outcomes.refused(index, item, violations))
        return Read(entry)

    def close(self) -> None:
        self._repeats.close()

    def _deletion(
        self, index: int, item: Any, fingerprint: bytes | None
    ) -> tuple[Entry, tuple[Violation, ...]]:
        text, violations = items.prepare_deletion(self._plan, item)
        by: AddressedBy = "external_id" if self._plan.by == "external_id" else "id"
        return Entry(index, item, text, by, ((by, text),), fingerprint), violations

    async def _record(
        self, index: int, item: Any, fingerprint: bytes | None
    ) -> tuple[Entry, tuple[Violation, ...]]:
        plan = self._plan
        found: list[Violation] = []
        given = items.take_apart(plan, item, found)
        generated = str(uuid5(self._run, str(index))) if plan.generates_external_ids else None
        by: AddressedBy | None = None
        unique: tuple[tuple[AddressedBy, str], ...] = ()

        def prepare(schema: ObjectSchema | None) -> Prepared:
            nonlocal by, unique
            prepared, by = items.prepare(plan, given, schema, generated)
            unique = items.unique_values(schema, prepared.body)
            if schema is None:
                self._does_without_until = monotonic() + UNREADABLE
            return prepared

        if plan.validate and monotonic() >= self._does_without_until:
            prepared = await self._schemas.prepare(plan.key, prepare, since=self._started)
        else:
            prepared = prepare(None)
        entry = Entry(index, item, prepared.body, by, unique, fingerprint)
        return entry, (*found, *prepared.violations)
