"""The figures as a table, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .measuring import Row

HEADINGS = ("", "median", "ratio", "by CPU time", "target", "reached")


def table(title: str, rows: Sequence[Row]) -> str:
    more = list(dict.fromkeys(heading for row in rows for heading in row.notes))
    cells = [
        (*HEADINGS, *more),
        *((*_cells(row), *(row.notes.get(heading, "") for heading in more)) for row in rows),
    ]
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
        f"{row.median:.3f} {row.unit}" if row.median < 10 else f"{row.median:.1f} {row.unit}",
        _number(row.ratio),
        _number(row.cpu_ratio),
        target if row.ratio is not None or not target else f"{target} {row.unit}",
        reached,
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as JSON has them."""
    return [{**asdict(row), "reached": row.is_reached} for row in rows]
