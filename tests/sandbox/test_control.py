"""Steering a served sandbox over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sandbox.support import ADMIN, OBJECTS, START
from zendesk_custom_objects.sandbox import Clock, Sandbox, User
from zendesk_custom_objects.sandbox.asgi import application

BOAT = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
USERS = [
    User(id=1, email="admin@example.com", name="A", api_token="sandbox", access_token="admin"),
    User(id=2, email="agent@example.com", name="B", role="agent", access_token="agent"),
]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Sandbox, str]]:
    with Sandbox(users=USERS, clients=[], clock=Clock(START)) as sandbox, sandbox.served() as url:
        yield sandbox, url


@pytest.fixture
def sandbox(served: tuple[Sandbox, str]) -> Iterator[Sandbox]:
    yield served[0]
    served[0].reset()
    served[0].clock.freeze(START)


@pytest.fixture
def http(served: tuple[Sandbox, str], sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client that knows no credentials."""
    with httpx.Client(base_url=f"{served[1]}/_sandbox") as http:
        yield http


def ask(http: httpx.Client) -> httpx.Response:
    return http.get(http.base_url.join(OBJECTS), auth=ADMIN)


def test_it_says_what_there_is(http: httpx.Client) -> None:
    reply = http.get("")
    assert "POST /_sandbox/faults" in reply.json()["paths"]
    assert reply.json()["plan"]["objects"] == 50


def test_the_clock(http: httpx.Client, sandbox: Sandbox) -> None:
    assert http.get("clock").json() == {"now": START, "frozen": True}
    assert http.post("clock", json={"advance": 61.5}).json()["now"] == START + 61.5
    assert sandbox.clock() == START + 61.5
    assert http.post("clock", json={"set": 1000}).json()["now"] == 1000
    assert http.post("clock", json={"frozen": False}).json()["frozen"] is False
    assert http.post("clock", json={"frozen": True, "set": 7}).json()["frozen"] is True


def test_faults(http: httpx.Client, sandbox: Sandbox) -> None:
    fault = {"operation": "ListCustomObjects", "status": 503, "retry_after": 3, "times": 2}
    made = http.post("faults", json=fault)
    assert made.status_code == 201
    assert {**made.json(), **fault} == made.json()
    reply = ask(http)
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "3")
    (listed,) = http.get("faults").json()["faults"]
    assert (listed["id"], listed["times"]) == (made.json()["id"], 1)
    assert http.delete(f"faults/{listed['id']}").status_code == 204
    assert ask(http).status_code == 200
    for body in ({"error": "x"}, "<html>"):
        http.post("faults", json={"status": 500, "body": body, "times": None})
    assert ask(http).json() == {"error": "x"}
    assert http.delete("faults").status_code == 204
    assert ask(http).status_code == 200
    for lost in ({"reset": "before"}, {"refuse": True}):
        http.post("faults", json=lost)
        with pytest.raises(httpx.ReadError):
            ask(http)


def test_jobs(http: httpx.Client, sandbox: Sandbox) -> None:
    assert http.put("jobs", json={"seconds": 30, "fail_items": [0]}).status_code == 204
    assert sandbox.faults.jobs.seconds == 30
    assert sandbox.faults.jobs.item_fails is not None
    assert http.put("jobs", json={"fail": 1}).status_code == 204
    assert sandbox.faults.jobs.job_fails is not None


def test_seed_requests_and_reset(http: httpx.Client, sandbox: Sandbox) -> None:
    seeded = http.post("seed", json={"objects": [BOAT], "records": {"boat": [{"name": "Auk"}]}})
    assert seeded.status_code == 201
    assert seeded.json()["records"]["boat"][0]["name"] == "Auk"
    assert len(ask(http).json()["custom_objects"]) == 1
    (request,) = http.get("requests").json()["requests"]
    assert (request["operation"], request["status"]) == ("ListCustomObjects", 200)
    assert request["body"] is None
    assert http.delete("requests").status_code == 204
    assert http.get("requests").json() == {"requests": []}
    assert http.post("reset").status_code == 204
    assert ask(http).json() == {"custom_objects": []}


