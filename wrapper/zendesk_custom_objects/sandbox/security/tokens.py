"""Access tokens, refresh tokens and authorization codes: stored as digests.

The time of a lookup by digest reveals nothing about a token.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from ..storage.store import Store

CODE_LIFETIME_MS: Final = 120 * 1000
"""Lifetime of an authorization code in milliseconds."""


class Grant(NamedTuple):
    """Client, user and scope of tokens."""

    client_id: str
    user_id: int
    scope: str


class Code(NamedTuple):
    """The purpose of an authorization code."""

    grant: Grant
    redirect_uri: str
    challenge: str | None
    """Of PKCE: the verifier itself or its hash, as `method` says."""
    method: str


def digest(token: str) -> bytes:
    """The digest of a token, which is stored in its place."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()


def issue(store: Store, grant: Grant, now: int, lifetime: int) -> str:
    """A new access token; times are in milliseconds. Deletes expired ones."""
    store.run("DELETE FROM tokens WHERE expires_at <= ?", (now,))
    token = secrets.token_hex(32)
    store.run(
        "INSERT INTO tokens VALUES (?, ?, ?, ?)",
        (digest(token), grant.user_id, grant.scope, now + lifetime),
    )
    return token


def find(store: Store, token_digest: bytes, now: int) -> tuple[int, str] | None:
    """User and scope of an access token that is still valid."""
    row = store.find(
        "SELECT user_id, scope FROM tokens WHERE digest = ? AND expires_at > ?",
        (token_digest, now),
    )
    return None if row is None else (row[0], row[1])


def issue_pair(
    store: Store, grant: Grant, now: int, lifetime: int, refresh_lifetime: int
) -> tuple[str, str]:
    """A new access token and the refresh token that goes with it."""
    access = issue(store, grant, now, lifetime)
    store.run("DELETE FROM refresh_tokens WHERE expires_at <= ?", (now,))
    refresh = secrets.token_hex(32)
    store.run(
        "INSERT INTO refresh_tokens VALUES (?, ?, ?, ?, ?, ?)",
        (digest(refresh), digest(access), *grant, now + refresh_lifetime),
    )
    return access, refresh


def take_refresh(store: Store, client_id: str, token: str, now: int) -> Grant | None:
    """The grant of a refresh token, which is invalid from now on, as is its access token."""
    row = store.find(
        """
        SELECT access, client_id, user_id, scope FROM refresh_tokens
        WHERE digest = ? AND client_id = ? AND expires_at > ?
        """,
        (digest(token), client_id, now),
    )
    if row is None:
        return None
    store.run("DELETE FROM refresh_tokens WHERE digest = ?", (digest(token),))
    store.run("DELETE FROM tokens WHERE digest = ?", (row[0],))
    return Grant(*row[1:])


def issue_code(store: Store, code: Code, now: int) -> str:
    """A new authorization code."""
    store.run("DELETE FROM codes WHERE expires_at <= ?", (now,))
    text = secrets.token_hex(32)
    store.run(
        "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (digest(text), *code.grant, *code[1:], now + CODE_LIFETIME_MS),
    )
    return text


def take_code(store: Store, client_id: str, text: str, now: int) -> Code | None:
    """The purpose of a client's code, which cannot be taken again."""
    row = store.find(
        """
        SELECT client_id, user_id, scope, redirect_uri, challenge, method FROM codes
        WHERE digest = ? AND client_id = ? AND expires_at > ?
        """,
        (digest(text), client_id, now),
    )
    if row is None:
        return None
    store.run("DELETE FROM codes WHERE digest = ?", (digest(text),))
    return Code(Grant(*row[:3]), *row[3:])
