# Generated from _async/calls.py by scripts/generate.py: do not edit.
"""The base of all groups of methods of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .._core import schemas
from .._core.decoders import present
from ..transfers import multipart

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._generated import types
    from ..prepared import PreparedRequest
    from ..response import Response
    from .schemas import Schemas
    from .sender import Sender

T = TypeVar("T")
R = TypeVar("R")


class Calls:
    """Sends requests."""

    _sender: Sender
    _schemas: Schemas

    def prepare(self, request: types.Request[Any], /) -> PreparedRequest:
        """Method, URL, headers and body that `send` would send. Nothing is sent.

        The credentials are left out, and no access token is fetched. Files are read to the end, and
        rewound to where they stood.

        Raises `ValueError` for a stream that cannot be rewound, and for values that a body cannot
        contain.
        """
        multipart.require_rewindable(request)
        return self._sender.prepare(request)

    def send(self, request: types.Request[T]) -> T:
        """Send any request that `api` builds, such as `api.jobs.show_job_status("...")`.

        Authorization, retries and errors are those of the other methods; the values in its body are
        not validated.
        """
        response = self.send_detailed(request)
        return response.body

    def send_detailed(self, request: types.Request[T]) -> Response[T]:
        """Like `send`, with the status, headers and request id of the response."""
        return self._call(request, lambda answer: answer)

    def _get(self, request: types.Request[T], pick: Callable[[T], R | None]) -> R:
        """The part of the response that a method returns."""
        response = self._call(request, lambda answer: present(pick(answer)))
        return response.body

    def _call(
        self, request: types.Request[T], pick: Callable[[T], R], *, sender: Sender | None = None
    ) -> Response[R]:
        try:
            return (sender or self._sender).send(request, pick)
        finally:
            if (key := schemas.changed_object(request)) is not None:
                self._schemas.forget(key)
