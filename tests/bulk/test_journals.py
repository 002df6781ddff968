"""A run with a journal can be resumed, however it ended."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.bulk.account import JOBS, LOOKS, Account, boats, counts, statuses
from zendesk_custom_objects import Client, JournalError, Outcome, ServerError
from zendesk_custom_objects.sandbox import Variants


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "import.db"


def test_a_second_run_skips_finished_items(account: Account, journal: Path) -> None:
    first = account.run("create_records", boats(130), journal=journal)
    account.sandbox.requests.clear()

    second = account.run("create_records", boats(150), journal=str(journal))

    assert counts(first) == {"created": 130}
    assert counts(second) == {"skipped": 130, "created": 20}
    ids = {each.index: each.record_id for each in first}
    assert all(each.record_id == ids[each.index] for each in second if each.status == "skipped")
    assert len(account.boats()) == 150
    assert account.asked(JOBS) == 1


def test_failed_items_are_retried(account: Account, journal: Path) -> None:
    items = boats(50)
    items[7]["berths"] = "many"
    account.sandbox.faults.fail_items(3)
    first = account.run("create_records", items, journal=journal)
    account.sandbox.faults.clear()

    second = account.run("create_records", items, journal=journal)

    assert counts(first) == {"created": 48, "failed": 2}
    assert statuses(second) == statuses(first) | dict.fromkeys(range(50), "skipped") | {
        3: "created",
        7: "failed",
    }
    assert len(account.boats()) == 49


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", ["external ids", "generated", "none"])
def test_an_abandoned_iteration_is_resumed(
    account: Account, journal: Path, seed: int, kind: str
) -> None:
    random = Random(seed)
    items = boats(700, with_ids=kind == "external ids")
    options: dict[str, Any] = {"journal": journal}
    if kind == "generated":
        options["external_ids"] = "generated"
    known: dict[int, str] = {}
    account.sandbox.faults.slow_jobs(random.choice([0, 2]))
    for _ in range(3):
        left = account.run("create_records", items, limit=random.randint(1, 600), **options)
        assert not [each for each in left if not each.ok]
        known |= {each.index: each.record_id or "" for each in left}

    outcomes = account.run("create_records", items, **options)

    assert set(counts(outcomes)) <= {"skipped", "created"}
    assert len(outcomes) == 700
    assert account.names() == {f"Boat {number}": 1 for number in range(700)}
    ids = {each.index: each.record_id for each in outcomes}
    assert {index: ids[index] for index in known} == known


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"reset": "before"}], ids=str)
def test_a_run_that_raised_is_resumed(
    account: Account, journal: Path, fault: dict[str, Any]
) -> None:
    items = boats(1200, with_ids=True)
    account.sandbox.faults.add(JOBS, **fault)
    account.sandbox.faults.add(LOOKS, status=500, times=5)
    with pytest.raises(ServerError):
        account.run("create_records", items, journal=journal)

    outcomes = account.run("create_records", items, journal=journal)

    assert set(counts(outcomes)) <= {"skipped", "created"}
    assert account.names() == {f"Boat {number}": 1 for number in range(1200)}


def test_items_that_must_not_be_sent_twice_stay_unknown(account: Account, journal: Path) -> None:
    account.sandbox.faults.add(JOBS, reset="before")
    first = account.run("create_records", boats(50), journal=journal)

    second = account.run("create_records", boats(50), journal=journal)

    assert counts(first) == counts(second) == {"unknown": 50}
    assert [each.reason for each in first] == [each.reason for each in second]
    assert account.boats() == []


class Crash(BaseException):
    """The end of a process, as far as it can be simulated inside one."""


@pytest.mark.parametrize("with_ids", [True, False])
def test_repeated_crashes_before_a_batch_do_not_fail_it(
    account: Account, journal: Path, with_ids: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = boats(50, with_ids=with_ids)
    original = account.sandbox.handle

    def handle(method: str, target: str, *rest: Any) -> Any:
        if method == "POST":
            raise Crash
        return original(method, target, *rest)

    monkeypatch.setattr(account.sandbox, "handle", handle)
    for _ in range(6 if with_ids else 1):
        with pytest.raises(Crash):
            account.run("create_records", items, journal=journal)
    monkeypatch.undo()

    outcomes = account.run("create_records", items, journal=journal)

    # Without external ids the job was searched for, and the service has none.
    assert counts(outcomes) == ({"created": 50} if with_ids else {"unknown": 50})
    assert len(account.boats()) == (50 if with_ids else 0)
    assert with_ids or account.asked("ListJobStatuses") > 1


@pytest.mark.parametrize("shape", ["observed", "documented"])
def test_a_run_resumes_between_a_job_and_the_retry_of_its_failures(
    account: Account, journal: Path, shape: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job has results for all items, most of which have an outcome already."""
    account.sandbox.variants = Variants(job_results_by_external_id=shape)
    account.sandbox.faults.add(JOBS, reset="before")
    failing = {3, 40, 41}
    account.sandbox.faults.jobs.item_fails = lambda action, index, item: index in failing
    original = account.sandbox.handle

    def handle(method: str, target: str, *rest: Any) -> Any:
        if method == "PATCH":  # that of the retry: a few items are sent one by one
            raise Crash
        return original(method, target, *rest)

    items = boats(50, with_ids=True)
    monkeypatch.setattr(account.sandbox, "handle", handle)
    with pytest.raises(Crash):
        account.run("upsert_records", items, journal=journal)
    # As if the crash had come before the retry was recorded.
    *entries, last = journal.read_bytes().splitlines(keepends=True)
    assert b'"sending"' in last
    journal.write_bytes(b"".join(entries))
    monkeypatch.undo()
    account.sandbox.faults.clear()
    asked = account.asked(LOOKS)

    outcomes = account.run("upsert_records", items, journal=journal)

    assert {each.index for each in outcomes if each.status == "upserted"} == failing
    assert counts(outcomes) == {"upserted": 3, "skipped": 47}
    assert account.asked(LOOKS) == asked
    assert account.names() == {f"Boat {number}": 1 for number in range(50)}


