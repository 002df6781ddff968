"""The keys of objects and fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..unset import UNSET
from .violations import INVALID_VALUE, NOT_ALLOWED, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_field_key", "check_unchanged_key"]


def check_field_key(key: str, found: list[Violation]) -> None:
    """Letters, digits and underscores, and not digits alone (custom object fields page).

    For the key of an object nothing of the kind is established.
    """
    if key.isdecimal() or not key.replace("_", "a").isalnum():
        message = "must be made of letters, digits and underscores, and not of digits alone"
        found.append(Violation("key", INVALID_VALUE, message, _proposal(key)))


def check_unchanged_key(
    prepared: Mapping[str, Any], current: str | int | None, found: list[Violation]
) -> None:
    """A key is given once and for all; to repeat it does no harm."""
    if prepared.get("key", current) not in {current, UNSET}:
        found.append(Violation("key", NOT_ALLOWED, "cannot be changed"))


def _proposal(key: str) -> str | None:
    proposal = re.sub(r"\W+", "_", key).strip("_").lower()
    return None if not proposal or proposal.isdecimal() else proposal
