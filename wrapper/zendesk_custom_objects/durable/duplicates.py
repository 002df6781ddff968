"""Values that two items of a run must not share, however many items there are."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ..errors import FileError
from ..rules.names import repeated_value
from ..rules.violations import BASE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator, Sequence

    from ..rules.violations import Violation

__all__ = ["DuplicateFinder"]

MAX_VALUES_IN_MEMORY: Final = 50_000
"""More are kept in a temporary file, which the system removes. In memory they take about 10 MB."""


class DuplicateFinder:
    """Keeps the values that must be unique, with the first item that had each."""

    def __init__(self) -> None:
        self._recent: dict[tuple[str, str], int] = {}
        self._file: sqlite3.Connection | None = None

    def check(self, index: int, unique: Sequence[tuple[str, str]]) -> tuple[Violation, ...]:
        """Find the values of the item at `index` that an earlier item has.

        `unique` are pairs of a property (`id`, `external_id`, `name`) and its value. An item with a
        duplicate is refused, so that none of its values are kept. Raises `FileError` if the
        temporary file cannot be used, as on a full disk.
        """
        firsts = {pair: self._find(*pair) for pair in unique}
        repeated = tuple(
            # The service reports a name that is taken under `base`, too.
            repeated_value(BASE if by == "name" else by, by.replace("_", " "), value, first)
            for (by, value), first in firsts.items()
            if first is not None
        )
        if not repeated:
            self._recent.update(dict.fromkeys(unique, index))
            if len(self._recent) >= MAX_VALUES_IN_MEMORY:
                self._move_to_file()
        return repeated

    def close(self) -> None:
        """Remove the file, if there is one."""
        if self._file is not None:
            self._file.close()

    def _find(self, by: str, value: str) -> int | None:
        first = self._recent.get((by, value))
        if first is None and self._file is not None:
            with _file_errors():
                row = self._file.execute(
                    "SELECT first FROM seen WHERE by = ? AND value = ?", (by, value)
                ).fetchone()
            first = None if row is None else row[0]
        return first

    def _move_to_file(self) -> None:
        with _file_errors():
            self._file = self._file or self._new_file()
            rows = sorted((by, value, first) for (by, value), first in self._recent.items())
            self._file.execute("BEGIN")
            self._file.executemany("INSERT INTO seen VALUES (?, ?, ?)", rows)
            self._file.execute("COMMIT")
        self._recent.clear()

    def _new_file(self) -> sqlite3.Connection:
        import sqlite3  # most runs do without

        # An empty name is a file of its own that nobody else sees. Tasks and threads take turns; a
        # rollback journal for data that is thrown away would be for nothing.
        file = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        file.execute("PRAGMA journal_mode = OFF")
        file.execute(
            "CREATE TABLE seen (by TEXT, value TEXT, first INTEGER, PRIMARY KEY (by, value))"
            " WITHOUT ROWID"
        )
        return file


@contextmanager
def _file_errors() -> Generator[None]:
    """Raise the errors of SQLite, as on a full disk, as `FileError`."""
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        message = f"cannot be used ({error}): make room on the disk for temporary files"
        raise FileError(message, path="the temporary file of external ids and names") from error
