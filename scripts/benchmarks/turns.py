"""Turns of two benchmarks that run side by side, so that their measurements alternate.

Each says that it is ready on its standard output before a measurement, and begins when it gets a
line on its standard input.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack

VARIABLE = "BENCHMARKS_IN_TURNS"
READY = "-- ready for the next turn"


def wait_for_turn() -> None:
    """Wait until this process is allowed to measure; at once if it runs alone."""
    if VARIABLE in os.environ:
        print(READY, flush=True)
        if not sys.stdin.readline():
            sys.exit("the benchmarks that run in turns with these have ended")


def alternate(processes: Iterable[tuple[Sequence[str], Mapping[str, str]]]) -> None:
    """Run commands, each with its environment, that measure one after the other until one ends.

    A process starts when the one before it is ready, as they may share what they prepare. Who
    begins changes from turn to turn.
    """
    with ExitStack() as stack:
        running: list[_Process] = []
        is_ready: list[bool] = []
        for command, environment in processes:
            running.append(_Process(command, environment))
            stack.callback(running[-1].close)
            is_ready.append(running[-1].becomes_ready())
        order = list(range(len(running)))
        while all(is_ready):
            for place in order:
                running[place].begin()
                is_ready[place] = running[place].becomes_ready()
            order.reverse()


class _Process:
    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            env={**environment, VARIABLE: "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout

    def becomes_ready(self) -> bool:
        """Wait until it is ready for a turn; False if it ends instead."""
        return any(line.strip() == READY for line in self._output)

    def begin(self) -> None:
        self._input.write("\n")
        self._input.flush()

    def close(self) -> None:
        """Let it end, and wait for that."""
        self._input.close()
        self._process.wait()
        self._output.close()
