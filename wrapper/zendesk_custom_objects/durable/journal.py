"""The journal of a bulk run: what was sent, what the service acknowledged, what came of it.

A SQLite file. It holds no credentials and no records: of each item a fingerprint, its state, and
the id of its record. Every change is on the disk before what follows from it is done.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import uuid4

import msgspec

from .._core.bulk.outcomes import PENDING
from ..errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from .._core.bulk.batches import Batch
    from ..bulk import Outcome

VERSION: Final = 1
APPLICATION_ID: Final = 0x5A434F4A
"""What tells a journal from any other SQLite file."""

_SCHEMA: Final = f"""
    PRAGMA application_id = {APPLICATION_ID};
    PRAGMA user_version = {VERSION};
    CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE batches (
        number INTEGER PRIMARY KEY, action TEXT NOT NULL, attempts INTEGER NOT NULL, job_id TEXT
    );
    CREATE TABLE items (
        position INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL, state TEXT NOT NULL,
        batch INTEGER, record_id TEXT, reason TEXT
    );
    CREATE INDEX items_by_batch ON items (batch) WHERE batch IS NOT NULL;
    CREATE TABLE jobs (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Past(NamedTuple):
    """What the journal knows of an item."""

    state: str
    """That of its outcome, or `PENDING`."""
    batch: int | None
    record_id: str | None
    reason: str


class OpenBatch(msgspec.Struct, frozen=True):
    """A batch of which the outcome is not known."""

    number: int
    action: Any
    attempts: int
    job_id: str | None
    """`None` if it is not known whether there is a job."""
    count: int


class Journal:
    """An open journal. One run has it at a time; its threads may share it."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = Lock()
        last = connection.execute("SELECT max(position) FROM items").fetchone()[0]
        self._last = -1 if last is None else int(last)
        """The last item of an earlier run of which anything may have come."""

    @classmethod
    def open(cls, path: str | os.PathLike[str], about: Mapping[str, str | None]) -> Self:
        """The journal in this file, made if there is none.

        Raises `JournalError` if it is not about the same, in use, or no journal.
        """
        path = Path(path)
        _create(path)
        connection = sqlite3.connect(
            path, timeout=0.5, isolation_level=None, check_same_thread=False
        )
        try:
            _set_up(connection, path)
            _compare(connection, path, about)
            return cls(path, connection)
        except sqlite3.Error as error:
            connection.close()
            raise JournalError(f"the journal {path} cannot be used: {error}") from error
        except BaseException:
            connection.close()
            raise

    @property
    def run_id(self) -> str:
        """Names the run, over all its continuations."""
        return self._about("run_id") or ""

    @property
    def jobs_before(self) -> dict[str, bool] | None:
        """The jobs there were before the first of this run, with whether they were over.

        `None` if that was not looked up.
        """
        value = self._about("jobs_before")
        return None if value is None else msgspec.json.decode(value, type=dict[str, bool])

    def keep_jobs_before(self, jobs: Mapping[str, bool]) -> None:
        with self._lock:
            self._connection.execute(
                "INSERT OR REPLACE INTO about VALUES ('jobs_before', ?)",
                (msgspec.json.encode(jobs).decode(),),
            )

    def own_jobs(self) -> set[str]:
        """All jobs of this run."""
        return {row[0] for row in self._all("SELECT id FROM jobs")}

    def look(self, index: int, fingerprint: bytes | None) -> Past | None:
        """What is known of an item; `None` if it is new.

        One that failed is new each time, and may be another. Raises `JournalError` if it was
        another item before.
        """
        if index > self._last:
            return None
        found = self._all(
            "SELECT state, batch, record_id, reason, fingerprint FROM items WHERE position = ?",
            index,
        )
        if not found:
            return None
        *past, before = found[0]
        if before != fingerprint:
            raise JournalError(
                f"item {index} is not what it was when the journal {self.path} was begun: "
                "continue with the same input, or begin another journal"
            )
        return Past(*past)

    def check_end(self, count: int) -> None:
        """The input is over after `count` items: raise `JournalError` if it had more before."""
        if self._last >= count:
            raise JournalError(
                f"there are {count:,} items, and the journal {self.path} has one at place "
                f"{self._last:,}: continue with the same input, or begin another journal"
            )

    def open_batches(self) -> list[OpenBatch]:
        """What was sent, and what became of it is not known."""
        rows = self._all(
            """
            SELECT number, action, attempts, job_id, count(position)
            FROM batches JOIN items ON batch = number GROUP BY number ORDER BY number
            """
        )
        return [OpenBatch(*row) for row in rows]

    def sending(self, batch: Batch) -> None:
        """A batch is about to be sent."""
        with self._lock, self._connection:
            self._begin()
            cursor = self._connection.execute(
                "INSERT INTO batches (action, attempts) VALUES (?, ?)",
                (batch.action, batch.attempts),
            )
            batch.number = cursor.lastrowid
            self._connection.executemany(
                """
                INSERT INTO items (position, fingerprint, state, batch) VALUES (?, ?, ?, ?)
                ON CONFLICT (position) DO UPDATE SET state = excluded.state, batch = excluded.batch
                """,
                [
                    (entry.index, entry.fingerprint, PENDING, batch.number)
                    for entry in batch.entries
                ],
            )
            self._tidy()

    def refused(self, batch: Batch) -> None:
        """A batch that was about to be sent was not carried out for certain."""
        if batch.attempts or batch.number is None:
            return  # an earlier sending may have been
        with self._lock, self._connection:
            self._begin()
            self._connection.execute("DELETE FROM items WHERE batch = ?", (batch.number,))
            self._tidy()
            batch.number = None

    def submitted(self, batch: Batch, job_id: str) -> None:
        """The service has made a job of a batch."""
        with self._lock, self._connection:
            self._begin()
            self._connection.execute(
                "UPDATE batches SET job_id = ? WHERE number = ?", (job_id, batch.number)
            )
            self._connection.execute("INSERT OR IGNORE INTO jobs VALUES (?)", (job_id,))

    def lost(self, batch: Batch) -> None:
        """It is not known what came of a batch, and no job will tell."""
        with self._lock:
            self._connection.execute(
                "UPDATE batches SET job_id = NULL, attempts = ? WHERE number = ?",
                (batch.attempts, batch.number),
            )

    def settled(self, outcomes: Sequence[Outcome]) -> None:
        """It is known what became of these items, or that it cannot be.

        Nothing came of those that failed, so that they are forgotten.
        """
        with self._lock, self._connection:
            self._begin()
            self._connection.executemany(
                """
                UPDATE items SET state = ?, record_id = ?, reason = ?, batch = NULL
                WHERE position = ?
                """,
                [(each.status, each.record_id, each.reason, each.index) for each in outcomes],
            )
            self._connection.executemany(
                "DELETE FROM items WHERE position = ?",
                [(each.index,) for each in outcomes if each.status == "failed"],
            )
            self._tidy()

    def close(self) -> None:
        """Give the journal up; a later run may continue."""
        with self._lock:
            self._connection.close()

    def _begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def _tidy(self) -> None:
        """Forget the batches that have no items any more."""
        self._connection.execute(
            "DELETE FROM batches WHERE number NOT IN "
            "(SELECT batch FROM items WHERE batch IS NOT NULL)"
        )

    def _about(self, name: str) -> str | None:
        found = self._all("SELECT value FROM about WHERE name = ?", name)
        return found[0][0] if found else None

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


def _create(path: Path) -> None:
    """The reasons in it may quote values: nobody else is to read them."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise JournalError(f"the journal {path} cannot be opened: {error.strerror}") from error


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise JournalError(f"the journal {path} is in use by another run ({error})") from error
    connection.execute("PRAGMA synchronous = FULL")
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if tables == 0 and kind == 0:
        connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
    elif kind != APPLICATION_ID:
        raise JournalError(f"{path} is no journal of a bulk run")
    elif version != VERSION:
        raise JournalError(f"the journal {path} was made by another version of this package")


def _compare(connection: sqlite3.Connection, path: Path, about: Mapping[str, str | None]) -> None:
    """See to it that the journal is about the same as before, unless nothing had come of that."""
    given = {name: str(value) for name, value in about.items()}
    known = dict(connection.execute("SELECT name, value FROM about"))
    differences = [name for name, value in given.items() if known.get(name) != value]
    if not differences:
        return
    if connection.execute("SELECT 1 FROM items LIMIT 1").fetchone():
        name = differences[0]
        raise JournalError(
            f"the journal {path} is for {name.replace('_', ' ')} {known.get(name)}, not"
            f" {given[name]}: give the same as before, or another journal"
        )
    given["run_id"] = str(uuid4())
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for table in ("about", "batches", "items", "jobs"):
            connection.execute(f"DELETE FROM {table}")
        connection.executemany("INSERT INTO about VALUES (?, ?)", given.items())
