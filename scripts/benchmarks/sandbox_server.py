"""A sandbox on a file, or the same server with one ready response to every request.

`python -m benchmarks.sandbox_server sandbox FILE` or `... fixed FILE-WITH-THE-BODY STATUS`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from zendesk_custom_objects.sandbox import Sandbox
from zendesk_custom_objects.sandbox.asgi import application

from .serving import Receive, Send, serve


def fixed(status: int, body: bytes) -> Any:
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
    ]

    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


if __name__ == "__main__":
    if sys.argv[1] == "sandbox":
        with Sandbox(sys.argv[2]) as sandbox:
            serve(application(sandbox))
    else:
        serve(fixed(int(sys.argv[3]), Path(sys.argv[2]).read_bytes()))
