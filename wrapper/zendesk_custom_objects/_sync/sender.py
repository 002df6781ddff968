# Generated from _async/sender.py by scripts/generate.py: do not edit.
"""Sends requests, and retries them where that is safe."""

from __future__ import annotations

import logging
from copy import copy
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from .._clock import monotonic
from .._core import decoders, http_adapter, retries
from .._core.lazy_http_client import LazyHTTPClient
from .._log import logger
from ..errors import OutcomeUnknown, ZendeskError
from ..response import Response
from ..transfers import encoding
from . import _runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

    from .._core.bodies import Body
    from .._core.events import EventReporter
    from .._core.http_adapter import HTTPClient, HTTPResponse
    from .._core.pace import Budgets, Turn
    from .._generated import types
    from ..hooks import Hooks
    from ..prepared import PreparedRequest

T = TypeVar("T")
R = TypeVar("R")


class Authorization(Protocol):
    """Provides the Authorization header of each request."""

    @property
    def can_renew(self) -> bool:
        """Whether a header that was refused can be replaced by another one."""
        ...

    @property
    def redacted(self) -> str:
        """The header with a placeholder for the secret."""
        ...

    def header(self) -> str: ...

    def renew(self, refused: str) -> None:
        """Replace the header that the service has just refused."""


class Sender:
    """Sends the requests to one account; without `using(tokens=...)` they have no credentials.

    `secrets` are removed from errors.
    """

    def __init__(
        self,
        http_client: LazyHTTPClient[HTTPClient],
        origin: str,
        *,
        timeout: float,
        policy: retries.Policy,
        budgets: Budgets,
        max_bytes: int,
        secrets: Sequence[str] = (),
        hooks: Hooks | None = None,
    ) -> None:
        self._http_client = http_client
        self._origin = origin
        self._timeout = timeout
        self._policy = policy
        self._budgets = budgets
        self._max_bytes = max_bytes
        self._secrets = secrets
        self._hooks = hooks
        self._tokens: Authorization | None = None
        self._headers: Mapping[str, str] = {}
        self._is_streaming = False

    def using(
        self,
        *,
        tokens: Authorization | None = None,
        policy: retries.Policy | None = None,
        timeout: float | None = None,
        max_bytes: int | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: Sequence[str] = (),
    ) -> Self:
        """A copy over the same connections with the given settings in place of its own.

        `headers` and `secrets` are added to its own.
        """
        changed = copy(self)
        changed._tokens = tokens or self._tokens
        changed._policy = policy or self._policy
        changed._secrets = (*self._secrets, *secrets)
        changed._timeout = self._timeout if timeout is None else timeout
        changed._max_bytes = self._max_bytes if max_bytes is None else max_bytes
        changed._headers = http_adapter.extra_headers(headers or {}, beside=self._headers)
        return changed

    def through(self, wrap: Callable[[HTTPClient], HTTPClient]) -> Self:
        """A copy that uses its HTTP client wrapped by `wrap`."""
        changed = copy(self)
        changed._http_client = LazyHTTPClient(wrap(self._http_client.get()), self._http_client.get)
        changed._is_streaming = True
        return changed

    @property
    def download_seconds(self) -> float:
        """Seconds for a download, in addition to those that its size allows."""
        return self._timeout + self._policy.budget

    @property
    def timeout(self) -> float:
        return self._timeout

    @property
    def policy(self) -> retries.Policy:
        return self._policy

    @property
    def origin(self) -> str:
        """Address of the account: scheme, host and port."""
        return self._origin

    def send(
        self,
        request: types.Request[T],
        pick: Callable[[T], R],
        *,
        before: Callable[[], Any] | None = None,
    ) -> Response[R]:
        """Send a request, and return the part of the response that `pick` takes.

        `pick` raises `ValueError` if the part is not there. `before`, a function as asynchronous as
        this one, is called before each attempt, when it is the request's turn to be sent.
        """
        body = encoding.encode(request)
        can_renew = self._tokens is not None and self._tokens.can_renew
        attempts = retries.Attempts.of(request, can_renew=can_renew)
        reporter = self._reporter(request.operation)
        while True:
            with self._turn(request.operation, attempts, reporter) as turn:
                authorization = self._tokens.header() if self._tokens else None
                if before is not None:
                    before()
                try:
                    return self._attempt(
                        request, pick, body, authorization, turn, reporter, attempts
                    )
                except ZendeskError as failure:
                    error = failure
            verdict = retries.verdict(error, attempts, self._policy)
            if verdict is retries.Verdict.RAISE:
                raise error
            if verdict is retries.Verdict.UNKNOWN:
                raise OutcomeUnknown(
                    f"it is not known whether it was carried out: {error.summary}",
                    operation=error.operation,
                    status=error.status,
                    request_id=error.request_id,
                ) from error
            if verdict is retries.Verdict.DONE:
                nothing = pick(cast("T", None))
                return Response(body=nothing, status=404, headers={}, request_id=error.request_id)
            if verdict is retries.Verdict.RENEW:
                attempts.can_renew = False
                if reporter is not None:
                    reporter.retry(error, 0.0)
                if self._tokens and authorization:
                    self._tokens.renew(authorization)
                continue
            logger.info("%s; retrying in %.1f s", error, verdict)
            attempts.count(error)
            if reporter is not None:
                reporter.retry(error, verdict)
            _runtime.sleep(verdict)

    def prepare(self, request: types.Request[Any]) -> PreparedRequest:
        """The request that would be sent, with a placeholder for the credentials."""
        return http_adapter.prepared(
            request,
            self._origin + request.target,
            body=encoding.encode(request),
            authorization=self._tokens.redacted if self._tokens else None,
            extra=self._headers,
            is_repeatable=retries.is_safe(request),
        )

    def _reporter(self, operation: types.Operation) -> EventReporter | None:
        if self._hooks is None:
            return None
        from .._core.events import EventReporter  # most clients have no hooks

        return EventReporter(self._hooks, operation)

    def _turn(
        self, operation: types.Operation, attempts: retries.Attempts, reporter: EventReporter | None
    ) -> Turn:
        """Wait until the pace allows the request."""
        turn = self._budgets.turn(operation.rate_budget)
        waited = limited = 0.0
        try:
            while (seconds := turn.take()) > 0:
                if turn.is_limited:
                    retries.check_patience(operation, seconds, self._policy, waited=limited)
                    logger.debug("%s: waiting %.1f s for the rate limit", operation.id, seconds)
                    if reporter is not None:
                        reporter.wait(seconds)
                    limited += seconds
                _runtime.sleep(seconds)
                waited += seconds
        except BaseException:
            turn.leave()
            raise
        attempts.started += waited
        return turn

    def _attempt(
        self,
        request: types.Request[T],
        pick: Callable[[T], R],
        body: Body | None,
        authorization: str | None,
        turn: Turn,
        reporter: EventReporter | None,
        attempts: retries.Attempts,
    ) -> Response[R]:
        operation = request.operation.id
        url = self._origin + request.target
        http_client = self._http_client.get()
        wire = http_adapter.build(
            http_client,
            request,
            url,
            body=body,
            content=_runtime.content(body),
            authorization=authorization,
            timeout=self._timeout,
            extra=self._headers,
        )
        seconds = retries.time_limit(
            self._policy,
            timeout=self._timeout,
            elapsed=monotonic() - attempts.started,
            body_bytes=0 if body is None else len(body.content),
        )
        response = self._exchange(operation, wire, seconds, reporter)
        received = decoders.headers(response)
        turn.answered(response.status_code, received)
        if (elsewhere := decoders.content_elsewhere(request, url, response)) is not None:
            wire = http_adapter.build_download(
                http_client, elsewhere, timeout=self._timeout, operation=operation
            )
            response = self._exchange(operation, wire, seconds, reporter)
            received = decoders.headers(response)
        token = (authorization or "").rpartition(" ")[2]
        return decoders.read(request, response, received, pick, secrets=(*self._secrets, token))

    def _exchange(
        self, operation: str, wire: Any, seconds: float, reporter: EventReporter | None
    ) -> HTTPResponse:
        if reporter is not None:
            reporter.request()
        started = monotonic()
        try:
            http_client = self._http_client.get()
            bounds = http_adapter.Bounds(started + seconds, self._max_bytes)
            http_adapter.bound(http_client, wire, bounds)
            response = _runtime.within(
                None if self._is_streaming else seconds,
                http_client.send(wire, auth=None, follow_redirects=False),
            )
        except Exception as error:
            # The exception keeps the request, and can be logged.
            wire.headers.pop("Authorization", None)
            failed = http_adapter.failure(error, operation, wire.headers.get("Host", ""))
            if failed is None:
                raise
            logger.debug("%s: %s", operation, failed.summary)
            if reporter is not None:
                reporter.response(None)
            raise failed from error
        if reporter is not None:
            reporter.response(response.status_code, response.headers.get(decoders.REQUEST_ID))
        if logger.isEnabledFor(logging.DEBUG):  # httpx is slow at looking up headers
            logger.debug(
                "%s: %d in %.0f ms (request %s)",
                operation,
                response.status_code,
                1000 * (monotonic() - started),
                response.headers.get(decoders.REQUEST_ID),
            )
        return response
