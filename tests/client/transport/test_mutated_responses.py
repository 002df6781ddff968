"""Whatever a response contains, a call returns a value or raises an error of this package, in time.

With `--long` there are 5,000 calls of each kind for each client.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.client.blocking import Blocking
from tests.client.transport import mutation
from tests.client.transport.mutation import Request, Response
from tests.contract.document import EXAMPLES, OPERATIONS, Described
from tests.lengths import examples
from tests.low_level.building import builder, stand_ins
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    ClientCredentials,
    File,
    RefreshToken,
    TokenPair,
    ZendeskError,
)

COUNT = examples(200, 5_000)
SEED = 7
MAX_SECONDS = 10
"""For one call; the longest take a few hundredths."""
MAX_ITEMS = 500
URL = "https://acme.zendesk.com"

Call = Callable[[Any], Any]


def listing(call: Call) -> Call:
    """Read the items of a list, and once more its pages."""

    def read(zendesk: Any) -> Any:
        listed = call(zendesk)
        return [*islice(listed, MAX_ITEMS)], [*islice(listed.pages(), MAX_ITEMS)]

    return read


BOAT = {"title": "Boat", "title_pluralized": "Boats"}
RULE = {"title": "Own", "conditions": {"all": []}}
FILTER = {"custom_object_fields.berths": {"$eq": 1}}

CALLS: dict[str, Call] = {
    "attach_file": lambda zendesk: zendesk.attach_file(
        "boat", "1", b"content", name="a.txt", media_type="text/plain"
    ),
    "autocomplete_records": listing(lambda zendesk: zendesk.autocomplete_records("boat", "No")),
    "count_records": lambda zendesk: zendesk.count_records("boat"),
    "create_access_rule": lambda zendesk: zendesk.create_access_rule(
        "boat", validate=False, **RULE
    ),
    "create_field": lambda zendesk: zendesk.create_field("boat", "berths", title="Berths"),
    "create_object": lambda zendesk: zendesk.create_object("boat", **BOAT),
    "create_record": lambda zendesk: zendesk.create_record("boat", name="Nordwind", validate=False),
    "delete_access_rule": lambda zendesk: zendesk.delete_access_rule("boat", "1"),
    "delete_attachment": lambda zendesk: zendesk.delete_attachment("boat", "1", "2"),
    "delete_field": lambda zendesk: zendesk.delete_field("boat", "berths"),
    "delete_object": lambda zendesk: zendesk.delete_object("boat"),
    "delete_object_triggers": lambda zendesk: zendesk.delete_object_triggers("boat", ["1"]),
    "delete_record": lambda zendesk: zendesk.delete_record("boat", external_id="a"),
    "download_attachment": lambda zendesk: zendesk.download_attachment("boat", "1", "2"),
    "export_records": listing(lambda zendesk: zendesk.export_records("boat", since=0)),
    "field_limit": lambda zendesk: zendesk.field_limit("boat"),
    "find_records": listing(lambda zendesk: zendesk.find_records("boat", FILTER, validate=False)),
    "get_access_rule": lambda zendesk: zendesk.get_access_rule("boat", "1"),
    "get_field": lambda zendesk: zendesk.get_field("boat", "berths"),
    "get_job_status": lambda zendesk: zendesk.get_job_status("1"),
    "get_object": lambda zendesk: zendesk.get_object("boat"),
    "get_permission_policy": lambda zendesk: zendesk.get_permission_policy("boat", "1"),
    "get_record": lambda zendesk: zendesk.get_record("boat", "1"),
    "list_access_rules": listing(lambda zendesk: zendesk.list_access_rules("boat")),
    "list_active_object_triggers": listing(
        lambda zendesk: zendesk.list_active_object_triggers("boat")
    ),
    "list_attachments": listing(lambda zendesk: zendesk.list_attachments("boat", "1")),
    "list_fields": listing(lambda zendesk: zendesk.list_fields("boat")),
    "list_job_statuses": listing(lambda zendesk: zendesk.list_job_statuses()),
    "list_object_triggers": listing(lambda zendesk: zendesk.list_object_triggers("boat")),
    "list_objects": listing(lambda zendesk: zendesk.list_objects()),
    "list_permission_policies": listing(lambda zendesk: zendesk.list_permission_policies("boat")),
    "list_records": listing(lambda zendesk: zendesk.list_records("boat", sort="-updated_at")),
    "list_sources": listing(
        lambda zendesk: zendesk.list_sources("zen:custom_object:boat", "1", "2", "zen:ticket")
    ),
    "object_limit": lambda zendesk: zendesk.object_limit(),
    "record_limit": lambda zendesk: zendesk.record_limit(),
    "reorder_fields": lambda zendesk: zendesk.reorder_fields("boat", ["1", "2"]),
    "request": lambda zendesk: zendesk.request("GET", "/api/v2/custom_objects"),
    "search_object_triggers": listing(
        lambda zendesk: zendesk.search_object_triggers("boat", "new")
    ),
    "search_records": listing(lambda zendesk: zendesk.search_records("boat", "Nordwind")),
    "submit_job": lambda zendesk: zendesk.submit_job("boat", "create", [{"name": "Nordwind"}]),
    "update_access_rule": lambda zendesk: zendesk.update_access_rule("boat", "1", title="All"),
    "update_attachment": lambda zendesk: zendesk.update_attachment(
        "boat", "1", "2", malware_access_override=True
    ),
    "update_field": lambda zendesk: zendesk.update_field("boat", "berths", title="Beds"),
    "update_object": lambda zendesk: zendesk.update_object("boat", title="Ship"),
    "update_permission_policy": lambda zendesk: zendesk.update_permission_policy(
        "boat", "1", read={"permission": "allow"}
    ),
    "update_record": lambda zendesk: zendesk.update_record("boat", "1", name="Sturm"),
    "upsert_record": lambda zendesk: zendesk.upsert_record(
        "boat", name="Nordwind", external_id="a", fields={"berths": 1}
    ),
    "wait_for_job": lambda zendesk: zendesk.wait_for_job("1", timeout=0.001),
    "whoami": lambda zendesk: zendesk.whoami(),
}
"""A call of each method that sends requests."""

SENDING_NOTHING = {"close", "from_env", "prepare", "sandbox", "with_options"}
TESTED_ELSEWHERE = {
    *("send", "send_detailed"),  # for each operation, below
    *("create_records", "update_records", "upsert_records", "delete_records"),  # tests/bulk
    "probe",  # tests/probing
}


def test_every_method_is_called() -> None:
    methods = {name for name in dir(Client) if not name.startswith("_")}
    assert CALLS.keys() == methods - SENDING_NOTHING - TESTED_ELSEWHERE


@cache
def answers(operation_id: str, *, success: bool) -> list[tuple[int, Any]]:
    """The status and body of the responses in the contract."""
    operation = OPERATIONS[operation_id]
    if not success:
        return [
            (int(example.place), example.value)
            for example in EXAMPLES
            if example.place.isdigit() and not example.is_success
        ]
    found = [
        (int(example.place), example.value)
        for example in EXAMPLES
        if example.operation is operation and example.is_success
    ]
    statuses = {int(status) for status in operation.answers("2")} - {status for status, _ in found}
    return found + [(status, {}) for status in statuses]


@cache
def operation_at(method: str, path: str) -> Described | None:
    """The operation of a request line: that with the most fixed segments."""
    segments = path.split("/")
    found: list[tuple[int, Described]] = []
    for operation in OPERATIONS.values():
        template = operation.path.split("/")
        if operation.method == method and len(template) == len(segments):
            pairs = [*zip(template, segments, strict=True)]
            if all(own.startswith("{") or own == segment for own, segment in pairs):
                found.append((sum(own.startswith("{") for own in template), operation))
    return min(found, key=lambda each: each[0])[1] if found else None


def responder(random: Random) -> Callable[[Request], Response]:
    """Responses of the contract, most of them mutated."""

    def respond(request: Request) -> Response:
        operation = operation_at(request.method, urlsplit(request.url).path)
        status: int = 200
        value: Any = {}
        if operation is not None:
            status, value = random.choice(answers(operation.id, success=random.random() < 0.9))
        if random.random() < 0.7:
            return mutation.mutated(random, status, value)
        return mutation.json_response(status, value)

    return respond


class MemoryStore:
    """Keeps the tokens until the test ends."""

    pair: TokenPair | None = TokenPair(access_token="", refresh_token="a-refresh-token")

    def load(self) -> TokenPair | None:
        return self.pair

    def save(self, tokens: TokenPair) -> None:
        self.pair = tokens


def refreshing() -> RefreshToken:
    return RefreshToken("a-client", "a-secret-of-nobody", "a-refresh-token", store=MemoryStore())


def credentials(random: Random) -> Any:
    """Credentials of any kind, so that responses with tokens are mutated, too."""
    kind = random.random()
    if kind < 0.7:
        return BearerToken("a-token-of-nobody")
    if kind < 0.9:
        return ClientCredentials("a-client", "a-secret-of-nobody")
    return refreshing()


@contextmanager
def client(
    kind: str, auth: Any, respond: Callable[[Request], Response], runner: asyncio.Runner
) -> Iterator[Any]:
    """A new client of either kind that gets these responses."""
    options: dict[str, Any] = {"base_url": URL, "auth": auth, "retries": 2}
    zendesk: Any
    if kind == "sync":
        zendesk = Client(http_client=mutation.HTTPClient(respond), **options)
    else:
        zendesk = Blocking(
            AsyncClient(http_client=mutation.AsyncHTTPClient(respond), **options), runner
        )
    try:
        yield zendesk
    finally:
        zendesk.close()


def run(kind: str, calls: list[tuple[str, Call]], waits: list[float]) -> dict[str, int]:
    """Run so many calls, in turn; the number of values and of errors."""
    counts = {"values": 0, "errors": 0}
    raised: list[str] = []
    with asyncio.Runner() as runner:
        for number in range(COUNT):
            name, call = calls[number % len(calls)]
            random = Random(f"responses {SEED} {name} {number}")
            waits.clear()
            started = time.monotonic()
            try:
                with client(kind, credentials(random), responder(random), runner) as zendesk:
                    call(zendesk)
                counts["values"] += 1
            except ZendeskError as error:
                counts["errors"] += 1
                if not (str(error) and repr(error)):
                    raised.append(f"{name} {number}: an error without a message")
            except Exception as error:
                raised.append(f"{name} {number}: {error!r:.200}")
            assert time.monotonic() - started < MAX_SECONDS, f"{name} {number}"
    assert not raised, "\n".join(raised)
    return counts


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Keeps no warnings about thousands of wrong values."""
    caplog.set_level(logging.CRITICAL)


