from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from tests.client.blocking import Blocking
from tests.client.stub import Stub, serving
from zendesk_custom_objects import AsyncClient, BearerToken, Client

TOKEN = "a-token-that-nobody-may-see"


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Loads the certificates once: it takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


@pytest.fixture
def unused_url() -> Iterator[str]:
    """Where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that clients would have waited between attempts; for their pace they are over."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(
        "zendesk_custom_objects._core.pace.monotonic", lambda: time.monotonic() + sum(waited)
    )
    monkeypatch.setattr("zendesk_custom_objects._sync._runtime.sleep", waited.append)
    monkeypatch.setattr("zendesk_custom_objects._async._runtime.sleep", sleep)
    return waited


@pytest.fixture(params=["sync", "async"])
def connect(request: pytest.FixtureRequest, stub: Stub) -> Iterator[Callable[..., Any]]:
    """Makes clients of the stub, of either kind, to be used in the same way."""
    with asyncio.Runner() as runner:
        clients: list[Any] = []

        def make(**options: Any) -> Any:
            options = {"base_url": stub.url, "auth": BearerToken(TOKEN), **options}
            if request.param == "sync":
                clients.append(Client(**options))
            else:
                clients.append(Blocking(AsyncClient(**options), runner))
            return clients[-1]

        yield make
        for client in clients:
            client.close()


@pytest.fixture
def zendesk(connect: Callable[..., Any]) -> Any:
    """A client of the stub."""
    return connect()
