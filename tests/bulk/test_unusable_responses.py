"""Unusable responses: there is one outcome for each item, and only errors of this package.

With `--hypothesis-profile=thorough` many more of them are generated.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bulk.account import CREATES, JOBS, LOOKS, Account, boats, counts, fast_time
from tests.bulk.garbling import garbled, mutated
from zendesk_custom_objects import Outcome, UnexpectedResponse, ZendeskError

NO_JOBS: list[Any] = [
    {},
    [],
    "text",
    {"job_status": None},
    {"job_status": []},
    {"job_status": {}},
    {"job_status": {"id": None}},
    {"job_status": {"id": ""}},
    {"job_status": {"id": ["V3-1"], "status": "queued"}},
    {"job_status": {"id": 17, "status": ["queued"]}},
]
"""Responses to a submission that do not identify the job."""


@pytest.mark.parametrize("body", NO_JOBS, ids=str)
def test_a_job_without_an_id_is_lost(account: Account, body: Any) -> None:
    account.sandbox.faults.add(JOBS, body=body)

    outcomes = account.run("create_records", boats(30, with_ids=True))

    assert counts(outcomes) == {"created": 30}
    assert set(account.names().values()) == {1}


@pytest.mark.parametrize("body", NO_JOBS, ids=str)
def test_the_job_of_items_without_external_ids_is_searched_for(account: Account, body: Any) -> None:
    account.sandbox.faults.add(JOBS, body=body)

    assert counts(account.run("create_records", boats(30))) == {"created": 30}
    assert set(account.names().values()) == {1}


NO_RECORDS: list[Any] = [{}, [], "text", {"custom_object_record": None}]


@pytest.mark.parametrize("body", NO_RECORDS, ids=str)
def test_a_response_without_the_record_has_an_unknown_outcome(account: Account, body: Any) -> None:
    account.sandbox.faults.add(CREATES, body=body)

    assert counts(account.run("create_records", boats(3, with_ids=True))) == {"created": 3}
    assert set(account.names().values()) == {1}

    account.sandbox.faults.add(CREATES, body=body)
    outcomes = account.run("create_records", [{"name": "x"}, {"name": "y"}])
    assert counts(outcomes) == {"unknown": 1, "created": 1}
    assert account.names()["x"] == account.names()["y"] == 1


@pytest.mark.parametrize("record_id", [None, [], {}, ""], ids=str)
def test_a_created_record_without_an_id_has_no_record_id(account: Account, record_id: Any) -> None:
    body = {"custom_object_record": {"id": record_id, "name": "Boat 0"}}
    account.sandbox.faults.add(CREATES, body=body)

    (outcome,) = account.run("create_records", boats(1))

    assert (outcome.status, outcome.record_id) == ("created", None)


NO_STATES: list[Any] = [{}, [], "text", {"job_statuses": None}, {"job_statuses": {"id": "V3"}}]


@pytest.mark.parametrize("body", NO_STATES, ids=str)
def test_a_poll_without_a_list_ends_the_run(account: Account, body: Any) -> None:
    account.sandbox.faults.add(LOOKS, body=body, times=None)
    outcomes: list[Outcome] = []

    with pytest.raises(UnexpectedResponse):
        account.run("create_records", boats(30), on_outcome=outcomes.append)

    assert counts(outcomes) == {"unknown": 30}


@pytest.mark.parametrize("states", [[None], ["V3"], [{}], [{"id": None}], [[]], [7]], ids=str)
def test_a_poll_without_the_job_is_a_miss(account: Account, states: list[Any]) -> None:
    account.sandbox.faults.add(LOOKS, body={"job_statuses": states}, times=2)

    assert counts(account.run("create_records", boats(30))) == {"created": 30}


@pytest.mark.parametrize("name", ["status", "progress", "results", "message", "total"])
@pytest.mark.parametrize(
    "value", [["x"], {"x": [1]}, 7, None, True, "x", [{"index": [0]}]], ids=str
)
def test_a_state_of_any_type_gives_outcomes(account: Account, name: str, value: Any) -> None:
    def change(body: Any) -> Any:
        for job in body.get("job_statuses", ()):
            job[name] = value
        return body

    account.sandbox.faults.slow_jobs(1)
    with garbled(account.sandbox, change):
        outcomes = account.run("create_records", boats(30), timeout=20)

    assert set(counts(outcomes)) <= {"created", "failed", "unknown"}
    assert sum(counts(outcomes).values()) == 30
    account.wait(10)  # the job can still be running
    assert set(account.names().values()) == {1}


METHODS = ("create_records", "update_records", "upsert_records", "delete_records")
effort = settings(
    max_examples=settings.default.max_examples // 2 if settings.default else 50,
    suppress_health_check=[HealthCheck.too_slow],
)


@effort
@given(
    seed=st.integers(0, 2**32),
    method=st.sampled_from(METHODS),
    count=st.sampled_from([2, 12]),
    with_ids=st.booleans(),
    share=st.sampled_from([0.1, 0.5, 1.0]),
    is_async=st.booleans(),
)
def test_any_response_leaves_one_outcome_for_each_item(
    seed: int, method: str, count: int, with_ids: bool, share: float, is_async: bool
) -> None:
    random = Random(seed)
    with asyncio.Runner() as runner, Account(runner if is_async else None) as account:
        items: list[Any] = boats(count, with_ids=with_ids or method == "upsert_records")
        if method in ("update_records", "delete_records"):
            ids = [account.admin.create_record("boat", **item).id for item in items]
            updates = [{"id": each, "berths": 7} for each in ids]
            items = ids if method == "delete_records" else updates
        account.sandbox.faults.slow_jobs(random.choice([0, 1, 30]))
        outcomes: list[Outcome] = []

        def change(body: Any) -> Any:
            return mutated(random, body) if random.random() < share else body

        with (
            fast_time(account),
            garbled(account.sandbox, change),
            suppress(ZendeskError),  # such as the one for polls that cannot be parsed
        ):
            account.run(method, items, on_outcome=outcomes.append, timeout=60)

        assert sorted(outcome.index for outcome in outcomes) == list(range(count))
        account.wait(100)
        assert set(account.names().values()) <= {1}
