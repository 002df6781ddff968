"""Suggestions for misspelled names."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sized

__all__ = ["closest"]

# A comparison with 300 names takes milliseconds, and thousands of names can be misspelled.
MAX_VIOLATIONS: Final = 20
"""After so many violations nothing is suggested any more."""
MAX_CANDIDATES: Final = 300
MAX_WORD_CHARACTERS: Final = 60

MIN_SIMILARITY: Final = 0.65
"""Of `difflib`: finds one or two wrong letters, and not words that merely share some."""


def closest(word: str, known: Callable[[], Mapping[str, str]], found: Sized = ()) -> str | None:
    """The meaning of the known name most similar to `word`; `None` if no name is similar.

    `known` returns the meanings by name. With many violations `found`, nothing is suggested.
    """
    if len(word) > MAX_WORD_CHARACTERS or len(found) >= MAX_VIOLATIONS:
        return None
    folded = {_fold(name): meaning for name, meaning in known().items()}
    wanted = _fold(word)
    if wanted in folded:
        return folded[wanted]
    short = [name for name in folded if len(name) <= MAX_WORD_CHARACTERS]
    matches = get_close_matches(wanted, short[:MAX_CANDIDATES], n=1, cutoff=MIN_SIMILARITY)
    return folded[matches[0]] if matches else None


def _fold(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")
