from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.client.blocking import Blocking
from tests.client.conftest import TOKEN
from tests.client.stub import Stub
from zendesk_custom_objects import AsyncClient, BearerToken, aiohttp_client


@pytest.fixture
def connect(stub: Stub) -> Iterator[Callable[..., Any]]:
    """Creates clients of the stub that send with aiohttp."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        http_client = runner.run(stack.enter_async_context(aiohttp_client()))

        def make(**options: Any) -> Any:
            options = {"base_url": stub.url, "auth": BearerToken(TOKEN), **options}
            return Blocking(AsyncClient(http_client=http_client, **options), runner)

        yield make
        runner.run(stack.aclose())
