"""Builders by operation, and sample arguments for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import settings

from tests.contract.document import Described
from zendesk_custom_objects_api import api
from zendesk_custom_objects_api.types import Request

HOSTILE = [
    *("/", "a/b", "?", "#", "%", "%2e", "%2e%2e", "...", "+", "&", "=", ";", "a,b", "[0]", "{id}"),
    *(" ", "a b", "\x00", "\r\n", "\u202e", "é", "☃", "🛥", "'", '"', "\\", "~.-_"),
]
"""Values with a meaning in URLs, or that are hard to encode in them."""


def builder(operation: Described) -> Callable[..., Request[Any]]:
    """The function that builds an operation's requests."""
    group = getattr(api, operation.definition["tags"][0])
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", operation.id).lower()
    found: Callable[..., Request[Any]] = getattr(group, name)
    return found


def argument(parameter: str) -> str:
    """The argument for a parameter: `page_size` for `page[size]`."""
    return "_".join(re.findall(r"\w+", parameter))


def stand_ins(operation: Described) -> dict[str, Any]:
    """Values for all required arguments of an operation."""
    arguments = {
        argument(parameter["name"]): ["1"] if parameter["schema"].get("type") == "array" else "1"
        for parameter in operation.parameters
        if parameter.get("required")
    }
    return arguments | ({"body": {}} if operation.media_type else {})


def any_request(operation: Described) -> Request[Any]:
    """A request for an operation, with sample arguments."""
    return builder(operation)(**stand_ins(operation))


few = settings(max_examples=max(10, settings().max_examples // 10))
"""Fewer examples, for tests that run for each operation."""
