"""Matches text against the pattern of a regexp field.

The service takes patterns in the style of Ruby. Which flavor exactly is not known, and a pattern
can be malicious. So a text is refused only if the common flavors agree about the pattern, and if
the search is cheap.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import regex  # type: ignore[import-untyped,unused-ignore]  # its stubs are not everywhere

__all__ = ["cannot_match"]

MAX_PATTERN_CHARACTERS: Final = 1_000
MAX_SEARCH_STEPS: Final = 1_000_000
"""Length of the pattern times length of the text. `regex` does not interrupt a search for plain
text, and one of 1,000,000 steps takes up to 0.3 s (measured)."""
TIMEOUT_SECONDS: Final = 0.05


def cannot_match(pattern: str, text: str) -> bool:
    """True if the pattern certainly occurs nowhere in the text."""
    if len(pattern) > MAX_PATTERN_CHARACTERS or len(pattern) * len(text) > MAX_SEARCH_STEPS:
        return False
    matcher = _matcher(pattern)
    return matcher is not None and matcher.cannot_match(text)


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> _Matcher | None:
    # `regex` takes about 50 ms to load, and few objects have a regexp field.
    import regex

    from .ruby_patterns import UnclearPatternError, is_about_ascii, translate

    try:
        expression = regex.compile(translate(pattern), regex.MULTILINE, cache_pattern=False)
    except (UnclearPatternError, regex.error, OverflowError, RecursionError):
        return None
    return _Matcher(expression, is_about_ascii(pattern))


class _Matcher:
    """A compiled pattern, which is not used again once a text has taken it too long."""

    def __init__(self, expression: regex.Pattern[str], about_ascii: bool) -> None:
        self._expression = expression
        self._about_ascii = about_ascii
        self._is_disabled = False

    def cannot_match(self, text: str) -> bool:
        if self._is_disabled or (self._about_ascii and not text.isascii()):
            return False
        try:
            return self._expression.search(text, timeout=TIMEOUT_SECONDS) is None
        except (TimeoutError, MemoryError):
            self._is_disabled = True
            return False
