"""A journal is one file, complete wherever a process ends; a damaged one is refused."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bulk.account import Account, boats, counts
from zendesk_custom_objects import JournalError, Outcome
from zendesk_custom_objects.durable.append_log import AppendLog, DamagedLogError, ForeignFileError

HEADER = b"a log for tests\n"


class Crash(BaseException):
    """The end of a process, as far as it can be simulated inside one."""


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "import.journal"


@contextmanager
def crash_at(commit: int, fraction: float) -> Iterator[None]:
    """End inside the n-th commit, after some of its bytes are written."""
    write, left = AppendLog._write, commit

    def torn(log: AppendLog, content: bytes) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.lseek(log._handle, log._end, os.SEEK_SET)
            os.write(log._handle, content[: round(len(content) * fraction)])
        if left <= 0:
            raise Crash
        write(log, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AppendLog, "_write", torn)
        yield


@pytest.mark.parametrize("commit", range(1, 13))
@pytest.mark.parametrize(("kind", "fraction"), [("ids", 0.5), ("generated", 0.99), ("none", 0.1)])
def test_a_run_that_ended_inside_a_commit_is_resumed(
    account: Account, journal: Path, tmp_path: Path, commit: int, kind: str, fraction: float
) -> None:
    items = boats(230, with_ids=kind == "ids")
    options: dict[str, Any] = {"external_ids": "generated"} if kind == "generated" else {}
    try:
        with crash_at(commit, fraction):
            account.run("create_records", items, journal=journal, **options)
    except Crash:
        pass
    alone = tmp_path / "elsewhere" / "another name"
    alone.parent.mkdir()
    shutil.move(journal, alone)
    assert not list(tmp_path.glob("import*"))

    outcomes = account.run("create_records", items, journal=alone, **options)

    told = counts(outcomes)
    assert set(told) <= {"created", "skipped", *({"unknown"} if kind == "none" else ())}
    names = account.names()
    assert set(names.values()) == {1}
    assert len(names) >= 230 - told.get("unknown", 0)
    if commit <= 2:  # nothing was sent: the first commits say which run it is
        assert told == {"created": 230}


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """Files of this process cannot grow, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 100, 300, 3_000, 5_000, 9_000, 14_000, 19_000, 24_000])
@pytest.mark.parametrize("with_ids", [True, False])
def test_a_full_disk_raises_and_loses_nothing(
    account: Account, journal: Path, size: int, with_ids: bool
) -> None:
    items = boats(230, with_ids=with_ids)
    outcomes: list[Outcome] = []

    with file_size_limit(size), pytest.raises(JournalError, match=r"import\.journal.*too large"):
        account.run("create_records", items, journal=journal, on_outcome=outcomes.append)

    assert sum(counts(outcomes).values()) == len(outcomes)
    assert set(counts(outcomes)) <= {"created", "unsent", "unknown"}
    created = {each.item["name"] for each in outcomes if each.status == "created"}
    assert created <= set(account.names())
    later = account.run("create_records", items, journal=journal)
    assert set(counts(later)) <= {"created", "skipped", "unknown"}
    assert set(account.names().values()) == {1}
    assert len(account.names()) >= 230 - counts(later).get("unknown", 0)


