"""A request as it would be sent."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

__all__ = ["PreparedRequest"]


class PreparedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What `prepare` gives: for another program to send, to be shown or to be compared."""

    method: str
    url: str
    headers: Mapping[str, str]
    """Without the credentials: `Authorization` is `Basic <secret>` or `Bearer <secret>`. An HTTP
    client adds headers about the connection, such as `Accept-Encoding`."""
    body: bytes | None = None

    def __repr__(self) -> str:
        size = "no body" if self.body is None else f"{len(self.body)} bytes"  # may hold a secret
        return f"<{self.method} {self.url}, {size}>"
