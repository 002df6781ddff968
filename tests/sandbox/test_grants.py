"""Refresh tokens and authorization codes: facts 5.4."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.sandbox.support import OBJECTS, Clock
from zendesk_custom_objects.sandbox import DEFAULT_CLIENT, DEFAULT_USER, OAuthClient, Sandbox, User

AGENT = User(id=2, email="agent@example.com", name="Agent", role="agent")
APP = OAuthClient(id="app", secret=None, user_id=AGENT.id)
CALLBACK = "https://app.example/callback?a=b"
VERIFIER = "a-verifier-that-is-as-long-as-it-must-be_~.0123"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=")
DAY = 24 * 60 * 60
NEW_OBJECT = {"custom_object": {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(
        users=[DEFAULT_USER, AGENT], clients=[DEFAULT_CLIENT, APP], clock=clock
    ) as sandbox:
        yield sandbox


def exchange(sandbox: Sandbox, status: int = 201, **request: Any) -> Any:
    headers = [("Content-Type", "application/json")]
    reply = sandbox.handle("POST", "/oauth/tokens", headers, json.dumps(request).encode())
    assert reply.status == status, reply.body
    return json.loads(reply.body)


def redeem(sandbox: Sandbox, code: str, status: int = 201, **changes: Any) -> Any:
    """Exchange a code; None omits a parameter."""
    request = {
        "grant_type": "authorization_code",
        "client_id": "sandbox",
        "client_secret": "sandbox",
        "redirect_uri": CALLBACK,
        "code": code,
        **changes,
    }
    given = {name: value for name, value in request.items() if value is not None}
    return exchange(sandbox, status, **given)


def refresh(sandbox: Sandbox, token: str, status: int = 201, **changes: Any) -> Any:
    request = {
        "grant_type": "refresh_token",
        "client_id": "sandbox",
        "client_secret": "sandbox",
        "refresh_token": token,
        **changes,
    }
    given = {name: value for name, value in request.items() if value is not None}
    return exchange(sandbox, status, **given)


def pair(sandbox: Sandbox, **changes: Any) -> Any:
    code = sandbox.authorize("sandbox", redirect_uri=CALLBACK)
    return redeem(sandbox, code, **changes)


def get(sandbox: Sandbox, token: str) -> int:
    return sandbox.handle("GET", OBJECTS, [("Authorization", f"Bearer {token}")]).status


def post(sandbox: Sandbox, token: str) -> int:
    headers = [("Authorization", f"Bearer {token}"), ("Content-Type", "application/json")]
    return sandbox.handle("POST", OBJECTS, headers, json.dumps(NEW_OBJECT).encode()).status


# --- authorization codes


def test_a_code_is_exchanged_for_a_pair_of_tokens(sandbox: Sandbox) -> None:
    body = pair(sandbox)
    assert set(body) == {
        "access_token",
        "token_type",
        "refresh_token",
        "scope",
        "expires_in",
        "refresh_token_expires_in",
    }
    assert (body["token_type"], body["scope"]) == ("bearer", "read write")
    assert (body["expires_in"], body["refresh_token_expires_in"]) == (1800, 30 * DAY)
    assert get(sandbox, body["access_token"]) == 200


def test_a_refresh_token_is_no_access_token(sandbox: Sandbox) -> None:
    assert get(sandbox, pair(sandbox)["refresh_token"]) == 401


def test_a_code_is_valid_for_one_exchange(sandbox: Sandbox) -> None:
    code = sandbox.authorize("sandbox", redirect_uri=CALLBACK)
    redeem(sandbox, code)
    assert redeem(sandbox, code, 400)["error"] == "invalid_grant"


@pytest.mark.parametrize(("seconds", "status"), [(119.9, 201), (120, 400)])
def test_a_code_expires_after_120_seconds(
    sandbox: Sandbox, clock: Clock, seconds: float, status: int
) -> None:
    code = sandbox.authorize("sandbox", redirect_uri=CALLBACK)
    clock.now += seconds
    redeem(sandbox, code, status)


def test_codes_differ(sandbox: Sandbox) -> None:
    codes = {sandbox.authorize("sandbox", redirect_uri=CALLBACK) for _ in range(5)}
    assert len(codes) == 5


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"code": "wrong"}, 400, "invalid_grant"),
        ({"code": None}, 400, "invalid_request"),
        ({"code": ["x"]}, 400, "invalid_request"),
        ({"redirect_uri": "https://app.example/callback"}, 400, "invalid_grant"),
        ({"redirect_uri": None}, 400, "invalid_request"),
        ({"client_id": "app"}, 400, "invalid_grant"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": None}, 400, "invalid_request"),
        ({"expires_in": 299}, 400, "invalid_request"),
        ({"refresh_token_expires_in": 604_799}, 400, "invalid_request"),
        ({"refresh_token_expires_in": 7_776_001}, 400, "invalid_request"),
        ({"scope": "read write impersonate"}, 400, "invalid_scope"),
    ],
)
def test_an_invalid_code_is_refused(
    sandbox: Sandbox, changes: dict[str, Any], status: int, error: str
) -> None:
    code = sandbox.authorize("sandbox", redirect_uri=CALLBACK)
    assert redeem(sandbox, **{"code": code, **changes}, status=status)["error"] == error
    redeem(sandbox, code)


def app_code(sandbox: Sandbox, challenge: str = CHALLENGE.decode(), **more: Any) -> str:
    return sandbox.authorize("app", redirect_uri=CALLBACK, code_challenge=challenge, **more)


def test_pkce_accepts_a_hashed_challenge(sandbox: Sandbox) -> None:
    body = redeem(
        sandbox, app_code(sandbox), client_id="app", client_secret=None, code_verifier=VERIFIER
    )
    assert get(sandbox, body["access_token"]) == 200
    assert post(sandbox, body["access_token"]) == 403  # the token of an agent


def test_pkce_accepts_a_plain_challenge(sandbox: Sandbox) -> None:
    code = app_code(sandbox, VERIFIER, code_challenge_method="plain")
    redeem(sandbox, code, client_id="app", client_secret=None, code_verifier=VERIFIER)


@pytest.mark.parametrize(
    ("verifier", "error"),
    [
        (None, "invalid_request"),
        ("", "invalid_grant"),
        (VERIFIER + "x", "invalid_grant"),
        (CHALLENGE.decode(), "invalid_grant"),
        ("é" * 50, "invalid_grant"),
    ],
)
def test_a_wrong_verifier_is_refused(sandbox: Sandbox, verifier: str | None, error: str) -> None:
    code = app_code(sandbox)
    body = redeem(sandbox, code, 400, client_id="app", client_secret=None, code_verifier=verifier)
    assert body["error"] == error


def test_a_short_verifier_is_refused(sandbox: Sandbox) -> None:
    short = "a" * 42
    code = app_code(sandbox, short, code_challenge_method="plain")
    redeem(sandbox, code, 400, client_id="app", client_secret=None, code_verifier=short)


def test_a_confidential_client_with_a_challenge_needs_no_secret(sandbox: Sandbox) -> None:
    code = sandbox.authorize("sandbox", redirect_uri=CALLBACK, code_challenge=CHALLENGE.decode())
    redeem(sandbox, code, 401, client_secret="wrong", code_verifier=VERIFIER)
    redeem(sandbox, code, 400, client_secret="sandbox")
    redeem(sandbox, code, client_secret=None, code_verifier=VERIFIER)


def test_a_code_has_the_user_who_has_consented(sandbox: Sandbox) -> None:
    code = sandbox.authorize("sandbox", redirect_uri=CALLBACK, user_id=AGENT.id)
    token = redeem(sandbox, code)["access_token"]
    assert (get(sandbox, token), post(sandbox, token)) == (200, 403)


def test_a_code_has_the_scope_of_its_authorization(sandbox: Sandbox) -> None:
    code = sandbox.authorize("sandbox", redirect_uri=CALLBACK, scope="read")
    token = redeem(sandbox, code)["access_token"]
    assert (get(sandbox, token), post(sandbox, token)) == (200, 403)
    less = pair(sandbox, scope="read")
    assert less["scope"] == "read"
    assert post(sandbox, less["access_token"]) == 403


@pytest.mark.parametrize(
    ("client_id", "more", "message"),
    [
        ("nobody", {}, "nobody"),
        ("app", {}, "code_challenge"),
        ("sandbox", {"user_id": 99}, "99"),
        ("sandbox", {"code_challenge": "x", "code_challenge_method": "S512"}, "S256"),
    ],
)
def test_an_invalid_authorization_is_refused(
    sandbox: Sandbox, client_id: str, more: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        sandbox.authorize(client_id, redirect_uri=CALLBACK, **more)


def test_a_public_client_cannot_use_client_credentials(sandbox: Sandbox) -> None:
    request = {"grant_type": "client_credentials", "client_id": "app", "client_secret": ""}
    assert exchange(sandbox, 400, **request)["error"] == "unauthorized_client"


# --- refresh tokens


def test_refreshing_revokes_the_old_pair(sandbox: Sandbox) -> None:
    old = pair(sandbox)
    new = refresh(sandbox, old["refresh_token"])
    assert set(new) == set(old)
    assert new["access_token"] != old["access_token"]
    assert new["refresh_token"] != old["refresh_token"]
    assert (get(sandbox, old["access_token"]), get(sandbox, new["access_token"])) == (401, 200)
    assert refresh(sandbox, old["refresh_token"], 400)["error"] == "invalid_grant"
    newer = refresh(sandbox, new["refresh_token"])
    assert get(sandbox, newer["access_token"]) == 200


def test_refreshing_keeps_other_pairs_valid(sandbox: Sandbox) -> None:
    one, other = pair(sandbox), pair(sandbox)
    refresh(sandbox, one["refresh_token"])
    assert get(sandbox, other["access_token"]) == 200
    refresh(sandbox, other["refresh_token"])


def test_an_expired_access_token_can_be_refreshed(sandbox: Sandbox, clock: Clock) -> None:
    old = pair(sandbox, expires_in=300)
    clock.now += 300
    assert get(sandbox, old["access_token"]) == 401
    assert get(sandbox, refresh(sandbox, old["refresh_token"])["access_token"]) == 200


@pytest.mark.parametrize(("seconds", "status"), [(7 * DAY - 1, 201), (7 * DAY, 400)])
def test_a_refresh_token_expires(sandbox: Sandbox, clock: Clock, seconds: int, status: int) -> None:
    old = pair(sandbox, refresh_token_expires_in=7 * DAY)
    clock.now += seconds
    refresh(sandbox, old["refresh_token"], status)


def test_lifetimes_of_the_next_pair_can_be_requested(sandbox: Sandbox, clock: Clock) -> None:
    new = refresh(
        sandbox,
        pair(sandbox)["refresh_token"],
        expires_in=172_800,
        refresh_token_expires_in=7_776_000,
    )
    assert (new["expires_in"], new["refresh_token_expires_in"]) == (172_800, 7_776_000)
    clock.now += 172_799
    assert get(sandbox, new["access_token"]) == 200


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"refresh_token": "wrong"}, 400, "invalid_grant"),
        ({"refresh_token": None}, 400, "invalid_request"),
        ({"client_id": "app"}, 400, "invalid_grant"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": None}, 400, "invalid_request"),
        ({"expires_in": 172_801}, 400, "invalid_request"),
        ({"scope": "read write impersonate"}, 400, "invalid_scope"),
    ],
)
def test_a_refused_refresh_keeps_the_pair_valid(
    sandbox: Sandbox, changes: dict[str, Any], status: int, error: str
) -> None:
    old = pair(sandbox)
    request = {
        "grant_type": "refresh_token",
        "client_id": "sandbox",
        "client_secret": "sandbox",
        "refresh_token": old["refresh_token"],
        **changes,
    }
    given = {name: value for name, value in request.items() if value is not None}
    assert exchange(sandbox, status, **given)["error"] == error
    assert get(sandbox, old["access_token"]) == 200
    refresh(sandbox, old["refresh_token"])


def test_a_public_client_refreshes_without_a_secret(sandbox: Sandbox) -> None:
    old = redeem(
        sandbox, app_code(sandbox), client_id="app", client_secret=None, code_verifier=VERIFIER
    )
    refresh(sandbox, old["refresh_token"], client_id="app", client_secret=None)


def test_a_refresh_can_only_reduce_the_scope(sandbox: Sandbox) -> None:
    less = refresh(sandbox, pair(sandbox)["refresh_token"], scope="read")
    assert less["scope"] == "read"
    refused = refresh(sandbox, less["refresh_token"], 400, scope="read write")
    assert refused["error"] == "invalid_scope"


def test_a_refresh_can_be_a_form(sandbox: Sandbox) -> None:
    form = {
        "grant_type": "refresh_token",
        "client_id": "sandbox",
        "client_secret": "sandbox",
        "refresh_token": pair(sandbox)["refresh_token"],
        "refresh_token_expires_in": "604800",
    }
    headers = [("Content-Type", "application/x-www-form-urlencoded")]
    reply = sandbox.handle("POST", "/oauth/tokens", headers, urlencode(form).encode())
    assert reply.status == 201
    assert json.loads(reply.body)["refresh_token_expires_in"] == 604_800


def test_pairs_stay_valid_in_a_reopened_file(tmp_path: Any, clock: Clock) -> None:
    with Sandbox(tmp_path / "sandbox", clock=clock) as sandbox:
        old = pair(sandbox)
        code = sandbox.authorize("sandbox", redirect_uri=CALLBACK)
    with Sandbox(tmp_path / "sandbox", clock=clock) as sandbox:
        assert get(sandbox, old["access_token"]) == 200
        refresh(sandbox, old["refresh_token"])
        redeem(sandbox, code)


@pytest.mark.parametrize("scope", [["read"], ["read write"], [" read "], []])
def test_a_token_with_a_list_of_scopes_allows_nothing(sandbox: Sandbox, scope: Any) -> None:
    body = exchange(
        sandbox,
        grant_type="client_credentials",
        client_id="sandbox",
        client_secret="sandbox",
        scope=scope,
    )
    assert isinstance(body["scope"], str)
    assert (get(sandbox, body["access_token"]), post(sandbox, body["access_token"])) == (403, 403)
