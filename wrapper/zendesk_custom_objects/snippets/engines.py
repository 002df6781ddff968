"""The parts that workflow engines have in common: placeholders in `${…}`, escaped as `$${…}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .placeholders import SUBDOMAIN

if TYPE_CHECKING:
    from .template import Template

__all__ = [
    "CONNECTION_SECONDS",
    "READ_SECONDS",
    "common_notes",
    "escaped",
    "readable",
    "require_json",
]

CONNECTION_SECONDS = 10
READ_SECONDS = 60
"""The service can take longer than the few seconds that engines wait by default."""


def require_json(template: Template) -> None:
    """Raise `ValueError` for a request that an HTTP task cannot send."""
    if template.files:
        raise ValueError(
            f"{template.operation.id} uploads a file, which an HTTP task cannot send: use curl or"
            " Python"
        )


def common_notes(template: Template) -> list[str]:
    """What a person has to know of a task, in whatever engine."""
    notes: list[str] = []
    names = template.url_names
    if SUBDOMAIN in names:
        names.remove(SUBDOMAIN)
        notes.append(
            f"{SUBDOMAIN} decides where the credentials are sent: write the account into the URL"
            " if it is always the same."
        )
    if names:
        notes.append(
            f"Percent-encode input for the URL unless it is a key or an id: {', '.join(names)}."
        )
    if not template.is_repeatable:
        notes.append(
            "It is not retried: a request whose response is lost may have been carried out, and"
            " would be carried out twice."
        )
    return notes


def escaped(text: str) -> str:
    """A text that an engine reads as it is: `${` would begin a placeholder."""
    return text.replace("${", "$${")


def readable(url: str) -> str:
    """The same URL with only those characters percent-encoded that have to be.

    Some engines encode a URL once more, and turn `page%5Bsize%5D` into `page%255Bsize%255D`. Names,
    keys and ids of this API need no encoding at all, so that their URLs are right in any engine.
    """
    path, mark, query = url.partition("?")
    path = re.sub("%(?:2C|3A|40)", _decoded, path)
    return path + mark + re.sub("%(?:2C|3A|40|5B|5D)", _decoded, query)


def _decoded(escape: re.Match[str]) -> str:
    return unquote(escape[0])
