"""Cases: functions that test a fact, with their requirements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from tests.facts.accounts import Account
from zendesk_custom_objects.sandbox import Plan

Look: TypeAlias = Callable[[Account], Any]

CASES: Final[dict[str, Case]] = {}
"""The cases by their facts."""


class Case(NamedTuple):
    """The test of a fact."""

    look: Look
    needs: str | None
    """What it needs that an account of the service does not have at hand; None lets it run there.

    `clock`, `roles`, `plan`, `faults`, `clients` or `seed`.
    """
    plan: Plan | None
    accepted: Mapping[Any, Mapping[str, Any] | None]
    """What the case may see where the fact is uncertain, each with the sandbox's variants that play
    it; None is what no sandbox plays. Empty for a fact that is certain."""


def fact(
    name: str,
    *,
    needs: str | None = None,
    plan: Plan | None = None,
    accepted: Mapping[Any, Mapping[str, Any] | None] | None = None,
) -> Callable[[Look], Look]:
    """Register the case of a fact. The case of an uncertain fact returns its result."""

    def register(look: Look) -> Look:
        assert name not in CASES, f"{name} has two cases"
        CASES[name] = Case(look, "plan" if plan else needs, plan, accepted or {})
        return look

    return register
