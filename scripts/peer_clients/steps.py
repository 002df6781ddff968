"""Steps of a client, which run in its environment: standard library only.

Each step prints a line of JSON: its name, its outcome, and the reason.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

URL = sys.argv[1] if len(sys.argv) > 1 else ""


def step(name: str, do: Callable[[], object]) -> None:
    """Run something that must work."""
    try:
        do()
    except Exception as error:  # any error is an outcome
        tell(name, "failure", f"{type(error).__name__}: {error}")
    else:
        tell(name, "ok", "")


def defect(name: str, what: str, show: Callable[[], object]) -> None:
    """Show that a known defect of the client still exists: `show` returns true if it does."""
    try:
        shown = show()
    except Exception as error:  # as above
        tell(name, "failure", f"{type(error).__name__}: {error}")
    else:
        tell(name, "defect" if shown else "failure", what if shown else f"no longer: {what}")


def raises(kind: type[Exception] | str, do: Callable[[], object], text: str = "") -> bool:
    """True if it raises such an error with that text in its message."""
    try:
        do()
    except Exception as error:  # judged here
        named = type(error).__name__ == kind if isinstance(kind, str) else isinstance(error, kind)
        return named and text in str(error)
    return False


def same(seen: object, expected: object) -> None:
    """Fail with both values unless they are equal."""
    if seen != expected:
        raise AssertionError(f"{seen!r} instead of {expected!r}")


def steer(method: str, path: str, body: Any = None) -> Any:
    """Call the sandbox's control API, and return its response."""
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
