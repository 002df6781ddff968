"""Measures cases in rounds, and compares each case with its floor in the same round."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from .turns import wait_for_turn


@dataclass(frozen=True)
class Case:
    """One measurement."""

    name: str
    measure: Callable[[], Mapping[str, float]]
    """Returns figures by name: `wall` and `cpu` in seconds, `peak` in MB, or the case's own."""
    floor: str | None = None
    """Name of the case that this one is compared with."""
    target: float | None = None
    """Upper limit for the ratio to the floor; without a floor, for the figure itself."""
    is_ours: bool = True
    """False if it does not run this package, such as raw HTTP or another client."""


@dataclass(frozen=True)
class Row:
    """The result of one case over all rounds."""

    name: str
    median: float
    unit: str
    ratio: float | None = None
    """Median of the ratios to the floor within each round."""
    cpu_ratio: float | None = None
    """The same for processor time, which other processes disturb less."""
    floor: str | None = None
    target: float | None = None
    measure: str = "wall"
    """Name of the figure that the median is of."""
    scale: float = 1
    """Factor from the figures of a round to the unit."""
    rounds: list[Mapping[str, float]] = field(default_factory=list)
    notes: Mapping[str, str] = field(default_factory=dict)
    """Texts for further columns, by their headings."""
    is_ours: bool = True

    @property
    def is_reached(self) -> bool | None:
        """`None` if there is no target."""
        if self.target is None:
            return None
        return (self.median if self.ratio is None else self.ratio) <= self.target


def compare(
    cases: Sequence[Case], rounds: int, *, measure: str = "wall", unit: str = "s", scale: float = 1
) -> list[Row]:
    """Measure every case once in each round, in an order that changes with the round."""
    found: dict[str, list[Mapping[str, float]]] = {case.name: [] for case in cases}
    order = Random(rounds)  # the same on both sides of a comparison with another commit
    for _ in range(rounds):
        for case in order.sample(cases, len(cases)):
            wait_for_turn()
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
            measure=measure,
            scale=scale,
            rounds=found[case.name],
            is_ours=case.is_ours,
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
