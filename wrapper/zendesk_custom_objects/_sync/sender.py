# Generated from _async/sender.py by scripts/generate.py: do not edit.
"""Sends a request, as often as it takes and no more often than is safe."""

from __future__ import annotations

import logging
import time
from copy import copy
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from .._core import decoders, http_adapter, retries
from .._core.lazy_http_client import Deferred
from .._log import logger
from ..errors import OutcomeUnknown, ZendeskError
from ..response import Response
from ..transfers import encoding
from . import _runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

    from .._core.bodies import Body
    from .._core.events import Telling
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
    """What the requests to one account have in common: at first they carry no credentials.

    `secrets` are kept out of errors.
    """

    def __init__(
        self,
        http_client: Deferred[HTTPClient],
        origin: str,
        *,
        timeout: float,
        policy: retries.Policy,
        budgets: Budgets,
        secrets: Sequence[str] = (),
        hooks: Hooks | None = None,
    ) -> None:
        self._http_client = http_client
        self._origin = origin
        self._timeout = timeout
        self._policy = policy
        self._budgets = budgets
        self._secrets = secrets
        self._hooks = hooks
        self._tokens: Authorization | None = None
        self._headers: Mapping[str, str] = {}

    def using(
        self,
        *,
        tokens: Authorization | None = None,
        policy: retries.Policy | None = None,
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: Sequence[str] = (),
    ) -> Self:
        """The same over the same connections, with what is given in the place of its own.

        `headers` and `secrets` come on top.
        """
        changed = copy(self)
        changed._tokens = tokens or self._tokens
        changed._policy = policy or self._policy
        changed._secrets = (*self._secrets, *secrets)
        changed._timeout = self._timeout if timeout is None else timeout
        changed._headers = http_adapter.extra_headers(headers or {}, beside=self._headers)
        return changed

    def through(self, wrap: Callable[[HTTPClient], HTTPClient]) -> Self:
        """The same, with what `wrap` makes of its HTTP client in the place of that."""
        changed = copy(self)
        changed._http_client = Deferred(wrap(self._http_client.get()), self._http_client.get)
        return changed

    @property
    def policy(self) -> retries.Policy:
        return self._policy

    @property
    def origin(self) -> str:
        """Where the account is: scheme, host and port."""
        return self._origin

    def send(
        self,
        request: types.Request[T],
        pick: Callable[[T], R],
        *,
        before: Callable[[], Any] | None = None,
    ) -> Response[R]:
        """What `pick` finds in the body of a success; it raises `ValueError` if it is not there.

        `before`, a function as asynchronous as this one, is called when it is the request's turn:
        what it does is done before anything is sent.
        """
        body = encoding.encode(request)
        can_renew = self._tokens is not None and self._tokens.can_renew
        attempts = retries.Attempts.of(request, can_renew=can_renew)
        telling = self._telling(request.operation)
        while True:
            with self._turn(request.operation, attempts, telling) as turn:
                authorization = self._tokens.header() if self._tokens else None
                if before is not None:
                    before()
                try:
                    return self._attempt(request, pick, body, authorization, turn, telling)
                except ZendeskError as failure:
                    error = failure
            verdict = retries.verdict(error, attempts, self._policy)
            if verdict is retries.Verdict.RAISE:
                raise error
            if verdict is retries.Verdict.UNKNOWN:
                raise OutcomeUnknown(
                    f"it may or may not have been carried out: {error.summary}",
                    operation=error.operation,
                    status=error.status,
                    request_id=error.request_id,
                ) from error
            if verdict is retries.Verdict.DONE:
                nothing = pick(cast("T", None))
                return Response(body=nothing, status=404, headers={}, request_id=error.request_id)
            if verdict is retries.Verdict.RENEW:
                attempts.can_renew = False
                if telling is not None:
                    telling.retry(error, 0.0)
                if self._tokens and authorization:
                    self._tokens.renew(authorization)
                continue
            logger.info("%s; sent again in %.1f s", error, verdict)
            attempts.count(error)
            if telling is not None:
                telling.retry(error, verdict)
            _runtime.sleep(verdict)

    def prepare(self, request: types.Request[Any]) -> PreparedRequest:
        """What would be sent, with a stand-in for the credentials."""
        return http_adapter.prepared(
            request,
            self._origin + request.target,
            body=encoding.encode(request),
            authorization=self._tokens.redacted if self._tokens else None,
            extra=self._headers,
        )

    def _telling(self, operation: types.Operation) -> Telling | None:
        if self._hooks is None:
            return None
        from .._core.events import Telling  # most clients have no hooks

        return Telling(self._hooks, operation)

    def _turn(
        self, operation: types.Operation, attempts: retries.Attempts, telling: Telling | None
    ) -> Turn:
        """Wait until the pace allows another request."""
        turn = self._budgets.turn(operation.rate_budget)
        waited = limited = 0.0
        try:
            while (seconds := turn.take()) > 0:
                if turn.is_limited:
                    retries.check_patience(operation, seconds, self._policy, waited=limited)
                    logger.debug("%s: waits %.1f s for the rate limit", operation.id, seconds)
                    if telling is not None:
                        telling.wait(seconds)
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
        telling: Telling | None,
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
        answer = self._exchange(operation, wire, telling)
        received = decoders.headers(answer)
        turn.answered(answer.status_code, received)
        if (elsewhere := decoders.content_elsewhere(request, url, answer)) is not None:
            wire = http_adapter.build_download(http_client, elsewhere, timeout=self._timeout)
            answer = self._exchange(operation, wire, telling)
            received = decoders.headers(answer)
        token = (authorization or "").rpartition(" ")[2]
        return decoders.read(request, answer, received, pick, secrets=(*self._secrets, token))

    def _exchange(self, operation: str, wire: Any, telling: Telling | None) -> HTTPResponse:
        if telling is not None:
            telling.request()
        started = time.monotonic()
        try:
            answer = self._http_client.get().send(wire, auth=None, follow_redirects=False)
        except Exception as error:
            # It keeps the request, for anyone to log.
            wire.headers.pop("Authorization", None)
            failed = http_adapter.failure(error, operation, wire.headers.get("Host", ""))
            if failed is None:
                raise
            logger.debug("%s: %s", operation, failed.summary)
            if telling is not None:
                telling.response(None)
            raise failed from error
        if telling is not None:
            telling.response(answer.status_code, answer.headers.get(decoders.REQUEST_ID))
        if logger.isEnabledFor(logging.DEBUG):  # looking a header up takes httpx a while
            logger.debug(
                "%s: %d in %.0f ms (request %s)",
                operation,
                answer.status_code,
                1000 * (time.monotonic() - started),
                answer.headers.get(decoders.REQUEST_ID),
            )
        return answer
