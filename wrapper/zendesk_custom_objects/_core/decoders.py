"""Decodes responses into values, or errors."""

from __future__ import annotations

import re
from numbers import Number
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin

from .._log import logger
from ..errors import UnexpectedResponse
from ..response import Response
from . import failures, retries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .._generated import types
    from .http_adapter import HTTPResponse

T = TypeVar("T")
R = TypeVar("R")

REQUEST_ID = "x-zendesk-request-id"
WARNING = "x-zendesk-api-warn"
MIN_SECRET_LENGTH = 12
"""A shorter secret is a placeholder, and can be a word that the text needs."""
WELL_FORMED = re.compile(
    r"(?P<scheme>https?)://([^\s/?#@\\:\[\]]+|\[[0-9A-Fa-f:.]+\])(:(?P<port>[0-9]{1,5}))?([/?#]\S*)?"
)
"""An address that all HTTP clients read in the same way."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def headers(response: HTTPResponse) -> dict[str, str]:
    """The headers with names in lower case, without cookies."""
    found = {name.lower(): value for name, value in response.headers.items()}
    found.pop("set-cookie", None)
    return found


def content_elsewhere(request: types.Request[Any], url: str, response: HTTPResponse) -> str | None:
    """The URL that a download is redirected to; it is requested without the credentials.

    `None` for any other response, for a malformed address, and for a redirect from https to plain
    http.
    """
    if not request.operation.redirects or response.status_code not in REDIRECTS:
        return None
    location = response.headers.get("location")
    if not location:
        return None
    try:
        target = urljoin(url, location)
    except ValueError:  # malformed
        return None
    parts = WELL_FORMED.fullmatch(target)
    if parts is None or not 0 < int(parts["port"] or 443) < 65_536:
        return None
    return None if url.startswith("https:") and parts["scheme"] != "https" else target


def read(
    request: types.Request[T],
    response: HTTPResponse,
    received: dict[str, str],
    pick: Callable[[T], R],
    *,
    secrets: Iterable[str] = (),
) -> Response[R]:
    """The part of a successful response that `pick` takes; any other response raises its error.

    `received` are the `headers` of the response; `secrets` are removed from texts that are shown.
    """
    operation, status = request.operation.id, response.status_code
    request_id = received.get(REQUEST_ID)
    if status in retries.SUCCESS:
        warnings = tuple(filter(None, (received.get(WARNING),)))
        for warning in warnings:
            # Some HTTP clients turn bytes that are not UTF-8 into lone surrogates.
            text = _without(secrets, warning.encode(errors="backslashreplace")).decode()
            logger.warning("%s: warning of the service: %s", operation, text)
        return Response(
            body=_body(request, status, response.content, request_id, pick),
            status=status,
            headers=received,
            request_id=request_id,
            warnings=warnings,
        )
    if status < 400:
        raise UnexpectedResponse(
            "unexpected redirect, which is not followed"
            if "location" in received
            else "unexpected status",
            location=received.get("location"),
            operation=operation,
            status=status,
            request_id=request_id,
        )
    raise failures.error(
        status,
        _without(secrets, response.content),
        operation=operation,
        request_id=request_id,
        retry_after=retries.retry_after(received),
    )


def _body(
    request: types.Request[T],
    status: int,
    content: bytes,
    request_id: str | None,
    pick: Callable[[T], R],
) -> R:
    operation = request.operation.id

    def misfit(path: str) -> None:
        logger.warning("%s: %s does not have its declared type, kept as received", operation, path)

    try:
        return pick(request.decode(status, content, misfit=misfit))
    except (ValueError, RecursionError) as error:
        raise UnexpectedResponse(
            f"the body of the response cannot be decoded: {error}",
            operation=operation,
            status=status,
            request_id=request_id,
        ) from error


def _without(secrets: Iterable[str], content: bytes) -> bytes:
    for secret in secrets:
        if len(secret) >= MIN_SECRET_LENGTH:
            content = content.replace(secret.encode(), b"<secret>")
    return content


def present(value: T | None) -> T:
    """The value itself; raises `ValueError` if it is missing, or not of its declared type.

    What does not have its type is kept as it was received: a number can be a `Decimal`.
    """
    if value is None or isinstance(value, dict | list | str | Number):
        raise ValueError("the expected object is not in it")
    return value
