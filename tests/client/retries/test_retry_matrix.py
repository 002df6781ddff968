"""The outcome of each kind of request under each kind of failure, on a served sandbox.

A cell says how many requests reached the server, and how the call ended:

    2     it succeeded, and took effect exactly once
    1?    `OutcomeUnknown`: it took effect once, or not at all
    1!    the error that the fault names: the outcome is certain
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from zendesk_custom_objects import (
    BearerToken,
    Client,
    ClientCredentials,
    ConnectionFailed,
    F,
    OutcomeUnknown,
    RequestTimeout,
    ServerError,
    UnexpectedResponse,
    ZendeskError,
)
from zendesk_custom_objects.sandbox import Sandbox

TABLE = """
                          read  list  search  update  delete  upsert  create  job  upload
429                        2     2      2       2       2       2       2      2     2
429 with Retry-After       2     2      2       2       2       2       2      2     2
503                        2     2      2       2       2       2       1?     1?    1?
503 with Retry-After       2     2      2       2       2       2       1?     1?    1?
connection refused         0!    0!     0!      0!      0!      0!      0!     0!    0!
reset before it is done    2     2      2       2       2       2       1?     1?    1?
reset after it is done     2     2      2       2       2       2       1?     1?    1?
timeout                    2     2      2       2       2       2       1?     1?    1?
body cut short             2     2      2       2       1       2       1?     1?    1?
success that is no JSON    1!    1!     1!      1!      1       1!      1?     1?    1?
expired token              2     2      2       2       2       2       2      2     2
"""

FIRST_LINE, *LINES = TABLE.strip("\n").splitlines()
KINDS = FIRST_LINE.split()
ROWS = [line.rsplit(maxsplit=len(KINDS)) for line in LINES]
CELLS = [
    pytest.param(kind, fault.strip(), cell, id=f"{kind}, {fault.strip()}")
    for fault, *cells in ROWS
    for kind, cell in zip(KINDS, cells, strict=True)
]


class Kind(NamedTuple):
    """An operation, a call of it, and the number of times that it took effect."""

    operation: str
    call: Callable[[Any, str], object]
    done: Callable[[Client, str], int]


def reads(zendesk: Client, record_id: str) -> int:
    """Reading has no effect, so any number of times counts as once."""
    return 1


def named(zendesk: Client, name: str) -> int:
    return sum(record.name == name for record in zendesk.list_records("boat"))


BY_NAME = {
    "read": Kind(
        "ShowCustomObjectRecord", lambda zendesk, record: zendesk.get_record("boat", record), reads
    ),
    "list": Kind(
        "ListCustomObjectRecords",
        lambda zendesk, record: list(zendesk.list_records("boat").pages()),
        reads,
    ),
    "search": Kind(
        "FilteredSearchCustomObjectRecords",
        lambda zendesk, record: list(zendesk.find_records("boat", F.name.contains("Anna"))),
        reads,
    ),
    "update": Kind(
        "UpdateCustomObjectRecord",
        lambda zendesk, record: zendesk.update_record("boat", record, name="Berta"),
        lambda zendesk, record: named(zendesk, "Berta"),
    ),
    "delete": Kind(
        "DeleteCustomObjectRecord",
        lambda zendesk, record: zendesk.delete_record("boat", record),
        lambda zendesk, record: 1 - named(zendesk, "Anna"),
    ),
    "upsert": Kind(
        "UpsertCustomObjectRecordByExternalIdOrName",
        lambda zendesk, record: zendesk.upsert_record("boat", external_id="e-1", name="Clara"),
        lambda zendesk, record: named(zendesk, "Clara"),
    ),
    "create": Kind(
        "CreateCustomObjectRecord",
        lambda zendesk, record: zendesk.create_record("boat", name="Dora"),
        lambda zendesk, record: named(zendesk, "Dora"),
    ),
    "job": Kind(
        "CustomObjectRecordBulkJobs",
        lambda zendesk, record: zendesk.submit_job("boat", "create", [{"name": "Emma"}]),
        lambda zendesk, record: len(list(zendesk.list_job_statuses())),
    ),
    "upload": Kind(
        "CreateCustomObjectRecordAttachment",
        lambda zendesk, record: zendesk.attach_file("boat", record, b"%PDF", name="plan.pdf"),
        lambda zendesk, record: len(list(zendesk.list_attachments("boat", record))),
    ),
}


class Failure(NamedTuple):
    """A fault of the sandbox, whether the request takes effect, and the error that it causes."""

    fault: dict[str, Any]
    done: int
    error: type[ZendeskError]


FAULTS = {
    "429": Failure({"status": 429}, 0, ZendeskError),
    "429 with Retry-After": Failure({"status": 429, "retry_after": 7}, 0, ZendeskError),
    "503": Failure({"status": 503}, 0, ServerError),
    "503 with Retry-After": Failure({"status": 503, "retry_after": 7}, 0, ServerError),
    "connection refused": Failure({}, 0, ConnectionFailed),
    "reset before it is done": Failure({"reset": "before"}, 0, ConnectionFailed),
    "reset after it is done": Failure({"reset": "after"}, 1, ConnectionFailed),
    "timeout": Failure({"latency": 60}, 1, RequestTimeout),
    "body cut short": Failure({"truncate": 5}, 1, ConnectionFailed),
    "success that is no JSON": Failure(
        {"body": "<html>Welcome</html>", "content_type": "text/html"}, 1, UnexpectedResponse
    ),
    "expired token": Failure({}, 0, ZendeskError),
}


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Sandbox, str]]:
    with Sandbox() as sandbox, sandbox.served() as url:
        yield sandbox, url


@pytest.fixture
def sandbox(served: tuple[Sandbox, str]) -> Sandbox:
    """A served sandbox with an object and a record."""
    sandbox, _ = served
    sandbox.reset()
    boat = {"key": "boat", "title": "B", "title_pluralized": "B", "allows_attachments": True}
    sandbox.seed(objects=[boat], records={"boat": [{"name": "Anna"}]})
    return sandbox


@pytest.fixture
def call(
    connect: Callable[..., Any], served: tuple[Sandbox, str], sandbox: Sandbox, unused_url: str
) -> Callable[[Kind, str, str], object]:
    """Makes a call that meets a fault."""

    def call(kind: Kind, record_id: str, fault: str) -> object:
        options: dict[str, Any] = {"base_url": served[1], "auth": BearerToken("sandbox")}
        if fault == "connection refused":
            options["base_url"] = unused_url
        elif fault == "timeout":
            options["timeout"] = 0.25
        elif fault == "expired token":
            options["auth"] = ClientCredentials("sandbox", "sandbox")
        zendesk = connect(**options)
        if fault == "expired token":
            list(zendesk.find_records("boat", F.name.contains("x")))  # so that the schema is cached
            sandbox.faults.expire_tokens()
            sandbox.requests.clear()
        if FAULTS[fault].fault:
            sandbox.faults.add(kind.operation, **FAULTS[fault].fault)
        return kind.call(zendesk, record_id)

    return call


@pytest.mark.parametrize(("kind_name", "fault", "cell"), CELLS)
def test_a_failing_request_has_the_outcome_of_its_cell(
    kind_name: str,
    fault: str,
    cell: str,
    call: Callable[[Kind, str, str], object],
    sandbox: Sandbox,
    waits: list[float],
) -> None:
    kind, failure = BY_NAME[kind_name], FAULTS[fault]
    with Client.sandbox(sandbox) as witness:
        (record,) = witness.list_records("boat")
        sandbox.requests.clear()
        ending: ZendeskError | None = None
        try:
            call(kind, record.id, fault)
        except ZendeskError as error:
            ending = error
        reached = len(sandbox.requests.of(kind.operation))
        done = kind.done(witness, record.id)

    mark = "" if ending is None else "?" if isinstance(ending, OutcomeUnknown) else "!"
    assert f"{reached}{mark}" == cell
    if ending is None:
        assert done == 1
    elif isinstance(ending, OutcomeUnknown):
        assert isinstance(ending.__cause__, failure.error)
        assert done == failure.done
    else:
        assert isinstance(ending, failure.error)
        assert ending.operation == kind.operation
    renewals = len(sandbox.requests.of("CreateTokenForGrantType"))
    assert renewals == (fault == "expired token")
    if failure.fault.get("retry_after") and reached == 2:
        assert 7 <= waits[-1] <= 8.5
    assert len(sandbox.faults) == 0
