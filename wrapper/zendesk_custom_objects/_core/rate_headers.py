"""The headers of a response about rate limits (rate limits, Zendesk docs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDPOINT = "zendesk-ratelimit-"
"""Prefix of the header about an endpoint's own budget. Its suffix for the incremental export is not
documented."""

JOBS = "zendesk-ratelimit-inflight-jobs"

MAX_RESET_SECONDS = 300.0
"""Longest time until a reset that is believed: windows last a minute, and one absurd header must
not silence every client that shares the pace."""

DAY_SECONDS = 86_400
"""A header that names more than a day is ignored: it means something else."""


class Reading(NamedTuple):
    """One budget at the time of the response."""

    limit: int
    remaining: int
    reset: float | None
    """Seconds until it is full again; `None` without a header, at most `MAX_RESET_SECONDS`."""


def account(headers: Mapping[str, str]) -> Reading | None:
    """The budget of the whole account; `None` without such a header."""
    remaining = headers.get("ratelimit-remaining") or headers.get("x-rate-limit-remaining")
    limit = headers.get("ratelimit-limit") or headers.get("x-rate-limit")
    if remaining is None or limit is None:
        return None
    return _reading(limit, remaining, headers.get("ratelimit-reset"))


def endpoint(headers: Mapping[str, str]) -> Reading | None:
    """The endpoint's own budget, written as `total=10; remaining=9; resets=60`."""
    for name, text in headers.items():
        if name.startswith(ENDPOINT) and not name.endswith("-jobs"):
            return _listed(text)
    return None


def jobs(headers: Mapping[str, str]) -> Reading | None:
    """How many jobs can be in progress, and how many more: not a rate, but written like one."""
    text = headers.get(JOBS)
    return None if text is None else _listed(text)


def _listed(text: str) -> Reading | None:
    pairs = (part.partition("=") for part in text.split(";"))
    found = {name.strip(): value.strip() for name, _, value in pairs}
    return _reading(found.get("total"), found.get("remaining"), found.get("resets"))


def _reading(limit: str | None, remaining: str | None, reset: str | None) -> Reading | None:
    """The numbers; `None` if they are missing or impossible."""
    try:
        numbers = int(limit or ""), int(remaining or "")
        seconds = None if reset is None else float(reset)
    except ValueError:
        return None
    if (
        numbers[0] <= 0
        or numbers[1] < 0
        or (seconds is not None and not 0 <= seconds <= DAY_SECONDS)
    ):
        return None
    return Reading(*numbers, None if seconds is None else min(seconds, MAX_RESET_SECONDS))
