"""POST /oauth/tokens: access tokens for client credentials, refresh tokens, authorization codes.

There is no consent page: `Sandbox.authorize` returns the codes that a browser would bring. Any
scope is accepted; one that does not fit fails when its token is used.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from urllib.parse import parse_qsl

from ..._generated import operations
from ..calls.bodies import read_object
from ..calls.registry import Handlers
from ..security import tokens
from ..security.tokens import Code, Grant
from ..wire import errors
from ..wire.json_text import encode_text
from ..wire.replies import Answer

if TYPE_CHECKING:
    from ..calls.context import Call
    from ..security.authentication import Directory, OAuthClient
    from ..storage.store import Store

ChallengeMethod: TypeAlias = Literal["S256", "plain"]

handlers: Final = Handlers()

# Seconds: default, shortest, longest.
_ACCESS: Final = (1800, 300, 172_800)
_REFRESH: Final = (2_592_000, 604_800, 7_776_000)
_DEFAULT_SCOPE: Final = "read write"
# RFC 7636.
_VERIFIER: Final = re.compile("[A-Za-z0-9._~-]{43,128}")


@handlers.answers(operations.CREATE_TOKEN_FOR_GRANT_TYPE)
def create_token(call: Call) -> Answer:
    """Exchange the credentials in the body for an access token."""
    request = _request(call)
    grant_type = request.get("grant_type")
    # It can be of any JSON type.
    exchange = _EXCHANGES.get(grant_type) if isinstance(grant_type, str) else None
    if exchange is None:
        grants = ", ".join(_EXCHANGES)
        raise errors.bad_grant(400, "unsupported_grant_type", f"grant_type is one of: {grants}")
    return Answer(201, exchange(call, request))


def issue_code(
    directory: Directory,
    store: Store,
    now: int,
    *,
    client_id: str,
    user_id: int | None,
    redirect_uri: str,
    scope: str,
    code_challenge: str | None,
    code_challenge_method: ChallengeMethod,
) -> str:
    """The code that a client gets when a user has consented; ValueError if that is not possible."""
    client = directory.client(client_id)
    if client is None:
        raise ValueError(f"no OAuth client has the id {client_id}")
    if client.secret is None and code_challenge is None:
        raise ValueError("a client without a secret needs a code_challenge")
    if code_challenge_method not in ("S256", "plain"):
        raise ValueError("code_challenge_method is S256 or plain")
    user_id = client.user_id if user_id is None else user_id
    if directory.caller(user_id) is None:
        raise ValueError(f"no user has the id {user_id}")
    grant = Grant(client_id, user_id, scope)
    code = Code(grant, redirect_uri, code_challenge, code_challenge_method)
    return tokens.issue_code(store, code, now)


def _for_client(call: Call, request: dict[str, Any]) -> dict[str, Any]:
    client = _client(call, request)
    if client.secret is None:
        raise errors.bad_grant(400, "unauthorized_client", "Only for confidential clients")
    _require_secret(call, client, request)
    lifetime = _seconds(request, "expires_in", _ACCESS)
    scope = _scope(request)
    grant = Grant(client.id, client.user_id, _DEFAULT_SCOPE if scope is None else scope)
    token = tokens.issue(call.store, grant, call.now, lifetime * 1000)
    return {
        "access_token": token,
        "token_type": "bearer",
        "scope": grant.scope,
        "expires_in": lifetime,
    }


def _for_refresh_token(call: Call, request: dict[str, Any]) -> dict[str, Any]:
    client = _client(call, request)
    if client.secret is not None:
        _require_secret(call, client, request)
    token = _text(request, "refresh_token")
    grant = tokens.take_refresh(call.store, client.id, token, call.now)
    if grant is None:
        raise _bad_grant("The refresh token")
    return _pair(call, request, grant)


def _for_code(call: Call, request: dict[str, Any]) -> dict[str, Any]:
    client = _client(call, request)
    code = tokens.take_code(call.store, client.id, _text(request, "code"), call.now)
    if code is None:
        raise _bad_grant("The code")
    if "client_secret" in request or code.challenge is None:
        _require_secret(call, client, request)
    if _text(request, "redirect_uri") != code.redirect_uri:
        raise _bad_grant("The redirect_uri")
    if code.challenge is not None and not _verifies(_text(request, "code_verifier"), code):
        raise _bad_grant("The code_verifier")
    return _pair(call, request, code.grant)


_EXCHANGES: Final = {
    "client_credentials": _for_client,
    "refresh_token": _for_refresh_token,
    "authorization_code": _for_code,
}


def _pair(call: Call, request: dict[str, Any], grant: Grant) -> dict[str, Any]:
    """A new pair of tokens for all that was granted, or for less."""
    lifetime = _seconds(request, "expires_in", _ACCESS)
    refresh_lifetime = _seconds(request, "refresh_token_expires_in", _REFRESH)
    scope = _scope(request)
    if scope is not None:
        if not set(scope.split()) <= set(grant.scope.split()):
            raise errors.bad_grant(400, "invalid_scope", f"Only {grant.scope} was granted")
        grant = grant._replace(scope=scope)
    access, refresh = tokens.issue_pair(
        call.store, grant, call.now, lifetime * 1000, refresh_lifetime * 1000
    )
    return {
        "access_token": access,
        "token_type": "bearer",
        "refresh_token": refresh,
        "scope": grant.scope,
        "expires_in": lifetime,
        "refresh_token_expires_in": refresh_lifetime,
    }


def _client(call: Call, request: dict[str, Any]) -> OAuthClient:
    client = call.services.directory.client(_text(request, "client_id"))
    if client is None:
        raise _bad_client()
    return client


def _require_secret(call: Call, client: OAuthClient, request: dict[str, Any]) -> None:
    if not call.services.directory.proves(client.id, _text(request, "client_secret")):
        raise _bad_client()


def _bad_client() -> errors.RefusedError:
    return errors.bad_grant(401, "invalid_client", "Client authentication failed")


def _bad_grant(what: str) -> errors.RefusedError:
    """The same error for all reasons, as in RFC 6749."""
    return errors.bad_grant(400, "invalid_grant", f"{what} is invalid, expired or used")


def _verifies(verifier: str, code: Code) -> bool:
    if not _VERIFIER.fullmatch(verifier) or code.challenge is None:
        return False
    challenge = verifier
    if code.method == "S256":
        hashed = hashlib.sha256(verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
    return hmac.compare_digest(challenge.encode(), code.challenge.encode())


def _request(call: Call) -> dict[str, Any]:
    """The parameters: JSON, or the form of OAuth itself."""
    if call.content_type.startswith("application/x-www-form-urlencoded"):
        try:
            return dict(parse_qsl(call.content.decode("ascii"), errors="strict"))
        except UnicodeDecodeError:
            raise errors.bad_grant(400, "invalid_request", "The form is not UTF-8") from None
    return read_object(call)


def _text(request: dict[str, Any], name: str) -> str:
    value = request.get(name)
    if not isinstance(value, str):
        raise errors.bad_grant(400, "invalid_request", f"{name} must be a string")
    return value


def _scope(request: dict[str, Any]) -> str | None:
    """The requested scope. A list is accepted, and becomes a scope that allows nothing."""
    if "scope" not in request:
        return None
    if isinstance(request.get("scope"), list):
        return "".join(encode_text(request["scope"]).split())
    return _text(request, "scope")


def _seconds(request: dict[str, Any], name: str, limits: tuple[int, int, int]) -> int:
    """A lifetime, as a number or, in a form, as digits."""
    default, shortest, longest = limits
    value = request.get(name, default)
    digits = str(value)
    if isinstance(value, bool) or not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        seconds = 0
    else:
        seconds = int(digits)
    if not shortest <= seconds <= longest:
        raise errors.bad_grant(
            400, "invalid_request", f"{name} must be from {shortest} to {longest} seconds"
        )
    return seconds
