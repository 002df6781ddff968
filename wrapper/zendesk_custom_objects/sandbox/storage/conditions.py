"""Conditions on the table of records, as parts of a WHERE clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Condition(NamedTuple):
    """A condition on rows of `records`, with its parameters."""

    sql: str
    parameters: list[Any]


EVERYTHING: Final = Condition("TRUE", [])
NOTHING: Final = Condition("FALSE", [])


def joined(word: Literal["AND", "OR"], parts: Iterable[Condition]) -> Condition:
    """The conditions with AND or OR between them; without any, everything."""
    listed = [part for part in parts if part is not EVERYTHING or word == "OR"]
    if not listed:
        return EVERYTHING
    return Condition(
        "(" + f" {word} ".join(part.sql for part in listed) + ")",
        [parameter for part in listed for parameter in part.parameters],
    )
