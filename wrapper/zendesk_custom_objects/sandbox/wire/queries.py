"""The query string of a request: strict parsing, and access by name and type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from . import errors

if TYPE_CHECKING:
    from collections.abc import Collection, Set

_BAD_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_TRUTH: Final = {"true": True, "false": False}
# Every operation takes it, and a working client sends it with each. What it asks for, translations
# of texts, the sandbox does not have: texts are what they were given as, in every language.
_LOCALE: Final = "locale"


class Query:
    """The parameters of a request, each given at most once.

    It tracks which were read, so that no known parameter is ignored silently.
    """

    def __init__(self, encoded: str = "") -> None:
        """Refuse (400) a query that is not percent-encoded UTF-8 or repeats a parameter."""
        self._values: dict[str, str] = {}
        self._unread: set[str] = set()
        self.unknown: tuple[str, ...] = ()
        if not encoded:
            return
        if not encoded.isascii() or _BAD_ESCAPE.search(encoded):
            raise errors.bad_request("The query string is not percent-encoded")
        try:
            pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            raise errors.bad_request("The query string is not UTF-8") from None
        for name, value in pairs:
            if name in self._values:
                raise errors.bad_request(f"Parameter {name} is given more than once")
            self._values[name] = value
        self._unread.update(self._values)

    def drop_unknown(self, names: Collection[str]) -> None:
        """Drop the parameters that the operation does not have; `unknown` names them."""
        self._unread.discard(_LOCALE)
        unknown = [
            name
            for name in self._values
            if name not in names and name != _LOCALE and not _is_deep(name, names)
        ]
        for name in unknown:
            del self._values[name]
            self._unread.discard(name)
        self.unknown = tuple(unknown)

    def require_read(self) -> None:
        """Refuse (501) parameters of the contract that the operation has not read."""
        if self._unread:
            raise errors.not_emulated(f"Parameter {', '.join(sorted(self._unread))}")

    def pairs(self, *, without: Set[str]) -> list[tuple[str, str]]:
        """Names and values in the order given."""
        return [pair for pair in self._values.items() if pair[0] not in without]

    def text(self, name: str) -> str | None:
        """The value, or None if the parameter is absent."""
        self._unread.discard(name)
        return self._values.get(name)

    def boolean(self, name: str) -> bool:
        """`true` or `false`; absent is false."""
        value = self.text(name) or "false"
        if value not in _TRUTH:
            raise errors.bad_request(f"Parameter {name} must be true or false")
        return _TRUTH[value]

    def integer(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number in a range."""
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch("-?[0-9]{1,18}", value) or not least <= int(value) <= most:
            raise errors.bad_request(f"Parameter {name} must be an integer from {least} to {most}")
        return int(value)

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """One of the given words; a blank value is as good as none."""
        value = self.text(name)
        if not value:
            return default
        if value not in choices:
            raise errors.bad_request(f"Parameter {name} must be one of: {', '.join(choices)}")
        return value

    def words(self, name: str) -> list[str] | None:
        """A comma-separated list without its repetitions; a blank value is the empty list."""
        value = self.text(name)
        if value is None:
            return None
        return list(dict.fromkeys(word for word in value.split(",") if word))


def _is_deep(name: str, names: Collection[str]) -> bool:
    """Whether it is a key of a parameter that is an object: `filter[dynamic_values][user]`."""
    return any(name.startswith(f"{known}[") for known in names)
