"""What was probably meant by a name that is not known."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sized

__all__ = ["closest"]

# Comparing takes milliseconds, and a caller may have thousands of names wrong.
MOST_WRONG: Final = 20
MOST_KNOWN: Final = 300
LONGEST: Final = 60

SIMILARITY: Final = 0.65


def closest(word: str, known: Callable[[], Mapping[str, str]], found: Sized = ()) -> str | None:
    """What the known name that is most like `word` means, if one is like it.

    `known` gives what each name means. Once many things were `found` wrong, nothing is suggested.
    """
    if len(word) > LONGEST or len(found) >= MOST_WRONG:
        return None
    folded = {_fold(name): meaning for name, meaning in known().items()}
    wanted = _fold(word)
    if wanted in folded:
        return folded[wanted]
    short = [name for name in folded if len(name) <= LONGEST]
    matches = get_close_matches(wanted, short[:MOST_KNOWN], n=1, cutoff=SIMILARITY)
    return folded[matches[0]] if matches else None


def _fold(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")
