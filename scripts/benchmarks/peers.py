"""The suite `peers`: other people's clients for custom objects, as far as they can be installed."""

from __future__ import annotations

from functools import partial

from peer_clients.run import PEERS, installed

from .client_jobs import JOBS as OURS
from .clients import FLOORS
from .measuring import Case, Row, compare
from .peer_jobs import JOBS
from .processes import run, server

SHOWN = ("iterate: Client", "iterate: Client, fields_type", "create: Client")


def measure(*, records: int, creates: int, rounds: int) -> list[Row]:
    with server("stub", str(records)) as url:
        cases: list[Case] = []
        for name in [name for name in OURS if name in (*FLOORS.values(), *SHOWN)]:
            kind = name.partition(":")[0]
            if not kind.startswith("async"):
                count = str(records if kind == "iterate" else creates)
                measured = partial(run, "client_jobs", name, url, count)
                cases.append(Case(name, measured, floor=FLOORS[kind], is_ours=name in SHOWN))
        for peer, python in installed(PEERS):
            for kind, wanted in (("iterate", records), ("create", creates)):
                name = f"{kind}: {peer.package}"
                measured = partial(run, "peer_jobs", name, url, str(wanted), python=python)
                cases.append(Case(name, measured, floor=FLOORS[kind], is_ours=False))
        assert {case.name for case in cases} <= OURS.keys() | JOBS.keys()
        cases.sort(key=lambda case: case.name.partition(":")[0], reverse=True)
        return compare(cases, rounds)
