"""Results of jobs in any shape: each is assigned to its item, or to none."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zendesk_custom_objects._core.bulk.batches import Batch
from zendesk_custom_objects._core.bulk.items import Entry
from zendesk_custom_objects._core.bulk.job_results import ItemResult, item_results
from zendesk_custom_objects._core.bulk.job_states import JobState
from zendesk_custom_objects.rules.job_actions import Action

DONE: dict[Action, str] = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "delete_by_external_id": "deleted",
    "create_or_update_by_external_id": "upserted",
    "create_or_update_by_name": "upserted",
}
TEXTS = {"delete": "id", "delete_by_external_id": "external_id"}
ADDRESSES: dict[Action, list[str]] = {
    "create": ["external_id", "name"],
    "update": ["id", "external_id", "name"],
    "delete": ["id"],
    "delete_by_external_id": ["external_id"],
    "create_or_update_by_external_id": ["external_id"],
    "create_or_update_by_name": ["name"],
}
MAKES_RECORDS = {"create", "create_or_update_by_external_id", "create_or_update_by_name"}
"""Actions for which the id of a record means success."""


class Case(NamedTuple):
    batch: Batch
    failing: set[int]
    results: list[dict[str, Any]]


def batch_of(action: Action, count: int) -> Batch:
    entries = []
    for index in range(count):
        wire: Any = {key: f"{key}-{index}" for key in ADDRESSES[action]}
        if action in TEXTS:
            wire = wire[TEXTS[action]]
        by: Any = TEXTS.get(action)
        entries.append(Entry(1000 + index, {"item": index}, wire, by, ()))
    return Batch(action, tuple(entries))


@st.composite
def cases(draw: st.DrawFn, *, in_order: bool) -> Case:
    """A batch, the items that fail, and results that report this in some shape."""
    action = draw(st.sampled_from(list(DONE)))
    count = draw(st.integers(1, 8))
    failing = draw(st.sets(st.integers(0, count - 1)))
    way = draw(st.sampled_from(["index", *ADDRESSES[action]]))
    first = draw(st.sampled_from([0, 1])) if way == "index" and not in_order else 0
    says_success = draw(st.booleans())
    results: list[dict[str, Any]] = []
    for place in range(count):
        result: dict[str, Any] = {} if action in TEXTS or way == "id" else {"id": f"made-{place}"}
        if action == "update":
            result = {"id": f"id-{place}"}
        if not in_order:
            result[way] = place + first if way == "index" else f"{way}-{place}"
        if place in failing:
            result.pop("id", None) if way != "id" else None
            problem: Any = draw(st.sampled_from(["bad", {"name": [{"error": "Bad"}]}, None, []]))
            result |= {"error": "RecordInvalid", "details": problem, "success": False}
        elif says_success or "id" not in result or action not in MAKES_RECORDS:
            result["success"] = True
        results.append(result)
    if not in_order:
        results = draw(st.permutations(results))
    return Case(batch_of(action, count), failing, list(results))


def told(case: Case, **state: Any) -> list[ItemResult]:
    return item_results(case.batch, JobState("V3-1", "completed", results=case.results, **state))


def check(case: Case, found: list[ItemResult]) -> None:
    for place, result in enumerate(found):
        if place in case.failing:
            assert result.status == "failed"
            assert result.reason.startswith("RecordInvalid")
        else:
            assert result.status == DONE[case.batch.action]
            assert result.record_id in (f"made-{place}", f"id-{place}", None)


@given(cases(in_order=False))
def test_results_are_assigned_to_the_items_they_name(case: Case) -> None:
    check(case, told(case))


@given(cases(in_order=True))
def test_complete_results_are_assigned_by_their_order(case: Case) -> None:
    check(case, told(case))


@given(cases(in_order=False), st.data())
def test_an_item_without_a_result_is_unknown(case: Case, data: st.DataObject) -> None:
    count = len(case.batch.entries)
    complete = told(case)
    gone = data.draw(st.integers(0, count - 1))
    if any(result.get("index") == count for result in case.results):
        return  # indexes can begin with 1, which incomplete results leave open
    rest = [each for place, each in enumerate(case.results) if place != gone]

    found = item_results(case.batch, JobState("V3-1", "completed", results=rest))

    assert [result.status for result in found].count("unknown") == 1
    assert sum(ours != before for ours, before in zip(found, complete, strict=True)) == 1


@given(cases(in_order=True), st.data())
def test_results_with_gaps_and_no_identity_are_not_placed(case: Case, data: st.DataObject) -> None:
    assume(case.batch.action != "update")  # its results have ids
    gone = data.draw(st.integers(0, len(case.results) - 1))
    rest = case.results[:gone] + case.results[gone + 1 :]

    found = item_results(case.batch, JobState("V3-1", "completed", results=rest))

    assert {result.status for result in found} == {"unknown"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda values: (
        st.lists(values, max_size=4)
        | st.dictionaries(
            st.sampled_from(["index", "id", "success", "error", "details", "status", "name"]),
            values,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.sampled_from(list(DONE)),
    st.integers(1, 4),
    st.sampled_from(["completed", "failed", "aborted", "killed", None, 7]),
    json_values,
    json_values,
)
def test_results_of_any_shape_are_read(
    action: Action, count: int, status: Any, results: Any, progress: Any
) -> None:
    batch = batch_of(action, count)

    found = item_results(batch, JobState("V3-1", status, results=results, progress=progress))

    assert len(found) == count
    assert {result.status for result in found} <= {*DONE.values(), "failed", "unknown"}
    if not results and status == "completed":
        assert {result.status for result in found} == {"unknown"}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ({"status": "completed", "results": {"success": True}}, "created"),
        ({"status": "completed", "results": {"success": False, "error": "Bad"}}, "failed"),
        ({"status": "failed", "results": {"success": True}}, "unknown"),
        ({"status": "completed", "results": None}, "unknown"),
        ({"status": "completed", "results": []}, "unknown"),
        ({"status": "failed", "results": None, "progress": 0}, "failed"),
        ({"status": "aborted", "results": None, "progress": 0}, "failed"),
        ({"status": "failed", "results": None, "progress": None}, "unknown"),
        ({"status": "failed", "results": None, "progress": 2}, "unknown"),
        ({"status": "aborted", "results": None, "progress": 2}, "unknown"),
    ],
)
def test_a_job_without_separate_results_has_one_outcome_for_all_items(
    state: dict[str, Any], status: str
) -> None:
    found = item_results(batch_of("create", 3), JobState("V3-1", **state))

    assert [result.status for result in found] == [status] * 3


def test_items_without_a_result_of_an_aborted_job_are_unknown() -> None:
    results = [{"index": 1, "id": "made-1"}, {"index": 0, "error": "RecordInvalid"}]

    found = item_results(batch_of("create", 3), JobState("V3-1", "aborted", results=results))

    assert [result.status for result in found] == ["failed", "created", "unknown"]


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ({"status": "Created"}, "created"),
        ({"action": "create", "success": True}, "created"),
        ({"status": "Updated", "action": "create"}, "updated"),
        ({"action": "create_or_update_by_external_id", "success": True}, "upserted"),
        ({"success": True}, "upserted"),
        ({"id": "01J"}, "upserted"),
        ({"status": "CreateOrUpdate"}, "upserted"),
    ],
)
def test_upserts_are_reported_as_created_or_updated_if_known(result: Any, status: str) -> None:
    batch = batch_of("create_or_update_by_external_id", 1)

    (found,) = item_results(batch, JobState("V3-1", "completed", results=[result]))

    assert found.status == status


def test_a_record_deleted_by_an_earlier_attempt_is_deleted() -> None:
    results = [{"index": 0, "error": "RecordNotFound", "success": False}]
    state = JobState("V3-1", "completed", results=results)
    batch = batch_of("delete", 1)

    assert item_results(batch, state)[0].status == "failed"
    assert item_results(batch.lost(), state)[0].status == "deleted"


def test_a_name_of_two_items_identifies_neither() -> None:
    batch = batch_of("create", 2)
    for entry in batch.entries:
        del entry.wire["external_id"]
        entry.wire["name"] = "the same"
    results = [{"name": "the same", "success": True}]

    found = item_results(batch, JobState("V3-1", "completed", results=results))

    assert [result.status for result in found] == ["unknown", "unknown"]
