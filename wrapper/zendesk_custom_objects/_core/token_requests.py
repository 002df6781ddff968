"""Access tokens: how one is asked for, and how long it is used."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from .._generated import api, models, types
from ..auth.credentials import ClientCredentials, RefreshToken, bearer, grant, refresh_grant
from ..auth.token_store import TokenPair
from ..errors import (
    APIError,
    AuthenticationError,
    OutcomeUnknown,
    RateLimitError,
    ServerError,
    ValidationError,
    ZendeskError,
)

if TYPE_CHECKING:
    from collections.abc import Generator

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
    lifetime = _seconds(granted.expires_in or auth.expires_in)
    return _token(_text(granted.access_token), lifetime, asked_at)


def refresh_request(auth: RefreshToken, pair: TokenPair) -> types.Request[models.OAuthToken]:
    """The request that exchanges a refresh token: it is used up by it, and must not be resent."""
    return api.oauth.create_token_for_grant_type(body=refresh_grant(auth, pair.refresh_token))


def token_pair(granted: models.OAuthToken, spent: TokenPair, *, asked_at: float) -> TokenPair:
    """What an exchange gave; `asked_at` is by the clock on the wall.

    Raises `ValueError` if there is no token in the answer.
    """
    token = _text(granted.access_token)
    bearer(token)
    lifetime = _seconds(granted.expires_in)
    return TokenPair(
        refresh_token=_text(granted.refresh_token or spent.refresh_token),
        access_token=token,
        expires_at=None if lifetime is None else asked_at + lifetime,
    )


def new_token(pair: TokenPair) -> AccessToken:
    """The token of a pair that was just granted."""
    lifetime = None if pair.expires_at is None else pair.expires_at - time.time()
    return _token(pair.access_token or "", lifetime, time.monotonic())


def usable(pair: TokenPair, worn: AccessToken | None) -> AccessToken | None:
    """The token of a pair, if it is another one than `worn` and still fresh."""
    if not pair.access_token:
        return None
    token = new_token(pair)
    is_worn = worn is not None and worn.header == token.header
    return token if token.is_fresh() and not is_worn else None


def _token(token: str, lifetime: float | None, asked_at: float) -> AccessToken:
    if lifetime is None:
        return AccessToken(bearer(token), float("inf"))
    margin = min(LARGEST_MARGIN, MARGIN * lifetime)
    return AccessToken(bearer(token), asked_at + lifetime - margin)


def _text(token: object) -> str:
    # The answer may have anything in its place.
    if not isinstance(token, str) or not token:
        raise ValueError("there is no token in it")
    return token


def _seconds(lifetime: object) -> float | None:
    return lifetime if isinstance(lifetime, int | float) else None


@contextmanager
def discreet() -> Generator[None, None, None]:
    """Let errors keep no request: the body of one for a token is what must not be shown.

    The exceptions of an HTTP client hold it in `request`, if in anything.
    """
    try:
        yield
    except ZendeskError as error:
        left: list[BaseException | None] = [error]
        while left:
            if (each := left.pop()) is not None:
                left += [each.__cause__, each.__context__]
                if hasattr(type(each), "request") or "request" in vars(each):
                    each.request = None  # type: ignore[attr-defined]
        raise


def lost(error: OutcomeUnknown) -> AuthenticationError:
    """The error for an exchange of which the answer is lost."""
    return AuthenticationError(
        "the answer to the exchange of the refresh token is lost: if the service has carried it"
        " out, the token is spent, and the client must be authorized anew",
        operation=error.operation,
        status=error.status,
        request_id=error.request_id,
    )


def refused(
    error: APIError | ValidationError, what: str = "the client credentials"
) -> AuthenticationError | None:
    """The error for credentials that no token is given for; `None` if it is not about them."""
    if isinstance(error, RateLimitError | ServerError) or error.status == 404:
        return None
    return AuthenticationError(
        f"no access token is given for {what}: {error.description or 'refused'}",
        operation=error.operation,
        status=error.status,
        request_id=error.request_id,
        code=error.code,
        body=error.body,
    )
