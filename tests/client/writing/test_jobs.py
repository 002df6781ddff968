"""Background jobs: what is submitted, and how they are waited for."""

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


def test_a_job_may_have_ids_for_items(zendesk: Any, stub: Stub) -> None:
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
def test_what_no_job_can_have_is_not_sent(
    zendesk: Any, stub: Stub, items: list[Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        zendesk.submit_job("boat", "update", items)

    assert [each.field[: len(field)] for each in caught.value.violations] == [field]
    assert caught.value.operation == "CustomObjectRecordBulkJobs"
    assert stub.asked == []


def test_no_job_is_submitted_twice(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reset())

    with pytest.raises(OutcomeUnknown):
        zendesk.submit_job("boat", "delete", ["01J"])
    assert len(stub.asked) == 1


def test_too_many_jobs(connect: Callable[..., Any], stub: Stub) -> None:
    refusal = {"error": "TooManyJobs", "description": "too many", "current_job_ids": ["V3-1"]}
    stub.will_answer(Reply(429, refusal))

    with pytest.raises(TooManyJobsError) as caught:
        connect(retries=0).submit_job("boat", "delete", ["01J"])
    assert caught.value.current_job_ids == ("V3-1",)


def test_a_job(zendesk: Any, stub: Stub) -> None:
    results = [{"index": 0, "id": "01J"}, {"index": 1, "error": "RecordInvalid"}]
    stub.will_answer(Reply(200, job("completed", results=results)))

    found = zendesk.get_job_status("V3-1")

    assert stub.lines == ["GET /api/v2/job_statuses/V3-1"]
    assert [(result.id, result.error) for result in found.results] == [
        ("01J", None),
        (None, "RecordInvalid"),
    ]


def test_all_jobs(zendesk: Any, stub: Stub) -> None:
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
def test_a_job_is_waited_for(
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


def test_a_job_that_is_over_is_not_asked_for(zendesk: Any, stub: Stub) -> None:
    done = models.JobStatus(id="V3-1", status="completed")

    assert zendesk.wait_for_job(done) is done
    assert stub.asked == []


def test_a_job_that_was_submitted_is_first_given_time(
    zendesk: Any, stub: Stub, waits: list[float]
) -> None:
    stub.will_answer(Reply(200, job("completed")))

    over = zendesk.wait_for_job(models.JobStatus(id="V3-1", status="queued"))

    assert over.status == "completed"
    assert (len(waits), len(stub.asked)) == (1, 1)


def test_the_waits_grow(zendesk: Any, stub: Stub, waits: list[float]) -> None:
    stub.will_answer(*[Reply(200, job("working"))] * 9, Reply(200, job("completed")))

    zendesk.wait_for_job("V3-1")

    longest = [0.25, 0.5, 1, 2, 4, 5, 5, 5, 5]
    assert len(waits) == len(longest)
    for waited, most in zip(waits, longest, strict=True):
        assert most / 2 <= waited <= most


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock by which a job is late: it moves when somebody looks for the job."""
    clock = SimpleNamespace(now=1000.0)
    monkeypatch.setattr("zendesk_custom_objects._core.jobs.monotonic", lambda: clock.now)
    return clock


def test_a_job_that_takes_too_long(
    zendesk: Any, stub: Stub, clock: SimpleNamespace, waits: list[float]
) -> None:
    def working(asked: Asked) -> Reply:
        clock.now += 3
        return Reply(200, job("working", progress=len(stub.asked)))

    stub.otherwise = working

    with pytest.raises(JobTimeout, match=r"V3-1 is still working after 7 s") as caught:
        zendesk.wait_for_job("V3-1", timeout=7)

    assert caught.value.job.progress == 3  # after 9 seconds
    assert waits[-1] <= 1  # what was left
    assert pickle.loads(pickle.dumps(caught.value)).job == caught.value.job


def test_a_job_gets_a_last_look_when_time_is_up(
    zendesk: Any, stub: Stub, clock: SimpleNamespace
) -> None:
    def done(asked: Asked) -> Reply:
        clock.now += 60
        return Reply(200, job("completed"))

    stub.otherwise = done

    assert zendesk.wait_for_job("V3-1", timeout=1).status == "completed"


def test_a_lost_answer_ends_no_waiting(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, job("working")), Reset(), Reply(200, job("completed")))

    assert zendesk.wait_for_job("V3-1").status == "completed"


def test_a_job_that_is_forgotten(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(404, {"error": "RecordNotFound"}))

    with pytest.raises(NotFoundError):
        zendesk.wait_for_job("V3-1")
