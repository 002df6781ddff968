"""A request on arrival, before its operation is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from . import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABSOLUTE: Final = re.compile("(?P<origin>https?://[^/?#]+)(?P<path>[^?#]*)", re.IGNORECASE)
_VERSION: Final = "HTTP/1.1"
_DEFAULT_HOST: Final = "sandbox.zendesk.com"


class Target(NamedTuple):
    """The parts of a request target, still percent-encoded."""

    origin: str
    """Scheme and host under which the client reaches the sandbox."""
    path: str
    query: str


def split_target(target: str, host: str | None) -> Target:
    """The parts of a path with its query, or of a whole URL; 400 for anything else."""
    rest, _, query = target.partition("?")
    if absolute := _ABSOLUTE.fullmatch(rest):
        return Target(absolute["origin"], absolute["path"] or "/", query)
    if not rest.startswith("/") or "#" in target:
        raise errors.bad_request("The request target must be a path or a URL", title="Invalid path")
    return Target(f"https://{host or _DEFAULT_HOST}", rest, query)


class Request(NamedTuple):
    """One request."""

    method: str
    target: Target
    headers: Mapping[str, str]
    """The values by lower-case names."""
    body: bytes

    def require_line_within(self, limit: int | None) -> None:
        """Refuse (414) a request whose line is longer than `limit` characters."""
        query = f"?{self.target.query}" if self.target.query else ""
        length = len(f"{self.method} {self.target.path}{query} {_VERSION}")
        if limit is not None and length > limit:
            raise errors.line_too_long(length, limit)
