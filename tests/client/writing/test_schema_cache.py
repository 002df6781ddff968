"""Values are checked against the fields of the object, which are cached for a while."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from tests.client.stub import Answer, Asked, Reply, Reset, Stub
from zendesk_custom_objects import (
    AsyncClient,
    AuthenticationError,
    BearerToken,
    Client,
    RateLimitError,
    ValidationError,
    Violation,
    api,
)

AUTH = BearerToken("t")
READ = "GET /api/v2/custom_objects/boat/fields?include_standard_fields=true&page%5Bsize%5D=100"
RECORD = {"custom_object_record": {"id": "01J"}}


class Account:
    """An account with an object whose fields can change without the client's knowledge."""

    def __init__(self) -> None:
        self.fields = {"length": "integer"}
        self.instead: Answer | None = None
        self.delay = 0.0
        self.reads = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.method == "DELETE":
            return Reply(204)
        if "/records" in asked.target:
            return Reply(200, RECORD)
        if asked.method != "GET":
            return Reply(200, {"custom_object_field": {"id": 1}, "custom_object": {"key": "boat"}})
        self.reads += 1
        time.sleep(self.delay)
        if self.instead is not None:
            return self.instead
        name = {"id": 1, "key": "standard::name", "type": "text", "properties": {}}
        fields = [{"id": 2, "key": key, "type": kind} for key, kind in self.fields.items()]
        return Reply(200, {"custom_object_fields": [name, *fields], "meta": {"has_more": False}})


