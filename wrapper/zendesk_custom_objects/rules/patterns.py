"""Whether a text can match the pattern of a regexp field.

The service takes patterns in the manner of Ruby; which flavour exactly is not established, and a
pattern is what a stranger wrote. So a text is judged only where the common flavours agree about the
pattern, and where judging it is cheap.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import regex  # type: ignore[import-untyped,unused-ignore]  # its stubs are not everywhere

__all__ = ["cannot_match"]

LONGEST: Final = 1_000
MOST_STEPS: Final = 1_000_000
"""Length of the pattern times that of the text: the timeout does not interrupt a plain search."""
TIMEOUT: Final = 0.05
"""Seconds."""


def cannot_match(pattern: str, text: str) -> bool:
    """Whether it is certain that the pattern is found nowhere in the text."""
    if len(pattern) > LONGEST or len(pattern) * len(text) > MOST_STEPS:
        return False
    judge = _judge(pattern)
    return judge is not None and judge.rules_out(text)


@lru_cache(maxsize=256)
def _judge(pattern: str) -> _Judge | None:
    # Not above: they take long to load, and few objects have a regexp field.
    import regex

    from .ruby_patterns import UnclearPatternError, is_about_ascii, translate

    try:
        expression = regex.compile(translate(pattern), regex.MULTILINE, cache_pattern=False)
    except (UnclearPatternError, regex.error, OverflowError, RecursionError):
        return None
    return _Judge(expression, is_about_ascii(pattern))


class _Judge:
    """A pattern ready for use, which retires when a text takes it too long."""

    def __init__(self, expression: regex.Pattern[str], about_ascii: bool) -> None:
        self._expression = expression
        self._about_ascii = about_ascii
        self._is_retired = False

    def rules_out(self, text: str) -> bool:
        if self._is_retired or (self._about_ascii and not text.isascii()):
            return False
        try:
            return self._expression.search(text, timeout=TIMEOUT) is None
        except (TimeoutError, MemoryError):
            self._is_retired = True
            return False
