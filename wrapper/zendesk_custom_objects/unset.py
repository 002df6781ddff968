"""`UNSET`: the argument was not passed, unlike `None`, which clears a value."""

from __future__ import annotations

import enum
from typing import Final, Literal, TypeAlias

__all__ = ["UNSET", "Unset"]


class UnsetType(enum.Enum):
    """The type of `UNSET`: a member of an enumeration keeps its identity when copied or pickled."""

    UNSET = ...  # no JSON encoder accepts an ellipsis: an UNSET that slips into a body is an error

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = UnsetType.UNSET
"""Leaves a property unchanged."""

Unset: TypeAlias = Literal[UnsetType.UNSET]
"""The type of `UNSET` in annotations: `name: str | Unset = UNSET`."""
