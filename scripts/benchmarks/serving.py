"""Serves an ASGI application on a port until the standard input ends."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


def serve(application: Any) -> None:
    """Print the address, then serve."""
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            access_log=False,
            date_header=False,
            lifespan="off",
            log_config=None,
            server_header=False,
            ws="none",
        )
    )

    def stop_at_the_end() -> None:
        sys.stdin.read()
        server.should_exit = True

    # With IPPROTO_TCP, as asyncio sets TCP_NODELAY on such sockets only.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        threading.Thread(target=stop_at_the_end, daemon=True).start()
        server.run(sockets=[listener])
