"""What the headers of an answer say about rate limits (rate limits, Zendesk docs)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDPOINT = "zendesk-ratelimit-"
"""What the header of an endpoint's own budget begins with. How it ends for the incremental export
is not documented."""

JOBS = "zendesk-ratelimit-inflight-jobs"


class Reading(NamedTuple):
    """One budget, as the service saw it when it answered."""

    limit: int
    remaining: int
    reset: float | None
    """Seconds until it is full again, if the service says."""


def account(headers: Mapping[str, str]) -> Reading | None:
    """The budget of the whole account; `None` if the answer does not tell."""
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
    """How many jobs may be under way, and how many more: no rate, but written like one."""
    text = headers.get(JOBS)
    return None if text is None else _listed(text)


def _listed(text: str) -> Reading | None:
    pairs = (part.partition("=") for part in text.split(";"))
    found = {name.strip(): value.strip() for name, _, value in pairs}
    return _reading(found.get("total"), found.get("remaining"), found.get("resets"))


def _reading(limit: str | None, remaining: str | None, reset: str | None) -> Reading | None:
    """The numbers, unless they make no sense: then nothing is known."""
    try:
        numbers = int(limit or ""), int(remaining or "")
        seconds = None if reset is None else float(reset)
    except ValueError:
        return None
    if numbers[0] <= 0 or numbers[1] < 0 or (seconds is not None and not 0 <= seconds <= 86_400):
        return None
    return Reading(*numbers, seconds)
