"""The SQLite database of a sandbox: one connection, one lock, one transaction per request."""

from __future__ import annotations

import secrets
import sqlite3
import threading
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ...errors import ConfigurationError
from . import tables, words

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Iterable, Sequence

Row: TypeAlias = tuple[Any, ...]

# Ids of fields and options start beyond 32 bits, as the service's do.
_FIRST_ID: Final = 4_400_000_000
_SECRET_BYTES: Final = 32
_FUNCTIONS: Final[dict[str, Callable[..., str | bool]]] = {
    "search_words": words.indexed,
    "search_contains": words.contains,
}
"""Functions for statements, each with two arguments."""


class Store:
    """Statements on the database; every one of them runs inside `transaction()`."""

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        """Open or create a file, or keep everything in memory.

        ConfigurationError if the file is not a sandbox's, of an unknown version, or in use; it is
        left untouched.
        """
        self._lock = threading.RLock()
        try:
            self._connection = sqlite3.connect(
                ":memory:" if path is None else path,
                timeout=1.0,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            try:
                self._open(path)
            except BaseException:
                self._connection.close()
                raise
        except sqlite3.Error as error:
            raise ConfigurationError(f"{path} cannot be used by a sandbox: {error}") from error
        # Closes without a warning if it is garbage-collected unclosed.
        self._finish = weakref.finalize(self, self._connection.close)
        self.secret: bytes = self.one("SELECT value FROM settings WHERE name = 'secret'")[0]

    def _open(self, path: str | os.PathLike[str] | None) -> None:
        application_id = self.one("PRAGMA application_id")[0]
        version = self.one("PRAGMA user_version")[0]
        empty = self.find("SELECT 1 FROM sqlite_master LIMIT 1") is None
        if not empty and application_id != tables.APPLICATION_ID:
            raise ConfigurationError(f"{path} is a database, but not a sandbox's")
        if not empty and version != tables.VERSION and version not in tables.UPGRADES:
            raise ConfigurationError(
                f"{path} was written by another version of the sandbox: "
                f"its format is {version}, this version's is {tables.VERSION}"
            )
        # One process at a time: schemas are cached and names numbered under the lock of this
        # object.
        self.run("PRAGMA locking_mode = EXCLUSIVE")
        # A commit survives the end of the process, though not a power cut. What is committed is in
        # the file itself: a write-ahead log would have to be kept, moved and copied with it. While
        # a commit is under way its journal is beside the file.
        self.run("PRAGMA journal_mode = DELETE")
        self.run("PRAGMA synchronous = OFF")
        self.run("PRAGMA foreign_keys = ON")
        for name, function in _FUNCTIONS.items():
            self._connection.create_function(name, 2, function, deterministic=True)
        if empty:
            self._create()
        else:
            self._upgrade(version)

    def _create(self) -> None:
        with self.transaction():
            self.run(f"PRAGMA application_id = {tables.APPLICATION_ID}")
            self.run(f"PRAGMA user_version = {tables.VERSION}")
            for statement in tables.TABLES:
                self.run(statement)
            self.run(
                "INSERT INTO settings VALUES ('secret', ?)", (secrets.token_bytes(_SECRET_BYTES),)
            )
            self.run("INSERT INTO ids VALUES (?)", (_FIRST_ID,))

    def _upgrade(self, version: int) -> None:
        with self.transaction():
            for earlier in range(version, tables.VERSION):
                for statement in tables.UPGRADES[earlier]:
                    self.run(statement)
            self.run(f"PRAGMA user_version = {tables.VERSION}")

    @contextmanager
    def alone(self) -> Generator[None, None, None]:
        """Hold the lock over several transactions."""
        with self._lock:
            yield

    @contextmanager
    def transaction(self, *, writes: bool = True) -> Generator[None, None, None]:
        """Hold the lock; with `writes`, commit at the end or, on any exception, undo everything."""
        with self._lock:
            if not writes:
                yield
                return
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:
                # After an error such as a full disk SQLite has rolled back already.
                if self._connection.in_transaction:
                    self.run("ROLLBACK")
                raise

    @contextmanager
    def savepoint(self) -> Generator[None, None, None]:
        """Within a transaction: on any exception, undo what was done inside, and only that."""
        self.run("SAVEPOINT step")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self.run("ROLLBACK TO step")
                self.run("RELEASE step")
            raise
        self.run("RELEASE step")

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement; the number of rows it changed."""
        return self._connection.execute(sql, parameters).rowcount

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per row of parameters."""
        self._connection.executemany(sql, rows)

    def insert(self, sql: str, parameters: Sequence[Any]) -> int:
        """Insert a row; its row id."""
        number = self._connection.execute(sql, parameters).lastrowid
        assert number is not None
        return number

    def find(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row, or None."""
        row: Row | None = self._connection.execute(sql, parameters).fetchone()
        return row

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Row:
        """The first row of a statement that always has one."""
        row = self.find(sql, parameters)
        assert row is not None
        return row

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Every row."""
        return self._connection.execute(sql, parameters).fetchall()

    def new_ids(self, count: int = 1) -> range:
        """That many fresh numeric ids; an id is never used twice in a file."""
        self.run("UPDATE ids SET last = last + ?", (count,))
        last = self.one("SELECT last FROM ids")[0]
        return range(last - count + 1, last + 1)

    def clear(self) -> None:
        """Delete every object and what belongs to it. Tokens stay valid, ids go on counting."""
        with self._lock:
            # Without foreign keys and triggers SQLite drops a table's rows as a whole instead of
            # one by one.
            self.run("PRAGMA foreign_keys = OFF")
            try:
                self.run("BEGIN IMMEDIATE")
                self.run("DROP TRIGGER texts_deleted")
                for table in tables.CONTENT:
                    self.run(f"DELETE FROM {table}")
                self.run("INSERT INTO text_index (text_index) VALUES ('delete-all')")
                self.run(tables.TEXTS_DELETED)
                self.run("COMMIT")
            finally:
                self.run("PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        with self._lock:
            self._finish()
