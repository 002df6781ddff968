"""The Authorization header, and the access tokens in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._clock import monotonic
from .._core import forking
from ..auth.credentials import Auth, ClientCredentials, RefreshToken, redacted_header, static_header
from ..errors import APIError, ValidationError
from . import _runtime

if TYPE_CHECKING:
    from .._core import token_requests
    from .refreshing import Refreshing
    from .sender import Sender


class Tokens:
    """Provides the header, fetching an access token if the credentials need one.

    A token is renewed before it expires, by one caller while the others wait.
    """

    def __init__(self, auth: Auth, sender: Sender) -> None:
        self._auth = auth
        self._sender = sender
        self._refreshing: Refreshing | None = None
        if isinstance(auth, RefreshToken):
            from .refreshing import Refreshing  # other credentials do not need it

            self._refreshing = Refreshing(auth, sender)
        self._token: token_requests.AccessToken | None = None
        self._lock = _runtime.Lock()
        forking.register(self)

    def after_fork(self) -> None:
        """Release the lock that an exchange in the parent process can hold."""
        self._lock = _runtime.Lock()

    @property
    def can_renew(self) -> bool:
        return isinstance(self._auth, ClientCredentials | RefreshToken)

    @property
    def redacted(self) -> str:
        """The header with a placeholder for the secret."""
        return redacted_header(self._auth)

    async def finish(self) -> None:
        """Wait for the exchange of a refresh token that is under way, up to the timeout."""
        if self._refreshing is not None:
            await self._refreshing.finish()

    async def header(self) -> str:
        if not isinstance(self._auth, ClientCredentials | RefreshToken):
            return static_header(self._auth)
        token = self._token
        if token is None or not token.is_fresh():
            token = await self._replace(token)
        return token.header

    async def renew(self, refused: str) -> None:
        """Fetch another token, unless the refused one was already replaced."""
        token = self._token
        if token and token.header == refused:
            await self._replace(token)

    async def _replace(
        self, token: token_requests.AccessToken | None
    ) -> token_requests.AccessToken:
        from .._core import token_requests  # static credentials do not need it

        async with self._lock:
            if self._token is None or self._token is token:
                with token_requests.without_requests():
                    if isinstance(self._auth, ClientCredentials):
                        self._token = await self._fetch(self._auth)
                    elif self._refreshing is not None:
                        self._token = await self._refreshing.fetch(token)
            return cast("token_requests.AccessToken", self._token)

    async def _fetch(self, auth: ClientCredentials) -> token_requests.AccessToken:
        from .._core import token_requests

        asked_at = monotonic()
        try:
            response = await self._sender.send(
                token_requests.request(auth),
                lambda granted: token_requests.access_token(granted, auth, asked_at=asked_at),
            )
        except (APIError, ValidationError) as error:
            refused = token_requests.refused(error)
            if refused is None:
                raise
            raise refused from None
        return response.body
