"""Finds what two items of a run have in common and may not, however many items there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..rules.names import repeated_value
from ..rules.violations import BASE, Violation

if TYPE_CHECKING:
    import sqlite3

    from .._core.bulk.items import Entry
    from .._core.bulk.run_settings import AddressedBy

IN_MEMORY: Final = 50_000
"""Values that are kept in memory; more go into a temporary file, which the system removes."""

_WORDS: Final[dict[AddressedBy, str]] = {
    "id": "id",
    "external_id": "external id",
    "name": "name",
}


class Repeats:
    """The values that must be unique, with the first item that had each."""

    def __init__(self) -> None:
        self._recent: dict[tuple[str, str], int] = {}
        self._file: sqlite3.Connection | None = None

    def check(self, entry: Entry) -> tuple[Violation, ...]:
        """Which of the item's values an earlier one had; it counts itself only if none is."""
        firsts = {unique: self._find(*unique) for unique in entry.unique}
        repeated = tuple(
            repeated_value(BASE if by == "name" else by, _WORDS[by], value, first)
            for (by, value), first in firsts.items()
            if first is not None
        )
        if not repeated:
            self._recent.update(dict.fromkeys(entry.unique, entry.index))
            if len(self._recent) >= IN_MEMORY:
                self._move()
        return repeated

    def close(self) -> None:
        """Remove the file, if there is one."""
        if self._file is not None:
            self._file.close()

    def _find(self, by: str, value: str) -> int | None:
        first = self._recent.get((by, value))
        if first is None and self._file is not None:
            row = self._file.execute(
                "SELECT first FROM seen WHERE by = ? AND value = ?", (by, value)
            ).fetchone()
            first = None if row is None else row[0]
        return first

    def _move(self) -> None:
        """From memory to the file."""
        if self._file is None:
            import sqlite3  # most runs do without

            # An empty name is a file of its own that nobody else sees. Tasks and threads take
            # turns; journaling what is thrown away would be for nothing.
            self._file = sqlite3.connect("", check_same_thread=False, isolation_level=None)
            self._file.execute("PRAGMA journal_mode = OFF")
            self._file.execute(
                "CREATE TABLE seen (by TEXT, value TEXT, first INTEGER, PRIMARY KEY (by, value))"
                " WITHOUT ROWID"
            )
        rows = sorted((by, value, first) for (by, value), first in self._recent.items())
        self._file.execute("BEGIN")
        self._file.executemany("INSERT INTO seen VALUES (?, ?, ?)", rows)
        self._file.execute("COMMIT")
        self._recent.clear()
