"""Short and long forms of proofs: `pytest --long` runs the long ones."""

from __future__ import annotations

_is_long = False


def set_long(is_long: bool) -> None:
    """Set the length of the proofs; called once before the tests are collected."""
    global _is_long
    _is_long = is_long


def is_long() -> bool:
    """True if the long forms run."""
    return _is_long


def examples(short: int, long: int) -> int:
    """The number of examples of a proof: `long` with --long, otherwise `short`."""
    return long if _is_long else short
