"""Texts of the contract as Python source: whatever they hold, they stay texts."""

from __future__ import annotations

import re


def prose(text: object) -> str:
    """A text with each paragraph and list item on one line, ready to be wrapped anew.

    Control characters, and those that reorder text, are spelt out: it is to be read.
    """
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).strip()
    return visible(re.sub(r"(?<!\n)\n(?!\n|\s*[*-] |\s*\d+\. )\s*", " ", lines))


def visible(text: str) -> str:
    """A text in which control characters, and those that reorder text, are spelt out."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        each if each == "\n" or each.isprintable() else repr(each)[1:-1] for each in text
    )


def docstring(text: object) -> str:
    """Prose as it stands between the quotes of a docstring."""
    escaped = prose(text).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'{escaped[:-1]}\\"' if escaped.endswith('"') else escaped


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
