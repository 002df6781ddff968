"""Measures things in turns, and compares each with its floor of the same turn."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """One thing to measure."""

    name: str
    measure: Callable[[], Mapping[str, float]]
    """Gives numbers by name, with those of `Row` among them."""
    floor: str | None = None
    """The name of the case that it is compared with."""
    target: float | None = None
    """What the ratio to the floor should be at most; without a floor, the number itself."""


@dataclass(frozen=True)
class Row:
    """What was found of one case, over all rounds."""

    name: str
    median: float
    unit: str
    ratio: float | None = None
    """Median of the ratios to the floor, each within one round."""
    cpu_ratio: float | None = None
    """The same of the processor time, which other processes disturb less."""
    floor: str | None = None
    target: float | None = None
    rounds: list[Mapping[str, float]] = field(default_factory=list)
    notes: Mapping[str, str] = field(default_factory=dict)
    """What else is to be shown, by the headings of more columns."""

    @property
    def is_reached(self) -> bool | None:
        """`None` if there is no target."""
        if self.target is None:
            return None
        return (self.median if self.ratio is None else self.ratio) <= self.target


def compare(
    cases: Sequence[Case], rounds: int, *, measure: str = "wall", unit: str = "s", scale: float = 1
) -> list[Row]:
    """Measure every case once a round, in an order that changes."""
    found: dict[str, list[Mapping[str, float]]] = {case.name: [] for case in cases}
    for _ in range(rounds):
        for case in random.sample(cases, len(cases)):
            found[case.name].append(case.measure())
    return [
        Row(
            name=case.name,
            median=scale * statistics.median(taken[measure] for taken in found[case.name]),
            unit=unit,
            ratio=_ratio(found, case, measure),
            cpu_ratio=_ratio(found, case, "cpu"),
            floor=case.floor,
            target=case.target,
            rounds=found[case.name],
        )
        for case in cases
    ]


def _ratio(
    found: Mapping[str, Sequence[Mapping[str, float]]], case: Case, measure: str
) -> float | None:
    if case.floor is None:
        return None
    pairs = list(zip(found[case.name], found[case.floor], strict=True))
    if any(measure not in taken for pair in pairs for taken in pair):
        return None
    return statistics.median(taken[measure] / floor[measure] for taken, floor in pairs)
