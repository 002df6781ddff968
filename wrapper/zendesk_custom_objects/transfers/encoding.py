"""From a request to the body that is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._core import bodies
from .._core.bodies import Body
from .multipart import MEDIA_TYPE as MULTIPART
from .multipart import Multipart

if TYPE_CHECKING:
    from .._generated import types


def encode(request: types.Request[Any]) -> Body | None:
    """The body of a request; `None` if it has none."""
    if request.media_type is None:
        return None
    if request.media_type == MULTIPART:
        files = Multipart(request.body)
        return Body(files, files.media_type)
    if isinstance(request.body, bytes):
        return Body(request.body, request.media_type)
    return Body(bodies.json(request.body), request.media_type)
