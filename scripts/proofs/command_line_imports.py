"""Imports with `zco` that are killed once each, and resumed by the same command."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from zendesk_custom_objects import Sandbox

from . import mishaps
from .importing import left, rows, write
from .killing import Round, finish, kill_after, prove, wait_for_request
from .services import KEY, difference, items, served_rows, without_id
from .zco import zco

MAX_RUNS = 5
"""Runs until an import with faults must have succeeded: whole jobs can fail repeatedly."""


def prove_command_line_imports(kills: int, count: int, random: Random) -> bool:
    """Kill so many imports without faults, and as many with faults."""
    without, with_faults = (_Work(count, random, with_faults=each) for each in (False, True))
    held = without.prove("zco import, without faults", kills)
    return with_faults.prove("zco import, with faults", kills) and held


class _Work:
    def __init__(self, count: int, random: Random, *, with_faults: bool) -> None:
        self._rows = list(rows(count, "external_ids"))
        self._random = random
        self._with_faults = with_faults

    def prove(self, title: str, kills: int) -> bool:
        longest = self._measure()
        print(f"{title}, undisturbed: {longest:.1f} s", flush=True)
        return prove(title, kills, lambda moment: self._play(moment * longest), self._random)

    def _measure(self) -> float:
        """Seconds of an undisturbed import, from its first request."""
        with tempfile.TemporaryDirectory() as name, self._service(Path(name)) as (sandbox, url, _):
            process = self._import(url, Path(name))
            wait_for_request(sandbox, process)
            started = time.perf_counter()
            process.communicate()
            return time.perf_counter() - started

    def _play(self, after: float) -> Round:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with self._service(folder) as (sandbox, url, database):
                process = self._import(url, folder)
                wait_for_request(sandbox, process)
                killed = kill_after(process, after)
                state, details = left(folder / "import.db", len(self._rows))
                max_runs = MAX_RUNS if self._with_faults else 1
                runs, wrong = finish(lambda: self._import(url, folder), max_runs)
            details += f", resumed {runs} times" if runs > 1 else ""
            found = map(without_id, items(database))
            return Round(killed, after, state, details, wrong or difference(self._rows, found))

    @contextmanager
    def _service(self, folder: Path) -> Iterator[tuple[Sandbox, str, Path]]:
        write(folder / "rows.csv", self._rows)
        with served_rows(folder) as served:
            sandbox, _, _ = served
            sandbox.faults.slow_jobs(self._random.uniform(0.2, 0.8))
            if self._with_faults:
                mishaps.for_imports(sandbox, self._random)
            yield served

    def _import(self, url: str, folder: Path) -> subprocess.Popen[str]:
        return zco(url, "import", KEY, folder / "rows.csv", "--journal", folder / "import.db")
