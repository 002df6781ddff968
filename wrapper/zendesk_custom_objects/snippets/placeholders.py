"""Placeholders: values that only the program which sends a request knows."""

from __future__ import annotations

import os
import re
from keyword import iskeyword

import msgspec

__all__ = ["SUBDOMAIN", "Placeholder", "pieces", "placeholder", "shown"]

SUBDOMAIN = "zendesk_subdomain"
"""The placeholder for the account, if it is not known."""

# Letters and digits only, so that a marker survives every encoding of a URL or a body and can even
# be a subdomain. The random part keeps any other text from being taken for a marker.
_TOKEN = os.urandom(6).hex()
_MARKER = re.compile(rf"zco{_TOKEN}x([0-9a-f]+)z")


class Placeholder(msgspec.Struct, frozen=True):
    """The place of a value in a text."""

    name: str


def placeholder(name: str) -> str:
    """Stand for a value in a request: as an argument, in the body, or as the client's subdomain.

    A workflow task reads the value from the workflow's input `name`; a command or a program reads
    it from the environment variable of that name in upper case. Only forms of the request know
    placeholders: do not send it.

    Raises `ValueError` if the name is not an identifier.
    """
    if not name.isascii() or not name.isidentifier() or iskeyword(name):
        raise ValueError(
            f"not a name for a placeholder: {name!r} (letters, digits and underscores, such as"
            " custom_object_key)"
        )
    return f"zco{_TOKEN}x{name.encode().hex()}z"


def pieces(text: str) -> list[str | Placeholder]:
    """Split a text at its placeholders; empty pieces are left out."""
    found: list[str | Placeholder] = []
    for index, piece in enumerate(_MARKER.split(text)):
        if index % 2:
            found.append(Placeholder(bytes.fromhex(piece).decode()))
        elif piece:
            found.append(piece)
    return found


def shown(text: str) -> str:
    """A text for people: each placeholder is its name in braces."""
    return "".join(
        f"{{{piece.name}}}" if isinstance(piece, Placeholder) else piece for piece in pieces(text)
    )
