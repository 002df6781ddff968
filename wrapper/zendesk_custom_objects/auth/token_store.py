"""Where tokens are kept that must not be lost: each refresh token is good for one exchange."""

from __future__ import annotations

from typing import Protocol

import msgspec

__all__ = ["TokenPair", "TokenStore"]


class TokenPair(msgspec.Struct, frozen=True, kw_only=True):
    """What one exchange gives: the access token, and the refresh token for the next exchange."""

    refresh_token: str
    access_token: str | None = None
    expires_at: float | None = None
    """When the access token ends, in seconds since 1970; `None` if it is not known."""

    def __repr__(self) -> str:
        return "TokenPair(...)"


class TokenStore(Protocol):
    """Keeps the last pair, for this process and for others. Any thread may call it.

    An asynchronous client calls it in a thread. What it raises is passed on.
    """

    def load(self) -> TokenPair | None:
        """The pair that was saved last, by whichever process; `None` if there is none."""

    def save(self, pair: TokenPair, /) -> None:
        """Keep the pair in the place of the one before. When this returns, it must be safe."""
