"""The report of a probe, which has no value, id or name of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from .job_replies import BulkFinding, bulk_findings
from .omissions import OMISSIONS, Omission
from .question import Question, variant_value
from .questions import QUESTIONS

if TYPE_CHECKING:
    from .scene import Scene

__all__ = ["Finding", "NotProbed", "Report", "build_report"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The behaviour of the account in one respect."""

    id: str
    fact: str
    account: str | None
    """The behaviour of the account; `None` if its replies did not answer that."""
    sandbox: str
    """The behaviour of the sandbox by default."""
    grade: str
    """Grade of the evidence before: `O`, `D`, `H`, `C` or `U`, as in the contract."""
    reason: str | None = None
    """Why there is no answer."""

    @property
    def agrees(self) -> bool:
        """Whether the account does what the sandbox does."""
        return self.account == self.sandbox


class NotProbed(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that was not probed."""

    id: str
    fact: str
    grade: str
    why: Literal["limit", "access", "budget"]
    reason: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of a probe. `Sandbox(variants=FILE)` plays the output of `to_json`."""

    version: Literal[1] = 1
    variants: dict[str, Any]
    """Variants of the sandbox that the account is like, by name."""
    findings: tuple[Finding, ...]
    bulk: tuple[BulkFinding, ...]
    """The results of each bulk action."""
    search_delay: tuple[float, float] | None
    """Seconds after which a write appeared in search: more than the first number, at most the
    second; `None` if it did not appear in time."""
    job_seconds: tuple[float, float] | None
    """Seconds after which all jobs had ended, in the same way."""
    requests: int
    """Requests that were sent, with those that removed everything."""
    not_probed: tuple[NotProbed, ...]

    def to_json(self) -> bytes:
        """The report as JSON."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def build_report(scene: Scene, requests: int) -> Report:
    """The answers to all questions."""
    findings = tuple(_finding(question, scene) for question in QUESTIONS)
    answers = {finding.id: finding.account for finding in findings}
    return Report(
        variants={
            question.id: variant_value(answer)
            for question in QUESTIONS
            if question.is_variant and (answer := answers[question.id]) in question.answers
        },
        findings=findings,
        bulk=bulk_findings(scene),
        search_delay=scene.elapsed.get("search"),
        job_seconds=scene.elapsed.get("jobs"),
        requests=requests,
        not_probed=tuple(_not_probed(omission) for omission in OMISSIONS),
    )


def _finding(question: Question, scene: Scene) -> Finding:
    answer, reason = _answer(question, scene)
    return Finding(
        id=question.id,
        fact=question.fact,
        account=answer,
        sandbox=question.answers[0],
        grade=question.grade,
        reason=reason,
    )


def _answer(question: Question, scene: Scene) -> tuple[str | None, str | None]:
    for step in question.needs:
        reply = scene.replies.get(step)
        if reply is None:
            return None, f"the step {step} was not reached"
        if not reply.is_ok and not question.reads_refusals:
            return None, f"the step {step} was answered with status {reply.status}"
    answer = question.answer(scene)
    return answer, None if answer is not None else "the replies do not tell"


def _not_probed(omission: Omission) -> NotProbed:
    return NotProbed(
        id=omission.id,
        fact=omission.fact,
        grade=omission.grade,
        why=omission.why,
        reason=omission.reason,
    )
