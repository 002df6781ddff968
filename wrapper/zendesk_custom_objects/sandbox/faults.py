"""Failures on demand: what the service, or the network, does when it is not at its best.

    sandbox.faults.add("CreateCustomObjectRecord", status=503)
    sandbox.faults.add(path="*/records", method="GET", status=429, retry_after=1, times=3)
    sandbox.faults.add("CreateCustomObjectRecord", reset="after")
    sandbox.faults.add(refuse=True, times=2)
    sandbox.faults.add(body="<html>Bad gateway</html>", content_type="text/html", status=502)
    sandbox.faults.add(latency=60)

Each counts down with every request it meets. A request meets one of them at most: the one that was
added first.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from .._generated import operations, types
from . import rate
from .wire import errors
from .wire.replies import Answer, Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .clock import Clock
    from .job_settings import JobSettings
    from .storage.store import Store
    from .variants import Variants

_OPERATIONS: Final = frozenset(operation.id for operation in operations.ALL)
_TEXT: Final = "text/plain; charset=utf-8"


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The requests that fail, how often, and how.

    A request is carried out unless the fault has a `status`, or refuses or resets the connection
    before. A fault without any of these damages the reply to a request that was carried out.
    """

    operation: str | None = None
    """An operation id; None is any."""
    method: str | None = None
    path: str | None = None
    """A pattern for the path as it is sent, with `*` for any text: `*/records`."""
    times: int | None = 1
    """Number of requests that fail; None is all from now on."""
    status: int | None = None
    """Status of the reply. The request is not carried out."""
    performed: bool = False
    """With a status: the request is carried out all the same."""
    body: Any = None
    """Body of the reply: text or bytes as they are, anything else as JSON. By default the body
    that the service sends with the status."""
    content_type: str | None = None
    headers: Mapping[str, str] = {}
    retry_after: int | None = None
    """Seconds for the header Retry-After, which is absent otherwise."""
    reset: Literal["before", "after"] | None = None
    """The connection is reset before the request is carried out, or after: then it was done, and
    the client cannot know."""
    refuse: bool = False
    """The connection is refused, so that the client knows that nothing was carried out. This
    holds in process. A served sandbox knows the operation only once the connection exists, and
    resets it, as with `reset="before"`: to test a refusal there, stop the server."""
    truncate: int | None = None
    """The connection ends after so many bytes of the body."""
    latency: float = 0
    """Delay in seconds of the reply, or of the refused connection. In process no time passes:
    the sandbox's clock is advanced, and a client whose timeout is shorter times out."""

    def __post_init__(self) -> None:
        if self.operation is not None and self.operation not in _OPERATIONS:
            raise ValueError(f"not an operation of the contract: {self.operation}")
        if self.times is not None and self.times < 1:
            raise ValueError("times must be 1 or more, or None for any number of requests")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError("status must be from 200 to 599")
        if self.status is None and self.performed:
            raise ValueError(
                "performed needs a status: without one, requests are carried out anyway"
            )
        spoilt = (self.body, self.content_type, self.retry_after, self.status)
        spoils = bool(self.headers) or any(part is not None for part in spoilt)
        if (self.reset or self.refuse) and (spoils or self.truncate is not None):
            raise ValueError(
                "reset and refuse cannot be combined with a status or a body: there is no reply"
            )
        if self.reset and self.refuse:
            raise ValueError("reset and refuse cannot be combined")
        if self.latency < 0 or (self.truncate or 0) < 0:
            raise ValueError("latency and truncate must be 0 or more")
        if self.effect is None and not spoils:
            raise ValueError(
                "nothing fails: give a status, reset, refuse, truncate, latency or body"
            )

    @property
    def spares(self) -> bool:
        """Whether the request is carried out."""
        if self.refuse or self.reset == "before":
            return False
        return self.status is None or self.performed

    @property
    def effect(self) -> Effect | None:
        """Actions that the transport has to take."""
        effect = Effect(self.latency, self.reset is not None, self.refuse, self.truncate)
        return None if effect == Effect() else effect

    def meets(self, operation: str | None, method: str, path: str) -> bool:
        """Whether a request fails."""
        return (
            (self.operation is None or self.operation == operation)
            and self.method in (None, method)
            and (self.path is None or fnmatchcase(path, self.path))
        )

    def altered(self, answer: Answer | None, variants: Variants) -> Answer:
        """The answer to send; `answer` is None if the request was not carried out."""
        status, body, headers = self.status, self.body, dict(self.headers)
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        if status is None and answer is not None:
            status = answer.status
            headers = {**dict(answer.headers), **headers}
            if body is None:
                return Answer(status, answer.body, list(headers.items()))
        if status is None:
            return Answer(503)  # never sent: there is no connection
        if body is None:
            usual = _usual(status, variants)
            body, headers = usual.body, {**dict(usual.headers), **headers}
        if isinstance(body, str | bytes):
            body = body.encode() if isinstance(body, str) else body
            headers["Content-Type"] = self.content_type or headers.get("Content-Type", _TEXT)
        elif self.content_type is not None:
            headers["Content-Type"] = self.content_type
        return Answer(status, body, list(headers.items()))


