"""A program that uses a client, forks, and uses the client in every process.

    python forked.py URL sync|async|aiohttp COUNT

Prints the number of failures and of responses to other requests, in all processes together.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import Any

from zendesk_custom_objects import (
    AsyncClient,
    Client,
    ClientCredentials,
    ZendeskError,
    aiohttp_client,
)

CHILDREN = 3
AUTH = ClientCredentials("sync", "a-secret-of-the-client")
LIMIT_SECONDS = 60


def fork(work: Callable[[str], int]) -> int:
    """Number of errors in this process and in forked ones."""
    signal.alarm(LIMIT_SECONDS)
    children = []
    for number in range(CHILDREN):
        child = os.fork()
        if child == 0:
            signal.alarm(LIMIT_SECONDS)
            wrong = 99
            try:
                wrong = min(work(f"child{number}"), 98)
                gc.collect()
            finally:
                os._exit(wrong)
        children.append(child)
    wrong = work("parent")
    return wrong + sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def with_threads(url: str, count: int) -> int:
    """Fork while other threads of the parent use the client."""
    zendesk = Client(base_url=url, auth=AUTH)

    def one(who: str) -> bool:
        try:
            read = zendesk.get_record("boat", who).id
            made = zendesk.create_record("boat", name=who).name
        except ZendeskError as error:
            print(who, error, file=sys.stderr)
            return True
        return (read, made) != (who, who)

    def work(who: str) -> int:
        with ThreadPoolExecutor(4) as threads:
            return sum(threads.map(one, [f"{who}-{number}" for number in range(count)]))

    wrong = work("before")
    stop = threading.Event()

    def keep_busy(name: str) -> None:
        number = 0
        while not stop.is_set():
            one(f"{name}-{number}")
            number += 1

    busy = [threading.Thread(target=keep_busy, args=(f"busy{n}",)) for n in range(2)]
    for thread in busy:
        thread.start()
    try:
        wrong += fork(work)
    finally:
        stop.set()
        for thread in busy:
            thread.join()
    zendesk.close()
    return wrong


def with_tasks(url: str, count: int, *, over_aiohttp: bool) -> int:
    """Fork under a running event loop; each child has its own loop."""

    async def run(zendesk: AsyncClient, who: str) -> int:
        wrong = 0

        async def one(name: str) -> None:
            nonlocal wrong
            try:
                read = (await zendesk.get_record("boat", name)).id
                made = (await zendesk.create_record("boat", name=name)).name
                wrong += (read, made) != (name, name)
            except ZendeskError as error:
                print(name, error, file=sys.stderr)
                wrong += 1

        for start in range(0, count, 4):
            await asyncio.gather(*(one(f"{who}-{start + n}") for n in range(4)))
        return wrong

    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def connect() -> AsyncClient:
            options: dict[str, Any] = {}
            if over_aiohttp:
                options["http_client"] = await stack.enter_async_context(aiohttp_client())
            return AsyncClient(base_url=url, auth=AUTH, **options)

        zendesk = runner.run(connect())
        wrong = runner.run(run(zendesk, "before"))

        def work(who: str) -> int:
            if who == "parent":
                return runner.run(run(zendesk, who))
            return asyncio.run(run(zendesk, who))

        wrong += fork(work)
        wrong += runner.run(run(zendesk, "after"))
        runner.run(zendesk.aclose())
        runner.run(stack.aclose())
    return wrong


if __name__ == "__main__":
    address, kind, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if kind == "sync":
        print(with_threads(address, number))
    else:
        print(with_tasks(address, number, over_aiohttp=kind == "aiohttp"))
