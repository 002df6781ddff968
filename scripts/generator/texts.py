"""Escaping texts of the contract for Python source and for the terminal."""

from __future__ import annotations

import re
import unicodedata


def prose(text: object) -> str:
    """A text with each paragraph and list item on one line, ready to be wrapped.

    Control characters, and those that reorder text, are escaped visibly.
    """
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return re.sub(r"(?<!\n)\n(?!\n|\s*[*-] |\s*\d+\. )\s*", " ", visible(lines).strip())


def visible(text: str) -> str:
    """A text in which all characters but printable ones and line ends are escaped visibly."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" else repr(character)[1:-1]


def docstring(text: object) -> str:
    """A text escaped for the inside of a docstring."""
    # Escape all but the last of consecutive quotes, and one at the end: they would end the string.
    return re.sub(r'"(?="|\Z)', r"\"", prose(text).replace("\\", "\\\\"))


def path_template(path: str, arguments: dict[str, str]) -> str:
    """The source of an f-string for a path; `arguments` are the Python names by parameter."""
    parts = re.split(r"\{([^{}]*)\}", path)
    for number, part in enumerate(parts):
        if number % 2:
            name = arguments[part]
            parts[number] = f"{{path_value({name!r}, {name})}}"
        else:
            parts[number] = _in_quotes(part).replace("{", "{{").replace("}", "}}")
    return f'f"{"".join(parts)}"'


def _in_quotes(text: str) -> str:
    return visible(text.replace("\\", "\\\\").replace('"', '\\"'))
