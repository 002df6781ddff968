"""Stores for refresh tokens, each of which can be exchanged once and must not be lost."""

from __future__ import annotations

from typing import Protocol

import msgspec

__all__ = ["TokenPair", "TokenStore"]


class TokenPair(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an exchange: an access token, and the refresh token for the next exchange."""

    refresh_token: str
    access_token: str | None = None
    expires_at: float | None = None
    """When the access token expires, in seconds since 1970; `None` if unknown."""

    def __repr__(self) -> str:
        return "TokenPair(...)"


class TokenStore(Protocol):
    """Stores the last pair, for this process and others. Every thread can call it.

    An asynchronous client calls it in a thread. Its exceptions reach the caller of the client.
    """

    def load(self) -> TokenPair | None:
        """The pair that was saved last, by any process; `None` if there is none."""

    def save(self, pair: TokenPair, /) -> None:
        """Replace the stored pair. It must be safe on the disk when this returns."""
