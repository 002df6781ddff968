"""The suite `import`: what a program pays before its first request, in a clean environment."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from .measuring import Case, Row, compare
from .processes import clean_python, run_python

TIMED = """
import time
started, spent = time.perf_counter(), time.process_time()
{code}
taken = {{"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}}
import json
print(json.dumps(taken))
"""
HTTPX = "import httpx"
CLIENT = """
from zendesk_custom_objects import BearerToken, Client
Client("acme", auth=BearerToken("t"))
"""
TO_SEND = f"""
{CLIENT}
from zendesk_custom_objects._http import client
client()
"""


def measure(*, rounds: int) -> list[Row]:
    python = clean_python()
    codes = {
        HTTPX: (HTTPX, None),
        "import zendesk_custom_objects": ("import zendesk_custom_objects", 0.8),
        "import and a first Client(...)": (CLIENT, 1.4),
        "import httpx and a first httpx.Client()": (f"{HTTPX}\nhttpx.Client()", None),
        "import and a Client(...) with its connections open": (TO_SEND, None),
    }
    for code, _ in codes.values():
        _timed(code, python)  # compiles what is not compiled yet
    cases = [
        Case(name, partial(_timed, code, python), floor=HTTPX, target=target)
        for name, (code, target) in codes.items()
    ]
    return compare(cases, rounds, unit="ms", scale=1000)


def _timed(code: str, python: str) -> Mapping[str, float]:
    return run_python(["-c", TIMED.format(code=code)], python)
