"""Any number of records: the requests, and the outcome of each item."""

from __future__ import annotations

import gc
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.bulk.account import CREATES, JOBS, LOOKS, Account, boats, counts, statuses
from zendesk_custom_objects import (
    AuthenticationError,
    BearerToken,
    BulkFailed,
    Client,
    NotFoundError,
    Outcome,
    ValidationError,
)
from zendesk_custom_objects.sandbox import Variants


def sizes_of_jobs(account: Account) -> list[int]:
    bodies = [json.loads(each.body or b"") for each in account.sandbox.requests.of(JOBS)]
    return sorted((len(body["job"]["items"]) for body in bodies), reverse=True)


def test_records_are_created(account: Account) -> None:
    outcomes = account.run("create_records", iter(boats(250)))

    assert counts(outcomes) == {"created": 250}
    names = {boat.id: boat.name for boat in account.boats()}
    assert {each.record_id: each.item["name"] for each in outcomes} == names
    assert sizes_of_jobs(account) == [100, 100, 50]
    assert {boat.fields["berths"] for boat in account.boats()} == set(range(250))


@pytest.mark.parametrize("count", [1, 5])
def test_few_items_need_no_more_requests_than_one_by_one(account: Account, count: int) -> None:
    outcomes = account.run("create_records", boats(count))

    assert counts(outcomes) == {"created": count}
    assert {each.record_id for each in outcomes} == {boat.id for boat in account.boats()}
    assert (account.asked(CREATES), account.asked(JOBS), account.asked(LOOKS)) == (count, 0, 0)


def test_more_items_need_fewer_requests_than_one_by_one(account: Account) -> None:
    assert counts(account.run("create_records", boats(6, with_ids=True))) == {"created": 6}
    assert (account.asked(CREATES), account.asked(JOBS), account.asked(LOOKS)) == (0, 1, 1)


@pytest.mark.parametrize("count", [3, 30])
def test_records_are_updated(account: Account, count: int) -> None:
    account.run("create_records", boats(count))
    before = account.boats()
    items: list[Any] = [{"id": boat.id, "berths": 99} for boat in before[:-1]]
    items += [{"id": "01HZZZZZZZZZZZZZZZZZZZZZZZ", "berths": 1}]

    outcomes = account.run("update_records", items)

    assert counts(outcomes) == {"updated": count - 1, "failed": 1}
    assert statuses(outcomes)[count - 1] == "failed"
    assert sorted(boat.fields["berths"] for boat in account.boats())[1:] == [99] * (count - 1)


def test_a_record_can_be_an_item(account: Account) -> None:
    account.run("create_records", boats(7))

    assert counts(account.run("update_records", account.boats())) == {"updated": 7}
    assert counts(account.run("delete_records", account.boats())) == {"deleted": 7}
    assert account.boats() == []


@pytest.mark.parametrize("count", [3, 30])
def test_records_are_upserted(account: Account, count: int) -> None:
    account.run("create_records", boats(1, with_ids=True))
    account.wait(1)

    outcomes = account.run("upsert_records", boats(count, with_ids=True))

    # Neither a response to one upsert nor the result of one in a job says which it was.
    assert counts(outcomes) == {"upserted": count}
    assert len(account.boats()) == count
    ids = {boat.external_id: boat.id for boat in account.boats()}
    told = {each.item["external_id"]: each.record_id for each in outcomes}
    assert told == (ids if count == 3 else dict.fromkeys(ids))


def test_upserts_say_what_they_did_if_the_service_does(account: Account) -> None:
    account.sandbox.variants = Variants(job_results_by_external_id="documented")
    account.run("create_records", boats(1, with_ids=True))

    outcomes = account.run("upsert_records", boats(30, with_ids=True))

    assert statuses(outcomes) == {0: "updated"} | dict.fromkeys(range(1, 30), "created")
    assert {each.record_id for each in outcomes} == {boat.id for boat in account.boats()}
    report = account.report("upsert_records", boats(3, with_ids=True))
    assert (report.upserted, report.total, report.ok, str(report)) == (3, 3, True, "3 upserted")


