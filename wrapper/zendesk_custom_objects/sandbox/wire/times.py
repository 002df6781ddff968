"""Times in the form of replies."""

from __future__ import annotations

import time
from functools import lru_cache


@lru_cache(maxsize=4096)
def _text(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def wire_time(milliseconds: int) -> str:
    """`2026-01-02T03:04:05Z`: to the second, in UTC."""
    return _text(milliseconds // 1000)
