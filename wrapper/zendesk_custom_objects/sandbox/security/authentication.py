"""Callers: users, OAuth clients, tokens, and what each is allowed to do."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import msgspec

from ..wire import errors
from . import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..storage.store import Store

Role: TypeAlias = Literal["admin", "agent", "light_agent", "end_user"]

_RANK: Final = {"admins": 3, "agents": 2, "end_users": 1}
_ROLE_RANK: Final = {"admin": 3, "agent": 2, "light_agent": 2, "end_user": 1}
# Which scopes allow reading and writing. One known client asks for the resource's own, which no
# document lists.
_READING: Final = frozenset({"read", "custom_objects:read"})
_WRITING: Final = frozenset({"write", "custom_objects:write"})


class CustomRole(msgspec.Struct, frozen=True, kw_only=True):
    """A role that the account has defined for agents, as Enterprise plans can.

    Permission policies of objects say what it allows with records; with `manage_triggers` its
    agents can write triggers too.
    """

    id: int
    name: str
    manage_triggers: bool = False


class User(msgspec.Struct, frozen=True, kw_only=True):
    """A user with an API token (Basic), a static access token (Bearer), or both.

    An agent can have a custom role. A light agent only reads.
    """

    id: int
    email: str
    name: str
    role: Role = "admin"
    custom_role_id: int | None = None
    api_token: str | None = None
    access_token: str | None = None


class OAuthClient(msgspec.Struct, frozen=True, kw_only=True):
    """An OAuth client: a public one if it has no secret.

    Tokens for its own credentials act for the user `user_id`; those for an authorization code act
    for the user who has consented.
    """

    id: str
    secret: str | None
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
    custom_role: CustomRole | None = None
    scopes: frozenset[str] | None = None

    def require(self, allowed_for: str, *, reads: bool) -> None:
        """Refuse (403) what the role or the scopes of the token do not allow."""
        if _ROLE_RANK[self.user.role] < _RANK[allowed_for]:
            raise errors.forbidden(f"Only {allowed_for} are allowed to do this")
        if self.user.role == "light_agent" and not reads:
            raise errors.forbidden("Light agents can only read")
        # Any scope can be asked for; a token without a fitting one fails only when it is used.
        if self.scopes is not None and self.scopes.isdisjoint(_READING if reads else _WRITING):
            raise errors.forbidden("The scope of the access token does not allow this")


class Directory:
    """The users and OAuth clients of a sandbox, and the tokens issued to them."""

    def __init__(
        self,
        users: Sequence[User],
        clients: Sequence[OAuthClient],
        custom_roles: Sequence[CustomRole] = (),
    ) -> None:
        self.custom_roles = {role.id: role for role in custom_roles}
        """The custom roles, by id."""
        self._users = {user.id: user for user in users}
        self._ids = {str(user.id) for user in users}
        self._emails = {user.email.lower(): user for user in users}
        self._clients = {client.id: client for client in clients}
        # By digest: the time of a lookup then reveals nothing about a token.
        self._static = {
            tokens.digest(user.access_token): user for user in users if user.access_token
        }
        if unowned := [client.id for client in clients if client.user_id not in self._users]:
            raise ValueError(f"OAuth clients of unknown users: {', '.join(unowned)}")
        for user in users:
            if user.custom_role_id is None:
                continue
            if user.role != "agent" or user.custom_role_id not in self.custom_roles:
                raise ValueError(
                    f"{user.email}: only an agent can have a custom role, and it must exist"
                )

    def authenticate(self, store: Store, authorization: str | None, now: int) -> Caller:
        """The caller of a request with this Authorization header; 401 if it is nobody."""
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
        # Compared even without a user, so that the time does not reveal which emails exist.
        same = hmac.compare_digest(token, (expected or secrets.token_hex()).encode())
        return self._caller(user) if user and expected and same and kind == b"token" else None

    def knows(self, user_id: str) -> bool:
        """Whether there is a user with this id, in the form of values and addresses."""
        return user_id in self._ids

    def ids_by_name(self, name: str) -> list[str]:
        """The ids of the users with this name."""
        return [str(user.id) for user in self._users.values() if user.name == name]

    def caller(self, user_id: int) -> Caller | None:
        """The user with this id, to act on their behalf."""
        user = self._users.get(user_id)
        return None if user is None else self._caller(user)

    def _caller(self, user: User, scopes: frozenset[str] | None = None) -> Caller:
        role = None if user.custom_role_id is None else self.custom_roles[user.custom_role_id]
        return Caller(user, role, scopes)

    def _by_access_token(self, store: Store, token: str, now: int) -> Caller | None:
        token_digest = tokens.digest(token)
        if user := self._static.get(token_digest):
            return self._caller(user)
        found = tokens.find(store, token_digest, now)
        user = self._users.get(found[0]) if found else None
        return self._caller(user, frozenset(found[1].split())) if found and user else None

    def client(self, client_id: str) -> OAuthClient | None:
        """The OAuth client with this id."""
        return self._clients.get(client_id)

    def proves(self, client_id: str, secret: str) -> bool:
        """Whether this is the secret of the client; False for a client without one."""
        client = self._clients.get(client_id)
        # Compared even without a client, so that the time does not reveal which ids exist.
        expected = client and client.secret
        same = hmac.compare_digest(secret.encode(), (expected or secrets.token_hex()).encode())
        return bool(expected) and same
