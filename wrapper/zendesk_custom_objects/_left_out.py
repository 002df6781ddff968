"""The parts that are not in this copy of the package; `vendoring` writes it."""

from __future__ import annotations

from typing import Final

__all__ = ["LEFT_OUT"]

LEFT_OUT: Final[tuple[str, ...]] = ()
