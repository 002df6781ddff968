"""Rounds in which a process is killed and another one resumes its work."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from zendesk_custom_objects import Sandbox

SCRIPTS = Path(__file__).resolve().parent.parent
"""The folder from which `python -m proofs...` runs."""


class Round(NamedTuple):
    """Result of one round."""

    killed: bool
    """True if the process was still running."""
    after: float
    """Seconds from its first request to the kill."""
    left: str
    """The state that the killed process left."""
    details: str
    wrong: str
    """The error in the final result; empty if there is none."""


def prove(title: str, kills: int, play: Callable[[float], Round], random: Random) -> bool:
    """Play rounds until so many processes were killed; true if every result was right.

    The argument of `play` is the moment of the kill, as a fraction of the time that the work takes.
    """
    started = time.perf_counter()
    left = Counter[str]()
    wrong = 0
    while left.total() < kills:
        played = play(random.random())
        wrong += bool(played.wrong)
        if played.killed:
            left[played.left] += 1
        if played.killed or played.wrong:
            outcome = f"WRONG: {played.wrong}" if played.wrong else "held"
            print(
                f"  {left.total():2} killed after {played.after:4.2f} s:"
                f" {played.left} ({played.details}); {outcome}",
                flush=True,
            )
    states = ", ".join(f"{count} {state}" for state, count in left.most_common())
    held = f"{wrong} WRONG" if wrong else "all held"
    seconds = time.perf_counter() - started
    print(f"{title}: {left.total()} kills ({states}): {held} ({seconds:.0f} s)", flush=True)
    return not wrong


def kill_after(process: subprocess.Popen[Any], seconds: float) -> bool:
    """Kill a process after some seconds; true if it was still running."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    process.kill()
    process.wait()
    return process.returncode == -signal.SIGKILL


def finish(start: Callable[[], subprocess.Popen[str]], max_runs: int) -> tuple[int, str]:
    """Run a command until it succeeds; returns the number of runs, and an error if all fail."""
    error = ""
    for run in range(1, max_runs + 1):
        with start() as process:
            _, printed = process.communicate()
        if not process.returncode:
            return run, ""
        error = f"status {process.returncode}: {' '.join(printed.split())[-300:]}"
    return max_runs, error


def wait_for_request(sandbox: Sandbox, process: subprocess.Popen[Any]) -> None:
    """Wait until a process has sent a request, or has ended."""
    while not sandbox.requests and process.poll() is None:
        time.sleep(0.002)