def test_some_are_upserted_by_name_and_some_by_external_id(account: Account) -> None:
    account.admin.update_field("boat", "standard::name", properties={"is_unique": True})
    account.run("create_records", boats(20))

    items = boats(15) + boats(15, with_ids=True, first=20)
    outcomes = account.run("upsert_records", items)

    assert counts(outcomes) == {"upserted": 30}
    assert set(account.names().values()) == {1}
    bodies = [json.loads(each.body or b"") for each in account.sandbox.requests.of(JOBS)]
    assert {body["job"]["action"] for body in bodies[1:]} == {
        "create_or_update_by_name",
        "create_or_update_by_external_id",
    }


def test_an_upsert_by_names_that_are_not_unique_fails(account: Account) -> None:
    outcomes = account.run("upsert_records", boats(2))

    assert counts(outcomes) == {"failed": 2}
    assert "not unique" in outcomes[0].reason
    assert account.boats() == []


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("by", ["id", "external_id"])
def test_records_are_deleted(account: Account, count: int, by: str) -> None:
    account.run("create_records", boats(count, with_ids=True))
    ids = [getattr(boat, by) for boat in account.boats()]

    outcomes = account.run("delete_records", [*ids, "no such one"], by=by)

    assert counts(outcomes) == {"deleted": count, "failed": 1}
    assert account.boats() == []


@pytest.mark.parametrize("count", [1, 30])
def test_ids_that_cannot_be_in_a_url_are_refused(account: Account, count: int) -> None:
    account.run("create_records", boats(count))
    ids = [boat.id for boat in account.boats()]

    assert counts(account.run("delete_records", [*ids, ".", ".."])) == {
        "deleted": count,
        "failed": 2,
    }


def test_invalid_items_do_not_stop_the_others(account: Account) -> None:
    items: list[Any] = boats(20, with_ids=True)
    items[3] = {"name": "Boat 3", "berths": "many"}
    items[5] = {"name": "Boat 5", "bertsh": 5}
    items[7] = "Boat 7"
    items[9] = {"berths": 9, "fields": {"berths": 9}}
    items[11] = {"name": "Boat 11", "external_id": "b-4"}

    outcomes = account.run("create_records", items)

    assert counts(outcomes) == {"created": 15, "failed": 5}
    assert {each.index: each.reason for each in outcomes if not each.ok} == {
        3: 'berths: must be a whole number of at most 64 bits, not "many"',
        5: 'bertsh: unknown field (did you mean "berths"?)',
        7: 'item: must be a mapping, not "Boat 7"; name: is required',
        9: "berths: is given twice: in fields and beside them; name: is required",
        11: 'external_id: The external id "b-4" is repeated: item 4 has it as well.',
    }
    assert [each.violations[0].code for each in outcomes if each.index == 11] == ["DuplicateValue"]
    assert len(account.boats()) == 15


def test_a_repeated_unique_name_is_refused(account: Account) -> None:
    account.admin.update_field("boat", "standard::name", properties={"is_unique": True})

    outcomes = account.run("create_records", boats(10) + boats(1))

    assert counts(outcomes) == {"created": 10, "failed": 1}
    assert outcomes[0].reason == 'The name "Boat 0" is repeated: item 0 has it as well.'


def test_the_reason_of_the_service_is_in_the_outcome(account: Account) -> None:
    account.run("create_records", boats(1, with_ids=True))

    outcomes = account.run("create_records", boats(20, with_ids=True))

    assert counts(outcomes) == {"failed": 1, "created": 19}
    (refused,) = [each for each in outcomes if not each.ok]
    assert (refused.index, refused.record_id) == (0, None)
    assert "external_id" in refused.reason
    assert refused.violations
    assert refused.job_id


