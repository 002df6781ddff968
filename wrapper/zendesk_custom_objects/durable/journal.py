"""The journal of a bulk run: what was sent, what the service accepted, and the outcomes.

One file, which needs no other. It holds no credentials and no records: of each item a fingerprint,
its status and the id of its record. Each change is one entry, and on the disk before anything that
follows from it is done.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import uuid4

import msgspec

from ..errors import JournalError
from .append_log import AppendLog, DamagedLogError, ForeignFileError, LockedError
from .journal_entries import (
    Begun,
    JobsBefore,
    Lost,
    Sending,
    Settled,
    Submitted,
    Withdrawn,
    decode,
    encode,
)
from .journal_state import JournalState

if TYPE_CHECKING:
    import os
    from collections.abc import Generator, Mapping, Sequence
    from typing import Self

    from ..bulk import Outcome
    from .journal_entries import Entry
    from .journal_state import OpenBatch

__all__ = ["HEADER", "Journal", "Past"]

_TITLE: Final = b"zendesk-custom-objects, journal of a bulk run, format "
HEADER: Final = _TITLE + b"2\n"
_SQLITE: Final = b"SQLite format 3\0"
_APPLICATION_ID: Final = (68, b"ZCOJ")
"""Where in a SQLite file version 0.1.0 has put what tells a journal from other databases."""


class Past(NamedTuple):
    """The last entry about an item."""

    status: str | None
    """`None` if it was sent and its outcome is not known."""
    batch: int | None
    """Number of the batch in which it was sent, if its outcome is not known."""
    record_id: str | None = None
    reason: str = ""


class Journal:
    """An open journal. One run has it at a time; its threads can share it."""

    def __init__(self, path: Path, log: AppendLog) -> None:
        self.path = path
        self._log = log
        self._state = JournalState()
        """Of when it was opened: items are looked up before they are sent."""
        self._numbers = count(1)
        # A few: items come in the order in which batches were filled, of two or three at a time.
        self._entry_at = lru_cache(maxsize=16)(self._read)

    @classmethod
    def open(cls, path: str | os.PathLike[str], about: Mapping[str, str]) -> Self:
        """Open the journal in a file, which is created if missing; `about` says what the run does.

        Raises `JournalError` if it is that of another run, in use, damaged, or no journal.
        """
        path = Path(path)
        with _errors_of(path):
            journal = cls(path, AppendLog.open(path, HEADER))
            try:
                for place, entry in journal._log.entries():
                    journal._state.add(place, decode(entry))
                journal._begin(about)
            except BaseException:
                journal.close()
                raise
        return journal

    @property
    def run_id(self) -> str:
        """Identifies the run, over all its continuations."""
        return "" if self._state.begun is None else self._state.begun.run_id

    @property
    def jobs_before(self) -> dict[str, bool] | None:
        """The jobs before the first of this run, with whether they were over.

        `None` if that was not looked up.
        """
        return self._state.jobs_before

    def keep_jobs_before(self, jobs: Mapping[str, bool]) -> None:
        """Record the jobs that were there before the first of this run."""
        self._append(JobsBefore(dict(jobs)))

    @property
    def own_jobs(self) -> frozenset[str]:
        """The ids of all jobs of this run, when it was opened."""
        return frozenset(self._state.own_jobs)

    def look(self, index: int, fingerprint: bytes | None) -> Past | None:
        """The last entry about an item; `None` if it is new.

        An item that failed is new each time, and can have been changed. Raises `JournalError` if it
        is another item than before.
        """
        place = self._state.places[index] if index < self._state.size else 0
        if not place:
            return None
        with _errors_of(self.path):
            before, past = self._entry_at(place)[index]
        if before != (fingerprint or b""):
            raise JournalError(
                f"item {index} has changed since the journal {self.path} was begun: continue with"
                " the same input, or give another journal"
            )
        return past

    def check_end(self, items: int) -> None:
        """Raise `JournalError` if the input ended after `items` items, and had more before."""
        if items < self._state.size:
            raise JournalError(
                f"there are {items:,} items, but the journal {self.path} has an item at index "
                f"{self._state.size - 1:,}: continue with the same input, or give another journal"
            )

    def open_batches(self) -> list[OpenBatch]:
        """The batches that were sent and have items without an outcome, when it was opened."""
        return list(self._state.open.values())

    def sending(
        self, action: str, items: Sequence[tuple[int, bytes | None]], *, was_sent: bool
    ) -> int:
        """Record that a batch is about to be sent; returns its number.

        `items` are the index and fingerprint of each; `was_sent` says whether they may have been
        carried out before.
        """
        number = next(self._numbers)
        entries = [(index, fingerprint or b"") for index, fingerprint in items]
        self._append(Sending(number, action, was_sent, entries))
        return number

    def withdrawn(self, number: int) -> None:
        """Record that a batch, which was about to be sent, was certainly not carried out."""
        self._append(Withdrawn(number))

    def submitted(self, number: int, job_id: str) -> None:
        """Record the job that the service has made of a batch."""
        self._append(Submitted(number, job_id))

    def lost(self, number: int) -> None:
        """Record that no job will tell the outcomes of a batch."""
        self._append(Lost(number))

    def settled(self, outcomes: Sequence[tuple[Outcome, bytes | None]]) -> None:
        """Record outcomes, each with the fingerprint of its item.

        Nothing came of items that failed, so that they are new another time.
        """
        items: list[tuple[int, bytes, str, str | None, str]] = [
            (each.index, fingerprint or b"", each.status, each.record_id, each.reason)
            for each, fingerprint in outcomes
        ]
        self._append(Settled(items))

    def close(self) -> None:
        """Close the file; a later run can continue."""
        self._log.close()

    def _append(self, entry: Entry) -> None:
        with _errors_of(self.path):
            self._log.append(encode(entry))

    def _begin(self, about: Mapping[str, str]) -> None:
        """Refuse the journal of another run; an empty one is reset."""
        begun = self._state.begun
        if begun is not None:
            known = begun.about
            differences = [name for name, value in about.items() if known.get(name) != value]
            if not differences:
                self._numbers = count(self._state.last_number + 1)
                return
            if self._state.size:
                name = differences[0]
                raise JournalError(
                    f"the journal {self.path} is for {name.replace('_', ' ')} {known.get(name)},"
                    f" not {about[name]}: give the same as before, or another journal"
                )
            self._log.clear()
        self._state = JournalState()
        self._state.begun = Begun(str(uuid4()), dict(about))
        self._append(self._state.begun)

    def _read(self, place: int) -> dict[int, tuple[bytes, Past]]:
        """Fingerprint and past of each item of an entry."""
        entry = decode(self._log.read(place))
        if isinstance(entry, Sending):
            past = Past(None, entry.batch)
            return {index: (fingerprint, past) for index, fingerprint in entry.items}
        assert isinstance(entry, Settled)
        return {
            index: (fingerprint, Past(status, None, record_id, reason))
            for index, fingerprint, status, record_id, reason in entry.items
        }


@contextmanager
def _errors_of(path: Path) -> Generator[None]:
    """Raise what goes wrong with a journal as `JournalError`."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise JournalError(f"the journal {path} cannot be used: {said}") from error
    except LockedError:
        raise JournalError(f"the journal {path} is in use by another run") from None
    except ForeignFileError as error:
        raise JournalError(_refusal(path, error.args[0])) from None
    except (DamagedLogError, msgspec.DecodeError, KeyError) as error:
        raise JournalError(
            f"the journal {path} is damaged: restore it from a copy; without it nobody can tell"
            " what was sent"
        ) from error


def _refusal(path: Path, content: bytes) -> str:
    """The message for a file that is not a journal of this format."""
    place, application_id = _APPLICATION_ID
    is_of_0_1 = content.startswith(_SQLITE) and (
        content[place:].startswith(application_id)
        or path.with_name(f"{path.name}-wal").exists()  # which has the rest of it
    )
    if is_of_0_1 or content.startswith(_TITLE):
        whose = "version 0.1.0" if is_of_0_1 else "a later version"
        return (
            f"the journal {path} was made by {whose} of this package: finish the run with that"
            " version, or give another journal"
        )
    return f"{path} is not a journal of a bulk run: give another path"
