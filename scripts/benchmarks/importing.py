"""The suite `import`: time until a program can send its first request, in a clean environment."""

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
HTTPX_SENDING = """
import httpx
try:
    httpx.get("http://127.0.0.1:1")
except httpx.HTTPError:
    pass
"""
CLIENT_SENDING = """
from zendesk_custom_objects import BearerToken, Client, ConnectionFailed
try:
    Client(base_url="http://127.0.0.1:1", auth=BearerToken("t"), retries=0).get_record("boat", "1")
except ConnectionFailed:
    pass
"""


def measure(*, rounds: int) -> list[Row]:
    python = clean_python()
    codes = {
        HTTPX: (HTTPX, None),
        "import zendesk_custom_objects": ("import zendesk_custom_objects", 0.8),
        "import and a first Client(...)": (CLIENT, 1.4),
        "import httpx and a first refused request": (HTTPX_SENDING, None),
        "import and a first refused request": (CLIENT_SENDING, None),
    }
    for code, _ in codes.values():
        _timed(code, python)  # so that no round compiles anything
    cases = [
        Case(
            name,
            partial(_timed, code, python),
            floor=HTTPX,
            target=target,
            is_ours="zendesk_custom_objects" in code,
        )
        for name, (code, target) in codes.items()
    ]
    return compare(cases, rounds, unit="ms", scale=1000)


def _timed(code: str, python: str) -> Mapping[str, float]:
    return run_python(["-c", TIMED.format(code=code)], python)