@pytest.mark.parametrize("places", [[0], [2, 99], range(100)])
def test_failed_and_created_items_are_distinguished(account: Account, places: list[int]) -> None:
    account.sandbox.faults.fail_items(*places)

    outcomes = account.run("create_records", boats(100))

    assert [each.index for each in outcomes if each.status == "failed"] == list(places)
    assert set(account.names()) == {
        each.item["name"] for each in outcomes if each.status == "created"
    }


def test_a_stale_schema_causes_no_refusal(account: Account) -> None:
    with Client.sandbox(account.sandbox) as zendesk:
        zendesk.create_records("boat", boats(1)).run().raise_on_failure()
        account.admin.create_field("boat", "keel", title="Keel", type="text")
        fields = account.asked("ListCustomObjectFields")

        items = [{"name": f"x{n}", "keel": "long", "nonsense": n} for n in range(50)]
        report = zendesk.create_records("boat", [{"name": "x", "keel": "long"}, *items]).run()

    assert (report.created, report.failed) == (1, 50)
    assert account.asked("ListCustomObjectFields") == fields + 1


def test_validation_can_be_turned_off(account: Account) -> None:
    outcomes = account.run("create_records", [{"name": "x", "nonsense": 1}], validate=False)

    assert counts(outcomes) == {"failed": 1}
    assert account.asked(CREATES) == 1
    assert account.asked("ListCustomObjectFields") == 0


@pytest.mark.parametrize("bad", [3, 150])
def test_a_run_can_end_at_the_first_failure(account: Account, bad: int) -> None:
    items = boats(1000)
    items[bad]["berths"] = "many"
    outcomes: list[Outcome] = []

    with pytest.raises(BulkFailed, match="berths: must be a whole number"):
        account.run("create_records", items, stop_on_failure=True, on_outcome=outcomes.append)

    told = counts(outcomes)
    assert told["failed"] == 1
    assert set(told) <= {"failed", "unsent", "created"}
    assert sum(told.values()) <= bad + 1
    assert len(account.boats()) == told.get("created", 0)


def test_a_report_can_raise_with_its_failures(account: Account) -> None:
    items: list[Any] = [*boats(3), *[{}] * 7]
    report = account.report("create_records", items)

    assert (report.total, report.created, report.failed, report.ok) == (10, 3, 7, False)
    with pytest.raises(BulkFailed) as caught:
        report.raise_on_failure()
    assert caught.value.report is report
    assert str(caught.value).splitlines() == [
        "3 created, 7 failed",
        *[f"  item {index}: name: is required" for index in range(3, 8)],
        "  and 2 more",
    ]
    assert account.report("create_records", boats(1)).raise_on_failure().created == 1


def test_no_items_need_no_requests(account: Account) -> None:
    assert str(account.report("create_records", [])) == "no items"
    assert account.asked(JOBS) == account.asked(CREATES) == 0


def test_a_dry_run_reports_invalid_items_and_sends_nothing(account: Account) -> None:
    items: list[Any] = [*boats(2), {"name": "x", "berths": "many"}, *boats(1)]

    outcomes = account.use("create_records", items, lambda run: run.check())

    assert [(each.index, each.status) for each in outcomes] == [
        (0, "unsent"),
        (1, "unsent"),
        (2, "failed"),
        (3, "unsent"),
    ]
    assert account.boats() == []


def test_items_can_be_an_asynchronous_iterable(account: Account) -> None:
    async def items() -> AsyncIterator[dict[str, Any]]:
        for item in boats(20):
            yield item

    if account.is_async:
        assert counts(account.run("create_records", items())) == {"created": 20}
    else:
        with pytest.raises(TypeError, match="not iterable"):
            account.run("create_records", items())


def test_a_run_that_is_never_started_warns(account: Account) -> None:
    def forget() -> None:
        account.admin.create_records("boat", boats(1))
        gc.collect()

    with pytest.warns(ResourceWarning, match="a bulk create of boat was never run: nothing was se"):
        forget()


def test_a_run_can_be_run_once(account: Account) -> None:
    run = account.admin.create_records("boat", boats(10))
    assert next(iter(run)).ok
    assert run.report.total == 1

    assert run.run().total == 10  # continues
    assert list(run) == []
    with pytest.raises(RuntimeError, match="once"):
        next(run.check())
    assert len(account.boats()) == 10


