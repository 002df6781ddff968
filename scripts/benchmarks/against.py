"""Compares the package of this working tree with the package of another commit.

Both sides are measured by the benchmark scripts of this tree, in the same environment and against
the same kind of server, so that nothing but the package differs. The measurements alternate.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from .processes import ROOT
from .turns import alternate

Figures = dict[str, Any]
"""A row as `bench.py --json` writes it."""
SOURCES = ("generated", "wrapper")
PACKAGES = ("zendesk_custom_objects_api", "zendesk_custom_objects")
LOCATE = f"""
import json
from importlib.util import find_spec
print(json.dumps([find_spec(package).origin for package in {PACKAGES}]))
"""


class CannotCompare(Exception):
    """The comparison is impossible; the text says why and what to do."""


class Side(NamedTuple):
    """One of the two packages that are compared."""

    name: str
    folder: Path
    """Contains `generated` and `wrapper`."""

    def environment(self) -> dict[str, str]:
        """Environment variables for processes that measure this side.

        PYTHONPATH comes before the packages of an environment, an editable install included.
        """
        paths = os.pathsep.join(str(self.folder / source) for source in SOURCES)
        return os.environ | {"PYTHONPATH": paths}

    def packages(self, python: str) -> list[Path]:
        """The folders from which this interpreter imports the package; all are of this side."""
        done = subprocess.run(
            [python, "-c", LOCATE],
            env=self.environment(),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found = [Path(origin).parent for origin in json.loads(done.stdout)]
        for package in found:
            if not package.is_relative_to(self.folder):
                raise CannotCompare(f"{self.name}: {python} imports {package} instead")
        return found


class Compared(NamedTuple):
    """One row of the benchmarks on both sides, with figures for each round."""

    name: str
    unit: str
    is_ours: bool
    """False for a row that does not run the package: its ratio shows the noise."""
    before: list[float]
    """Empty if this side does not have the row."""
    after: list[float]
    before_cpu: list[float]
    """Seconds of processor time; empty where they are not known, or not what is measured."""
    after_cpu: list[float]

    @property
    def ratio(self) -> float | None:
        """Median of the ratios within each round; below 1 this tree needs less."""
        return _ratio(self.before, self.after)

    @property
    def cpu_ratio(self) -> float | None:
        """The same for processor time, which other processes disturb less."""
        return _ratio(self.before_cpu, self.after_cpu)

    def is_slower(self, tolerance: float, *, by_cpu: bool) -> bool:
        """True if the ratio of a row of the package exceeds the tolerance."""
        ratio = self.cpu_ratio if by_cpu and self.cpu_ratio is not None else self.ratio
        return self.is_ours and ratio is not None and ratio > tolerance


def _ratio(before: Sequence[float], after: Sequence[float]) -> float | None:
    if not before or len(before) != len(after):
        return None
    return statistics.median(new / old for old, new in zip(before, after, strict=True))


@contextmanager
def both_sides(commit: str) -> Iterator[tuple[Side, Side]]:
    """The package of a commit, unpacked into a temporary folder, and that of this tree."""
    name = _git("rev-parse", "--short", "--verify", f"{commit}^{{commit}}").decode().strip()
    archive = _git("archive", name, *SOURCES)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(archive)) as unpacked:
            unpacked.extractall(folder, filter="data")
        sides = Side(name, Path(folder).resolve()), Side("this tree", ROOT)
        for side in sides:
            sources = [str(side.folder / source) for source in SOURCES]
            # Compiling in the first round would count as time and memory of that round.
            subprocess.run([sys.executable, "-m", "compileall", "-q", *sources], check=True)
        yield sides


def measure(sides: Sequence[Side], command: Sequence[str]) -> list[Compared]:
    """Run a suite on both sides at once, whose measurements take turns."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{place}.json" for place in range(len(sides))]
        alternate(
            ([*command, "--json", str(file)], side.environment())
            for side, file in zip(sides, files, strict=True)
        )
        for side, file in zip(sides, files, strict=True):
            if not file.exists():  # the exit status tells about targets, too
                raise CannotCompare(
                    f"{side.name}: the suite cannot be measured (the reason is above)\n"
                    "Leave this suite out."
                )
        before, after = (json.loads(file.read_text(encoding="utf-8")) for file in files)
    return compare(*(rows for found in (before, after) for rows in found.values()))


def compare(before: Sequence[Figures], after: Sequence[Figures]) -> list[Compared]:
    """Match the rows of both sides by their names."""
    old, new = ({row["name"]: row for row in rows} for rows in (before, after))
    return [
        Compared(
            name,
            row["unit"],
            row["is_ours"],
            *(_figures(side.get(name)) for side in (old, new)),
            *(_cpu_figures(side.get(name)) for side in (old, new)),
        )
        for name, row in (old | new).items()
    ]


def _figures(row: Figures | None) -> list[float]:
    return [row["scale"] * taken[row["measure"]] for taken in row["rounds"]] if row else []


def _cpu_figures(row: Figures | None) -> list[float]:
    if row is None or row["measure"] == "peak":
        return []
    return [taken["cpu"] for taken in row["rounds"] if "cpu" in taken]


def _git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise CannotCompare(f"git {arguments[0]}: {reason}\nName a commit of this clone.")
    return done.stdout
