"""Bodies of requests: JSON, or content that is read while it is sent."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from ..rules.json_types import is_list, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_encoder = msgspec.json.Encoder(decimal_format="number")


class Streamed(Protocol):
    """Content that is read piece by piece while it is sent, from the start for each attempt."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes]: ...

    def preview(self) -> Iterator[bytes]:
        """The same pieces, leaving the streams that they come from where they stand."""
        ...


class Body(msgspec.Struct, frozen=True):
    """A body as it is sent."""

    content: bytes | Streamed
    media_type: str

    def __repr__(self) -> str:
        return f"<{len(self.content)} bytes of {self.media_type}>"  # it can contain a secret

    def pieces(self) -> Iterable[bytes]:
        """The content, leaving the streams that it comes from where they stand."""
        return (self.content,) if isinstance(self.content, bytes) else self.content.preview()


def json(value: Any) -> bytes:
    """The JSON encoding of a value; decimals keep their digits.

    Raises `ValueError` for lone surrogates, NaN and infinities, which JSON cannot express: the
    latter would be sent as null and clear a field.
    """
    content = _encoder.encode(value)
    # Searching the value costs more than encoding it, and they always leave one of these traces.
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
        raise ValueError(f"{value} cannot be sent as JSON: nothing was sent")
