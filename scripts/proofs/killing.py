"""Processes that are killed, and what they have left: round after round."""

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
"""From where the modules of the proofs are found."""


class Round(NamedTuple):
    """What came of a process that was to be killed, and of those that went on."""

    killed: bool
    """Whether it was still at work."""
    after: float
    """Seconds."""
    left: str
    """The state that it left."""
    details: str
    wrong: str
    """What is wrong in the end; empty if nothing is."""


def prove(title: str, kills: int, play: Callable[[float], Round], random: Random) -> bool:
    """Play rounds until so many processes were killed; whether all held.

    `play` is given when to kill: a part of the time that the work takes.
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
    """Kill a process some time from now; whether it was still at work."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    process.kill()
    process.wait()
    return process.returncode == -signal.SIGKILL


def finish(start: Callable[[], subprocess.Popen[str]], patience: int) -> tuple[int, str]:
    """Start a command until it ends well: how often that took, and what it said if it did not."""
    said = ""
    for times in range(1, patience + 1):
        with start() as process:
            _, told = process.communicate()
        if not process.returncode:
            return times, ""
        said = f"status {process.returncode}: {' '.join(told.split())[-300:]}"
    return patience, said


def wait_for_request(sandbox: Sandbox, process: subprocess.Popen[Any]) -> None:
    """Wait until a process has sent something, or is over."""
    while not sandbox.requests and process.poll() is None:
        time.sleep(0.002)
