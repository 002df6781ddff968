# Generated from _async/requests.py by scripts/generate.py: do not edit.
"""The client's method for requests that have no method or builder of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .calls import Calls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._generated import types
    from ..response import Response


class RequestCalls(Calls):
    """Requests to any path of the account."""

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, types.QueryValue] | None = None,
        json: Any = None,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        idempotent: bool = False,
    ) -> Response[Any]:
        """Send any request to the account, such as `request("GET", "/api/v2/tickets/1")`.

        Authorization, rate limits, errors and hooks are those of the other methods. The body of the
        response is decoded by its Content-Type: JSON as Python objects, other texts as `str`, the
        rest as `bytes`; it is `None` if empty. JSON that cannot be decoded is a `str`.

        GET and HEAD are retried. Any other method is retried only after a 429, or if no connection
        was made: `OutcomeUnknown` is raised if it is not known whether it was carried out. With
        `idempotent=True` it is retried like GET, and can be carried out more than once.

        Args:
            method: An HTTP method.
            path: Path on the account's host, which begins with a slash. It is percent-encoded where
                necessary, except for percent signs: encode values in it with
                `urllib.parse.quote(value, safe="")`.
            query: Parameters of the query; a sequence is joined by commas, `None` is left out.
            json: A body that is sent as JSON.
            content: Another body: bytes, or text that is sent as UTF-8.
            headers: More headers; `Content-Type` replaces that of the body. `Authorization` and
                others that the client itself sets are refused.
            idempotent: Whether the request does no harm if it is carried out twice.

        Raises:
            ValueError: if the method or the path is not allowed, for example for dot segments.
            ConfigurationError: for a header that only the client itself sets.
        """
        from .._core import raw_requests  # most programs do not need it

        others, media_type = raw_requests.split_headers(headers or {})
        request = raw_requests.build(
            method,
            path,
            query=query,
            json=json,
            content=content,
            media_type=media_type,
            idempotent=idempotent,
        )
        sender = self._sender.using(headers=others) if others else self._sender
        response = self._call(request, lambda body: body, sender=sender)
        body = raw_requests.decoded(response.body, response.headers)
        return msgspec.structs.replace(response, body=body)
