"""Decisions without a service: duplicates, job slots, and the schedule of polls."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zendesk_custom_objects import FileError
from zendesk_custom_objects._core.bulk.batches import MAX_JOB_BYTES, Batcher
from zendesk_custom_objects._core.bulk.items import Entry
from zendesk_custom_objects._core.bulk.run_settings import RunSettings
from zendesk_custom_objects._core.bulk.scheduling import MAX_RUNNING_JOBS, JobSlots, PollSchedule
from zendesk_custom_objects.durable.duplicates import DuplicateFinder

values = st.lists(
    st.dictionaries(
        st.sampled_from(["id", "external_id", "name"]),
        st.sampled_from("abcdefgh"),
        max_size=3,
    ),
    max_size=40,
)


@given(values, st.integers(1, 10))
def test_duplicates_are_found_in_memory_and_on_disk(
    items: list[dict[Any, str]], in_memory: int
) -> None:
    seen: dict[tuple[str, str], int] = {}
    finder = DuplicateFinder()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zendesk_custom_objects.durable.duplicates.MAX_VALUES_IN_MEMORY", in_memory)
        for index, item in enumerate(items):
            firsts = [seen[pair] for pair in item.items() if pair in seen]
            found = finder.check(index, tuple(item.items()))
            said = [int(re.findall(r"item (\d+)", each.message)[0]) for each in found]
            assert said == firsts
            if not firsts:
                seen.update(dict.fromkeys(item.items(), index))
    finder.close()


def test_a_full_disk_is_an_error_of_this_package(monkeypatch: pytest.MonkeyPatch) -> None:
    new_file = DuplicateFinder._new_file

    def small_file(finder: DuplicateFinder) -> Any:
        file = new_file(finder)
        file.execute("PRAGMA max_page_count = 3")
        return file

    monkeypatch.setattr(DuplicateFinder, "_new_file", small_file)
    monkeypatch.setattr("zendesk_custom_objects.durable.duplicates.MAX_VALUES_IN_MEMORY", 100)

    def fill(finder: DuplicateFinder) -> None:
        for index in range(1000):
            finder.check(index, [("external_id", "x" * 100 + str(index))])

    with closing(DuplicateFinder()) as finder, pytest.raises(FileError, match="disk is full"):
        fill(finder)


@given(st.lists(st.integers(1, 32_000), max_size=250))
def test_batches_respect_the_limits_of_items_and_bytes(sizes: list[int]) -> None:
    settings = RunSettings(method="create", key="boat")
    batcher = Batcher(settings)
    full = []
    for index, size in enumerate(sizes):
        batch = batcher.add(Entry(index, None, "x" * size, None, ()))
        if batch is not None:
            full.append(batch)
    rest = [] if (last := batcher.rest()) is None else [last]
    assert batcher.rest() is None

    assert [e.index for b in (*full, *rest) for e in b.entries] == list(range(len(sizes)))
    for batch in (*full, *rest):
        assert 1 <= len(batch.entries) <= 100
        assert sum(entry.size for entry in batch.entries) <= MAX_JOB_BYTES
    for batch, after in zip(full, [*full[1:], *rest], strict=False):
        is_full = len(batch.entries) == 100
        following = after.entries[0].size if after.entries else 0
        assert is_full or sum(e.size for e in batch.entries) + following > MAX_JOB_BYTES


def test_free_job_slots_are_counted() -> None:
    slots = JobSlots()
    header = "zendesk-ratelimit-inflight-jobs"
    assert slots.free(0) > 0
    assert slots.free(MAX_RUNNING_JOBS) == 0
    slots.accepted({header: "total=30; remaining=2; resets=60"})
    assert slots.free(1) == 2
    slots.refused()
    assert slots.free(1) == 0
    slots.ended(3)
    assert slots.free(0) == 3
    slots.refused()
    slots.probe()
    assert slots.free(0) == 1
    slots.accepted({header: "nonsense"})
    assert slots.free(10) > 1


def polls_and_time(seconds: float, jobs: int, pause: float) -> tuple[int, float]:
    """The number of polls and the duration of a run whose jobs take so long, by a simulated clock.

    One submission takes `pause` seconds.
    """
    now, looks = 0.0, PollSchedule()
    count, waiting, under_way = 0, jobs, list[float]()
    while waiting or under_way:
        while waiting and len(under_way) < MAX_RUNNING_JOBS:
            now += pause
            under_way.append(now)
            looks.accepted(pause)
            waiting -= 1
        now += looks.wait(now, under_way, 0.5)
        count += 1
        over = [now - begun for begun in under_way if begun + seconds <= now]
        under_way = [begun for begun in under_way if begun + seconds > now]
        looks.polled(now, over)
    return count, now


@given(st.floats(0.01, 120), st.floats(0.01, 2))
def test_polls_are_few_and_in_time(seconds: float, pause: float) -> None:
    jobs = 600
    count, took = polls_and_time(seconds, jobs, pause)

    is_held_up_by_jobs = seconds > MAX_RUNNING_JOBS * pause
    assert count <= jobs * (0.15 if is_held_up_by_jobs else 0.11) + 15
    # At most 30 jobs at a time, submitted one after the other: no run can take less.
    least = max(jobs * pause, seconds * jobs / MAX_RUNNING_JOBS)
    assert took <= least * 1.5 + seconds + 10


@pytest.mark.parametrize(
    ("pause", "polled_at"),
    [(0.5, 0.6875), (0.1, 0.25), (0.001, 0.0085)],  # the faster the service responds, the sooner
)
def test_a_single_job_is_polled_soon(pause: float, polled_at: float) -> None:
    count, took = polls_and_time(0.005, 1, pause)
    assert count == 1
    assert took == pytest.approx(polled_at)
