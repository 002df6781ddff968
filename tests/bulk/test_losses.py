"""Failures on the network or at the service: nothing takes effect twice, no outcome is made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bulk.account import CREATES, JOBS, LOOKS, Account, boats, counts
from zendesk_custom_objects import (
    Outcome,
    OutcomeUnknown,
    RateLimitError,
    ServerError,
    TooManyJobsError,
)
from zendesk_custom_objects.sandbox import Variants

LOST: list[dict[str, Any]] = [
    {"reset": "before"},
    {"reset": "after"},
    {"status": 503},
    {"status": 503, "performed": True},
    {"status": 500, "performed": True},
    {"truncate": 10},
    {"body": "<html>", "content_type": "text/html"},
]
"""Ways to lose a response, whether or not the request takes effect."""
WAS_DONE = [fault for fault in LOST if fault not in ({"reset": "before"}, {"status": 503})]


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_items_with_external_ids_are_retried(account: Account, fault: dict[str, Any]) -> None:
    account.sandbox.faults.add(JOBS, **fault)

    outcomes = account.run("create_records", boats(250, with_ids=True))

    assert counts(outcomes) == {"created": 250}
    told = {each.record_id for each in outcomes} - {None}  # jobs that upsert tell no ids
    assert len(told) >= 150
    assert told <= {boat.id for boat in account.boats()}
    assert set(account.names().values()) == {1}
    assert account.asked(JOBS) == 4


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_items_with_unique_names_are_retried(account: Account, fault: dict[str, Any]) -> None:
    account.admin.update_field("boat", "standard::name", properties={"is_unique": True})
    account.sandbox.faults.add(JOBS, **fault)

    assert counts(account.run("create_records", boats(50))) == {"created": 50}
    assert set(account.names().values()) == {1}


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_items_with_generated_external_ids_are_retried(
    account: Account, fault: dict[str, Any]
) -> None:
    account.sandbox.faults.add(JOBS, **fault)
    items: list[Any] = [*boats(50), *boats(3, with_ids=True, first=50), {"name": "x"}]

    outcomes = account.run("create_records", items, external_ids="generated")

    assert counts(outcomes) == {"created": 54}
    ids = [boat.external_id for boat in account.boats()]
    assert len(set(ids)) == 54
    assert {"b-50", "b-51", "b-52"} < set(ids)


@pytest.mark.parametrize("fault", WAS_DONE, ids=str)
def test_the_job_of_unidentified_items_is_found(account: Account, fault: dict[str, Any]) -> None:
    account.sandbox.faults.slow_jobs(3)
    account.run("create_records", boats(100))  # earlier records of the same names
    account.sandbox.faults.add(JOBS, **fault)

    outcomes = account.run("create_records", boats(100) + boats(50))

    assert counts(outcomes) == {"created": 150}
    assert len({each.record_id for each in outcomes}) == 150
    assert account.names() == dict.fromkeys((f"Boat {n}" for n in range(50)), 3) | dict.fromkeys(
        (f"Boat {n}" for n in range(50, 100)), 2
    )


@pytest.mark.parametrize("fault", [{"reset": "before"}, {"status": 503}], ids=str)
def test_unidentified_items_without_a_job_are_unknown(
    account: Account, fault: dict[str, Any]
) -> None:
    account.run("create_records", boats(100))  # earlier records of the same names
    account.sandbox.faults.add(JOBS, **fault)

    outcomes = account.run("create_records", boats(150))

    told = counts(outcomes)
    assert told in ({"created": 50, "unknown": 100}, {"created": 100, "unknown": 50})
    assert len(account.boats()) == 100 + told["created"]
    assert "must not be sent twice" in next(each.reason for each in outcomes if not each.ok)


def test_no_job_is_searched_for_if_earlier_jobs_are_unknown(account: Account) -> None:
    account.run("create_records", boats(50))  # earlier records with the same names
    account.sandbox.faults.add("ListJobStatuses", status=403)
    account.sandbox.faults.add(JOBS, reset="before")

    assert counts(account.run("create_records", boats(50))) == {"unknown": 50}


@pytest.mark.parametrize("fault", WAS_DONE, ids=str)
def test_jobs_of_equal_items_are_distinguished(account: Account, fault: dict[str, Any]) -> None:
    account.sandbox.faults.slow_jobs(3)
    account.sandbox.faults.add(JOBS, times=3, **fault)

    outcomes = account.run("create_records", [{"name": "Boat"}] * 800)

    assert counts(outcomes) == {"created": 800}
    assert {each.record_id for each in outcomes} == {boat.id for boat in account.boats()}
    assert len(account.boats()) == 800


def test_a_single_unidentified_item_is_unknown(account: Account) -> None:
    upserts = "UpsertCustomObjectRecordByExternalIdOrName"
    account.sandbox.faults.add(CREATES, reset="after")
    account.sandbox.faults.add(upserts, status=401, times=None)

    assert counts(account.run("create_records", boats(1, with_ids=True))) == {"unknown": 1}
    assert len(account.boats()) == 1


def test_of_both_kinds_only_unidentified_items_are_unknown(account: Account) -> None:
    account.sandbox.faults.add(JOBS, reset="before")

    outcomes = account.run("create_records", boats(20) + boats(20, with_ids=True, first=20))

    assert counts(outcomes) == {"created": 20, "unknown": 20}
    assert {each.index for each in outcomes if each.status == "unknown"} == set(range(20))
    assert len(account.boats()) == 20


@pytest.mark.parametrize("fault", LOST, ids=str)
@pytest.mark.parametrize("with_ids", [True, False])
def test_single_items_are_created_at_most_once(
    account: Account, fault: dict[str, Any], with_ids: bool
) -> None:
    account.sandbox.faults.add(CREATES, **fault)

    outcomes = account.run("create_records", boats(3, with_ids=with_ids))

    expected = {"created": 3} if with_ids else {"unknown": 1, "created": 2}
    assert counts(outcomes) == expected
    assert set(account.names().values()) == {1}
    assert len(account.boats()) == 3 - (not with_ids and fault not in WAS_DONE)


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("fault", LOST, ids=str)
def test_updates_and_deletions_are_retried(
    account: Account, count: int, fault: dict[str, Any]
) -> None:
    account.run("create_records", boats(count, with_ids=True))
    ids = [boat.id for boat in account.boats()]

    account.sandbox.faults.add(method="PATCH" if count == 3 else "POST", **fault)
    updates = [{"id": each, "berths": 7} for each in ids]
    assert counts(account.run("update_records", updates)) == {"updated": count}
    assert {boat.fields["berths"] for boat in account.boats()} == {7}

    account.sandbox.faults.add(method="DELETE" if count == 3 else "POST", **fault)
    assert counts(account.run("delete_records", ids)) == {"deleted": count}
    assert account.boats() == []


@pytest.mark.parametrize("shape", ["observed", "documented"])
@pytest.mark.parametrize("count", [3, 30])
def test_a_record_deleted_by_a_lost_request_counts_as_deleted(
    account: Account, count: int, shape: Any
) -> None:
    account.sandbox.variants = Variants(job_results_by_external_id=shape)
    account.run("create_records", boats(count, with_ids=True))
    ids = [f"b-{number}" for number in range(count)]

    account.sandbox.faults.add(method="DELETE" if count == 3 else "POST", reset="after")
    outcomes = account.run("delete_records", [*ids, "b-99"], by="external_id")

    # Nothing tells the last one from a record that the lost request has deleted.
    expected = {"deleted": count, "failed": 1} if count == 3 else {"deleted": count + 1}
    assert counts(outcomes) == expected
    assert account.boats() == []
    assert counts(account.run("delete_records", ids, by="external_id")) == {"failed": count}


def test_a_service_that_stays_down_ends_the_run(account: Account) -> None:
    account.sandbox.faults.add(JOBS, status=503, times=None)
    outcomes: list[Outcome] = []

    with pytest.raises(OutcomeUnknown):
        account.run("create_records", boats(3000, with_ids=True), on_outcome=outcomes.append)

    assert set(counts(outcomes)) == {"unknown"}  # no more items were read
    assert account.asked(JOBS) <= 8 * 6
    assert account.boats() == []


def test_a_rate_limit_is_waited_for(account: Account) -> None:
    account.sandbox.faults.add(JOBS, status=429, retry_after=30, times=3)

    assert counts(account.run("create_records", boats(50))) == {"created": 50}
    assert account.waited >= 90


def test_a_rate_limit_can_raise(account: Account) -> None:
    account.settings = {"on_rate_limit": "raise"}
    account.sandbox.faults.add(JOBS, status=429, retry_after=30)
    outcomes: list[Outcome] = []

    with pytest.raises(RateLimitError):
        account.run("create_records", boats(50), on_outcome=outcomes.append)

    assert counts(outcomes) == {"unsent": 50}


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("demanded", [11, 3_600, 999_999_999])
@pytest.mark.parametrize("count", [3, 250])
def test_a_wait_longer_than_the_retry_budget_ends_the_run(
    account: Account, status: int, demanded: int, count: int, tmp_path: Path
) -> None:
    account.settings = {"retry_budget": 10}
    account.sandbox.faults.add(
        JOBS if count > 5 else CREATES, status=status, retry_after=demanded, times=None
    )
    items, journal = boats(count, with_ids=True), tmp_path / "import.journal"
    outcomes: list[Outcome] = []

    with pytest.raises(RateLimitError if status == 429 else OutcomeUnknown):
        account.run("create_records", items, journal=journal, on_outcome=outcomes.append)

    assert account.waited < 10
    assert set(counts(outcomes)) <= {"unsent", "unknown"}
    assert status == 503 or counts(outcomes) == {"unsent": count}
    account.sandbox.faults.clear()
    account.settings = {}
    account.wait(60)
    assert counts(account.run("create_records", items, journal=journal)) == {"created": count}


@pytest.mark.parametrize("with_ids", [True, False])
def test_retry_after_is_honoured_after_a_single_item(account: Account, with_ids: bool) -> None:
    account.sandbox.faults.add(CREATES, status=503, retry_after=30)

    outcomes = account.run("create_records", boats(3, with_ids=with_ids))

    assert account.waited == 30
    assert counts(outcomes) == ({"created": 3} if with_ids else {"unknown": 1, "created": 2})


def test_repeated_waits_end_with_the_retry_budget(account: Account) -> None:
    account.settings = {"retry_budget": 60, "retries": 100}
    account.sandbox.faults.add(JOBS, status=429, retry_after=9, times=None)

    with pytest.raises(RateLimitError):
        account.run("create_records", boats(50, with_ids=True))

    assert 40 < account.waited <= 60


def test_too_many_jobs_for_longer_than_the_retry_budget_end_the_run(account: Account) -> None:
    account.settings = {"retry_budget": 10}
    occupy(account, 30, 3_600)
    outcomes: list[Outcome] = []

    with pytest.raises(TooManyJobsError):
        account.run("create_records", boats(50), on_outcome=outcomes.append)

    assert counts(outcomes) == {"unsent": 50}
    assert account.waited < 10


def test_free_job_slots_are_waited_for(account: Account) -> None:
    """Without `Retry-After` the timeout applies, from the last sign of a free slot."""
    account.sandbox.faults.add(
        JOBS, status=429, body={"error": "TooManyJobs", "description": "too many"}, times=None
    )

    with pytest.raises(TooManyJobsError):
        account.run("create_records", boats(50), timeout=300)

    assert 200 < account.waited < 300
    assert account.asked(JOBS) < 40


def occupy(account: Account, jobs: int, seconds: float) -> None:
    """Submit jobs of another client."""
    account.sandbox.faults.slow_jobs(seconds)
    for _ in range(jobs):
        account.admin.submit_job("boat", "create", [{"name": "theirs"}])
    account.sandbox.faults.slow_jobs(0)
    account.sandbox.requests.clear()


@pytest.mark.parametrize("theirs", [29, 30])
def test_jobs_of_other_clients_take_slots(account: Account, theirs: int) -> None:
    occupy(account, theirs, 40)

    assert counts(account.run("create_records", boats(1500))) == {"created": 1500}
    answers = [request.status for request in account.sandbox.requests.of(JOBS)]
    assert answers.count(201) == 15
    assert answers.count(429) <= 8


def test_a_job_slot_that_never_becomes_free_ends_the_run(account: Account) -> None:
    occupy(account, 30, 100_000)

    with pytest.raises(TooManyJobsError):
        account.run("create_records", boats(150), timeout=300)
    assert account.waited < 300
    assert account.asked(JOBS) <= 2


def test_slow_jobs_are_waited_for(account: Account) -> None:
    account.sandbox.faults.slow_jobs(300)

    assert counts(account.run("create_records", boats(1000))) == {"created": 1000}
    assert account.asked(JOBS) == 10
    assert account.asked(LOOKS) < 100


def test_a_stalled_job_is_not_waited_for(account: Account) -> None:
    account.sandbox.faults.slow_jobs(100_000)

    outcomes = account.run("create_records", boats(50, with_ids=True), timeout=100)

    assert counts(outcomes) == {"unknown": 50}
    assert "is still queued" in outcomes[0].reason
    assert 100 < account.waited < 200


def test_a_job_that_fails_as_a_whole_is_retried_if_its_items_are_identified(
    account: Account,
) -> None:
    account.sandbox.faults.fail_jobs()

    outcomes = account.run("create_records", boats(50, with_ids=True))
    assert counts(outcomes) == {"created": 50}  # it was retried once

    account.sandbox.faults.fail_jobs()
    outcomes = account.run("create_records", boats(50))
    assert counts(outcomes) == {"failed": 50}
    assert outcomes[0].reason.startswith("the job ended as failed")
    assert len(account.boats()) == 50


def test_items_of_jobs_that_always_fail_have_failed(account: Account) -> None:
    account.sandbox.faults.fail_jobs(None)

    outcomes = account.run("upsert_records", boats(250, with_ids=True))

    assert counts(outcomes) == {"failed": 250}
    assert account.asked(JOBS) <= 9


def test_a_lost_attempt_may_have_succeeded_although_later_jobs_fail(account: Account) -> None:
    account.sandbox.faults.add(JOBS, reset="after")
    account.sandbox.faults.jobs.job_fails = lambda action: action != "create"

    outcomes = account.run("create_records", boats(50, with_ids=True))

    assert counts(outcomes) == {"unknown": 50}
    assert outcomes[0].reason.startswith("the job ended as failed")
    assert len(account.boats()) == 50


def test_a_job_that_the_service_does_not_know_is_lost(account: Account) -> None:
    account.sandbox.faults.add(LOOKS, body={"job_statuses": []}, times=3)

    assert counts(account.run("create_records", boats(50, with_ids=True))) == {"created": 50}
    assert set(account.names().values()) == {1}


def test_failing_polls_end_the_run(account: Account) -> None:
    account.sandbox.faults.add(LOOKS, status=500, times=None)
    outcomes: list[Outcome] = []

    with pytest.raises(ServerError):
        account.run("create_records", boats(50), on_outcome=outcomes.append)

    assert counts(outcomes) == {"unknown": 50}
    assert "could not be polled" in outcomes[0].reason


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_refused_job_is_split_in_two(account: Account, status: int) -> None:
    account.sandbox.faults.add(JOBS, status=status, times=2)

    assert counts(account.run("create_records", boats(100))) == {"created": 100}
    assert account.asked(JOBS) == 5  # jobs of 100, 50, 25, 25, and the other 50


def test_a_permanent_refusal_ends_the_run(account: Account) -> None:
    account.sandbox.faults.add(status=400, method="POST", times=None)
    outcomes: list[Outcome] = []

    with pytest.raises(Exception, match="400"):
        account.run("create_records", boats(2000), on_outcome=outcomes.append)

    assert sum(counts(outcomes).values()) >= 800
    assert account.asked(JOBS) < 150
    assert account.boats() == []
