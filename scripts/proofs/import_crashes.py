"""Imports with the library that are killed once each, and resumed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from random import Random

from . import mishaps
from .importing import Identity, Import, left, verdict
from .killing import Round, prove
from .services import names, served_rows

MAX_SECONDS_TO_KILL = 1.2
"""An import of 1,000 rows takes a little longer, so that most kills meet a running process."""


def prove_imports(kills: int, count: int, identities: Sequence[Identity], random: Random) -> bool:
    """Kill so many imports for each identity, without and with faults."""
    held = True
    for identity in identities:
        for faults in ("without faults", "with faults"):
            play = partial(_play, identity, count, random, faults == "with faults")
            held &= prove(f"import, {identity}, {faults}", kills, play, random)
    return held


def _play(
    identity: Identity, count: int, random: Random, with_faults: bool, moment: float
) -> Round:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served_rows(folder, unique_names=identity == "names") as (sandbox, url, database):
            sandbox.faults.slow_jobs(random.uniform(0.2, 0.8))
            if with_faults:
                mishaps.for_imports(sandbox, random)
            work = Import(url, folder / "import.db", count, identity)
            after = MAX_SECONDS_TO_KILL * moment
            killed = work.kill_after(after)
            state = left(folder / "import.db", count)
            report = work.finish()
            if with_faults and identity != "nothing":
                # A whole job can fail more often than one run retries it.
                report = work.finish()
        return Round(killed, after, *state, verdict(identity, report, names(database), count))