@pytest.fixture
def account(stub: Stub) -> Account:
    stub.otherwise = account = Account()
    return account


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock by which schemas expire; each reading of it advances it a little."""
    clock = SimpleNamespace(now=1000.0)

    def monotonic() -> float:
        clock.now += 0.001
        return float(clock.now)

    for module in ("_core.schemas", "_sync.schemas", "_async.schemas"):
        monkeypatch.setattr(f"zendesk_custom_objects.{module}.monotonic", monotonic)
    return clock


WRITES: dict[str, Callable[..., Any]] = {
    "create": lambda zendesk, **values: zendesk.create_record("boat", name="Anna", **values),
    "update": lambda zendesk, **values: zendesk.update_record("boat", "01J", **values),
    "upsert": lambda zendesk, **values: zendesk.upsert_record("boat", external_id="e", **values),
}


@pytest.mark.parametrize("write", WRITES)
def test_the_fields_are_read_once_for_any_number_of_writes(
    zendesk: Any, stub: Stub, account: Account, write: str
) -> None:
    for _ in range(3):
        WRITES[write](zendesk, length=7)

    assert stub.lines[0] == READ
    assert stub.lines.count(READ) == 1
    assert len(stub.asked) == 4


@pytest.mark.parametrize("write", WRITES)
def test_all_violations_are_reported_and_nothing_is_sent(
    zendesk: Any, stub: Stub, account: Account, write: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        WRITES[write](zendesk, lenght=7, length="seven")

    fields = {violation.field: violation for violation in raised.value.violations}
    assert fields.keys() == {"lenght", "length"}
    assert fields["lenght"].code == "UnknownField"
    assert fields["lenght"].suggestion == "length"
    assert fields["length"].code == "InvalidValue"
    assert raised.value.status is None
    assert stub.lines == [READ]


def test_a_name_is_required(zendesk: Any, account: Account) -> None:
    with pytest.raises(ValidationError) as raised:
        zendesk.create_record("boat", length=7)

    assert raised.value.violations == (Violation("name", "BlankValue", "is required"),)


def test_unchecked_values_need_no_fields(zendesk: Any, stub: Stub, account: Account) -> None:
    zendesk.create_record("boat", lenght=7, validate=False)

    assert stub.lines == ["POST /api/v2/custom_objects/boat/records"]


def test_an_expired_schema_is_read_again(
    zendesk: Any, account: Account, clock: SimpleNamespace
) -> None:
    zendesk.create_record("boat", name="Anna")
    clock.now += 299
    zendesk.create_record("boat", name="Berta")
    assert account.reads == 1
    clock.now += 2
    zendesk.create_record("boat", name="Clara")
    assert account.reads == 2


@pytest.mark.parametrize("write", WRITES)
def test_a_stale_schema_causes_no_refusal(
    zendesk: Any, account: Account, clock: SimpleNamespace, write: str
) -> None:
    WRITES[write](zendesk, length=7)
    account.fields["beam"] = "integer"

    WRITES[write](zendesk, beam=2)
    assert account.reads == 2

    WRITES[write](zendesk, beam=3)
    assert account.reads == 2


def test_a_violation_of_a_fresh_schema_is_refused(
    zendesk: Any, stub: Stub, account: Account, clock: SimpleNamespace
) -> None:
    zendesk.create_record("boat", name="Anna")

    with pytest.raises(ValidationError):
        zendesk.create_record("boat", name="Berta", beam=2)
    assert stub.lines[-1] == READ
    assert account.reads == 2


def test_a_fresh_schema_is_not_read_twice(zendesk: Any, account: Account) -> None:
    with pytest.raises(ValidationError):
        zendesk.create_record("boat", name="Berta", beam=2)

    assert account.reads == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda zendesk: zendesk.create_field("boat", "beam", title="Beam"),
        lambda zendesk: zendesk.update_field("boat", "length", title="Length"),
        lambda zendesk: zendesk.delete_field("boat", "length"),
        lambda zendesk: zendesk.update_object("boat", title="Boat"),
        lambda zendesk: zendesk.delete_object("boat"),
        lambda zendesk: zendesk.send(api.fields.delete_custom_object_field("boat", "length")),
    ],
)
def test_changes_of_fields_by_the_client_expire_the_schema(
    zendesk: Any, account: Account, change: Callable[[Any], object]
) -> None:
    zendesk.create_record("boat", name="Anna")
    change(zendesk)
    zendesk.create_record("boat", name="Berta")

    assert account.reads == 2


@pytest.mark.parametrize(
    "other",
    [
        lambda zendesk: zendesk.update_object("ship", title="Ship"),
        lambda zendesk: list(zendesk.list_records("boat")),
        lambda zendesk: zendesk.get_field("boat", "length"),
        lambda zendesk: zendesk.delete_record("boat", "01J"),
    ],
)
def test_other_changes_keep_the_schema(
    zendesk: Any, stub: Stub, account: Account, other: Callable[[Any], object]
) -> None:
    zendesk.create_record("boat", name="Anna")
    stub.script.extend(
        [
            Reply(
                200,
                {
                    "custom_object_records": [],
                    "custom_object_field": {"id": 1},
                    "custom_object": {"key": "ship"},
                },
            )
        ]
    )
    other(zendesk)
    zendesk.create_record("boat", name="Berta")

    assert stub.lines.count(READ) == 1


UNREADABLE: dict[str, Answer] = {
    "403": Reply(403, {"error": "Forbidden"}),
    "404": Reply(404, {"error": "RecordNotFound"}),
    "500": Reply(500, b"<html>"),
    "no answer": Reset(),
    "no JSON": Reply(200, b"<html>"),
    "no list": Reply(200, {}),
    "no fields": Reply(200, {"custom_object_fields": ["odd", None]}),
    "no keys": Reply(200, {"custom_object_fields": [{"id": 1}, {"id": 2, "key": 7}]}),
    "redirect": Reply(302, b"", {"Location": "https://evil.example"}),
}


@pytest.mark.parametrize("unreadable", UNREADABLE)
@pytest.mark.parametrize("write", WRITES)
def test_an_unreadable_schema_causes_no_refusal(
    zendesk: Any, stub: Stub, account: Account, write: str, unreadable: str
) -> None:
    account.instead = UNREADABLE[unreadable]

    WRITES[write](zendesk, lenght=7)

    assert "/records" in stub.lines[-1]


def test_an_unreadable_schema_does_not_delay_the_write_for_long(
    zendesk: Any, account: Account, waits: list[float]
) -> None:
    account.instead = Reply(500)

    zendesk.create_record("boat", name="Anna")

    assert account.reads == 2
    assert sum(waits) < 1


@pytest.mark.parametrize(("status", "reads"), [(403, 1), (404, 3)])
def test_a_forbidden_schema_is_requested_once(
    zendesk: Any, account: Account, status: int, reads: int
) -> None:
    account.instead = Reply(status)
    for _ in range(3):
        zendesk.create_record("boat", name="Anna")

    assert account.reads == reads


def test_a_schema_that_became_forbidden_causes_no_refusal(
    zendesk: Any, account: Account, clock: SimpleNamespace
) -> None:
    zendesk.create_record("boat", name="Anna")
    account.instead = Reply(403)

    zendesk.create_record("boat", name="Berta", beam=2)


def test_refused_credentials_raise_before_the_write(
    zendesk: Any, stub: Stub, account: Account
) -> None:
    account.instead = Reply(401)

    with pytest.raises(AuthenticationError):
        zendesk.create_record("boat", name="Anna")

    assert stub.lines == [READ]


def test_a_rate_limit_while_reading_fields_is_raised(
    connect: Callable[..., Any], stub: Stub, account: Account
) -> None:
    account.instead = Reply(429, b"", {"Retry-After": "3"})

    with pytest.raises(RateLimitError):
        connect(on_rate_limit="raise").create_record("boat", name="Anna")

    assert stub.lines == [READ]


def test_all_pages_of_fields_are_read(zendesk: Any, stub: Stub) -> None:
    first = {"id": 1, "key": "length", "type": "integer"}
    second = {"id": 2, "key": "beam", "type": "integer"}
    stub.will_answer(
        Reply(
            200, {"custom_object_fields": [first], "meta": {"has_more": True, "after_cursor": "a"}}
        ),
        Reply(200, {"custom_object_fields": [second], "meta": {"has_more": False}}),
        Reply(200, RECORD),
    )

    zendesk.create_record("boat", name="Anna", beam=2)

    assert len(stub.asked) == 3


def test_threads_share_one_request_for_the_fields(stub: Stub, account: Account) -> None:
    account.delay = 0.1
    start = threading.Barrier(8)

    def work(_: int) -> None:
        start.wait()
        zendesk.create_record("boat", name="Anna", length=7)

    with Client(base_url=stub.url, auth=AUTH) as zendesk, ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))

    assert account.reads == 1


def test_tasks_share_one_request_for_the_fields(stub: Stub, account: Account) -> None:
    account.delay = 0.1

    async def main() -> None:
        async with AsyncClient(base_url=stub.url, auth=AUTH) as zendesk:
            writes = [zendesk.create_record("boat", name="Anna", length=7) for _ in range(20)]
            await asyncio.gather(*writes)

    asyncio.run(main())
    assert account.reads == 1
