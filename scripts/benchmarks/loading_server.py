"""A sandbox on a file that counts its requests.

`python -m benchmarks.loading_server FILE LIMIT WINDOW JOB_SECONDS LATENCY named|numbered`; a limit
of 0 means no limit. `GET /counts` gives the numbers.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from zendesk_custom_objects.sandbox import Sandbox
from zendesk_custom_objects.sandbox.asgi import application

from .loading_rows import apartment
from .serving import Receive, Send, serve


class Counted:
    """An application that counts its requests, and those that it refuses with 429."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._requests = self._refused = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["path"] == "/counts":
            counts = {"requests": self._requests, "refused": self._refused}
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": msgspec.json.encode(counts)})
            return
        self._requests += 1

        async def send_counted(message: dict[str, Any]) -> None:
            self._refused += message.get("status") == 429
            await send(message)

        await self._application(scope, receive, send_counted)


def main(path: str, limit: str, window: str, job_seconds: str, latency: str, names: str) -> None:
    pace = int(limit) or None
    with Sandbox(path, requests_per_minute=pace, window=float(window)) as sandbox:
        sandbox.seed(objects=[apartment(is_numbered=names == "numbered")])
        sandbox.faults.slow_jobs(float(job_seconds))
        if float(latency):
            sandbox.faults.add(latency=float(latency), times=None)
        serve(Counted(application(sandbox)))


if __name__ == "__main__":
    main(*sys.argv[1:])
