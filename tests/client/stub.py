"""A server that sends the responses of a test, and keeps the requests."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    target: str
    """Path and query, still encoded."""
    headers: dict[str, str]
    body: bytes

    @property
    def line(self) -> str:
        return f"{self.method} {self.target}"

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """A response; a body other than bytes is sent as JSON."""

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    """A wrong Content-Length; the connection ends after the body."""

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Reset:
    """Resets the connection instead of a response."""


@dataclass(frozen=True)
class Silence:
    """Sends nothing until the server stops."""


@dataclass(frozen=True)
class Late:
    """A reply that is sent when its event is set."""

    event: threading.Event
    reply: Reply


Answer = Reply | Reset | Silence | Late


class Stub:
    """Sends the responses of its script, then those of `otherwise`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.script: deque[Answer] = deque()
        self.otherwise: Callable[[Asked], Answer] = lambda asked: Reply(
            500, {"error": "Unscripted", "description": asked.line}
        )
        self.stopped = threading.Event()
        self._lock = threading.Lock()

    def will_answer(self, *answers: Answer) -> None:
        self.script.extend(answers)

    @property
    def lines(self) -> list[str]:
        return [asked.line for asked in self.asked]

    def next(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            return self.script.popleft() if self.script else self.otherwise(asked)


@contextmanager
def serving() -> Iterator[Stub]:
    """Serves a stub on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.stub = Stub(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.stub
    finally:
        server.stub.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    stub: Stub

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores clients that disconnect in the middle, as tests do that on purpose."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]  it serves no other
    protocol_version = "HTTP/1.1"
    timeout = 5
    wbufsize = -1  # head and body in one packet: the second would wait for an acknowledgement

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(
            self.command, self.requestline.split(" ")[1], headers, self.rfile.read(length)
        )
        answer = self.server.stub.next(asked)
        if isinstance(answer, Late):
            answer.event.wait(20)
            answer = answer.reply
        if isinstance(answer, Reply):
            self._send(answer)
            return
        self.close_connection = True
        if isinstance(answer, Silence):
            self.server.stub.stopped.wait(5)
            return
        # With this option a close resets the connection.
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  the base's own names

    def _send(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.promised is not None:
            self.close_connection = True
        if reply.status != 204:
            length = len(reply.content) if reply.promised is None else reply.promised
            self.send_header("Content-Length", str(length))
        self.end_headers()
        if reply.status != 204 and self.command != "HEAD":
            self.wfile.write(reply.content)

    def log_message(self, format: str, *args: Any) -> None:
        pass
