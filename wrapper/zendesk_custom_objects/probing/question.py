"""Questions of a probe.

A question whose id is the name of a variant of the sandbox has the values of that variant as its
answers. `places` are those of the contract whose grade of evidence depends on the answer: an
operation or component with what is in it, and, for a remark in a text, its number there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from .readings import Reader, paging
from .scene import OTHER

if TYPE_CHECKING:
    from .scene import Scene

__all__ = ["ACCEPTED", "Question", "paging_question", "places", "variant_value"]

_STATUS: Final = re.compile("[1-5][0-9][0-9]")
ACCEPTED: Final = ("accepted", "refused")
_PAGING: Final = ("none", "cursor", "offset", "both")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question."""

    id: str
    fact: str
    """The fact in question, in at most 40 characters."""
    grade: str
    """Grade of the evidence: `O`, `D`, `H`, `C` or `U`, as in the contract."""
    needs: tuple[str, ...]
    """The steps whose replies it is read from."""
    read: Reader
    answers: tuple[str, ...]
    """Those that were foreseen, what the sandbox does by default first. Those of a variant are its
    values."""
    others: tuple[str, ...] = ()
    """Foreseen answers that a variant cannot play."""
    is_variant: bool = False
    reads_refusals: bool = False
    """Whether the reply of a step that did not succeed is an answer, too."""
    places: tuple[str, ...] = ()

    def answer(self, scene: Scene) -> str | None:
        """The answer: one of `answers`, a status, or `other`; `None` if the replies have none."""
        found = self.read(scene)
        if found is None or found in (*self.answers, *self.others) or _STATUS.fullmatch(found):
            return found
        return OTHER


def variant_value(answer: str) -> Any:
    """The value of a variant for the answer to its question."""
    if answer == "none":
        return None
    return int(answer) if answer.isdecimal() else answer


def places(schema: str, *names: str) -> tuple[str, ...]:
    return tuple(f"schemas.{schema}.{name}" for name in names)


def paging_question(step: str, fact: str, schema: str, *names: str) -> Question:
    return Question(
        id=f"{step}_paging",
        fact=fact,
        grade="U",
        needs=(step,),
        read=paging(step),
        answers=_PAGING,
        reads_refusals=True,
        places=places(schema, *names),
    )
