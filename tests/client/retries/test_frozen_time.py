"""A client does not wait forever in tests that freeze time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import repeat

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import BearerToken, Client, JobTimeout
from zendesk_custom_objects._clock import monotonic

RECORD = {"custom_object_record": {"id": "01J"}}


@pytest.fixture
def frozen(stub: Stub, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client that really waits, while the clocks that such tools replace stand still."""
    monkeypatch.undo()
    with (
        Client(base_url=stub.url, auth=BearerToken("t")) as zendesk,
        monkeypatch.context() as patch,
    ):
        for name in ("time", "monotonic", "perf_counter", "time_ns", "monotonic_ns"):
            # At its present value: the event loop of a server in another thread would go by any
            # other one, and wait until that comes.
            patch.setattr(time, name, repeat(getattr(time, name)()).__next__)
        yield zendesk


def test_time_passes_for_the_client(frozen: Client) -> None:
    before = monotonic()

    assert any(monotonic() > before for _ in range(100_000))


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_waited_for(frozen: Client, stub: Stub, status: int) -> None:
    stub.will_answer(Reply(status, headers={"retry-after": "0.05"}), Reply(200, RECORD))

    assert frozen.get_record("boat", "01J").id == "01J"


def test_the_end_of_the_rate_limit_window_is_waited_for(frozen: Client, stub: Stub) -> None:
    used_up = {"ratelimit-limit": "5", "ratelimit-remaining": "0", "ratelimit-reset": "0.05"}
    stub.will_answer(Reply(200, RECORD, used_up), Reply(200, RECORD, used_up))

    frozen.get_record("boat", "01J")
    frozen.get_record("boat", "01J")


def test_waiting_for_a_job_times_out(frozen: Client, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, {"job_status": {"id": "j", "status": "working"}})

    with pytest.raises(JobTimeout):
        frozen.wait_for_job("j", timeout=0.05)
