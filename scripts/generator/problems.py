"""The one error of the build, which reads as a list of problems."""

from __future__ import annotations

from collections.abc import Iterable


class GenerationError(Exception):
    """The build cannot go on; the message says what to mend, one problem a line."""

    def __init__(self, headline: str, problems: Iterable[str] = ()) -> None:
        super().__init__("\n".join([headline, *(f"  {problem}" for problem in problems)]))
