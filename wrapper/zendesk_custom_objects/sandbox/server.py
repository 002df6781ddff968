"""The sandbox on a port, for clients in any language."""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from .asgi import application

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator
    from types import FrameType

    import uvicorn

    from .engine import Engine

# Requests in flight have so many seconds when the server stops.
_SHUTDOWN_SECONDS: Final = 5


def serve(
    sandbox: Engine,
    host: str = "127.0.0.1",
    port: int = 0,
    on_ready: Callable[[str], object] | None = None,
    *,
    allowed_hosts: Collection[str] = (),
) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way and return.

    `on_ready` is given the base URL as soon as connections are accepted. Port 0 is any free one.
    Names of this machine in `allowed_hosts` can be used for `/_sandbox`, too. Call it in the main
    thread; the caller closes the sandbox.
    """
    server = _server(sandbox, allowed_hosts)
    with _listening(host, port) as (listener, url), _signals_absorbed():
        if on_ready is not None:
            on_ready(url)
        server.run(sockets=[listener])


@contextmanager
def served(
    sandbox: Engine,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    allowed_hosts: Collection[str] = (),
) -> Generator[str, None, None]:
    """Serve from a background thread while the context lasts, which gives the base URL."""
    server = _server(sandbox, allowed_hosts)
    with _listening(host, port) as (listener, url):
        thread = threading.Thread(
            target=server.run, kwargs={"sockets": [listener]}, name="zendesk-sandbox", daemon=True
        )
        thread.start()
        try:
            yield url
        finally:
            server.should_exit = True
            thread.join()


def _server(sandbox: Engine, allowed_hosts: Collection[str]) -> uvicorn.Server:
    try:
        import uvicorn
    except ImportError as error:
        raise ImportError(
            "Serving the sandbox needs uvicorn: install zendesk-custom-objects[sandbox]"
        ) from error
    config = uvicorn.Config(
        application(sandbox, allowed_hosts=allowed_hosts),
        access_log=False,
        date_header=False,
        lifespan="off",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        ws="none",
    )
    return uvicorn.Server(config)


@contextmanager
def _listening(host: str, port: int) -> Generator[tuple[socket.socket, str], None, None]:
    """A listening socket and its URL. Connections wait in its queue until the server takes them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, because asyncio sets TCP_NODELAY on such sockets only: without it every
    # answer waits some 40 ms for the acknowledgement of its first half.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
        name = f"[{host}]" if family == socket.AF_INET6 else host
        yield listener, f"http://{name}:{listener.getsockname()[1]}"


@contextmanager
def _signals_absorbed() -> Generator[None, None, None]:
    """Ignore the signal that ended the server: uvicorn raises it again after its shutdown."""

    def ignore(signum: int, frame: FrameType | None) -> None:
        pass

    handled = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(signum, ignore) for signum in handled]
    try:
        yield
    finally:
        for signum, handler in zip(handled, before, strict=True):
            signal.signal(signum, handler)
