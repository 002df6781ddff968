"""Reads the items of a bulk run, and checks them before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID, uuid4, uuid5

from ..._clock import monotonic
from ..._core.bulk import items, outcomes
from ..._core.bulk.items import Entry
from ...bulk import OK_STATUSES
from ...durable.duplicates import DuplicateFinder

if TYPE_CHECKING:
    from ..._core.bulk.run_settings import RunSettings
    from ...bulk import Outcome
    from ...durable.journal import Journal, Past
    from ...rules.job_actions import AddressedBy
    from ...rules.schema import ObjectSchema
    from ...rules.violations import Prepared, Violation
    from ..schemas import Schemas

SCHEMA_RETRY_SECONDS: Final = 60.0
"""Until fields that could not be read are requested again: a run goes on without them."""


class Read(NamedTuple):
    """An item that was read, with its outcome if it is not to be sent."""

    entry: Entry
    outcome: Outcome | None = None
    past: Past | None = None
    """Its entry in the journal, if it has one."""


class ItemReader:
    """Checks items, and looks them up in the journal."""

    def __init__(self, settings: RunSettings, schemas: Schemas, journal: Journal | None) -> None:
        self._settings = settings
        self._schemas = schemas
        self._journal = journal
        self._duplicates = DuplicateFinder()
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
        if self._settings.method == "delete":
            entry, violations = self._deletion(index, item, fingerprint)
        else:
            entry, violations = await self._record(index, item, fingerprint)
        if not violations:
            violations = self._duplicates.check(index, entry.unique)
        if past is not None and past.status in OK_STATUSES:
            return Read(entry, outcomes.skipped(index, item, past.record_id))
        if past is not None:
            return Read(entry, past=past)
        if violations:
            return Read(entry, outcomes.refused(index, item, violations))
        return Read(entry)

    def close(self) -> None:
        self._duplicates.close()

    def _deletion(
        self, index: int, item: Any, fingerprint: bytes | None
    ) -> tuple[Entry, tuple[Violation, ...]]:
        text, violations = items.prepare_deletion(self._settings, item)
        by: AddressedBy = "external_id" if self._settings.by == "external_id" else "id"
        return Entry(index, item, text, by, ((by, text),), fingerprint), violations

    async def _record(
        self, index: int, item: Any, fingerprint: bytes | None
    ) -> tuple[Entry, tuple[Violation, ...]]:
        settings = self._settings
        found: list[Violation] = []
        given = items.take_apart(settings, item, found)
        generated = str(uuid5(self._run, str(index))) if settings.generates_external_ids else None
        by: AddressedBy | None = None
        unique: tuple[tuple[AddressedBy, str], ...] = ()

        def prepare(schema: ObjectSchema | None) -> Prepared:
            nonlocal by, unique
            prepared, by = items.prepare(settings, given, schema, generated)
            unique = items.unique_values(schema, prepared.body)
            if schema is None:
                self._does_without_until = monotonic() + SCHEMA_RETRY_SECONDS
            return prepared

        if settings.validate and monotonic() >= self._does_without_until:
            prepared = await self._schemas.prepare(settings.key, prepare, since=self._started)
        else:
            prepared = prepare(None)
        entry = Entry(index, item, prepared.body, by, unique, fingerprint)
        return entry, (*found, *prepared.violations)