def test_updates_and_deletions_are_resumed(account: Account, tmp_path: Path) -> None:
    account.run("create_records", boats(300))
    ids = [boat.id for boat in account.boats()]
    updates: list[dict[str, Any]] = [{"id": each, "berths": 7} for each in ids]

    account.run("update_records", updates, limit=50, journal=tmp_path / "updates.db")
    outcomes = account.run("update_records", updates, journal=tmp_path / "updates.db")
    assert set(counts(outcomes)) <= {"skipped", "updated"}
    assert {boat.fields["berths"] for boat in account.boats()} == {7}

    account.run("delete_records", ids, limit=50, journal=tmp_path / "deletions.db")
    outcomes = account.run("delete_records", ids, journal=tmp_path / "deletions.db")
    assert set(counts(outcomes)) <= {"skipped", "deleted"}
    assert account.boats() == []


def changed(items: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "item 3 has changed", [*items[:3], {**items[3], "berths": 99}, *items[4:]]
    yield "item 0 has changed", items[1:]
    yield "item 5 has changed", items[:5]
    yield "there are 0 items", []
    yield "there are 19 items, but the journal .* has an item at index 19", items[:-1]


@pytest.mark.parametrize("case", range(5))
def test_another_input_is_refused(account: Account, journal: Path, case: int) -> None:
    items = boats(20)
    account.run("create_records", items, journal=journal)
    message, others = list(changed(items))[case]
    if case == 2:
        others = [*others, *items[6:]]

    with pytest.raises(JournalError, match=message):
        account.run("create_records", others, journal=journal)

    assert len(account.boats()) == 20
    assert counts(account.run("create_records", items, journal=journal)) == {"skipped": 20}


@pytest.mark.parametrize(
    ("method", "options", "message"),
    [
        ("upsert_records", {}, "is for method create, not upsert"),
        ("create_records", {"external_ids": "generated"}, "external ids given, not generated"),
    ],
)
def test_another_call_is_refused(
    account: Account, journal: Path, method: str, options: dict[str, Any], message: str
) -> None:
    account.run("create_records", boats(10), journal=journal)

    with pytest.raises(JournalError, match=message):
        account.run(method, boats(10), journal=journal, **options)
    with pytest.raises(JournalError, match="is for object boat, not ship"):
        account.admin.create_records("ship", boats(10), journal=journal).run()
    assert account.asked("UpsertCustomObjectRecordByExternalIdOrName") == 0


def test_failed_items_can_be_corrected_or_omitted(account: Account, journal: Path) -> None:
    items = boats(50, with_ids=True)
    account.sandbox.faults.fail_items(3, 49)
    first = account.run("create_records", items, journal=journal)
    account.sandbox.faults.clear()
    mended = [*items[:3], {**items[3], "berths": 99}, *items[4:49]]

    second = account.run("create_records", mended, journal=journal)

    assert counts(first) == {"created": 48, "failed": 2}
    assert counts(second) == {"skipped": 48, "created": 1}
    assert [boat.fields["berths"] for boat in account.boats()].count(99) == 1
    assert counts(account.run("create_records", mended, journal=journal)) == {"skipped": 49}


def test_a_journal_with_only_failures_is_reset(account: Account, journal: Path) -> None:
    account.run("create_records", boats(10, with_ids=True))
    first = account.run("create_records", boats(10, with_ids=True), journal=journal)

    second = account.run("upsert_records", boats(10, with_ids=True), journal=journal)

    assert (counts(first), counts(second)) == ({"failed": 10}, {"upserted": 10})
    with pytest.raises(JournalError, match="is for method upsert, not create"):
        account.run("create_records", boats(10, with_ids=True), journal=journal)


def test_another_account_is_refused(account: Account, journal: Path) -> None:
    account.run("create_records", boats(3), journal=journal)

    with (
        account.sandbox.served() as url,
        Client(base_url=url, auth=account.admin_auth) as zendesk,
        pytest.raises(JournalError, match=r"is for account https://sandbox\.zendesk\.com, not"),
    ):
        zendesk.create_records("boat", boats(3), journal=journal).run()


def test_a_journal_cannot_be_used_by_two_runs(account: Account, journal: Path) -> None:
    run = account.admin.create_records("boat", boats(200), journal=journal)
    assert next(iter(run)).ok

    with pytest.raises(JournalError, match="in use by another run"):
        account.run("create_records", boats(200), journal=journal)

    assert run.run().created == 200
    assert counts(account.run("create_records", boats(200), journal=journal)) == {"skipped": 200}


@pytest.mark.parametrize("content", [b"name,berths\nAnna,4\n" * 100, b"\0" * 5000])
def test_another_file_is_not_a_journal(account: Account, journal: Path, content: bytes) -> None:
    journal.write_bytes(content)

    with pytest.raises(JournalError, match="is not a journal"):
        account.run("create_records", boats(3), journal=journal)
    assert journal.read_bytes() == content


def test_another_database_is_not_a_journal(account: Account, journal: Path) -> None:
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute("CREATE TABLE mine (x)")

    with pytest.raises(JournalError, match="is not a journal"):
        account.run("create_records", boats(3), journal=journal)


def test_a_missing_folder_raises(account: Account, tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="No such file"):
        account.run("create_records", boats(3), journal=tmp_path / "nowhere" / "import.db")


def test_a_journal_is_private_and_contains_no_values(account: Account, journal: Path) -> None:
    items = [{"name": "Boat of Mrs Secret", "external_id": "also-secret"}] * 1 + boats(20)
    account.run("create_records", items, journal=journal)

    content = b"".join(path.read_bytes() for path in journal.parent.iterdir())
    assert b"Secret" not in content
    assert b"also-secret" not in content
    assert b"sandbox/token" not in content
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_dry_run_does_not_change_the_journal(account: Account, journal: Path) -> None:
    outcomes = account.use("create_records", boats(3), lambda run: run.check(), journal=journal)

    assert len(outcomes) == 3
    assert not journal.exists()


def test_changed_values_of_any_kind_are_noticed(account: Account, journal: Path) -> None:
    account.admin.create_field(
        "boat",
        "home",
        title="Home",
        type="lookup",
        relationship_target_type="zen:custom_object:boat",
    )
    (home,) = account.run("create_records", boats(1))
    (record,) = account.boats()
    items: list[Any] = [{"name": "x", "home": record}, {"name": "y", "fields": {"home": record}}]
    first: list[Outcome] = account.run("create_records", items, journal=journal)

    assert counts(first) == {"created": 2}
    assert counts(account.run("create_records", items, journal=journal)) == {"skipped": 2}
    items[0] = {"name": "x", "home": home.record_id}  # equal items
    assert counts(account.run("create_records", items, journal=journal)) == {"skipped": 2}
    items[0] = {"name": "x", "home": None}
    with pytest.raises(JournalError, match="item 0"):
        account.run("create_records", items, journal=journal)
