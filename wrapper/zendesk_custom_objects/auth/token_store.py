"""Stores for refresh tokens, each of which can be exchanged once and must not be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

import msgspec

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

__all__ = ["LockableTokenStore", "TokenPair", "TokenStore", "lockable"]


class TokenPair(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of an exchange: an access token, and the refresh token for the next exchange."""

    refresh_token: str
    access_token: str | None = None
    expires_at: float | None = None
    """When the access token expires, in seconds since 1970; `None` if unknown."""
    exchange_begun_at: float | None = None
    """When an exchange of the refresh token began that has not ended, in seconds since 1970.

    If none is under way, the process was killed meanwhile, and the token may be used up. Only in
    pairs of stores with a `lock`.
    """

    def __repr__(self) -> str:
        return "TokenPair(...)"


class TokenStore(Protocol):
    """Stores the last pair, for this process and others. Every thread can call it.

    An asynchronous client calls it in a thread. Its exceptions reach the caller of the client.

    A store that processes share should have one method more: see `LockableTokenStore`. Without it
    two processes can exchange the same token at the same time; the one that is refused looks for
    the pair of the other.
    """

    def load(self) -> TokenPair | None:
        """The pair that was saved last, by any process; `None` if there is none."""

    def save(self, pair: TokenPair, /) -> None:
        """Replace the stored pair. It must be safe on the disk when this returns."""


class LockableTokenStore(TokenStore, Protocol):
    """A store that processes can share: no two of them exchange the same refresh token.

    A client holds the lock while it loads the pair, exchanges the token and saves the new pair.
    Before the exchange it saves the old pair with `exchange_begun_at`, which the store must keep
    like the tokens.
    """

    def lock(self, timeout: float, /) -> AbstractContextManager[object]:
        """Keep every other lock of the same store waiting, in this process and in others.

        Entering it raises `TimeoutError` after `timeout` seconds. An asynchronous client enters and
        leaves it in different threads.
        """
        ...


def lockable(store: TokenStore | None) -> LockableTokenStore | None:
    """The store, if it can be locked."""
    can_lock = callable(getattr(store, "lock", None))
    return cast("LockableTokenStore", store) if can_lock else None
