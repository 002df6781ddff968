"""Figures as tables and as JSON."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from .against import Compared
from .measuring import Row

HEADINGS = ("", "median", "ratio", "by CPU time", "target", "reached")


def table(title: str, rows: Sequence[Row]) -> str:
    """The rows of a suite, with a column for each heading of their notes."""
    more = list(dict.fromkeys(heading for row in rows for heading in row.notes))
    cells = [
        (*HEADINGS, *more),
        *((*_cells(row), *(row.notes.get(heading, "") for heading in more)) for row in rows),
    ]
    return _aligned(title, cells)


def comparison(
    title: str, rows: Sequence[Compared], names: tuple[str, str], tolerance: float, *, by_cpu: bool
) -> str:
    """The rows of a suite on both sides."""
    cells: list[tuple[str, ...]] = [("", *names, "ratio", "by CPU time", "")]
    for row in rows:
        ratios = (_number(row.ratio, 3), _number(row.cpu_ratio, 3))
        slower = "SLOWER" if row.is_slower(tolerance, by_cpu=by_cpu) else ""
        figures = [_median(each, row.unit) for each in (row.before, row.after)]
        cells.append((row.name, *figures, *ratios, slower if row.is_ours else "not ours"))
    return _aligned(title, cells)


def _median(figures: Sequence[float], unit: str) -> str:
    return _figure(statistics.median(figures), unit) if figures else "not there"


def _aligned(title: str, cells: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            [line[0].ljust(widths[0]), *(text.rjust(width) for text, width in _rest(line, widths))]
        ).rstrip()
        for line in cells
    ]
    return "\n".join([title, "-" * len(title), *lines, ""])


def _rest(line: Sequence[str], widths: Sequence[int]) -> list[tuple[str, int]]:
    return list(zip(line[1:], widths[1:], strict=True))


def _cells(row: Row) -> tuple[str, ...]:
    reached = {None: "", True: "yes", False: "NO"}[row.is_reached]
    target = "" if row.target is None else f"{row.target:g}"
    return (
        row.name,
        _figure(row.median, row.unit),
        _number(row.ratio),
        _number(row.cpu_ratio),
        target if row.ratio is not None or not target else f"{target} {row.unit}",
        reached,
    )


def _figure(value: float, unit: str) -> str:
    return f"{value:.3f} {unit}" if value < 10 else f"{value:.1f} {unit}"


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows of a suite for JSON."""
    return [{**asdict(row), "reached": row.is_reached} for row in rows]


def plain_comparison(found: Mapping[str, Sequence[Compared]]) -> dict[str, list[dict[str, Any]]]:
    """The comparisons for JSON, by suite."""
    return {
        suite: [{**row._asdict(), "ratio": row.ratio, "cpu_ratio": row.cpu_ratio} for row in rows]
        for suite, rows in found.items()
    }
