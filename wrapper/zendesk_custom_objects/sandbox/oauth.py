"""POST /oauth/tokens: access tokens for confidential clients."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl

from .._generated import operations
from . import errors
from .bodies import read_object
from .calls import Answer, Call, Handlers

handlers: Final = Handlers()

# Seconds.
_LIFETIME: Final = 1800
_SHORTEST: Final = 300
_LONGEST: Final = 172_800
_DEFAULT_SCOPE: Final = "read write"
_OTHER_GRANTS: Final = ("authorization_code", "refresh_token")


@handlers.answers(operations.CREATE_TOKEN_FOR_GRANT_TYPE)
def create_token(call: Call) -> Answer:
    """Issue an access token for the user its client belongs to."""
    request = _request(call)
    grant = request.get("grant_type")
    if grant in _OTHER_GRANTS:
        raise errors.not_emulated(f"{call.operation.id}: grant_type {grant}")
    if grant != "client_credentials":
        raise errors.bad_grant(400, "unsupported_grant_type", "Use client_credentials")
    directory = call.services.directory
    client = directory.client(_text(request, "client_id"), _text(request, "client_secret"))
    if client is None:
        raise errors.bad_grant(401, "invalid_client", "Client authentication failed")
    lifetime = _lifetime(request.get("expires_in", _LIFETIME))
    scope = _text(request, "scope", _DEFAULT_SCOPE)
    token = directory.issue(call.store, client.user_id, scope, call.now + lifetime * 1000, call.now)
    return Answer(
        201,
        {
            "access_token": token,
            "token_type": "bearer",
            "scope": scope,
            "expires_in": lifetime,
        },
    )


def _request(call: Call) -> dict[str, Any]:
    """The parameters, as JSON or, as OAuth itself has it, as a form."""
    if call.content_type.startswith("application/x-www-form-urlencoded"):
        try:
            return dict(parse_qsl(call.content.decode("ascii"), errors="strict"))
        except UnicodeDecodeError:
            raise errors.bad_grant(400, "invalid_request", "The form is not UTF-8") from None
    return read_object(call)


def _text(request: dict[str, Any], name: str, default: str | None = None) -> str:
    value = request.get(name, default)
    if not isinstance(value, str):
        raise errors.bad_grant(400, "invalid_request", f"{name} must be a string")
    return value


def _lifetime(value: Any) -> int:
    """Seconds, as a number or, in a form, as digits."""
    digits = str(value)
    if isinstance(value, bool) or not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        seconds = 0
    else:
        seconds = int(digits)
    if not _SHORTEST <= seconds <= _LONGEST:
        raise errors.bad_grant(
            400, "invalid_request", f"expires_in must be from {_SHORTEST} to {_LONGEST} seconds"
        )
    return seconds
