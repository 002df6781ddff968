"""Lets one test use either client."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

from zendesk_custom_objects import AsyncClient
from zendesk_custom_objects._async.listing import AsyncListing


class Blocking:
    """An `AsyncClient` with the interface of a `Client`."""

    def __init__(self, client: AsyncClient, runner: asyncio.Runner) -> None:
        self.client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            result = getattr(self.client, name)(*args, **kwargs)
            if inspect.iscoroutine(result):
                return self._runner.run(result)
            if isinstance(result, AsyncListing):
                return BlockingListing(result, self._runner)
            return Blocking(result, self._runner) if isinstance(result, AsyncClient) else result

        return call

    def close(self) -> None:
        self._runner.run(self.client.aclose())


class BlockingListing:
    def __init__(self, listing: AsyncListing[Any], runner: asyncio.Runner) -> None:
        self._listing = listing
        self._runner = runner

    def __iter__(self) -> Iterator[Any]:
        return self._iterate(self._listing)

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            result = getattr(self._listing, name)(*args, **kwargs)
            return (
                self._runner.run(result) if inspect.iscoroutine(result) else self._iterate(result)
            )

        return call

    def _iterate(self, items: Any) -> Iterator[Any]:
        iterator = aiter(items)
        missing = object()
        while (item := self._runner.run(anext(iterator, missing))) is not missing:
            yield item