def _usual(status: int, variants: Variants) -> errors.RefusedError:
    """An error of the service with this status."""
    if status == 429:
        return rate.refusal(variants, None)
    known = {
        401: errors.not_authenticated(),
        403: errors.forbidden("You do not have access to this"),
        404: errors.not_found(),
    }
    if status in known:
        return known[status]
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Fault"
    name = "".join(word.capitalize() for word in phrase.replace("-", " ").split())
    return errors.RefusedError(status, {"error": name, "description": phrase})


class Faults:
    """The faults of a sandbox. Any thread can use them."""

    def __init__(self, store: Store, clock: Clock, jobs: JobSettings) -> None:
        self._store = store
        self._clock = clock
        self.jobs = jobs
        """Duration of jobs, and failures of jobs and items."""
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._armed: dict[int, Fault] = {}

    def add(
        self,
        operation: str | types.Operation | None = None,
        *,
        method: str | None = None,
        path: str | None = None,
        times: int | None = 1,
        status: int | None = None,
        performed: bool = False,
        body: Any = None,
        content_type: str | None = None,
        headers: Mapping[str, str] | None = None,
        retry_after: int | None = None,
        reset: Literal["before", "after"] | None = None,
        refuse: bool = False,
        truncate: int | None = None,
        latency: float = 0,
    ) -> int:
        """Let the next `times` matching requests fail; `Fault` documents each argument.

        Returns the number by which it can be removed.
        """
        return self.arm(
            Fault(
                operation=operation.id if isinstance(operation, types.Operation) else operation,
                method=method,
                path=path,
                times=times,
                status=status,
                performed=performed,
                body=body,
                content_type=content_type,
                headers=headers or {},
                retry_after=retry_after,
                reset=reset,
                refuse=refuse,
                truncate=truncate,
                latency=latency,
            )
        )

    def arm(self, fault: Fault) -> int:
        """Add a fault."""
        with self._lock:
            number = next(self._numbers)
            self._armed[number] = fault
        return number

    def remove(self, number: int) -> None:
        """Remove a fault; removing one that is used up does no harm."""
        with self._lock:
            self._armed.pop(number, None)

    def clear(self) -> None:
        """Remove all faults; jobs are quick again and succeed."""
        with self._lock:
            self._armed.clear()
        self.slow_jobs(0)
        self.jobs.job_fails = self.jobs.item_fails = None

    def slow_jobs(self, seconds: float) -> None:
        """Let jobs submitted from now on take so many seconds, by the sandbox's clock."""
        self.jobs.seconds = seconds

    def fail_jobs(self, times: int | None = 1) -> None:
        """Let the next `times` jobs fail as a whole; None is all."""
        left = itertools.repeat(True) if times is None else itertools.repeat(True, times)
        self.jobs.job_fails = lambda action: next(left, False)

    def fail_items(self, *places: int) -> None:
        """Let the items at these places (from 0) of every job fail, and the others succeed."""
        self.jobs.item_fails = lambda action, place, item: place in places

    def expire_tokens(self) -> None:
        """Let every access token that was issued expire now; refresh tokens stay valid."""
        with self._store.transaction():
            now = int(self._clock() * 1000)
            self._store.run("UPDATE tokens SET expires_at = min(expires_at, ?)", (now,))

    def items(self) -> list[tuple[int, Fault]]:
        """The faults with their numbers; `times` is how many requests each will still meet."""
        with self._lock:
            return list(self._armed.items())

    def __iter__(self) -> Iterator[Fault]:
        return iter([fault for _, fault in self.items()])

    def __len__(self) -> int:
        return len(self._armed)

    def take(self, operation: str | None, method: str, path: str) -> Fault | None:
        """The fault for a request, counted down."""
        if not self._armed:
            return None
        with self._lock:
            for number, fault in self._armed.items():
                if fault.meets(operation, method, path):
                    self._count_down(number, fault)
                    return fault
        return None

    def _count_down(self, number: int, fault: Fault) -> None:
        if fault.times == 1:
            del self._armed[number]
        elif fault.times is not None:
            self._armed[number] = msgspec.structs.replace(fault, times=fault.times - 1)
