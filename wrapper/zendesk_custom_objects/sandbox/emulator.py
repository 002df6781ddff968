"""The sandbox as tests use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engine import Engine

if TYPE_CHECKING:
    from collections.abc import Collection
    from contextlib import AbstractContextManager


class Sandbox(Engine):
    """A stateful emulator of the Zendesk Custom Objects API.

    By default one admin (`admin@example.com`) can call, with the API token, the access token or the
    OAuth client `sandbox`, whose secret is `sandbox` too.
    """

    def served(
        self, host: str = "127.0.0.1", port: int = 0, *, allowed_hosts: Collection[str] = ()
    ) -> AbstractContextManager[str]:
        """Serve it from a background thread while the context lasts, which gives the base URL.

        Port 0 is any free one. `/_sandbox` answers requests to an IP address, to localhost, and to
        `allowed_hosts`. Needs the extra `sandbox`.
        """
        from .server import served  # it needs uvicorn, which is installed with an extra only

        return served(self, host, port, allowed_hosts=allowed_hosts)