def sending(operation: Described) -> Call:
    """Send a request for an operation."""
    arguments = stand_ins(operation)
    if operation.media_type == "multipart/form-data":
        arguments["body"] = {"uploaded_data": File(b"content", "a.txt", "text/plain")}
    return lambda zendesk: zendesk.send(builder(operation)(**arguments))


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_any_response_to_an_operation_is_a_value_or_an_error(kind: str, waits: list[float]) -> None:
    calls = [(operation.id, sending(operation)) for operation in OPERATIONS.values()]
    counts = run(kind, calls, waits)
    assert min(counts.values()) > COUNT / 10


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_any_response_to_a_method_is_a_value_or_an_error(kind: str, waits: list[float]) -> None:
    counts = run(kind, [*CALLS.items()], waits)
    assert min(counts.values()) > COUNT / 10


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_number_in_place_of_any_object_is_a_value_or_an_error(kind: str) -> None:
    """A number that is too large for a `float` is a `Decimal`, which no other JSON becomes."""
    raised: list[str] = []

    def respond(request: Request) -> Response:
        operation = operation_at(request.method, urlsplit(request.url).path)
        status, value = answers(operation.id, success=True)[0] if operation else (200, {})
        return mutation.with_values(status, dict.fromkeys(value, mutation.TOO_LARGE))

    with asyncio.Runner() as runner:
        for name, call in CALLS.items():
            try:
                with client(kind, BearerToken("a-token-of-nobody"), respond, runner) as zendesk:
                    call(zendesk)
            except ZendeskError:
                pass
            except Exception as error:
                raised.append(f"{name}: {error!r:.200}")
    assert not raised, "\n".join(raised)


@pytest.mark.parametrize("key", ["access_token", "refresh_token", "expires_in", "token_type"])
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_any_value_in_a_granted_token_is_used_or_an_error(kind: str, key: str) -> None:
    granted = {"access_token": "a-new-token", "refresh_token": "another", "expires_in": 3600}
    raised: list[str] = []
    with asyncio.Runner() as runner:
        for scalar in mutation.SCALARS:

            def respond(request: Request, scalar: Any = scalar) -> Response:
                if request.url.endswith("/tokens"):
                    return mutation.with_values(200, {**granted, key: scalar})
                return mutation.json_response(200, {"user": {"id": 1}})

            for auth in (ClientCredentials("a-client", "a-secret-of-nobody"), refreshing()):
                try:
                    with client(kind, auth, respond, runner) as zendesk:
                        zendesk.whoami()
                except ZendeskError:
                    pass
                except Exception as error:
                    raised.append(f"{auth.__class__.__name__} {scalar!r:.40}: {error!r:.200}")
    assert not raised, "\n".join(raised)
