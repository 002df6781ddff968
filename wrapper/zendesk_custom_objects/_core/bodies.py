"""The bytes of a request's body."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from ..rules.json_types import is_list, is_mapping
from .multipart import MEDIA_TYPE as MULTIPART
from .multipart import Multipart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._generated import types

JSON = "application/json"

_encoder = msgspec.json.Encoder(decimal_format="number")


class Body(msgspec.Struct, frozen=True):
    """A body as it is sent."""

    content: bytes | Multipart
    media_type: str

    def __repr__(self) -> str:
        return f"<{len(self.content)} bytes of {self.media_type}>"  # it may hold a secret

    def pieces(self) -> Iterable[bytes]:
        """The content, leaving the streams that it comes from where they stand."""
        return (self.content,) if isinstance(self.content, bytes) else self.content.looked_at()


def encode(request: types.Request[Any]) -> Body | None:
    """The body of a request, if it has one."""
    if request.media_type is None:
        return None
    if request.media_type == MULTIPART:
        files = Multipart(request.body)
        return Body(files, files.media_type)
    return Body(json(request.body), request.media_type)


def json(value: Any) -> bytes:
    """A value as JSON; decimals keep their digits.

    Raises `ValueError` for what JSON cannot express: lone surrogates, and NaN and infinities, which
    would otherwise leave as null and clear a field.
    """
    content = _encoder.encode(value)
    # Looking for them costs more than encoding, and they always leave one of these traces.
    if any(trace in content for trace in (b"null", b"NaN", b"Infinity")):
        _refuse_non_finite(msgspec.to_builtins(value, builtin_types=(Decimal,)))
    return content


def _refuse_non_finite(value: Any) -> None:
    if is_mapping(value):
        value = list(value.values())
    if is_list(value):
        for item in value:
            _refuse_non_finite(item)
    elif isinstance(value, float | Decimal) and not math.isfinite(value):
        raise ValueError(f"JSON has no {value}: nothing was sent")
