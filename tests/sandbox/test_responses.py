"""Responses that a test defines for operations that the contract does not have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS
from zendesk_custom_objects.sandbox import PreparedResponse, Reply, Sandbox

HEADERS = [("Authorization", "Bearer sandbox")]
TICKET = "/api/v2/tickets/1"


@pytest.fixture
def sandbox() -> Any:
    with Sandbox(keep_bodies=True) as sandbox:
        yield sandbox


def ask(sandbox: Sandbox, method: str, target: str, headers: Any = HEADERS) -> Reply:
    return sandbox.handle(method, target, headers, b"{}")


def test_a_path_outside_the_contract_has_the_given_response(sandbox: Sandbox) -> None:
    assert ask(sandbox, "GET", TICKET).status == 501
    sandbox.respond("GET", TICKET, json={"ticket": {"id": 1}})
    for target in (TICKET, f"{TICKET}?include=users", f"https://acme.zendesk.com{TICKET}"):
        reply = ask(sandbox, "GET", target)
        assert (reply.status, json.loads(reply.body)) == (200, {"ticket": {"id": 1}})
        assert dict(reply.headers)["Content-Type"].startswith("application/json")
    assert ask(sandbox, "PUT", TICKET).status == 501
    assert ask(sandbox, "GET", "/api/v2/tickets/2").status == 501


def test_status_headers_and_content_can_be_given(sandbox: Sandbox) -> None:
    sandbox.respond("POST", "/hook", status=202, content="queued", headers={"X-Queue": "a"})
    reply = ask(sandbox, "POST", "/hook", ())
    assert (reply.status, reply.body) == (202, b"queued")
    assert dict(reply.headers)["X-Queue"] == "a"
    assert dict(reply.headers)["Content-Type"] == "text/plain; charset=utf-8"
    sandbox.respond("GET", "/photo", content=b"\x89PNG", headers={"content-type": "image/png"})
    reply = ask(sandbox, "GET", "/photo")
    assert (reply.body, dict(reply.headers)["content-type"]) == (b"\x89PNG", "image/png")
    sandbox.respond("DELETE", "/thing", status=204)
    assert (ask(sandbox, "DELETE", "/thing").status, ask(sandbox, "DELETE", "/thing").body) == (
        204,
        b"",
    )


def test_the_latest_matching_response_is_sent_until_it_is_used_up(sandbox: Sandbox) -> None:
    sandbox.respond("GET", "/api/v2/tickets/*", json="any")
    sandbox.respond("GET", TICKET, status=503, times=2)
    first = sandbox.respond("GET", TICKET, json="first", times=1)
    assert [left.times for left in sandbox.responses] == [None, 2, 1]
    replies = [ask(sandbox, "GET", TICKET) for _ in range(4)]
    assert [reply.status for reply in replies] == [200, 503, 503, 200]
    assert [replies[0].body, replies[3].body] == [b'"first"', b'"any"']
    sandbox.responses.remove(first)
    assert len(sandbox.responses) == 1
    sandbox.responses.clear()
    assert ask(sandbox, "GET", TICKET).status == 501


def test_callers_must_authenticate(sandbox: Sandbox) -> None:
    sandbox.respond("GET", TICKET, json={}, times=1)
    assert ask(sandbox, "GET", TICKET, ()).status == 401
    assert ask(sandbox, "GET", TICKET, [("Authorization", "Bearer x")]).status == 401
    assert ask(sandbox, "GET", TICKET).status == 200


def test_given_responses_are_logged_and_counted_and_faults_apply(sandbox: Sandbox) -> None:
    sandbox.respond("GET", TICKET, json={})
    before = int(dict(ask(sandbox, "GET", TICKET).headers)["X-Rate-Limit-Remaining"])
    after = int(dict(ask(sandbox, "GET", TICKET).headers)["X-Rate-Limit-Remaining"])
    assert after == before - 1
    logged = sandbox.requests[-1]
    assert (logged.operation, logged.status, logged.body) == (None, 200, b"{}")
    sandbox.faults.add("ListCustomObjects", status=500)
    assert ask(sandbox, "GET", TICKET).status == 200
    sandbox.faults.add(path="*/tickets/*", status=503)
    assert [ask(sandbox, "GET", TICKET).status for _ in range(2)] == [503, 200]


def test_given_responses_share_the_rate_limit() -> None:
    with Sandbox(requests_per_minute=2) as sandbox:
        sandbox.respond("GET", TICKET, json={})
        targets = (TICKET, OBJECTS, TICKET, OBJECTS)
        assert [ask(sandbox, "GET", each).status for each in targets] == [200, 200, 429, 429]


def test_operations_of_the_contract_cannot_be_replaced(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=f"GET {OBJECTS} is an operation of the contract"):
        sandbox.respond("GET", OBJECTS, json={})
    sandbox.respond("GET", "/api/*", json="other")
    assert json.loads(ask(sandbox, "GET", OBJECTS).body) == {"custom_objects": []}
    assert json.loads(ask(sandbox, "GET", "/api/v2/brands").body) == "other"
    sandbox.respond("PUT", OBJECTS, json="put")
    assert json.loads(ask(sandbox, "PUT", OBJECTS).body) == "put"


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "tickets"},
        {"path": "/tickets?x=1"},
        {"path": "/tickets#x"},
        {"status": 99},
        {"status": 700},
        {"times": 0},
        {"json": {}, "content": "x"},
    ],
)
def test_an_invalid_response_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must|cannot"):
        PreparedResponse(**{"method": "GET", "path": "/x", **wrong})


def test_a_reset_removes_given_responses(sandbox: Sandbox) -> None:
    sandbox.respond("GET", TICKET, json={})
    sandbox.reset()
    assert ask(sandbox, "GET", TICKET).status == 501
