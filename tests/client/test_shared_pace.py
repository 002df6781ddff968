"""Many threads and tasks of two clients want more than the account allows, and get all of it.

Sockets, threads and the time are real; only the windows of the sandbox are shorter than a minute.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

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

WINDOW = 2.0
LIMIT = 120
SECONDS = 2.5 * WINDOW
"""Until when everybody asks again; who waits then, for two windows more, is still served."""

EXPIRY = 1.3 * WINDOW
"""When the access tokens expire before their time."""

THREADS = 32
TASKS = 200
TOKEN = "CreateTokenForGrantType"
SECRET = "a-secret-that-is-long-enough"


@pytest.fixture
def sandbox(waits: list[float], monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    monkeypatch.undo()  # clients do wait
    clients = [
        OAuthClient(id=name, secret=SECRET, user_id=DEFAULT_USER.id)
        for name in ("threads", "tasks")
    ]
    with Sandbox(requests_per_minute=LIMIT, window=WINDOW, clients=clients) as sandbox:
        yield sandbox


def test_threads_and_tasks_use_the_whole_allowance_and_are_not_refused(sandbox: Sandbox) -> None:
    pace = Pace()
    asked: Counter[tuple[str, str]] = Counter()
    expired = threading.Event()
    began = time.monotonic()

    def elapsed() -> float:
        return time.monotonic() - began

    def hooks(client: str) -> Hooks:
        def count(event: RequestEvent) -> None:
            asked[client, event.operation] += 1

        return Hooks(on_request=count)

    def work(zendesk: Client) -> None:
        while elapsed() < SECONDS:
            zendesk.object_limit()

    async def work_too(zendesk: AsyncClient) -> None:
        while elapsed() < SECONDS:
            await zendesk.object_limit()
            if elapsed() > EXPIRY and not expired.is_set():
                expired.set()
                sandbox.faults.expire_tokens()

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
            each.result()  # no 429 reached a caller, nor anything else

    requests = [entry for entry in sandbox.requests if entry.operation != TOKEN]
    used = Counter(entry.at // WINDOW for entry in requests if entry.status != 429)
    refused = sum(entry.status == 429 for entry in requests)
    full = [used[window] for window in sorted(used)[1:-1]]
    assert len(full) >= 3
    assert sum(full) >= 0.95 * LIMIT * len(full)
    assert refused <= 0.02 * len(requests)
    for client in ("threads", "tasks"):
        assert asked[client, "CustomObjectsLimit"] > THREADS
        assert asked[client, TOKEN] == 2
