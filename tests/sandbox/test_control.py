"""Control of a served sandbox over HTTP."""

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
    """A client without credentials."""
    with httpx.Client(base_url=f"{served[1]}/_sandbox") as http:
        yield http


def ask(http: httpx.Client) -> httpx.Response:
    return http.get(http.base_url.join(OBJECTS), auth=ADMIN)


def test_the_control_api_lists_its_operations(http: httpx.Client) -> None:
    reply = http.get("")
    assert "POST /_sandbox/faults" in reply.json()["paths"]
    assert reply.json()["plan"]["objects"] == 50


def test_the_clock_is_set(http: httpx.Client, sandbox: Sandbox) -> None:
    assert http.get("clock").json() == {"now": START, "frozen": True}
    assert http.post("clock", json={"advance": 61.5}).json()["now"] == START + 61.5
    assert sandbox.clock() == START + 61.5
    assert http.post("clock", json={"set": 1000}).json()["now"] == 1000
    assert http.post("clock", json={"frozen": False}).json()["frozen"] is False
    assert http.post("clock", json={"frozen": True, "set": 7}).json()["frozen"] is True


def test_faults_are_added_and_removed(http: httpx.Client, sandbox: Sandbox) -> None:
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


def test_job_settings_are_changed(http: httpx.Client, sandbox: Sandbox) -> None:
    assert http.put("jobs", json={"seconds": 30, "fail_items": [0]}).status_code == 204
    assert sandbox.faults.jobs.seconds == 30
    assert sandbox.faults.jobs.item_fails is not None
    assert http.put("jobs", json={"fail": 1}).status_code == 204
    assert sandbox.faults.jobs.job_fails is not None


def test_a_sandbox_is_seeded_inspected_and_reset(http: httpx.Client, sandbox: Sandbox) -> None:
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


def test_variants_are_chosen(http: httpx.Client, sandbox: Sandbox) -> None:
    assert http.get("variants").json()["upsert_created_status"] == 200
    reply = http.put("variants", json={"upsert_created_status": 201, "not_found": "bare"})
    assert reply.json()["upsert_created_status"] == 201
    assert sandbox.variants.not_found == "bare"
    assert http.put("variants", json={}).json()["not_found"] == "described"
    refused = http.put("variants", json={"date": "zulu"})
    assert (refused.status_code, sandbox.variants.dates) == (400, "datetime")
    assert "did you mean dates?" in refused.json()["error"]["message"]
    refused = http.put("variants", json={"dates": "never"})
    assert "choose among: datetime (default), date" in refused.json()["error"]["message"]


def test_responses_are_added_and_removed(http: httpx.Client, sandbox: Sandbox) -> None:
    ticket = {"method": "GET", "path": "/api/v2/tickets/1", "json": {"ticket": {"id": 1}}}
    first = http.post("responses", json=ticket).json()
    second = http.post("responses", json={**ticket, "json": None, "content": "x", "times": 1})
    url = http.base_url.join("/api/v2/tickets/1")
    assert [http.get(url, auth=ADMIN).text for _ in range(2)] == ["x", '{"ticket":{"id":1}}']
    assert second.status_code == 201
    assert http.get("responses").json() == {"responses": [first]}
    assert http.delete(f"responses/{first['id']}").status_code == 204
    assert http.get(url, auth=ADMIN).status_code == 501
    http.post("responses", json=ticket)
    assert http.delete("responses").status_code == 204
    assert len(sandbox.responses) == 0


def test_tokens_are_expired(http: httpx.Client) -> None:
    assert http.post("expire_tokens").status_code == 204


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("POST", "faults", b"", 400),
        ("POST", "faults", b"{", 400),
        ("POST", "faults", b"[]", 400),
        ("POST", "faults", b"{}", 400),
        ("POST", "faults", b"[" * 100_000, 400),
        ("POST", "seed", b'{"objects":' + b"[" * 100_000, 400),
        ("POST", "responses", b"{}", 400),
        ("POST", "responses", b'{"method": "GET", "path": "/api/v2/custom_objects"}', 400),
        ("POST", "responses", b'{"method": "GET", "path": "x"}', 400),
        ("DELETE", "responses/x", b"", 400),
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
def test_an_invalid_request_is_refused(
    http: httpx.Client, method: str, path: str, content: bytes, status: int
) -> None:
    reply = http.request(method, path, content=content)
    assert reply.status_code == status
    assert reply.json()["error"]


def test_faults_and_the_request_log_do_not_concern_the_control_api(
    http: httpx.Client, sandbox: Sandbox
) -> None:
    sandbox.faults.add(status=503, times=None)
    assert http.get("clock").status_code == 200
    assert len(sandbox.requests) == 0
    sandbox.faults.clear()
    assert http.get("/api/_sandbox/clock", auth=ADMIN).status_code == 404
    assert sandbox.handle("GET", "/api/_sandbox").status == 501
    assert sandbox.handle("GET", "/_sandboxes").status == 404


