"""The one error of the build, which reads as a list of problems."""

from __future__ import annotations

from collections.abc import Iterable

from .texts import visible


class GenerationError(Exception):
    """The build cannot go on; the message says what to mend, one problem a line.

    It is for a terminal, and may quote what others wrote: control characters are spelt out.
    """

    def __init__(self, headline: str, problems: Iterable[str] = ()) -> None:
        lines = [headline, *(f"  {problem}" for problem in problems)]
        super().__init__(visible("\n".join(lines)))
