"""Access tokens for client credentials: how one is asked for, and how long it is used."""

from __future__ import annotations

import time
from typing import cast

import msgspec

from .._generated import api, models, types
from ..auth import ClientCredentials, bearer, grant
from ..errors import APIError, AuthenticationError, RateLimitError, ServerError, ValidationError

LARGEST_MARGIN = 60.0
MARGIN = 0.1
"""A token is renewed when a tenth of its life is left, or a minute if that is less."""


class AccessToken(msgspec.Struct, frozen=True):
    """A token as the Authorization header has it."""

    header: str
    renew_at: float
    """By the monotonic clock."""

    def __repr__(self) -> str:
        return "AccessToken(...)"

    def is_fresh(self) -> bool:
        return time.monotonic() < self.renew_at


def request(auth: ClientCredentials) -> types.Request[models.OAuthToken]:
    """The request for a token. Unlike other grants this one is not used up: it may be resent."""
    asked = api.oauth.create_token_for_grant_type(body=grant(auth))
    operation = msgspec.structs.replace(asked.operation, resend="safe")
    return msgspec.structs.replace(asked, operation=operation)


def access_token(
    granted: models.OAuthToken, auth: ClientCredentials, *, asked_at: float
) -> AccessToken:
    """The token to use. One that does not say how long it lives is used until it is refused.

    Raises `ValueError` if there is none in the answer.
    """
    token = cast("object", granted.access_token)  # the answer may have anything in its place
    if not isinstance(token, str) or not token:
        raise ValueError("there is no token in it")
    lifetime = cast("object", granted.expires_in or auth.expires_in)
    if not isinstance(lifetime, int | float):
        return AccessToken(bearer(token), float("inf"))
    margin = min(LARGEST_MARGIN, MARGIN * lifetime)
    return AccessToken(bearer(token), asked_at + lifetime - margin)


def refused(error: APIError | ValidationError) -> AuthenticationError | None:
    """The error for credentials that no token is given for; `None` if it is not about them."""
    if isinstance(error, RateLimitError | ServerError) or error.status == 404:
        return None
    return AuthenticationError(
        f"no access token is given for the client credentials: {error.description or 'refused'}",
        operation=error.operation,
        status=error.status,
        request_id=error.request_id,
        code=error.code,
        body=error.body,
    )