def test_variants(http: httpx.Client, sandbox: Sandbox) -> None:
    assert http.get("variants").json()["upsert_created_status"] == 200
    reply = http.put("variants", json={"upsert_created_status": 201, "not_found": "bare"})
    assert reply.json()["upsert_created_status"] == 201
    assert sandbox.variants.not_found == "bare"
    assert http.put("variants", json={}).json()["not_found"] == "described"


def test_tokens(http: httpx.Client) -> None:
    assert http.post("expire_tokens").status_code == 204


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "faults", b"", 400),
        ("POST", "faults", b"{", 400),
        ("POST", "faults", b"[]", 400),
        ("POST", "faults", b"{}", 400),
        ("POST", "faults", b'{"status": "503"}', 400),
        ("POST", "faults", b'{"status": 503, "colour": "red"}', 400),
        ("POST", "faults", b'{"status": 503, "operation": "Sink"}', 400),
        ("DELETE", "faults/x", b"", 400),
        ("POST", "clock", b'{"advance": -1}', 400),
        ("POST", "clock", b'{"advnace": 1}', 400),
        ("POST", "seed", b'{"objects": [{}]}', 400),
        ("POST", "seed", b'{"objects": [1]}', 400),
        ("POST", "seed", b'{"records": {"barge": [{"name": "x"}]}}', 400),
        ("PUT", "variants", b'{"dates": "never"}', 400),
        ("PUT", "faults", b"{}", 405),
        ("GET", "reset", b"", 405),
        ("GET", "faults/1", b"", 404),
        ("GET", "nothing", b"", 404),
        ("GET", "clock/x", b"", 404),
    ],
)
def test_what_it_does_not_understand(
    http: httpx.Client, method: str, path: str, content: bytes, status: int
) -> None:
    reply = http.request(method, path, content=content)
    assert reply.status_code == status
    assert reply.json()["error"]


def test_it_is_no_part_of_the_service(http: httpx.Client, sandbox: Sandbox) -> None:
    sandbox.faults.add(status=503, times=None)
    assert http.get("clock").status_code == 200
    assert len(sandbox.requests) == 0
    sandbox.faults.clear()
    assert http.get("/api/_sandbox/clock", auth=ADMIN).status_code == 404
    assert sandbox.handle("GET", "/api/_sandbox").status == 501
    assert sandbox.handle("GET", "/_sandboxes").status == 404


@pytest.mark.parametrize(
    ("token", "status"), [(None, 401), ("wrong", 401), ("agent", 403), ("admin", 200)]
)
def test_from_another_machine_only_an_admin_may(
    sandbox: Sandbox, token: str | None, status: int
) -> None:
    headers = [("Authorization", f"Bearer {token}")] if token else []
    reply = sandbox.handle("GET", "/_sandbox/clock", headers, local=False)
    assert reply.status == status
    sandbox.seed(objects=[BOAT])
    reply = sandbox.handle("POST", "/_sandbox/reset", headers, local=False)
    assert reply.status == (204 if status == 200 else status)
    left = json.loads(sandbox.handle("GET", OBJECTS, [("Authorization", "Bearer admin")]).body)
    assert len(left["custom_objects"]) == (0 if status == 200 else 1)


@pytest.mark.parametrize(
    ("client", "status"),
    [
        (("127.0.0.1", 1), 200),
        (("::1", 1), 200),
        (None, 200),
        (("192.0.2.7", 1), 401),
        (("somewhere", 1), 401),
    ],
)
def test_which_machine_it_is(sandbox: Sandbox, client: Any, status: int) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "raw_path": b"/_sandbox/clock",
        "query_string": b"",
        "headers": [],
        "client": client,
    }

    async def drive() -> None:
        await application(sandbox)(scope, receive, send)

    asyncio.run(drive())
    assert sent[0]["status"] == status
