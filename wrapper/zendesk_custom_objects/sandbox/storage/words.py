"""Words of texts for searches, and the possible corrections of misspelt ones."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters and digits; an underscore separates.
_WORD: Final = re.compile(r"[^\W_]+")
_ASCII_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_BLOCK: Final = 128
# Shorter words must be spelt right; for longer ones the corrections would be too many.
_MIN_MISSPELT_LENGTH: Final = 5
_MAX_MISSPELT_LENGTH: Final = 40


def folded(text: str) -> str:
    """The text without case, accents and compatibility forms: `Àpropos` is `apropos`.

    SQLite's own tokenizer (unicode61 with remove_diacritics) folds less: `ﬁ` and `ß` are letters to
    it, here they are `fi` and `ss`.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join([letter for letter in plain if not unicodedata.combining(letter)])


def words(text: str) -> list[str]:
    """The folded words of a text, each once, in the order they come."""
    return list(dict.fromkeys(_WORD.findall(folded(text))))


def indexed(scope: int, text: str) -> str:
    """The words of a text for the index, each with the object that it belongs to.

    So a search in one object never meets the words of others.
    """
    return " ".join([term(scope, word) for word in words(text)])


def term(scope: int, word: str) -> str:
    """A word of the object with this number, in the form of the index."""
    return f"{scope}x{word}"


def contains(text: object, part: str) -> bool:
    """Whether a text contains this folded part; False if it is not a text."""
    return isinstance(text, str) and part in folded(text)


def near(word: str) -> list[str]:
    """The words one edit away: a letter too many, too few, another one, or two swapped.

    A word of fewer than five letters has none. Looking all of them up costs the same however many
    words an index has. The letters that are tried are those of ASCII and of the alphabets that the
    word is written in.
    """
    if not _MIN_MISSPELT_LENGTH <= len(word) <= _MAX_MISSPELT_LENGTH:
        return []
    letters = _alphabet(word)
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {before + after[1:] for before, after in splits}
    found.update(before + after[1::-1] + after[2:] for before, after in splits)
    for before, after in splits:
        found.update(before + letter + after for letter in letters)
        found.update(before + letter + after[1:] for letter in letters)
    found.discard(word)
    return sorted(found)


def _alphabet(word: str) -> set[str]:
    letters = set(_ASCII_LETTERS)
    for block in {ord(letter) // _BLOCK for letter in word} - {0}:
        every = "".join(map(chr, range(block * _BLOCK, (block + 1) * _BLOCK)))
        letters.update("".join(words(every)))
    return letters
