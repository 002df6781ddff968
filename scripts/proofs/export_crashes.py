"""Exports that are killed once each, and resumed: with the library and with `zco`."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import msgspec

from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects.files import Format, read_items

from . import mishaps
from .airports import KEY, import_airports, served_airports
from .killing import SCRIPTS, Round, finish, kill_after, prove, wait_for_request
from .services import AUTH, difference, items
from .zco import zco

Export = Callable[[str, Path], "subprocess.Popen[str]"]
"""Starts an export to a file, or resumes it."""
MAX_RUNS = 5
"""Runs until an export with faults must have succeeded."""


def by_library(url: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "proofs.exporting", url, KEY, path, checkpoint_of(path)],
        cwd=SCRIPTS,
        stderr=subprocess.PIPE,
        text=True,
    )


def by_command_line(url: str, path: Path) -> subprocess.Popen[str]:
    return zco(url, "export", KEY, path, "--resume")


def checkpoint_of(path: Path) -> Path:
    """The path that `zco` uses for the checkpoint of a file."""
    return path.with_name(f"{path.name}.checkpoint")


def prove_exports(
    title: str, export: Export, formats: Sequence[Format], kills: int, random: Random
) -> bool:
    """Kill so many exports without faults, and as many with faults; formats alternate."""
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "airports.db"
        import_airports(database)
        expected = items(database)
        with served_airports(database) as (sandbox, url):
            held = [
                _Work(sandbox, url, export, expected, with_faults, random).prove(
                    f"{title}, {'with' if with_faults else 'without'} faults", formats, kills
                )
                for with_faults in (False, True)
            ]
    return all(held)


class _Work(NamedTuple):
    sandbox: Sandbox
    url: str
    export: Export
    expected: list[dict[str, Any]]
    with_faults: bool
    random: Random

    def prove(self, title: str, formats: Sequence[Format], kills: int) -> bool:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            takes = {each: self._measure(folder / f"undisturbed.{each}") for each in formats}
            times = ", ".join(f"{each} {seconds:.1f} s" for each, seconds in takes.items())
            print(f"{title}, undisturbed: {times}", flush=True)
            rounds = enumerate(itertools.cycle(formats))

            def play(moment: float) -> Round:
                number, each = next(rounds)
                return self._play(folder / f"{number}.{each}", moment * takes[each])

            return prove(title, kills, play, self.random)

    def _measure(self, path: Path) -> float:
        """Seconds of an undisturbed export, from its first request."""
        process = self._start(path)
        started = time.perf_counter()
        process.communicate()
        return time.perf_counter() - started

    def _play(self, path: Path, after: float) -> Round:
        killed = kill_after(self._start(path), after)
        state, details = self._left(path)
        wrong = ""
        if checkpoint_of(path).exists() or not path.exists():
            max_runs = MAX_RUNS if self.with_faults else 1
            runs, wrong = finish(lambda: self.export(self.url, path), max_runs)
            details += f", resumed {runs} times" if runs > 1 else ""
        return Round(killed, after, state, details, wrong or self._wrong(path))

    def _start(self, path: Path) -> subprocess.Popen[str]:
        """Start an export, and wait for its first request."""
        self.sandbox.requests.clear()
        self.sandbox.faults.clear()
        if self.with_faults:
            mishaps.for_exports(self.sandbox, self.random)
        mishaps.slow_pages(self.sandbox, None)
        process = self.export(self.url, path)
        wait_for_request(self.sandbox, process)
        return process

    def _left(self, path: Path) -> tuple[str, str]:
        """The state of a killed export, and details about it."""
        kind = path.suffix[1:]
        checkpoint = checkpoint_of(path)
        if not checkpoint.exists():
            return ("with the file complete" if path.exists() else "with nothing recorded"), kind
        part = msgspec.json.decode(checkpoint.read_bytes())["file"]
        if part is None:
            return "with the file complete and a checkpoint", kind
        state = "with everything recorded" if part["is_whole"] else "with a part recorded"
        return state, f"{kind}, {part['records']} of {len(self.expected)} rows"

    def _wrong(self, path: Path) -> str:
        with Client(base_url=self.url, auth=AUTH) as zendesk:
            definitions = zendesk.list_fields(KEY)
            return difference(
                self.expected, read_items(path, fields=definitions, columns={"id": "id"})
            )
