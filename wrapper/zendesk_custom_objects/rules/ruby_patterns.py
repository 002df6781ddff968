"""Translates patterns from Ruby's syntax to that of the `regex` package.

Only what Ruby and the other common flavors understand alike is translated, and the few things that
only Ruby has. Anything else counts as unclear, and so does a pattern that is costly to compile.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["UnclearPatternError", "is_about_ascii", "translate"]

MAX_COPIES: Final = 2_000
"""Compiling copies a part as often as it must occur: `((a+)+)+` takes 8 copies of `a`. 2,000 copies
compile in about 1 ms (measured)."""
MAX_GROUP_DEPTH: Final = 30

_POSIX: Final = r"\[:\^?(?:alpha|alnum|digit|lower|upper|space|xdigit):\]"
_ESCAPE: Final = r"\\(?:x[0-7][0-9A-Fa-f]|u[0-9A-Fa-f]{4}|p\{(?:L|Lu|Ll|N|Nd)\}|[^xup])"
_TOKEN: Final = re.compile(
    rf"""
      (?P<escape>  {_ESCAPE} )
    | (?P<set>     \[ \^? (?!\]) (?: {_POSIX} | {_ESCAPE} | [^\[\]\\] )+ \] )
    | (?P<open>    \( (?: (?![?*]) | \? (?: [:=!>] | <[=!] | i: | <[A-Za-z_]\w*> ) ) )
    | (?P<close>   \) )
    | (?P<repeat>  [*+?][+?]? | \{{ (?P<least>\d{{1,9}}) (?: \}} | ,\d*\}}\?? ) )
    | (?P<other>   [^\\\[()*+?] )
    """,
    re.ASCII | re.DOTALL | re.VERBOSE,
)
_PART_OF_SET: Final = re.compile(rf"{_POSIX}|{_ESCAPE}|.", re.DOTALL)

_ANYWHERE: Final = {rf"\{letter}": rf"\{letter}" for letter in "dDwWsSbntrf"}
_INSIDE_SETS: Final = _ANYWHERE | {r"\h": "0-9A-Fa-f"}
_OUTSIDE_SETS: Final = (
    _ANYWHERE
    | {rf"\{number}": rf"\{number}" for number in range(1, 10)}
    | {
        r"\A": r"\A",
        r"\B": r"\B",
        r"\z": r"\Z",
        r"\Z": r"(?=\n?\Z)",
        r"\h": "[0-9A-Fa-f]",
        r"\H": "[^0-9A-Fa-f]",
        # Outside of a repetition they stand for themselves; in `regex` they have other meanings.
        "{": r"\{",
        "}": r"\}",
    }
)

_ABOUT_ASCII: Final = re.compile(r"\\[dDwWsSbBp]|\[:|\(\?i")
_UNCLEAR: Final = re.compile(
    r"""
      \[ [^\]]* (?: && | \|\| | -- | ~~ )   # operations on sets in some flavors
    | \{,\d+\}                              # a repetition in Ruby, text in others
    | \\\d\d                                # a group or a character, by number
    """,
    re.VERBOSE,
)


class UnclearPatternError(ValueError):
    """Flavors differ about the pattern, or it is costly to compile."""


def is_about_ascii(pattern: str) -> bool:
    r"""True if flavors agree about ASCII text only, as they do about `\w` and letter case."""
    return _ABOUT_ASCII.search(pattern) is not None


def translate(pattern: str) -> str:
    """The pattern for `regex`, to be compiled with MULTILINE: Ruby's `^` and `$` match at lines.

    Raises `UnclearPatternError`.
    """
    if _UNCLEAR.search(pattern) or _mixes(pattern):
        raise UnclearPatternError
    written = ["(?i)" if pattern.startswith("(?i)") else ""]
    position = len(written[0])
    copies = _Copies()
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            raise UnclearPatternError
        copies.count(token)
        written.append(_translated(token))
        position = token.end()
    copies.close()
    return "".join(written)


def _mixes(pattern: str) -> bool:
    """True if the pattern has two features that flavors combine in different ways."""
    if "(?i" in pattern and ("[:" in pattern or r"\p" in pattern or not pattern.isascii()):
        return True
    return bool(re.search(r"\(\?<\w", pattern) and re.search(r"\\\d", pattern))


def _translated(token: re.Match[str]) -> str:
    if token["set"]:
        parts = _PART_OF_SET.findall(token["set"])
        return "".join(_looked_up(part, _INSIDE_SETS) for part in parts)
    return _looked_up(token[0], _OUTSIDE_SETS)


def _looked_up(part: str, table: dict[str, str]) -> str:
    if part in table:
        return table[part]
    if part[0] == "\\" and len(part) == 2 and part[1].isalnum():
        raise UnclearPatternError
    return part


class _Copies:
    """Counts the copies that compiling makes; raises `UnclearPatternError` above the limits."""

    def __init__(self) -> None:
        self._open = [0]  # the copies in each open group, but for its last part
        self._last = 0
        self._is_repeated = False

    def count(self, token: re.Match[str]) -> None:
        """Count the next part of the pattern."""
        if token["repeat"]:
            self._repeat(int(token["least"] or token[0][0] == "+"))
        elif token["close"]:
            self.close()
        else:
            self._open[-1] += self._last
            self._last = 1
            if token["open"]:
                self._open.append(0)
        self._is_repeated = token["repeat"] is not None
        if self._last > MAX_COPIES or not 0 < len(self._open) <= MAX_GROUP_DEPTH:
            raise UnclearPatternError

    def close(self) -> None:
        """End a group or the pattern."""
        self._last += self._open.pop()
        if self._last > MAX_COPIES:
            raise UnclearPatternError

    def _repeat(self, least: int) -> None:
        if self._is_repeated:  # in Ruby `a{2}?` and `a{2}+` are repeated twice, elsewhere not
            raise UnclearPatternError
        self._last *= least + 1
