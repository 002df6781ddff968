"""From what came back to a value or an error."""

from __future__ import annotations

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
SHORTEST_SECRET = 12
REDIRECTS = frozenset({301, 302, 303, 307, 308})


def headers(answer: HTTPResponse) -> dict[str, str]:
    """The headers by name in lower case, without cookies."""
    found = {name.lower(): value for name, value in answer.headers.items()}
    found.pop("set-cookie", None)
    return found


def content_elsewhere(request: types.Request[Any], url: str, answer: HTTPResponse) -> str | None:
    """Where a download's content is, if the answer redirects to it: always without the credentials.

    A redirect from https to plain http is none to follow.
    """
    if not request.operation.redirects or answer.status_code not in REDIRECTS:
        return None
    location = answer.headers.get("location")
    if not location:
        return None
    target = urljoin(url, location)
    secure = ("https://",) if url.startswith("https:") else ("https://", "http://")
    return target if target.startswith(secure) else None


def read(
    request: types.Request[T],
    answer: HTTPResponse,
    received: dict[str, str],
    pick: Callable[[T], R],
    *,
    secrets: Iterable[str] = (),
) -> Response[R]:
    """What `pick` finds in a success. Any other answer raises the error for it.

    `received` are the `headers` of the answer; `secrets` are taken out of what is shown of it.
    """
    operation, status = request.operation.id, answer.status_code
    request_id = received.get(REQUEST_ID)
    if status in retries.SUCCESS:
        warnings = tuple(filter(None, (received.get(WARNING),)))
        for warning in warnings:
            said = _without(secrets, warning.encode()).decode()
            logger.warning("%s: the service warns: %s", operation, said)
        return Response(
            body=_body(request, status, answer.content, request_id, pick),
            status=status,
            headers=received,
            request_id=request_id,
            warnings=warnings,
        )
    if status < 400:
        raise UnexpectedResponse(
            "a redirect, which is not followed" if "location" in received else "no final answer",
            location=received.get("location"),
            operation=operation,
            status=status,
            request_id=request_id,
        )
    raise failures.error(
        status,
        _without(secrets, answer.content),
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
        logger.warning("%s: %s is not of its declared type: kept as received", operation, path)

    try:
        return pick(request.decode(status, content, misfit=misfit))
    except (ValueError, RecursionError) as error:
        raise UnexpectedResponse(
            f"the body cannot be read: {error}",
            operation=operation,
            status=status,
            request_id=request_id,
        ) from error


def _without(secrets: Iterable[str], content: bytes) -> bytes:
    for secret in secrets:
        # A shorter one is a placeholder, and may be a word that the text needs.
        if len(secret) >= SHORTEST_SECRET:
            content = content.replace(secret.encode(), b"<secret>")
    return content


def present(value: T | None) -> T:
    """`value`, unless the answer does not have it or has plain JSON in its place."""
    if value is None or isinstance(value, dict | list | str | int | float):
        raise ValueError("what was asked for is not in it")
    return value
