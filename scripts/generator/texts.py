"""Texts of the contract as Python source: whatever they hold, they stay texts."""

from __future__ import annotations

import re
import unicodedata


def prose(text: object) -> str:
    """A text with each paragraph and list item on one line, ready to be wrapped anew.

    It is to be read: control characters, and those that reorder text, are spelt out.
    """
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return re.sub(r"(?<!\n)\n(?!\n|\s*[*-] |\s*\d+\. )\s*", " ", visible(lines).strip())


def visible(text: str) -> str:
    """A text of printable characters, spaces and line ends, with anything else spelt out."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" else repr(character)[1:-1]


def docstring(text: object) -> str:
    """Prose as it stands between the quotes of a docstring."""
    # Of quotation marks that follow each other, and at the end, none may close the docstring.
    return re.sub(r'"(?="|\Z)', r"\"", prose(text).replace("\\", "\\\\"))


def path_template(path: str, arguments: dict[str, str]) -> str:
    """A path as an f-string that encodes the value of each parameter; `arguments` by parameter."""
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
