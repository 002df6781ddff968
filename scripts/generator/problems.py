"""The error of the generator: a headline and a list of problems."""

from __future__ import annotations

from collections.abc import Iterable

from .texts import visible


class GenerationError(Exception):
    """Generation is not possible; the message lists the problems, one a line.

    Control characters in it are escaped, since it can quote foreign text on a terminal.
    """

    def __init__(self, headline: str, problems: Iterable[str] = ()) -> None:
        lines = [headline, *(f"  {problem}" for problem in problems)]
        super().__init__(visible("\n".join(lines)))
