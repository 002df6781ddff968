"""Faults on demand, in process and over a real socket, for httpx and for our own clients."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.sandbox.support import ADMIN, OBJECTS
from zendesk_custom_objects import (
    ApiToken,
    AsyncClient,
    AuthenticationError,
    Client,
    ClientCredentials,
    ConflictError,
    ConnectionFailed,
    OutcomeUnknown,
    RequestTimeout,
    ServerError,
)
from zendesk_custom_objects.sandbox import Fault, Sandbox
from zendesk_custom_objects.sandbox.transport import AsyncSandboxTransport, SandboxTransport

RECORDS = f"{OBJECTS}/boat/records"
RECORD = {"custom_object_record": {"name": "Albatross"}}
CREATE = "CreateCustomObjectRecord"
LIST = "ListCustomObjectRecords"

Connect = Callable[..., httpx.Client]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        sandbox.seed(
            objects=[{"key": "boat", "title": "Boat", "title_pluralized": "Boats"}],
            records={"boat": [{"name": "Puffin"}]},
        )
        yield sandbox


@pytest.fixture(params=["in process", "served"])
def connect(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Connect]:
    """Creates HTTP clients of the sandbox; keywords are those of `httpx.Client`."""
    with ExitStack() as stack:
        if request.param == "served":
            settings: dict[str, Any] = {"base_url": stack.enter_context(sandbox.served())}
        else:
            transport = SandboxTransport(sandbox, owned=False)
            settings = {"base_url": "https://acme.zendesk.com", "transport": transport}
        yield lambda **more: stack.enter_context(httpx.Client(auth=ADMIN, **settings, **more))


def names(sandbox: Sandbox) -> list[str]:
    reply = sandbox.handle("GET", RECORDS, [("Authorization", "Bearer sandbox")])
    return [record["name"] for record in json.loads(reply.body)["custom_object_records"]]


@pytest.mark.parametrize("status", [401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504, 520])
def test_a_status_replaces_the_response(connect: Connect, sandbox: Sandbox, status: int) -> None:
    http = connect()
    sandbox.faults.add(CREATE, status=status, times=2)
    for _ in range(2):
        reply = http.post(RECORDS, json=RECORD)
        assert reply.status_code == status
        assert reply.content
        assert reply.headers["x-zendesk-request-id"]
        assert "retry-after" not in reply.headers
    assert names(sandbox) == ["Puffin"]
    assert http.post(RECORDS, json=RECORD).status_code == 201


def test_default_bodies_are_those_of_the_service(connect: Connect, sandbox: Sandbox) -> None:
    http = connect()
    sandbox.faults.add(status=401)
    assert http.get(RECORDS).json() == {"error": "Couldn't authenticate you"}
    sandbox.faults.add(status=429, retry_after=7)
    reply = http.get(RECORDS)
    assert reply.text == "Number of allowed API requests per minute exceeded"
    assert reply.headers["retry-after"] == "7"
    sandbox.faults.add(status=409)
    assert http.get(RECORDS).json()["error"] == "Conflict"


def test_a_body_and_headers_can_be_given(connect: Connect, sandbox: Sandbox) -> None:
    http = connect()
    page = "<html><body>Bad gateway</body></html>"
    sandbox.faults.add(
        status=502, body=page, content_type="text/html", headers={"X-Served-By": "edge"}
    )
    reply = http.get(RECORDS)
    assert (reply.status_code, reply.text) == (502, page)
    assert reply.headers["content-type"] == "text/html"
    assert reply.headers["x-served-by"] == "edge"
    sandbox.faults.add(status=422, body={"error": "Title is too long"})
    reply = http.get(RECORDS)
    assert reply.json() == {"error": "Title is too long"}
    assert reply.headers["content-type"].startswith("application/json")
    sandbox.faults.add(status=503, body=b"")
    assert http.get(RECORDS).content == b""


def test_a_body_that_cannot_be_decoded_keeps_the_status(connect: Connect, sandbox: Sandbox) -> None:
    """Without a status, the request takes effect, and its response keeps its status."""
    http = connect()
    sandbox.faults.add(CREATE, body='{"custom_object_rec', content_type="application/json")
    reply = http.post(RECORDS, json=RECORD)
    assert (reply.status_code, reply.text) == (201, '{"custom_object_rec')
    assert reply.headers["content-type"] == "application/json"
    assert names(sandbox) == ["Puffin", "Albatross"]


def test_a_request_can_take_effect_and_fail(connect: Connect, sandbox: Sandbox) -> None:
    sandbox.faults.add(CREATE, status=504, performed=True)
    assert connect().post(RECORDS, json=RECORD).status_code == 504
    assert names(sandbox) == ["Puffin", "Albatross"]


@pytest.mark.parametrize(("reset", "done"), [("before", False), ("after", True)])
def test_a_connection_can_be_reset(
    connect: Connect, sandbox: Sandbox, reset: Any, done: bool
) -> None:
    http = connect()
    sandbox.faults.add(CREATE, reset=reset)
    with pytest.raises(httpx.ReadError):
        http.post(RECORDS, json=RECORD)
    assert names(sandbox) == ["Puffin", *["Albatross"] * done]
    assert http.get(RECORDS).status_code == 200


def test_a_refused_connection_of_a_served_sandbox_is_reset(
    connect: Connect, sandbox: Sandbox
) -> None:
    """A served sandbox can only reset it, before the request takes effect."""
    http = connect()
    sandbox.faults.add(CREATE, refuse=True)
    with pytest.raises((httpx.ConnectError, httpx.ReadError)):
        http.post(RECORDS, json=RECORD)
    assert names(sandbox) == ["Puffin"]
    assert (sandbox.requests[0].operation, sandbox.requests[0].status) == (CREATE, None)
    assert http.post(RECORDS, json=RECORD).status_code == 201


def test_a_connection_can_be_refused_in_process(sandbox: Sandbox) -> None:
    transport = SandboxTransport(sandbox, owned=False)
    with httpx.Client(base_url="https://acme.zendesk.com", transport=transport, auth=ADMIN) as http:
        sandbox.faults.add(refuse=True)
        with pytest.raises(httpx.ConnectError):
            http.get(RECORDS)
        sandbox.faults.add(refuse=True, latency=9)
        with pytest.raises(httpx.ConnectTimeout):
            http.get(RECORDS, timeout=httpx.Timeout(60, connect=5))
        sandbox.faults.add(refuse=True, latency=9)
        with pytest.raises(httpx.ConnectError):
            http.get(RECORDS, timeout=httpx.Timeout(5, connect=60))


def test_our_client_retries_if_no_connection_was_made(sandbox: Sandbox) -> None:
    """Even a create, which cannot have taken effect."""
    sandbox.faults.add(CREATE, refuse=True, times=2)
    with Client.sandbox(sandbox) as zendesk:
        zendesk.create_record("boat", name="Albatross")
    assert names(sandbox) == ["Puffin", "Albatross"]
    assert [entry.status for entry in sandbox.requests.of(CREATE)] == [None, None, 201]


def test_a_body_can_be_truncated(connect: Connect, sandbox: Sandbox) -> None:
    http = connect()
    sandbox.faults.add(LIST, truncate=20)
    with pytest.raises(httpx.RemoteProtocolError, match="received 20 bytes"):
        http.get(RECORDS)
    sandbox.faults.add(LIST, truncate=0)
    with pytest.raises(httpx.RemoteProtocolError):
        http.get(RECORDS)
    sandbox.faults.add(LIST, truncate=1_000_000)
    assert http.get(RECORDS).json()["custom_object_records"]


def test_a_response_can_exceed_the_timeout(connect: Connect, sandbox: Sandbox) -> None:
    http = connect(timeout=0.05)
    sandbox.faults.add(CREATE, latency=60)
    started = time.monotonic()
    with pytest.raises(httpx.ReadTimeout):
        http.post(RECORDS, json=RECORD)
    assert time.monotonic() - started < 5
    # The request took effect nevertheless.
    assert names(sandbox) == ["Puffin", "Albatross"]


def test_a_response_can_be_late(connect: Connect, sandbox: Sandbox) -> None:
    """In process, only the clock of the sandbox advances."""
    before = sandbox.clock()
    sandbox.faults.add(LIST, latency=0.1)
    assert connect(timeout=30).get(RECORDS).status_code == 200
    assert sandbox.clock() - before >= 0.1


def test_a_latency_takes_no_time_in_process(sandbox: Sandbox) -> None:
    sandbox.faults.add(latency=3600)
    started, before = time.monotonic(), sandbox.clock()
    with httpx.Client(transport=SandboxTransport(sandbox, owned=False), timeout=None) as http:
        reply = http.get(f"https://acme.zendesk.com{RECORDS}", auth=ADMIN)
    assert reply.status_code == 200
    assert time.monotonic() - started < 60
    assert sandbox.clock() - before >= 3600


def test_faults_work_in_process_for_asynchronous_clients(sandbox: Sandbox) -> None:
    async def fail(expected: type[Exception], **fault: Any) -> None:
        sandbox.faults.add(CREATE, **fault)
        with pytest.raises(expected):
            await http.post(RECORDS, json=RECORD)

    async def drive() -> None:
        await fail(httpx.ReadError, reset="after")
        await fail(httpx.ReadError, reset="before")
        await fail(httpx.ConnectError, refuse=True)
        await fail(httpx.RemoteProtocolError, truncate=3)
        await fail(httpx.ReadTimeout, latency=10)
        await http.aclose()

    transport = AsyncSandboxTransport(sandbox, owned=False)
    http = httpx.AsyncClient(
        transport=transport, base_url="https://acme.zendesk.com", auth=ADMIN, timeout=5
    )
    asyncio.run(drive())
    assert names(sandbox) == ["Puffin", "Albatross", "Albatross", "Albatross"]


def test_a_fault_is_limited_to_matching_requests(sandbox: Sandbox) -> None:
    def status(method: str, path: str) -> int:
        return sandbox.handle(method, path, [("Authorization", "Bearer sandbox")]).status

    add, clear = sandbox.faults.add, sandbox.faults.clear
    add(method="DELETE", status=500, times=None)
    assert [status("GET", RECORDS), status("DELETE", f"{RECORDS}/x")] == [200, 500]
    clear()
    add(path="*/records/count", status=500, times=None)
    assert [status("GET", RECORDS), status("GET", f"{RECORDS}/count")] == [200, 500]
    clear()
    add(path=RECORDS, method="GET", status=500, times=None)
    assert status("GET", f"{RECORDS}?page[size]=1") == 500
    assert status("GET", f"{RECORDS}/count") == 200
    clear()
    add(LIST, path="*/ship/*", status=500)
    assert status("GET", RECORDS) == 200
    assert len(sandbox.faults) == 1


def test_the_first_matching_fault_applies(sandbox: Sandbox) -> None:
    def status() -> int:
        return sandbox.handle("GET", RECORDS, [("Authorization", "Bearer sandbox")]).status

    sandbox.faults.add(LIST, status=500, times=2)
    never = sandbox.faults.add(CREATE, status=501)
    sandbox.faults.add(status=502)
    assert [fault.times for fault in sandbox.faults] == [2, 1, 1]
    assert [status() for _ in range(4)] == [500, 500, 502, 200]
    assert [number for number, _ in sandbox.faults.items()] == [never]
    sandbox.faults.remove(never)
    sandbox.faults.remove(never)
    assert list(sandbox.faults) == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"operation": "CreateCustomObjectRecrod", "status": 503}, "not an operation"),
        ({}, "nothing fails"),
        ({"operation": CREATE, "times": 3}, "nothing fails"),
        ({"times": 0, "status": 503}, "times"),
        ({"status": 99}, "status"),
        ({"performed": True, "latency": 1}, "performed"),
        ({"reset": "after", "status": 503}, "reset"),
        ({"reset": "after", "truncate": 3}, "reset"),
        ({"reset": "after", "body": "x"}, "reset"),
        ({"refuse": True, "status": 503}, "refuse"),
        ({"refuse": True, "headers": {"X": "y"}}, "refuse"),
        ({"refuse": True, "reset": "before"}, "combined"),
        ({"latency": -1}, "0 or more"),
        ({"truncate": -1}, "0 or more"),
    ],
)
def test_an_invalid_fault_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Fault(**settings)


def test_an_expired_token_is_renewed(sandbox: Sandbox) -> None:
    """A client renews its token once, and the call succeeds."""
    auth = ClientCredentials("sandbox", "sandbox")
    with Client.sandbox(sandbox, auth=auth) as zendesk:
        zendesk.create_record("boat", name="Albatross")
        sandbox.faults.expire_tokens()
        zendesk.create_record("boat", name="Auk")
        asked = [(entry.operation, entry.status) for entry in sandbox.requests][-3:]
    assert asked == [
        (CREATE, 401),
        ("CreateTokenForGrantType", 201),
        (CREATE, 201),
    ]


def test_a_token_that_is_always_refused_raises(sandbox: Sandbox) -> None:
    sandbox.faults.add(LIST, status=401, times=None)
    auth = ClientCredentials("sandbox", "sandbox")
    with (
        Client.sandbox(sandbox, auth=auth) as zendesk,
        pytest.raises(AuthenticationError),
    ):
        list(zendesk.list_records("boat"))


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ({"reset": "before"}, ConnectionFailed),
        ({"reset": "after"}, ConnectionFailed),
        ({"truncate": 5}, ConnectionFailed),
        ({"latency": 60}, RequestTimeout),
        ({"status": 500}, ServerError),
        ({"status": 503, "performed": True}, ServerError),
        ({"status": 409}, ConflictError),
    ],
)
@pytest.mark.parametrize("served", [False, True])
def test_our_client_does_not_repeat_a_create_with_an_unknown_outcome(
    sandbox: Sandbox, served: bool, fault: dict[str, Any], cause: type[Exception]
) -> None:
    """It cannot know whether the record was created, and does not create another one."""
    sandbox.faults.add(CREATE, **fault)
    auth = ApiToken("admin@example.com", "sandbox")
    with ExitStack() as stack:
        if served:
            url = stack.enter_context(sandbox.served())
            zendesk = stack.enter_context(Client(base_url=url, auth=auth, timeout=0.1))
        else:
            zendesk = stack.enter_context(Client.sandbox(sandbox, timeout=0.1))
        with pytest.raises(OutcomeUnknown) as caught:
            zendesk.create_record("boat", name="Albatross")
    assert isinstance(caught.value.__cause__, cause)
    assert len(sandbox.requests.of(CREATE)) == 1


def test_our_asynchronous_client_does_not_repeat_it_either(sandbox: Sandbox) -> None:
    async def drive() -> None:
        async with AsyncClient.sandbox(sandbox) as zendesk:
            faults: list[dict[str, Any]] = [{"reset": "after"}, {"truncate": 5}, {"latency": 60}]
            for fault in faults:
                sandbox.faults.add(CREATE, **fault)
                with pytest.raises(OutcomeUnknown):
                    await zendesk.create_record("boat", name="Albatross")

    asyncio.run(drive())
    assert names(sandbox) == ["Puffin", *["Albatross"] * 3]


def job(sandbox: Sandbox, *records: str) -> Callable[[], dict[str, Any]]:
    """Submit a bulk job; returns a function that reads its status."""
    headers = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
    body = {"job": {"action": "create", "items": [{"name": name} for name in records]}}
    reply = sandbox.handle("POST", f"{OBJECTS}/boat/jobs", headers, json.dumps(body).encode())
    job_id = json.loads(reply.body)["job_status"]["id"]

    def look() -> dict[str, Any]:
        reply = sandbox.handle("GET", f"/api/v2/job_statuses/{job_id}", headers)
        status: dict[str, Any] = json.loads(reply.body)["job_status"]
        return status

    return look


def test_jobs_can_be_slow(sandbox: Sandbox) -> None:
    sandbox.clock.freeze()
    sandbox.faults.slow_jobs(60)
    look = job(sandbox, "Albatross")
    assert look()["status"] in ("queued", "working")
    sandbox.clock.advance(60)
    assert look()["status"] == "completed"


def test_jobs_can_fail(sandbox: Sandbox) -> None:
    sandbox.faults.fail_jobs(2)
    statuses = [job(sandbox, "Albatross")()["status"] for _ in range(3)]
    assert statuses == ["failed", "failed", "completed"]
    assert names(sandbox) == ["Puffin", "Albatross"]


def test_items_of_jobs_can_fail(sandbox: Sandbox) -> None:
    sandbox.faults.fail_items(1)
    status = job(sandbox, "Auk", "Albatross", "Gannet")()
    assert status["status"] == "completed"
    assert names(sandbox) == ["Puffin", "Auk", "Gannet"]
    sandbox.faults.clear()
    assert job(sandbox, "Razorbill", "Albatross")()["status"] == "completed"
    assert names(sandbox)[-2:] == ["Razorbill", "Albatross"]