def send(
    sandbox: Sandbox,
    method: str,
    path: str,
    headers: dict[str, str],
    *,
    client: tuple[str, int] | None = ("127.0.0.1", 1),
    allowed_hosts: tuple[str, ...] = (),
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of the reply to a request from a client with any address."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def note(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": client,
    }
    app = application(sandbox, allowed_hosts=allowed_hosts)

    async def serve() -> None:
        await app(scope, receive, note)

    asyncio.run(serve())
    start, body = sent
    received = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return start["status"], received, body["body"]


LOCAL = {"Host": "localhost:8787"}


@pytest.mark.parametrize(
    ("token", "status"), [(None, 401), ("wrong", 401), ("agent", 403), ("admin", 200)]
)
def test_another_machine_needs_the_credentials_of_an_admin(
    sandbox: Sandbox, token: str | None, status: int
) -> None:
    headers = LOCAL | ({"Authorization": f"Bearer {token}"} if token else {})
    elsewhere = ("192.0.2.7", 1)
    assert send(sandbox, "GET", "/_sandbox/clock", headers, client=elsewhere)[0] == status
    sandbox.seed(objects=[BOAT])
    reset = send(sandbox, "POST", "/_sandbox/reset", headers, client=elsewhere)
    assert reset[0] == (204 if status == 200 else status)
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
def test_requests_of_this_machine_are_recognised(
    sandbox: Sandbox, client: Any, status: int
) -> None:
    assert send(sandbox, "GET", "/_sandbox/clock", LOCAL, client=client)[0] == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "127.0.0.1:8787"}, 200),
        ({"Host": "[::1]:8787"}, 200),
        ({"Host": "192.0.2.1"}, 200),
        ({"Host": "LOCALHOST"}, 200),
        ({"Host": "localhost:8787", "Origin": "http://localhost:8787"}, 200),
        ({"Host": "localhost:8787", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Host": "localhost:8787", "Sec-Fetch-Site": "none"}, 200),
        ({"Host": "ci-runner.example:8787"}, 200),
        ({}, 403),
        ({"Host": ""}, 403),
        ({"Host": "rebound.example:8787"}, 403),
        ({"Host": "localhost.evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Host": "evil.example@127.0.0.1:8787x["}, 403),
        ({"Host": "[::1"}, 403),
        ({"Host": "localhost:8787", "Origin": "https://evil.example"}, 403),
        ({"Host": "localhost:8787", "Origin": "http://localhost:3000"}, 403),
        ({"Host": "localhost:8787", "Origin": "https://localhost:8787"}, 403),
        ({"Host": "localhost:8787", "Origin": "null"}, 403),
        ({"Host": "localhost:8787", "Origin": ""}, 403),
        ({"Host": "localhost:8787", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "localhost:8787", "Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_a_request_of_a_web_page_of_another_origin_is_refused(
    sandbox: Sandbox, headers: dict[str, str], status: int
) -> None:
    sandbox.seed(objects=[BOAT])
    admin = headers | {"Authorization": "Bearer admin"}
    hosts = ("CI-runner.example",)
    for client in (("127.0.0.1", 1), ("192.0.2.7", 1)):
        reply = send(
            sandbox, "GET", "/_sandbox/requests", admin, client=client, allowed_hosts=hosts
        )
        assert reply[0] == status
        assert (b"requests" in reply[2]) == (status == 200)
    if status == 403:
        reply = send(sandbox, "POST", "/_sandbox/reset", headers, allowed_hosts=hosts)
        assert reply[0] == 403
        left = json.loads(sandbox.handle("GET", OBJECTS, [("Authorization", "Bearer admin")]).body)
        assert len(left["custom_objects"]) == 1
    else:
        assert "access-control-allow-origin" not in reply[1]
        assert reply[1]["x-content-type-options"] == "nosniff"
        assert reply[1]["cross-origin-resource-policy"] == "same-origin"


def test_the_emulated_api_accepts_any_host(sandbox: Sandbox) -> None:
    headers = {
        "Host": "acme.zendesk.example",
        "Origin": "https://app.example",
        "Authorization": "Bearer admin",
    }
    assert send(sandbox, "GET", OBJECTS, headers)[0] == 200


def test_a_refused_host_is_named_with_the_option_that_allows_it(http: httpx.Client) -> None:
    refused = http.get("clock", headers={"Host": "box.example"})
    assert refused.status_code == 403
    assert "'box.example'" in refused.json()["description"]
    assert "--allow-host" in refused.json()["description"]


def test_an_in_process_sandbox_has_no_control_api(sandbox: Sandbox) -> None:
    admin = [("Authorization", "Bearer admin")]
    assert sandbox.handle("GET", "/_sandbox/clock", admin).status == 404
    assert sandbox.handle("POST", "/_sandbox/reset", admin).status == 404
