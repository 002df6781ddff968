"""Credentials and roles of callers (facts: authentication; the role of each operation)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS, Clock
from zendesk_custom_objects.sandbox import DEFAULT_CLIENT, DEFAULT_USER, OAuthClient, Sandbox, User

AGENT = User(id=2, email="Agent@example.com", name="Agent", role="agent", api_token="a+:/t")
END_USER = User(id=3, email="user@example.com", name="User", role="end_user", access_token="u")
TOKEN_PATH = "/oauth/tokens"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    clients = [DEFAULT_CLIENT, OAuthClient(id="büro", secret="gehéim", user_id=AGENT.id)]
    return Sandbox(users=[DEFAULT_USER, AGENT, END_USER], clients=clients, clock=clock)


def basic(credentials: str | bytes) -> str:
    raw = credentials.encode() if isinstance(credentials, str) else credentials
    return "Basic " + base64.b64encode(raw).decode()


def get(sandbox: Sandbox, authorization: str | None, path: str = OBJECTS) -> tuple[int, Any]:
    return send(sandbox, "GET", path, authorization)


def send(
    sandbox: Sandbox, method: str, path: str, authorization: str | None, body: Any = None
) -> tuple[int, Any]:
    headers = [("Content-Type", "application/json")]
    if authorization is not None:
        headers.append(("Authorization", authorization))
    content = b"" if body is None else json.dumps(body).encode()
    reply = sandbox.handle(method, path, headers, content)
    return reply.status, json.loads(reply.body) if reply.body else None


def token(sandbox: Sandbox, **changes: Any) -> tuple[int, Any]:
    request = {
        "grant_type": "client_credentials",
        "client_id": "sandbox",
        "client_secret": "sandbox",
        **changes,
    }
    return send(sandbox, "POST", TOKEN_PATH, None, request)


@pytest.mark.parametrize(
    "authorization",
    [
        basic("admin@example.com/token:sandbox"),
        basic("ADMIN@example.com/token:sandbox"),
        basic("admin@example.com/token:sandbox").replace("Basic", "basic"),
        "Bearer sandbox",
        "bearer sandbox",
        basic("agent@example.com/token:a+:/t"),
    ],
)
def test_valid_credentials_are_accepted(sandbox: Sandbox, authorization: str) -> None:
    assert get(sandbox, authorization) == (200, {"custom_objects": []})


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer sändbox",
        "Bearer None",
        "Basic",
        "Basic sandbox",
        "Basic ====",
        "Basic é",
        basic(b"\xff\xfe:\xff"),
        basic("admin@example.com/token:wrong"),
        basic("admin@example.com/token:"),
        basic("admin@example.com/token"),
        basic("admin@example.com:sandbox"),  # passwords are no longer accepted
        basic("admin@example.com/Token:sandbox"),
        basic("nobody@example.com/token:sandbox"),
        basic("user@example.com/token:None"),
        basic("user@example.com/token:"),
        basic(":"),
        basic("/token:"),
        "Digest sandbox",
        "sandbox",
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("DELETE", "/boat")])
def test_invalid_credentials_are_refused(
    sandbox: Sandbox, authorization: str | None, method: str, path: str
) -> None:
    status, body = send(sandbox, method, OBJECTS + path, authorization, {})
    assert (status, body) == (401, {"error": "Couldn't authenticate you"})


def test_client_credentials_are_exchanged_for_a_token(sandbox: Sandbox, clock: Clock) -> None:
    status, body = token(sandbox)
    assert status == 201
    assert set(body) == {"access_token", "token_type", "scope", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("bearer", 1800)
    authorization = f"Bearer {body['access_token']}"
    clock.now += 1799
    assert get(sandbox, authorization)[0] == 200
    clock.now += 1
    assert get(sandbox, authorization) == (401, {"error": "Couldn't authenticate you"})


def test_several_tokens_are_valid_at_the_same_time(sandbox: Sandbox, clock: Clock) -> None:
    tokens = []
    for _ in range(3):
        clock.now += 60
        tokens.append(token(sandbox, expires_in=300)[1]["access_token"])
    assert len(set(tokens)) == 3
    clock.now += 200
    assert [get(sandbox, f"Bearer {each}")[0] for each in tokens] == [401, 200, 200]


@pytest.mark.parametrize("expires_in", [300, 172_800])
def test_a_lifetime_within_the_limits_is_accepted(sandbox: Sandbox, expires_in: int) -> None:
    assert token(sandbox, expires_in=expires_in)[1]["expires_in"] == expires_in


@pytest.mark.parametrize("expires_in", [299, 172_801, 0, -1, True, 300.5, "x", None, [], 10**30])
def test_a_lifetime_out_of_range_is_refused(sandbox: Sandbox, expires_in: Any) -> None:
    status, body = token(sandbox, expires_in=expires_in)
    assert (status, body["error"]) == (400, "invalid_request")
    assert "expires_in" in body["error_description"]


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_secret": None}, 400, "invalid_request"),
        ({"client_id": 7}, 400, "invalid_request"),
        ({"scope": 7}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "implicit"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "unsupported_grant_type"),
        ({"grant_type": {}}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, 400, "invalid_request"),
        ({"grant_type": "authorization_code"}, 400, "invalid_request"),
    ],
)
def test_an_invalid_token_request_is_refused(
    sandbox: Sandbox, changes: dict[str, Any], status: int, error: str
) -> None:
    got, body = token(sandbox, **changes)
    assert (got, body["error"]) == (status, error)


def test_a_token_request_can_be_a_form(sandbox: Sandbox) -> None:
    content = b"grant_type=client_credentials&client_id=b%C3%BCro&client_secret=geh%C3%A9im"
    headers = [("content-type", "application/x-www-form-urlencoded")]
    reply = sandbox.handle("POST", TOKEN_PATH, headers, content + b"&expires_in=600")
    assert reply.status == 201
    assert b'"expires_in":600' in reply.body


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("application/x-www-form-urlencoded", b"grant_type=%ff"),
        ("application/x-www-form-urlencoded", b"grant_type=\xff"),
        ("application/x-www-form-urlencoded", b""),
        ("application/json", b"[]"),
        ("application/json", b"{"),
        ("text/plain", b"{}"),
    ],
)
def test_a_body_that_is_no_token_request_is_refused(
    sandbox: Sandbox, content_type: str, content: bytes
) -> None:
    reply = sandbox.handle("POST", TOKEN_PATH, [("Content-Type", content_type)], content)
    assert reply.status == 400
    assert set(json.loads(reply.body)) <= {"error", "error_description"}


def test_a_token_has_the_user_of_its_client(sandbox: Sandbox) -> None:
    issued = token(sandbox, client_id="büro", client_secret="gehéim")[1]["access_token"]
    assert send(sandbox, "DELETE", f"{OBJECTS}/boat", f"Bearer {issued}")[0] == 403


NEW_OBJECT = {"custom_object": {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}}


@pytest.mark.parametrize(
    ("scope", "reads", "writes"),
    [
        ("read write", 200, 201),
        ("read", 200, 403),
        ("write", 403, 201),
        ("impersonate", 403, 403),
        ("tickets:read tickets:write", 403, 403),
        ("custom_objects:read custom_objects:write", 200, 201),
        ("", 403, 403),
    ],
)
def test_a_token_without_the_scope_is_refused_when_it_is_used(
    sandbox: Sandbox, scope: str, reads: int, writes: int
) -> None:
    status, body = token(sandbox, scope=scope)
    assert (status, body["scope"]) == (201, scope)
    authorization = f"Bearer {body['access_token']}"
    assert get(sandbox, authorization)[0] == reads
    status, body = send(sandbox, "POST", OBJECTS, authorization, NEW_OBJECT)
    assert status == writes
    assert status == 201 or body["error"] == "Forbidden"


@pytest.mark.parametrize(
    ("authorization", "reads", "defines", "records"),
    [
        ("Bearer sandbox", 200, 201, 201),
        (basic("agent@example.com/token:a+:/t"), 200, 403, 201),
        ("Bearer u", 403, 403, 403),
    ],
)
def test_each_role_has_its_permissions(
    sandbox: Sandbox, authorization: str, reads: int, defines: int, records: int
) -> None:
    assert send(sandbox, "POST", OBJECTS, "Bearer sandbox", NEW_OBJECT)[0] == 201
    assert get(sandbox, authorization, f"{OBJECTS}/boat/fields")[0] == reads
    field = {"custom_object_field": {"key": "port", "title": "Port"}}
    path = f"{OBJECTS}/boat/fields"
    assert send(sandbox, "POST", path, authorization, field)[0] == defines
    path = f"{OBJECTS}/boat/records"
    status, body = send(
        sandbox, "POST", path, authorization, {"custom_object_record": {"name": "x"}}
    )
    assert status == records
    if status == 201:
        user = AGENT if "Basic" in authorization else DEFAULT_USER
        assert body["custom_object_record"]["created_by_user_id"] == str(user.id)
    else:
        assert body["error"] == "Forbidden"


def test_a_client_needs_an_existing_user() -> None:
    with pytest.raises(ValueError, match="stray"):
        Sandbox(clients=[OAuthClient(id="stray", secret="s", user_id=99)])


def test_a_reset_keeps_tokens_valid(sandbox: Sandbox) -> None:
    authorization = f"Bearer {token(sandbox)[1]['access_token']}"
    send(sandbox, "POST", OBJECTS, authorization, NEW_OBJECT)
    sandbox.reset()
    assert get(sandbox, authorization) == (200, {"custom_objects": []})
