"""Responses with a random error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, Final

from zendesk_custom_objects import Sandbox

VALUES: Final[list[Any]] = [
    None,
    True,
    False,
    0,
    -1,
    1.5,
    10**30,
    "",
    "x",
    "Failed",
    "queued",
    [],
    [None],
    ["x"],
    {},
    {"id": 7},
    [[{"status": {"x": []}}]],
]
"""Replacements of a value."""

Change = Callable[[Any], Any]


@contextmanager
def garbled(sandbox: Sandbox, change: Change) -> Iterator[None]:
    """Change every successful JSON response on its way to the client."""
    original = sandbox.handle

    def handle(*request: Any) -> Any:
        reply = original(*request)
        if reply.status >= 300 or not reply.body:
            return reply
        changed = change(json.loads(reply.body))
        return reply._replace(body=json.dumps(changed).encode())

    sandbox.handle = handle  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        sandbox.handle = original  # type: ignore[method-assign]


def mutated(random: Random, value: Any) -> Any:
    """The value with one part of it replaced, removed or duplicated."""
    if isinstance(value, dict) and value and random.random() < 0.85:
        key = random.choice(list(value))
        if random.random() < 0.15:
            return {name: each for name, each in value.items() if name != key}
        return {**value, key: mutated(random, value[key])}
    if isinstance(value, list) and value and random.random() < 0.85:
        at = random.randrange(len(value))
        kind = random.random()
        if kind < 0.1:
            return value[:at] + value[at + 1 :]
        if kind < 0.2:
            return [*value, value[at]]
        if kind < 0.3:
            return random.sample(value, len(value))
        return [*value[:at], mutated(random, value[at]), *value[at + 1 :]]
    return random.choice(VALUES)
