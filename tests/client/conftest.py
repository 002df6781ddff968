from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.client.blocking import Blocking
from tests.client.stub import Stub, serving
from zendesk_custom_objects import AsyncClient, BearerToken, Client

TOKEN = "a-token-that-nobody-may-see"


@pytest.fixture(scope="session", autouse=True)
def certificates() -> Iterator[None]:
    """Loads the certificates once, as that takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


@pytest.fixture
def unused_url() -> Iterator[str]:
    """The URL of a port without a server."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that clients would have waited; the clock of their pace advances by them."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(
        "zendesk_custom_objects._core.pace.monotonic", lambda: time.monotonic() + sum(waited)
    )
    monkeypatch.setattr("zendesk_custom_objects._sync._runtime.sleep", waited.append)
    monkeypatch.setattr("zendesk_custom_objects._async._runtime.sleep", sleep)
    return waited


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs a module that names `HTTP_LIBRARIES` with each of them, other modules with httpx."""
    if "http_library" in metafunc.fixturenames:
        libraries = getattr(metafunc.module, "HTTP_LIBRARIES", [httpx])
        metafunc.parametrize("http_library", libraries, ids=lambda library: library.__name__)


@pytest.fixture(params=["sync", "async"])
def connect(
    request: pytest.FixtureRequest, stub: Stub, http_library: ModuleType
) -> Iterator[Callable[..., Any]]:
    """Creates clients of the stub, of both kinds and with the same interface."""
    is_sync = request.param == "sync"
    with asyncio.Runner() as runner:
        clients: list[Any] = []
        http_clients: list[Any] = []

        def make(**options: Any) -> Any:
            options = {"base_url": stub.url, "auth": BearerToken(TOKEN), **options}
            if http_library is not httpx:  # which a client creates by itself
                kind = http_library.Client if is_sync else http_library.AsyncClient
                http_clients.append(kind(verify=ssl.create_default_context()))
                options["http_client"] = http_clients[-1]
            if is_sync:
                clients.append(Client(**options))
            else:
                clients.append(Blocking(AsyncClient(**options), runner))
            return clients[-1]

        yield make
        for client in clients:
            client.close()
        for http_client in http_clients:
            if is_sync:
                http_client.close()
            else:
                runner.run(http_client.aclose())


@pytest.fixture
def zendesk(connect: Callable[..., Any]) -> Any:
    """A client of the stub."""
    return connect()
