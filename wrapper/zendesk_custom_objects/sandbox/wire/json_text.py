"""JSON as the sandbox reads and writes it: numbers never pass through a binary float."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

_DECODER: Final = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def encode(value: Any) -> bytes:
    """JSON in which a Decimal is a number with all its digits."""
    return _ENCODER.encode(value)


def encode_text(value: Any) -> str:
    """As `encode`, for a column of the database."""
    return encode(value).decode()


def decode(content: bytes | str) -> Any:
    """The value of a JSON text, with fractions as Decimals; ValueError if it is not JSON."""
    try:
        return _DECODER.decode(content)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from error
    except InvalidOperation:
        raise ValueError("a number has an exponent that is out of range") from None
