"""Who calls: users, OAuth clients, tokens and what each may do."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import msgspec

from . import errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .store import Store

Role: TypeAlias = Literal["admin", "agent", "end_user"]

_RANK: Final = {"admins": 3, "agents": 2, "end_users": 1}
_ROLE_RANK: Final = {"admin": 3, "agent": 2, "end_user": 1}
# Which scopes allow reading and writing. One known client asks for the resource's own, which no
# document lists.
_READING: Final = frozenset({"read", "custom_objects:read"})
_WRITING: Final = frozenset({"write", "custom_objects:write"})


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may call: with an API token (Basic), a static access token (Bearer), or both."""

    id: int
    email: str
    name: str
    role: Role = "admin"
    api_token: str | None = None
    access_token: str | None = None


class OAuthClient(msgspec.Struct, frozen=True, kw_only=True):
    """A confidential OAuth client; its tokens act for the user `user_id`."""

    id: str
    secret: str
    user_id: int


DEFAULT_USER: Final = User(
    id=4_300_000_001,
    email="admin@example.com",
    name="Sandbox Admin",
    api_token="sandbox",
    access_token="sandbox",
)
DEFAULT_CLIENT: Final = OAuthClient(id="sandbox", secret="sandbox", user_id=DEFAULT_USER.id)


class Caller(NamedTuple):
    """An authenticated user; `scopes` is None for credentials that OAuth does not limit."""

    user: User
    scopes: frozenset[str] | None = None

    def require(self, allowed_for: str, *, reads: bool) -> None:
        """Refuse (403) what the role or the scopes of the token do not allow."""
        if _ROLE_RANK[self.user.role] < _RANK[allowed_for]:
            raise errors.forbidden(f"Only {allowed_for} may do this")
        # Any scope can be asked for; a token without a fitting one fails only when it is used.
        if self.scopes is not None and self.scopes.isdisjoint(_READING if reads else _WRITING):
            raise errors.forbidden("The scope of the access token does not allow this")


class Directory:
    """The users and OAuth clients of a sandbox, and the tokens issued to them."""

    def __init__(self, users: Sequence[User], clients: Sequence[OAuthClient]) -> None:
        self._users = {user.id: user for user in users}
        self._emails = {user.email.lower(): user for user in users}
        self._clients = {client.id: client for client in clients}
        # By digest: how long a lookup takes tells nothing about a token.
        self._static = {_digest(user.access_token): user for user in users if user.access_token}
        if unowned := [client.id for client in clients if client.user_id not in self._users]:
            raise ValueError(f"OAuth clients of unknown users: {', '.join(unowned)}")

    def authenticate(self, store: Store, authorization: str | None, now: int) -> Caller:
        """The caller of a request with this Authorization header; 401 if it proves nobody."""
        scheme, _, credentials = (authorization or "").partition(" ")
        caller = None
        if scheme.lower() == "basic":
            caller = self._by_api_token(credentials.strip())
        elif scheme.lower() == "bearer":
            caller = self._by_access_token(store, credentials.strip(), now)
        if caller is None:
            raise errors.not_authenticated()
        return caller

    def _by_api_token(self, credentials: str) -> Caller | None:
        try:
            decoded = base64.b64decode(credentials, validate=True)
        except (binascii.Error, ValueError):
            return None
        # Without "/token" it would be a password, which the service no longer takes.
        name, _, token = decoded.partition(b":")
        email, _, kind = name.rpartition(b"/")
        user = self._emails.get(email.decode(errors="replace").lower())
        expected = user.api_token if user else None
        # Compared even where there is nothing to compare with, so that the time tells no emails.
        same = hmac.compare_digest(token, (expected or secrets.token_hex()).encode())
        return Caller(user) if user and expected and same and kind == b"token" else None

    def _by_access_token(self, store: Store, token: str, now: int) -> Caller | None:
        digest = _digest(token)
        if user := self._static.get(digest):
            return Caller(user)
        row = store.find(
            "SELECT user_id, scope FROM tokens WHERE digest = ? AND expires_at > ?", (digest, now)
        )
        user = self._users.get(row[0]) if row else None
        return Caller(user, frozenset(row[1].split())) if row and user else None

    def client(self, client_id: str, secret: str) -> OAuthClient | None:
        """The OAuth client with this id, if the secret is its own."""
        client = self._clients.get(client_id)
        expected = client.secret if client else secrets.token_hex()
        return client if hmac.compare_digest(secret.encode(), expected.encode()) else None

    def issue(self, store: Store, user_id: int, scope: str, expires_at: int, now: int) -> str:
        """A new access token, valid until `expires_at` (in milliseconds). Forgets expired ones."""
        token = secrets.token_hex(32)
        store.run("DELETE FROM tokens WHERE expires_at <= ?", (now,))
        store.run(
            "INSERT INTO tokens VALUES (?, ?, ?, ?)", (_digest(token), user_id, scope, expires_at)
        )
        return token


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
