"""Imports that are killed, half of them inside a commit, and lose all files but their journal."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from .import_crashes import MAX_SECONDS_TO_KILL
from .importing import IDENTITIES, Identity, Import, verdict
from .services import names, served_rows

MAX_REFUSED = 0.01
"""Share of the runs that can end with a message instead of continuing."""


def prove_journal_alone(runs: int, count: int, random: Random) -> bool:
    """Kill so many imports, and resume each with nothing but the journal that was named."""
    told = Counter[str]()
    for number in range(runs):
        identity = IDENTITIES[number % len(IDENTITIES)]
        inside = number % 2 == 0
        told[_play(identity, count, random, inside=inside)] += 1
    for outcome, times in told.most_common():
        print(f"  {times:3} {outcome}", flush=True)
    refused = sum(times for outcome, times in told.items() if outcome.startswith("refused"))
    wrong = sum(times for outcome, times in told.items() if outcome.startswith("WRONG"))
    continued = runs - refused - wrong
    print(f"journal alone: {continued} of {runs} continued, {refused} refused, {wrong} WRONG")
    return not wrong and refused <= MAX_REFUSED * runs


def _play(identity: Identity, count: int, random: Random, *, inside: bool) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served_rows(folder, unique_names=identity == "names") as (sandbox, url, database):
            sandbox.faults.slow_jobs(random.uniform(0, 0.3))
            work = Import(url, folder / "first" / "import.journal", count, identity)
            folder.joinpath("first").mkdir()
            if inside:
                commits = 2 + 3 * -(-count // 100)
                event = f"commit:{random.randint(1, commits)}:{random.random():.2f}"
                killed = work.kill_at(event)
            else:
                killed = work.kill_after(MAX_SECONDS_TO_KILL * random.random())
            alone = folder / "second" / "renamed.journal"
            alone.parent.mkdir()
            if work.journal is not None and work.journal.exists():
                shutil.copyfile(work.journal, alone)
            shutil.rmtree(folder / "first")
            report = Import(url, alone, count, identity).finish()
        where = "inside a commit" if inside else "at a moment"
        how = f"killed {where}" if killed else "over before the kill"
        if "refused" in report:
            return f"refused, {how}: {report['refused'].replace(str(folder), '')}"
        wrong = verdict(identity, report, names(database), count)
        return f"WRONG, {how}, {identity}: {wrong}" if wrong else f"continued, {how}"
