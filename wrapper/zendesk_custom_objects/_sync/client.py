# Generated from _async/client.py by scripts/generate.py: do not edit.
"""The client."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from .._core import address
from .._core.http_adapter import HTTPClient
from .._core.lazy_http_client import LazyHTTPClient
from .._core.pace import Pace
from .._core.retries import OnRateLimit, Policy
from ..auth import environment
from ..auth.credentials import ApiToken, Auth, secrets
from ..errors import ConfigurationError
from . import _runtime
from .attachments import AttachmentCalls
from .bulk.calls import BulkCalls
from .exports import ExportCalls
from .fields import FieldCalls
from .jobs import JobCalls
from .objects import ObjectCalls
from .permissions import PermissionCalls
from .probe import ProbeCalls
from .records import RecordCalls
from .relationships import RelationshipCalls
from .requests import RequestCalls
from .schemas import Schemas
from .searches import SearchCalls
from .sender import Sender
from .tokens import Tokens
from .triggers import TriggerCalls
from .users import UserCalls

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self, Unpack

    from ..hooks import Hooks
    from ..sandbox import Sandbox

__all__ = ["Client"]


class Settings(TypedDict, total=False):
    """Settings of a client of any service or sandbox."""

    timeout: float
    max_response_bytes: int
    retries: int
    retry_budget: float
    on_rate_limit: OnRateLimit
    pace: Pace | None
    hooks: Hooks | None


class Options(Settings, total=False):
    """The same, and the settings of the connection."""

    http_client: HTTPClient | None
    allow_insecure: bool


class Client(
    ObjectCalls,
    FieldCalls,
    RecordCalls,
    BulkCalls,
    SearchCalls,
    ExportCalls,
    AttachmentCalls,
    JobCalls,
    TriggerCalls,
    RelationshipCalls,
    PermissionCalls,
    ProbeCalls,
    UserCalls,
    RequestCalls,
):
    """A client for the custom objects of one Zendesk account.

    Threads or tasks can share it, and forked processes use it with connections of their own.
    `close`, or the end of its `with` block, closes it.
    """

    def __init__(
        self,
        subdomain: str | None = None,
        *,
        auth: Auth,
        base_url: str | None = None,
        http_client: HTTPClient | None = None,
        timeout: float = 30.0,
        max_response_bytes: int = 256 * 1024 * 1024,
        retries: int = 4,
        retry_budget: float = 120.0,
        on_rate_limit: OnRateLimit = "wait",
        pace: Pace | None = None,
        hooks: Hooks | None = None,
        allow_insecure: bool = False,
    ) -> None:
        """Create a client. Nothing is sent.

        Args:
            subdomain: The part before `.zendesk.com` in the address of the account.
            auth: `ClientCredentials`, `RefreshToken`, `BearerToken` or `ApiToken`.
            base_url: Scheme, host and port of the service, instead of the subdomain.
            http_client: An `httpx.Client`, or an object with the same methods, that sends the
                requests. Its configuration changes neither their address nor their credentials. It
                is not closed.
            timeout: Seconds to wait for a connection, and for each part of a response. A response
                as a whole must end before `retry_budget` and twice the timeout are over.
            max_response_bytes: Maximum size of a response after decompression. Downloads to a file
                or stream can be larger. An `http_client` of yours reads responses of any size.
            retries: Maximum number of retries of a request.
            retry_budget: Seconds for all attempts at a request and the delays between them.
                Retry-After is honoured; if it exceeds the budget, the error is raised at once.
                Waiting for the rate limit (see `pace`) does not count, but no single wait is
                longer than the budget.
            on_rate_limit: `"raise"` raises `RateLimitError` at once instead of waiting longer than
                a second.
            pace: A `Pace` to share with other clients of the account in this process. Without one
                the client has its own, shared only with its copies.
            hooks: Functions that are called for each request, response, retry and wait.
            allow_insecure: Allow plain http to other machines: the credentials are sent
                unencrypted.

        Raises:
            ConfigurationError: if a setting is out of range, or the address is not safe.
        """
        origin = address.origin(subdomain, base_url, allow_insecure=allow_insecure)
        _check_timeout(timeout)
        _check_size(max_response_bytes)
        policy = Policy(retries=retries, budget=retry_budget, on_rate_limit=on_rate_limit)
        self._owns_http_client = http_client is None
        self._http_client = LazyHTTPClient[HTTPClient](
            http_client, partial(_runtime.http_client, origin)
        )
        anonymous = Sender(
            self._http_client,
            origin,
            timeout=timeout,
            max_bytes=max_response_bytes,
            policy=policy,
            budgets=(pace or Pace()).of(origin),
            secrets=secrets(auth),
            hooks=hooks,
        )
        self._tokens = Tokens(auth, anonymous)
        self._sender = anonymous.using(tokens=self._tokens)
        self._schemas = Schemas(self._sender.using(policy=policy.shorter()))

    @classmethod
    def from_env(
        cls,
        *,
        subdomain: str | None = None,
        base_url: str | None = None,
        auth: Auth | None = None,
        **options: Unpack[Options],
    ) -> Self:
        """A client with the address and the credentials in environment variables.

        It reads ZENDESK_SUBDOMAIN or ZENDESK_BASE_URL, and exactly one of: ZENDESK_CLIENT_ID with
        ZENDESK_CLIENT_SECRET; ZENDESK_OAUTH_TOKEN; ZENDESK_EMAIL with ZENDESK_API_TOKEN. An
        argument replaces its variables. The other arguments are those of the constructor.

        Raises `ConfigurationError` if a variable is missing, or more than one set is there.
        """
        if subdomain is None and base_url is None:
            subdomain, base_url = environment.address()
        auth = auth or environment.credentials()
        return cls(subdomain, auth=auth, base_url=base_url, **options)

    @classmethod
    def sandbox(
        cls,
        sandbox: Sandbox | None = None,
        /,
        *,
        auth: Auth | None = None,
        **settings: Unpack[Settings],
    ) -> Self:
        """A client of a sandbox in this process: the given one, or a new one of its own.

        Without `auth` it is the sandbox's admin. The other arguments are those of the constructor.
        """
        from .. import sandbox as emulator  # clients of the service do not need it

        user = emulator.DEFAULT_USER
        client = cls(
            "sandbox",
            auth=auth or ApiToken(user.email, user.api_token or ""),
            http_client=_runtime.sandbox_http_client(
                sandbox or emulator.Sandbox(), owned=sandbox is None
            ),
            **settings,
        )
        client._owns_http_client = True
        return client

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_response_bytes: int | None = None,
        retries: int | None = None,
        retry_budget: float | None = None,
        on_rate_limit: OnRateLimit | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """A copy of this client with different settings: `zendesk.with_options(retries=0)`.

        It shares the connections, the pace, the access token and the cached fields, so that it is
        cheap enough for a single call. Closing it closes nothing.

        Args:
            timeout: As in the constructor. A setting that is not passed stays the same.
            max_response_bytes: As in the constructor.
            retries: As in the constructor.
            retry_budget: As in the constructor.
            on_rate_limit: As in the constructor.
            headers: Headers to send with every request, in addition to those of this client.

        Raises:
            ConfigurationError: if a setting is out of range, or a header is one that only the
                client itself sets, such as `Authorization`.
        """
        if timeout is not None:
            _check_timeout(timeout)
        if max_response_bytes is not None:
            _check_size(max_response_bytes)
        policy = self._sender.policy.replaced(
            retries=retries, budget=retry_budget, on_rate_limit=on_rate_limit
        )
        changed = copy(self)
        changed._owns_http_client = False
        changed._sender = self._sender.using(
            timeout=timeout, max_bytes=max_response_bytes, policy=policy, headers=headers
        )
        changed._schemas = self._schemas.using(changed._sender.using(policy=policy.shorter()))
        return changed

    def close(self) -> None:
        """Close the connections. An HTTP client of the caller's stays open.

        The exchange of a refresh token that is under way is waited for, up to the timeout.
        """
        self._tokens.finish()
        if self._owns_http_client and (http_client := self._http_client.close()) is not None:
            http_client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _check_timeout(seconds: float) -> None:
    if not seconds > 0:
        raise ConfigurationError("the timeout must be a number of seconds greater than 0")


def _check_size(size: int) -> None:
    if size < 1:
        raise ConfigurationError("max_response_bytes must be a number of bytes greater than 0")
