"""Background jobs: submitting them, and waiting for them."""

from __future__ import annotations

import datetime
import pickle
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.client.stub import Asked, Reply, Reset, Stub
from zendesk_custom_objects import (
    JobTimeout,
    NotFoundError,
    OutcomeUnknown,
    TooManyJobsError,
    ValidationError,
    models,
)


def job(status: str | None, **more: Any) -> dict[str, Any]:
    return {"job_status": {"id": "V3-1", "status": status, **more}}


def test_a_job_is_submitted(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(201, job("queued")))
    items = [{"name": "Anna", "custom_object_fields": {"built": datetime.date(2020, 1, 2)}}]

    submitted = zendesk.submit_job("boat", "create", items)

    assert isinstance(submitted, models.JobStatus)
    assert (submitted.id, submitted.status) == ("V3-1", "queued")
    assert stub.lines == ["POST /api/v2/custom_objects/boat/jobs"]
    assert stub.asked[0].json == {
        "job": {
            "action": "create",
            "items": [{"name": "Anna", "custom_object_fields": {"built": "2020-01-02"}}],
        }
    }


def test_items_of_a_job_can_be_ids(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(201, job("queued")))

    zendesk.submit_job("boat", "delete", iter(["01J", "01K"]))

    assert stub.asked[0].json == {"job": {"action": "delete", "items": ["01J", "01K"]}}


@pytest.mark.parametrize(
    ("items", "field"),
    [
        (["01J"] * 101, "items"),
        ([{"name": "Anna"}, {"custom_object_fields": {"length": float("nan")}}], "items[1]."),
    ],
)
def test_invalid_items_are_refused_before_a_request(
    zendesk: Any, stub: Stub, items: list[Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        zendesk.submit_job("boat", "update", items)

    assert [each.field[: len(field)] for each in caught.value.violations] == [field]
    assert caught.value.operation == "CustomObjectRecordBulkJobs"
    assert stub.asked == []


def test_submitting_a_job_is_not_retried(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reset())

    with pytest.raises(OutcomeUnknown):
        zendesk.submit_job("boat", "delete", ["01J"])
    assert len(stub.asked) == 1


def test_too_many_jobs_raise_with_their_ids(connect: Callable[..., Any], stub: Stub) -> None:
    refusal = {"error": "TooManyJobs", "description": "too many", "current_job_ids": ["V3-1"]}
    stub.will_answer(Reply(429, refusal))

    with pytest.raises(TooManyJobsError) as caught:
        connect(retries=0).submit_job("boat", "delete", ["01J"])
    assert caught.value.current_job_ids == ("V3-1",)


def test_the_status_of_a_job_is_read(zendesk: Any, stub: Stub) -> None:
    results = [{"index": 0, "id": "01J"}, {"index": 1, "error": "RecordInvalid"}]
    stub.will_answer(Reply(200, job("completed", results=results)))

    found = zendesk.get_job_status("V3-1")

    assert stub.lines == ["GET /api/v2/job_statuses/V3-1"]
    assert [(result.id, result.error) for result in found.results] == [
        ("01J", None),
        (None, "RecordInvalid"),
    ]


def test_all_jobs_are_listed(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(
        Reply(
            200, {"job_statuses": [{"id": "1"}], "meta": {"has_more": True, "after_cursor": "c"}}
        ),
        Reply(200, {"job_statuses": [{"id": "2"}], "meta": {"has_more": False}}),
    )

    assert [found.id for found in zendesk.list_job_statuses(page_size=1)] == ["1", "2"]
    assert stub.lines == [
        "GET /api/v2/job_statuses?page%5Bsize%5D=1",
        "GET /api/v2/job_statuses?page%5Bsize%5D=1&page%5Bafter%5D=c",
    ]


@pytest.mark.parametrize("final", ["completed", "failed", "aborted", "killed", None])
def test_waiting_polls_until_the_job_has_finished(
    zendesk: Any, stub: Stub, waits: list[float], final: str | None
) -> None:
    states = ["queued", "working", "working", final]
    stub.will_answer(*(Reply(200, job(state)) for state in states))
    seen: list[str | None] = []

    over = zendesk.wait_for_job("V3-1", on_progress=lambda state: seen.append(state.status))

    assert over.status == final
    assert seen == states
    assert stub.lines == ["GET /api/v2/job_statuses/V3-1"] * 4
    assert len(waits) == 3


def test_a_finished_job_is_not_polled(zendesk: Any, stub: Stub) -> None:
    done = models.JobStatus(id="V3-1", status="completed")

    assert zendesk.wait_for_job(done) is done
    assert stub.asked == []


def test_a_submitted_job_is_polled_after_a_first_wait(
    zendesk: Any, stub: Stub, waits: list[float]
) -> None:
    stub.will_answer(Reply(200, job("completed")))

    over = zendesk.wait_for_job(models.JobStatus(id="V3-1", status="queued"))

    assert over.status == "completed"
    assert (len(waits), len(stub.asked)) == (1, 1)


def test_the_interval_between_polls_grows(zendesk: Any, stub: Stub, waits: list[float]) -> None:
    stub.will_answer(*[Reply(200, job("working"))] * 9, Reply(200, job("completed")))

    zendesk.wait_for_job("V3-1")

    longest = [0.25, 0.5, 1, 2, 4, 5, 5, 5, 5]
    assert len(waits) == len(longest)
    for waited, most in zip(waits, longest, strict=True):
        assert most / 2 <= waited <= most


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock for the timeout of a job, which advances with each poll."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr("zendesk_custom_objects._core.jobs.monotonic", lambda: clock.now)
    return clock


def test_waiting_for_a_job_times_out(
    zendesk: Any, stub: Stub, clock: SimpleNamespace, waits: list[float]
) -> None:
    def working(asked: Asked) -> Reply:
        clock.now += 3
        return Reply(200, job("working", progress=len(stub.asked)))

    stub.otherwise = working

    with pytest.raises(JobTimeout, match=r"V3-1 is still working after 7 s") as caught:
        zendesk.wait_for_job("V3-1", timeout=7)

    assert caught.value.job.progress == 3  # after 9 seconds
    assert waits[-1] <= 1  # the remaining time
    assert pickle.loads(pickle.dumps(caught.value)).job == caught.value.job


def test_a_job_is_polled_once_more_at_the_timeout(
    zendesk: Any, stub: Stub, clock: SimpleNamespace
) -> None:
    def done(asked: Asked) -> Reply:
        clock.now += 60
        return Reply(200, job("completed"))

    stub.otherwise = done

    assert zendesk.wait_for_job("V3-1", timeout=1).status == "completed"


def test_a_failed_poll_does_not_end_the_waiting(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, job("working")), Reset(), Reply(200, job("completed")))

    assert zendesk.wait_for_job("V3-1").status == "completed"


def test_a_job_that_the_service_does_not_know_raises(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(404, {"error": "RecordNotFound"}))

    with pytest.raises(NotFoundError):
        zendesk.wait_for_job("V3-1")
