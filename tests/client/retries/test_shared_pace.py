"""Many threads and tasks of two clients exceed the rate limit, and use all of it.

The server, the sockets, the threads and the tasks are real. Only time is simulated: it passes when
everybody sleeps, and stands still while anybody works.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from zendesk_custom_objects import (
    AsyncClient,
    Client,
    ClientCredentials,
    Hooks,
    Pace,
    RequestEvent,
)
from zendesk_custom_objects.sandbox import DEFAULT_USER, OAuthClient, Sandbox

LIMIT = 100
"""Requests a minute."""

SECONDS = 240.0
"""Until when everybody sends requests; those that wait then are served for two minutes more."""

REVOKED_AT = 130.0
"""When all access tokens are revoked early. Both clients have one by then."""

THREADS = 32
TASKS = 200
TOKEN = "CreateTokenForGrantType"
SECRET = "a-secret-that-is-long-enough"


class Time:
    """Advances to the moment when the next sleepers wake up, as soon as nobody is awake."""

    moment = 0.5
    """Sleepers that would wake up within so short a time wake up together."""

    def __init__(self, awake: int) -> None:
        self.now = 1_767_323_058.0
        self._awake = awake
        self._asleep: list[tuple[float, int, Callable[[], object]]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()

    def sleep(self, seconds: float) -> None:
        woken = threading.Event()
        self._rest(seconds, woken.set)
        woken.wait()

    async def sleep_too(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        woken = loop.create_future()
        self._rest(seconds, lambda: loop.call_soon_threadsafe(woken.set_result, None))
        await woken

    def leave(self) -> None:
        """Sleep forever."""
        self._rest(float("inf"), lambda: None)

    def _rest(self, seconds: float, wake: Callable[[], object]) -> None:
        with self._lock:
            heapq.heappush(self._asleep, (self.now + seconds, next(self._order), wake))
            self._awake -= 1
            if self._awake or self._asleep[0][0] == float("inf"):
                return
            self.now = self._asleep[0][0] + self.moment
            while self._asleep and self._asleep[0][0] <= self.now:
                self._awake += 1
                heapq.heappop(self._asleep)[2]()


@pytest.fixture
def time(waits: list[float], monkeypatch: pytest.MonkeyPatch) -> Time:
    """The clock of the clients."""
    time = Time(awake=THREADS + TASKS)
    clock = SimpleNamespace(monotonic=lambda: time.now)
    package = "zendesk_custom_objects"
    monkeypatch.setattr(f"{package}._sync._runtime.sleep", time.sleep)
    monkeypatch.setattr(f"{package}._async._runtime.sleep", time.sleep_too)
    monkeypatch.setattr(f"{package}._core.pace.monotonic", clock.monotonic)
    monkeypatch.setattr(f"{package}._core.retries.monotonic", clock.monotonic)
    for module in ("_core.token_requests", "_sync.tokens", "_async.tokens"):
        monkeypatch.setattr(f"{package}.{module}.monotonic", clock.monotonic)
    return time


@pytest.fixture
def sandbox(time: Time) -> Iterator[Sandbox]:
    clients = [
        OAuthClient(id=name, secret=SECRET, user_id=DEFAULT_USER.id)
        for name in ("threads", "tasks")
    ]
    with Sandbox(requests_per_minute=LIMIT, clients=clients, clock=lambda: time.now) as sandbox:
        yield sandbox


def test_threads_and_tasks_share_the_whole_rate_limit(sandbox: Sandbox, time: Time) -> None:
    pace = Pace()
    began = time.now
    revoked = threading.Lock()
    asked: Counter[tuple[str, str]] = Counter()

    def hooks(client: str) -> Hooks:
        def count(event: RequestEvent) -> None:
            asked[client, event.operation] += 1

        return Hooks(on_request=count)

    def is_over() -> bool:
        if time.now - began > REVOKED_AT and revoked.acquire(blocking=False):
            sandbox.faults.expire_tokens()
        return time.now - began > SECONDS

    def work(zendesk: Client) -> None:
        try:
            while not is_over():
                zendesk.object_limit()
        finally:
            time.leave()

    async def work_too(zendesk: AsyncClient) -> None:
        try:
            while not is_over():
                await zendesk.object_limit()
        finally:
            time.leave()

    async def main(url: str) -> None:
        auth = ClientCredentials("tasks", SECRET)
        async with AsyncClient(base_url=url, auth=auth, pace=pace, hooks=hooks("tasks")) as zendesk:
            await asyncio.gather(*(work_too(zendesk) for _ in range(TASKS)))

    auth = ClientCredentials("threads", SECRET)
    with (
        sandbox.served() as url,
        Client(base_url=url, auth=auth, pace=pace, hooks=hooks("threads")) as zendesk,
        ThreadPoolExecutor(THREADS + 1) as threads,
    ):
        tasks = threads.submit(lambda: asyncio.run(main(url)))
        workers = [threads.submit(work, zendesk) for _ in range(THREADS)]
        for each in (tasks, *workers):
            each.result()  # neither a 429 nor another error reached a caller

    requests = [entry for entry in sandbox.requests if entry.operation != TOKEN]
    assert {entry.status for entry in requests} == {200, 401}
    used = Counter(entry.at // 60 for entry in requests)
    full = [used[minute] for minute in sorted(used)[1:-1]]
    assert len(full) >= 5
    assert sum(full) >= 0.95 * LIMIT * len(full)
    for client in ("threads", "tasks"):
        assert asked[client, "CustomObjectsLimit"] >= THREADS
        assert asked[client, TOKEN] == 2
