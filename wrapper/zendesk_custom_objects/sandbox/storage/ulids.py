"""Record ids: ULIDs, 26 characters that sort in the order they were made."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_RANDOM_BITS = 80


class UlidFactory:
    """Makes ULIDs, each greater than the one before it.

    Within a millisecond, or under a clock that went back, the last id is counted up. Not
    synchronised: the caller holds the sandbox's lock.
    """

    def __init__(self) -> None:
        self._last = 0

    def make(self, milliseconds: int) -> str:
        """The next id, for a time in milliseconds since 1970."""
        if milliseconds > self._last >> _RANDOM_BITS:
            self._last = milliseconds << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        else:
            self._last += 1
        return _encode(self._last)


def _encode(value: int) -> str:
    # 13 pairs of 5-bit letters; the first letter carries only the top three of the 128 bits.
    return "".join([_PAIRS[value >> shift & 1023] for shift in range(120, -1, -10)])
