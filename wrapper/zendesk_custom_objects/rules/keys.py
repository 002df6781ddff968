"""The keys of objects and fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..unset import UNSET
from .violations import INVALID_VALUE, NOT_ALLOWED, Violation

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIXED", "check_field_key", "check_unchanged_key"]

FIXED: Final = "cannot be changed after creation"


def check_field_key(key: str, found: list[Violation]) -> None:
    """Allow letters, digits and underscores, but not digits alone (custom object fields page).

    No such rule is known for the keys of objects.
    """
    if key.isdecimal() or not key.replace("_", "a").isalnum():
        message = "must consist of letters, digits and underscores, not of digits alone"
        found.append(Violation("key", INVALID_VALUE, message, _proposal(key)))


def check_unchanged_key(
    prepared: Mapping[str, Any], current: str | int | None, found: list[Violation]
) -> None:
    """Refuse to change a key; repeating it is allowed."""
    if prepared.get("key", current) not in {current, UNSET}:
        found.append(Violation("key", NOT_ALLOWED, FIXED))


def _proposal(key: str) -> str | None:
    proposal = re.sub(r"\W+", "_", key).strip("_").lower()
    return None if not proposal or proposal.isdecimal() else proposal