def test_a_damaged_journal_is_refused(account: Account, journal: Path) -> None:
    account.run("create_records", boats(50), journal=journal)
    content = bytearray(journal.read_bytes())
    content[len(content) // 2] ^= 1
    journal.write_bytes(content)

    with pytest.raises(JournalError, match=r"import\.journal is damaged: restore it from a copy"):
        account.run("create_records", boats(50), journal=journal)

    assert journal.read_bytes() == content
    assert len(account.boats()) == 50


def test_an_unknown_entry_counts_as_damage(account: Account, journal: Path) -> None:
    with closing(AppendLog.open(journal, JOURNAL_HEADER)) as log:
        log.append(b'{"type": "mystery"}')

    with pytest.raises(JournalError, match="is damaged"):
        account.run("create_records", boats(5), journal=journal)


JOURNAL_HEADER = b"zendesk-custom-objects, journal of a bulk run, format 2\n"


@pytest.mark.parametrize("with_wal", [True, False])
def test_a_journal_of_version_0_1_0_is_refused(
    account: Account, journal: Path, with_wal: bool
) -> None:
    with closing(sqlite3.connect(journal)) as connection:
        if with_wal:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA application_id = 0x5A434F4A")
        connection.execute("CREATE TABLE items (position)")
        connection.commit()
        with pytest.raises(JournalError, match=r"made by version 0\.1\.0 .* finish the run with"):
            account.run("create_records", boats(5), journal=journal)
    assert account.boats() == []


def test_a_journal_of_a_later_version_is_refused(account: Account, journal: Path) -> None:
    journal.write_bytes(JOURNAL_HEADER.replace(b"2", b"3") + b"anything\n")

    with pytest.raises(JournalError, match="made by a later version"):
        account.run("create_records", boats(5), journal=journal)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["a pipe", "a folder"])
def test_a_journal_must_be_a_regular_file(account: Account, journal: Path, make: Any) -> None:
    make(journal)

    with pytest.raises(JournalError, match=r"import\.journal"):
        account.run("create_records", boats(5), journal=journal)
    assert account.boats() == []


def test_an_empty_file_becomes_a_private_journal(account: Account, journal: Path) -> None:
    journal.touch(0o644)

    assert counts(account.run("create_records", boats(5), journal=journal)) == {"created": 5}
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_journal_is_one_file(account: Account, journal: Path) -> None:
    run = account.admin.create_records("boat", boats(250), journal=journal)
    assert next(iter(run)).ok

    assert [path.name for path in journal.parent.iterdir()] == ["import.journal"]
    run.close()
    assert [path.name for path in journal.parent.iterdir()] == ["import.journal"]


# --- the file

contents = st.lists(st.binary(max_size=60).filter(lambda entry: b"\n" not in entry), max_size=6)


def entries(path: Path) -> list[bytes]:
    with closing(AppendLog.open(path, HEADER)) as log:
        return [entry for _, entry in log.entries()]


@pytest.fixture(scope="module")
def log_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "log"


@given(contents, st.data())
def test_a_truncated_log_keeps_the_entries_before(
    log_path: Path, written: list[bytes], data: st.DataObject
) -> None:
    log_path.unlink(missing_ok=True)
    with closing(AppendLog.open(log_path, HEADER)) as log:
        assert list(log.entries()) == []
        for entry in written:
            log.append(entry)
    content = log_path.read_bytes()
    size = data.draw(st.integers(0, len(content)))
    log_path.write_bytes(content[:size])

    with closing(AppendLog.open(log_path, HEADER)) as log:
        found = [(place, entry) for place, entry in log.entries()]
        assert [entry for _, entry in found] == written[: len(found)]
        assert len(found) == max(0, content[:size].count(b"\n") - 1)
        assert [log.read(place) for place, _ in found] == [entry for _, entry in found]
        log.append(b"more")
    assert entries(log_path) == [*written[: len(found)], b"more"]


@settings(max_examples=settings.default.max_examples * 2 if settings.default else 200)
@given(contents.filter(bool), st.data(), st.integers(1, 255))
def test_a_damaged_log_is_refused_or_keeps_the_entries_before(
    log_path: Path, written: list[bytes], data: st.DataObject, change: int
) -> None:
    log_path.unlink(missing_ok=True)
    with closing(AppendLog.open(log_path, HEADER)) as log:
        list(log.entries())
        for entry in written:
            log.append(entry)
    content = bytearray(log_path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= change
    log_path.write_bytes(content)

    try:
        found = entries(log_path)
    except (DamagedLogError, ForeignFileError):
        return
    # Only the line break of the last entry can look like the end of an incomplete one.
    assert found == written[:-1]
