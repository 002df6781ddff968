"""The clock that waits and time limits go by, which nobody can freeze.

Tools that freeze or move time in tests replace `time.monotonic`. A client that waits by a clock
that stands still would wait for ever.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["monotonic"]


def _make() -> Callable[[], float]:
    if hasattr(time, "clock_gettime"):
        return partial(time.clock_gettime, time.CLOCK_MONOTONIC)
    return lambda: time.monotonic()  # Windows


monotonic = _make()
