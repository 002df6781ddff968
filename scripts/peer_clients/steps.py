"""What the scripts share that run in the clients' environments: standard library only.

Each step prints a line of JSON: its name, what came of it, and what is to be said of it.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

URL = sys.argv[1] if len(sys.argv) > 1 else ""


def step(name: str, do: Callable[[], object]) -> None:
    """Something that must work."""
    try:
        do()
    except Exception as error:  # whatever it is, it goes into the table
        tell(name, "failure", f"{type(error).__name__}: {error}")
    else:
        tell(name, "ok", "")


def defect(name: str, what: str, show: Callable[[], object]) -> None:
    """Something that a known defect of the client spoils: `show` returns whether it does."""
    try:
        shown = show()
    except Exception as error:  # as above
        tell(name, "failure", f"{type(error).__name__}: {error}")
    else:
        tell(name, "defect" if shown else "failure", what if shown else f"no longer: {what}")


def raises(kind: type[Exception] | str, do: Callable[[], object], text: str = "") -> bool:
    """Whether it fails so, with that text in the message."""
    try:
        do()
    except Exception as error:  # it is looked at
        named = type(error).__name__ == kind if isinstance(kind, str) else isinstance(error, kind)
        return named and text in str(error)
    return False


def same(seen: object, expected: object) -> None:
    """Fail, telling both, unless they are equal."""
    if seen != expected:
        raise AssertionError(f"{seen!r} instead of {expected!r}")


def steer(method: str, path: str, body: Any = None) -> Any:
    """What the sandbox's control answers."""
    request = urllib.request.Request(
        f"{URL}/_sandbox/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        content = answer.read()
    return json.loads(content) if content else None


def tell(name: str, outcome: str, what: str) -> None:
    line = " ".join(what.split())[:300]
    print(json.dumps([name, outcome, line]), flush=True)
