"""Sends a request, as often as it takes and no more often than is safe."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .._core import answers, bodies, exchange, resend
from ..errors import OutcomeUnknown, ZendeskError
from ..response import Response
from . import _runtime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .._core.deferred import Deferred
    from .._core.exchange import AsyncHTTPClient, HTTPResponse
    from .._generated import types
    from .tokens import Tokens

T = TypeVar("T")
R = TypeVar("R")

logger = logging.getLogger("zendesk_custom_objects")


class Sender:
    """What the requests to one account have in common.

    Without `tokens`, requests carry no credentials. `secrets` are kept out of errors.
    """

    def __init__(
        self,
        http_client: Deferred[AsyncHTTPClient],
        origin: str,
        *,
        timeout: float,
        policy: resend.Policy,
        secrets: Sequence[str] = (),
        tokens: Tokens | None = None,
    ) -> None:
        self._http_client = http_client
        self._origin = origin
        self._timeout = timeout
        self._policy = policy
        self._secrets = secrets
        self._tokens = tokens

    def using(self, *, tokens: Tokens | None = None, policy: resend.Policy | None = None) -> Sender:
        """The same with credentials, or with other patience."""
        return Sender(
            self._http_client,
            self._origin,
            timeout=self._timeout,
            policy=policy or self._policy,
            secrets=self._secrets,
            tokens=tokens or self._tokens,
        )

    async def send(self, request: types.Request[T], pick: Callable[[T], R]) -> Response[R]:
        """What `pick` finds in the body of a success; it raises `ValueError` if it is not there."""
        body = bodies.encode(request)
        can_renew = self._tokens is not None and self._tokens.can_renew
        attempts = resend.Attempts.of(request, can_renew=can_renew)
        while True:
            authorization = await self._tokens.header() if self._tokens else None
            try:
                return await self._attempt(request, pick, body, authorization)
            except ZendeskError as failure:
                error = failure
            verdict = resend.verdict(error, attempts, self._policy)
            if verdict is resend.Verdict.RAISE:
                raise error
            if verdict is resend.Verdict.UNKNOWN:
                raise OutcomeUnknown(
                    f"it may or may not have been carried out: {error.summary}",
                    operation=error.operation,
                    status=error.status,
                    request_id=error.request_id,
                ) from error
            if verdict is resend.Verdict.DONE:
                nothing = pick(cast("T", None))
                return Response(body=nothing, status=404, headers={}, request_id=error.request_id)
            if verdict is resend.Verdict.RENEW:
                attempts.can_renew = False
                if self._tokens and authorization:
                    await self._tokens.renew(authorization)
                continue
            logger.info("%s; sent again in %.1f s", error, verdict)
            attempts.count(error)
            await _runtime.sleep(verdict)

    async def _attempt(
        self,
        request: types.Request[T],
        pick: Callable[[T], R],
        body: bodies.Body | None,
        authorization: str | None,
    ) -> Response[R]:
        operation = request.operation.id
        url = self._origin + request.target
        http_client = self._http_client.get()
        wire = exchange.build(
            http_client,
            request,
            url,
            body=body,
            content=_runtime.content(body),
            authorization=authorization,
            timeout=self._timeout,
        )
        answer = await self._exchange(operation, wire)
        if (elsewhere := answers.content_elsewhere(request, url, answer)) is not None:
            wire = exchange.build_download(http_client, elsewhere, timeout=self._timeout)
            answer = await self._exchange(operation, wire)
        token = (authorization or "").rpartition(" ")[2]
        return answers.read(request, answer, pick, secrets=(*self._secrets, token))

    async def _exchange(self, operation: str, wire: Any) -> HTTPResponse:
        started = time.monotonic()
        try:
            answer = await self._http_client.get().send(wire, auth=None, follow_redirects=False)
        except Exception as error:
            failed = exchange.failure(error, operation)
            if failed is None:
                raise
            logger.debug("%s: %s", operation, failed.summary)
            raise failed from error
        finally:
            # The client's exceptions keep the request, for anyone to log.
            wire.headers.pop("Authorization", None)
        logger.debug(
            "%s: %d in %.0f ms (request %s)",
            operation,
            answer.status_code,
            1000 * (time.monotonic() - started),
            answer.headers.get(answers.REQUEST_ID),
        )
        return answer
