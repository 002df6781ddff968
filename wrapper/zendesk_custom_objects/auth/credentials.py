"""The kinds of credentials. All are immutable, and none shows its secret in its repr."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from .._generated import payloads
    from .token_store import TokenPair, TokenStore

__all__ = ["ApiToken", "Auth", "BearerToken", "ClientCredentials", "RefreshToken"]

LIFETIMES_SECONDS = range(300, 172_801)
"""Lifetimes that can be requested for an access token (OAuth tokens, Zendesk docs)."""


class Secret:
    """A text that is neither shown nor pickled; `reveal` returns it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "<secret>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "credentials cannot be pickled: the pickle would contain the secret unencrypted"
        )


@dataclass(frozen=True)
class ClientCredentials:
    """An OAuth client of the account; access tokens are fetched and renewed automatically.

    `scope` is a list separated by spaces; without it the service grants all scopes of the OAuth
    client. `expires_in` is the lifetime of a token in seconds, 300 to 172,800; without it the
    service decides.
    """

    client_id: str
    client_secret: InitVar[str]
    scope: str | None = field(default=None, kw_only=True)
    expires_in: int | None = field(default=None, kw_only=True)
    secret: Secret = field(init=False, repr=False)

    def __post_init__(self, client_secret: str) -> None:
        _require(self.client_id, "the client id")
        _require(client_secret, "the client secret")
        if self.expires_in is not None and self.expires_in not in LIFETIMES_SECONDS:
            raise ConfigurationError(
                f"expires_in must be 300 to 172,800 seconds, not {self.expires_in}"
            )
        object.__setattr__(self, "secret", Secret(client_secret))


@dataclass(frozen=True)
class RefreshToken:
    """A refresh token that a user granted to an OAuth client; access tokens are renewed with it.

    Each refresh token can be exchanged once, and the exchange returns the next one. With a `store`,
    such as a `FileTokenStore`, every new pair is saved before it is used, and the stored pair takes
    precedence: the token passed here is only needed once. Without a store the last pair is lost
    when the process ends.

    Processes can share a store that has a lock: one exchanges the token, while the others wait up
    to the `timeout` of the client. An exchange that has begun is finished and stored even if the
    task is cancelled, the client closed, the event loop ended or the program interrupted; none of
    them waits longer than the `timeout`. If the process is killed meanwhile, the next error says
    what to do.

    An `access_token` is used until the service refuses it.
    """

    client_id: str
    client_secret: InitVar[str]
    refresh_token: InitVar[str]
    access_token: InitVar[str | None] = field(default=None, kw_only=True)
    store: TokenStore | None = field(default=None, kw_only=True)
    secret: Secret = field(init=False, repr=False)
    refresh_secret: Secret = field(init=False, repr=False)
    access_secret: Secret | None = field(init=False, repr=False)

    def __post_init__(
        self, client_secret: str, refresh_token: str, access_token: str | None
    ) -> None:
        _require(self.client_id, "the client id")
        _require(client_secret, "the client secret")
        _require(refresh_token, "the refresh token")
        if access_token is not None:
            _require(access_token, "the access token")
            bearer(access_token)
        access = None if access_token is None else Secret(access_token)
        object.__setattr__(self, "secret", Secret(client_secret))
        object.__setattr__(self, "refresh_secret", Secret(refresh_token))
        object.__setattr__(self, "access_secret", access)

    def given(self) -> TokenPair:
        """The pair of tokens that was passed."""
        from .token_store import TokenPair  # other credentials do not need it

        access = None if self.access_secret is None else self.access_secret.reveal()
        return TokenPair(refresh_token=self.refresh_secret.reveal(), access_token=access)


@dataclass(frozen=True)
class BearerToken:
    """An OAuth access token from elsewhere, which is never renewed."""

    token: InitVar[str]
    secret: Secret = field(init=False, repr=False)

    def __post_init__(self, token: str) -> None:
        _require(token, "the token")
        object.__setattr__(self, "secret", Secret(token))
        bearer(token)


@dataclass(frozen=True)
class ApiToken:
    """An agent's email and an API token. The service accepts API tokens until 2027-04-30."""

    email: str
    token: InitVar[str]
    secret: Secret = field(init=False, repr=False)

    def __post_init__(self, token: str) -> None:
        _require(self.email, "the email")
        _require(token, "the API token")
        if ":" in self.email:
            raise ConfigurationError("the email must not contain a colon")
        object.__setattr__(self, "secret", Secret(token))


Auth: TypeAlias = ClientCredentials | RefreshToken | BearerToken | ApiToken


def bearer(token: str) -> str:
    """The Authorization header of an access token, whose characters cannot end the header."""
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError("the token has characters that access tokens cannot have")
    return f"Bearer {token}"


def static_header(auth: BearerToken | ApiToken) -> str:
    """The Authorization header of static credentials."""
    secret = auth.secret.reveal()
    if isinstance(auth, BearerToken):
        return bearer(secret)
    return "Basic " + b64encode(f"{auth.email}/token:{secret}".encode()).decode()


def redacted_header(auth: Auth) -> str:
    """The Authorization header of any credentials, with a placeholder for the secret."""
    return f"{'Basic' if isinstance(auth, ApiToken) else 'Bearer'} <secret>"


def secrets(auth: Auth) -> tuple[str, ...]:
    """Secrets to remove from texts that the service echoes."""
    secret = auth.secret.reveal()
    if isinstance(auth, ApiToken):
        return secret, static_header(auth).removeprefix("Basic ")
    if isinstance(auth, RefreshToken):
        given = auth.given()
        return secret, given.refresh_token, given.access_token or ""
    return (secret,)


def grant(auth: ClientCredentials) -> payloads.TokenRequest:
    """The body that requests an access token."""
    body: payloads.TokenRequest = {
        "grant_type": "client_credentials",
        "client_id": auth.client_id,
        "client_secret": auth.secret.reveal(),
    }
    if auth.scope is not None:
        body["scope"] = auth.scope
    if auth.expires_in is not None:
        body["expires_in"] = auth.expires_in
    return body


def refresh_grant(auth: RefreshToken, refresh_token: str) -> payloads.TokenRequest:
    """The body that exchanges a refresh token."""
    return {
        "grant_type": "refresh_token",
        "client_id": auth.client_id,
        "client_secret": auth.secret.reveal(),
        "refresh_token": refresh_token,
    }


def _require(text: str, what: str) -> None:
    """Refuse an empty text, and line ends or spaces that are easily copied along.

    The message does not contain the text, which can be a secret.
    """
    if not text:
        raise ConfigurationError(f"{what} is empty")
    if text != text.strip() or not text.isprintable():
        raise ConfigurationError(f"{what} has control characters, or white space around it")
