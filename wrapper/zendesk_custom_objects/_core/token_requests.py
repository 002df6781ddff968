"""Requests for access tokens, and how long a token is used."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from .._clock import monotonic
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

    from ..auth.token_store import TokenStore

MAX_MARGIN_SECONDS = 60.0
MARGIN = 0.1
"""A token is renewed when a tenth of its lifetime is left, or a minute if that is less."""

MAX_LIFETIME_SECONDS = 10 * 366 * 24 * 60 * 60
"""Ten years; a response can have an integer that is too large for a `float`."""

MAY_BE_SPENT = (
    "if the service carried it out, the refresh token is used up: authorize the OAuth client again,"
    " and pass the new refresh token"
)


class AccessToken(msgspec.Struct, frozen=True):
    """A token in the form of the Authorization header."""

    header: str
    renew_at: float
    """Time of the monotonic clock."""

    def __repr__(self) -> str:
        return "AccessToken(...)"

    def is_fresh(self) -> bool:
        return monotonic() < self.renew_at


def request(auth: ClientCredentials) -> types.Request[models.OAuthToken]:
    """The request for a token. Unlike other grants this one is not used up: it can be retried."""
    asked = api.oauth.create_token_for_grant_type(body=grant(auth))
    operation = msgspec.structs.replace(asked.operation, resend="safe")
    return msgspec.structs.replace(asked, operation=operation)


def access_token(
    granted: models.OAuthToken, auth: ClientCredentials, *, asked_at: float
) -> AccessToken:
    """The granted token. Without a lifetime it is used until the service refuses it.

    Raises `ValueError` if there is no token in the response.
    """
    lifetime = _seconds(granted.expires_in or auth.expires_in)
    return _token(_text(granted.access_token), lifetime, asked_at)


def refresh_request(auth: RefreshToken, pair: TokenPair) -> types.Request[models.OAuthToken]:
    """The request that exchanges a refresh token, which uses it up: it must not be retried."""
    return api.oauth.create_token_for_grant_type(body=refresh_grant(auth, pair.refresh_token))


def token_pair(granted: models.OAuthToken, spent: TokenPair, *, asked_at: float) -> TokenPair:
    """The tokens that an exchange granted; `asked_at` is a time of the wall clock.

    Raises `ValueError` if there is no token in the response.
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
    """The access token of a pair that was just granted."""
    lifetime = None if pair.expires_at is None else pair.expires_at - time.time()
    return _token(pair.access_token or "", lifetime, monotonic())


def usable(pair: TokenPair, worn: AccessToken | None) -> AccessToken | None:
    """The access token of a pair, if it is still fresh and not the `worn` one."""
    if not pair.access_token:
        return None
    token = new_token(pair)
    is_worn = worn is not None and worn.header == token.header
    return token if token.is_fresh() and not is_worn else None


def _token(token: str, lifetime: float | None, asked_at: float) -> AccessToken:
    if lifetime is None:
        return AccessToken(bearer(token), float("inf"))
    margin = min(MAX_MARGIN_SECONDS, MARGIN * lifetime)
    return AccessToken(bearer(token), asked_at + lifetime - margin)


def _text(token: object) -> str:
    # The response can have anything in its place.
    if not isinstance(token, str) or not token:
        raise ValueError("it has no token")
    return token


def _seconds(lifetime: object) -> float | None:
    """A lifetime that can be calculated with; `None`, as for a missing one, for anything else."""
    if isinstance(lifetime, int | float) and abs(lifetime) <= MAX_LIFETIME_SECONDS:
        return lifetime
    return None


@contextmanager
def without_requests() -> Generator[None, None, None]:
    """Remove the request from errors: the body of a token request contains secrets.

    Exceptions of HTTP clients keep it in `request`, if anywhere.
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
    """The error for an exchange whose response was lost."""
    return AuthenticationError(
        f"the response to the exchange of the refresh token was lost: {MAY_BE_SPENT}",
        operation=error.operation,
        status=error.status,
        request_id=error.request_id,
    )


def locked(store: TokenStore, seconds: float) -> AuthenticationError:
    """The error for a store that others have locked for too long."""
    return AuthenticationError(
        f"no access token: another client has locked the token store for {seconds:.0f} s,"
        f" {store!r}: try again when its exchange has ended"
    )


def refused(
    error: APIError | ValidationError,
    what: str = "the client credentials",
    *,
    begun_at: float | None = None,
) -> AuthenticationError | None:
    """The error for credentials that get no token; `None` if the failure is not about them.

    `begun_at` is the time of an earlier exchange of which no response was stored.
    """
    if isinstance(error, RateLimitError | ServerError) or error.status == 404:
        return None
    earlier = ""
    if begun_at is not None:
        begun = datetime.fromtimestamp(begun_at, UTC)
        earlier = (
            f". An exchange of it began at {begun:%Y-%m-%d %H:%M:%S} UTC, and the process ended"
            f" before the response was stored: {MAY_BE_SPENT}"
        )
    return AuthenticationError(
        f"no access token was granted for {what}: {error.description or 'refused'}{earlier}",
        operation=error.operation,
        status=error.status,
        request_id=error.request_id,
        code=error.code,
        body=error.body,
    )