def test_few_items_are_read_ahead(account: Account) -> None:
    """Nor are many kept: items read and outcomes reported are never far apart."""
    account.sandbox.faults.slow_jobs(10)
    read = told = most = 0

    def items() -> Iterator[dict[str, Any]]:
        nonlocal read, most
        for item in boats(4_500):
            read += 1
            most = max(most, read - told)
            yield item

    def tell(_: Outcome) -> None:
        nonlocal told
        told += 1

    assert counts(account.run("create_records", items(), on_outcome=tell)) == {"created": 4_500}
    assert most <= (30 + 8 + 1) * 100 + 500


def test_many_failures_are_yielded_as_they_occur(account: Account) -> None:
    read = told = most = 0

    def items() -> Iterator[dict[str, Any]]:
        nonlocal read, most
        for _ in range(3000):
            read += 1
            most = max(most, read - told)
            yield {}

    def tell(_: Outcome) -> None:
        nonlocal told
        told += 1

    assert counts(account.run("create_records", items(), on_outcome=tell)) == {"failed": 3000}
    assert most <= 501


def test_large_items_are_sent_in_smaller_jobs(account: Account) -> None:
    account.admin.create_field("boat", "story", title="Story", type="textarea")
    items = [{"name": f"Boat {number}", "story": "x" * 30_000} for number in range(70)]

    assert counts(account.run("create_records", items)) == {"created": 70}
    assert sizes_of_jobs(account) == [33, 33]  # and the remaining items one by one
    bodies = [each.body or b"" for each in account.sandbox.requests.of(JOBS)]
    assert max(map(len, bodies)) < 1_001_000


@pytest.mark.parametrize("count", [2, 300])
def test_an_unknown_object_raises(account: Account, count: int) -> None:
    account.admin.delete_object("boat")
    outcomes: list[Outcome] = []

    with pytest.raises(NotFoundError):
        account.run("create_records", boats(count), on_outcome=outcomes.append)

    assert counts(outcomes) == {"unsent": count}


def test_an_error_of_the_input_is_raised_after_all_outcomes(account: Account) -> None:
    def items() -> Iterator[dict[str, Any]]:
        yield from boats(120)
        raise OSError("the file is torn")

    outcomes: list[Outcome] = []
    with pytest.raises(OSError, match="torn"):
        account.run("create_records", items(), on_outcome=outcomes.append)

    assert sum(counts(outcomes).values()) == 120
    assert len(account.boats()) == counts(outcomes).get("created", 0)


def test_refused_credentials_raise(account: Account) -> None:
    account.settings = {"auth": BearerToken("expired")}
    outcomes: list[Outcome] = []

    with pytest.raises(AuthenticationError):
        account.run("create_records", boats(300), on_outcome=outcomes.append)

    assert set(counts(outcomes)) == {"unsent"}


def test_invalid_options_raise(account: Account) -> None:
    with pytest.raises(ValueError, match="external_ids"):
        account.admin.create_records("boat", [], external_ids="mine")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="by"):
        account.admin.upsert_records("boat", [], by="id")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="by"):
        account.admin.delete_records("boat", [], by="name")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="timeout"):
        account.admin.delete_records("boat", [], timeout=0)


def test_an_input_that_is_not_iterable_raises(account: Account) -> None:
    with pytest.raises(TypeError):
        account.run("create_records", 5)
    with pytest.raises(TypeError, match="one item"):
        account.admin.create_records("boat", {"name": "x"})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="one item"):
        account.admin.delete_records("boat", "01J")


def test_violations_are_the_same_as_for_a_single_record(account: Account) -> None:
    item: dict[str, Any] = {"berths": "many", "nonsense": 1}
    with pytest.raises(ValidationError) as caught:
        account.admin.create_record("boat", **item)

    (outcome,) = account.run("create_records", [item])

    assert outcome.violations == caught.value.violations
