"""A service with a rate limit for each window of time, and clients that exceed it."""

from __future__ import annotations

import heapq
import itertools
import math
import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random

from tests.client.stub import Answer, Asked, Reply
from zendesk_custom_objects import Pace

ORIGIN = "https://acme.zendesk.com"


class Window:
    """Counts requests in fixed windows, and says in headers how many remain."""

    def __init__(
        self,
        limit: int,
        length: float,
        *,
        phase: float = 0.0,
        rounding: Callable[[float], float] = math.ceil,
        with_reset: bool = True,
    ) -> None:
        self.limit = limit
        self.length = length
        self.counted: Counter[int] = Counter()
        self.refused = 0
        self._phase = phase
        self._rounding = rounding
        self._with_reset = with_reset
        self._lock = threading.Lock()

    def ask(self, now: float) -> tuple[int, dict[str, str]]:
        """Status and headers of the response to a request at `now`."""
        number, used = divmod(now + self._phase, self.length)
        with self._lock:
            accepted = self.counted[int(number)] < self.limit
            self.counted[int(number)] += accepted
            self.refused += not accepted
            remaining = self.limit - self.counted[int(number)]
        headers = {"x-rate-limit": str(self.limit), "x-rate-limit-remaining": str(remaining)}
        reset = self.length - used
        if self._with_reset:
            headers |= {
                "ratelimit-limit": str(self.limit),
                "ratelimit-remaining": str(remaining),
                "ratelimit-reset": str(self._rounding(reset)),
            }
        if not accepted:
            headers["retry-after"] = str(max(self._rounding(reset), 0.001))
        return 200 if accepted else 429, headers

    def used(self) -> float:
        """The used part of the limit, in all windows between the first and the last."""
        first, last = min(self.counted), max(self.counted)
        full = range(first + 1, last)
        return sum(self.counted[number] for number in full) / (self.limit * len(full))

    def __call__(self, asked: Asked) -> Answer:
        """The response of a stub."""
        status, headers = self.ask(time.monotonic())
        body = {"custom_object_record": {"id": "01J"}} if status == 200 else b"Too many"
        return Reply(status, body, headers)


def simulate(
    window: Window,
    *,
    workers: int,
    seconds: float,
    paces: int = 1,
    use: str = "account",
    latency: Callable[[Random], float] = lambda random: random.uniform(0.05, 0.3),
    seed: int = 0,
) -> None:
    """Run workers that send one request after the other, by a simulated clock."""
    now = 0.0
    random = Random(seed)
    shared = [Pace(clock=lambda: now).of(ORIGIN) for _ in range(paces)]
    order = itertools.count()
    events: list[tuple[float, int, Callable[[], None]]] = []

    def after(delay: float, event: Callable[[], None]) -> None:
        heapq.heappush(events, (now + delay, next(order), event))

    def work(worker: int) -> None:
        turn = shared[worker % paces].turn(use)

        def take() -> None:
            wait = turn.take()
            if wait > 0:
                after(wait, take)
            else:
                after(latency(random) / 2, arrive)

        def arrive() -> None:
            answer = window.ask(now)
            after(latency(random) / 2, lambda: finish(*answer))

        def finish(status: int, headers: dict[str, str]) -> None:
            turn.answered(status, headers)
            work(worker)

        take()

    for worker in range(workers):
        work(worker)
    while events[0][0] < seconds:
        now, _, event = heapq.heappop(events)
        event()
