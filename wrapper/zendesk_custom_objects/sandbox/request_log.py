"""The log of requests to a sandbox."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final, NamedTuple, overload

_MAX_REQUESTS: Final = 10_000


class LoggedRequest(NamedTuple):
    """One request. Its headers, which hold credentials, are not kept."""

    operation: str | None
    """The operation id; None if the contract has no such operation."""
    method: str
    target: str
    """Path and query, not decoded."""
    status: int | None
    """Status of the reply; None if the connection was reset or refused instead."""
    at: float
    """Time of arrival by the sandbox's clock: seconds since 1970."""
    request_id: str
    """The X-Zendesk-Request-Id of the reply."""
    ignored_parameters: tuple[str, ...] = ()
    """Query parameters that the operation does not have."""
    body: bytes | None = None
    """The body, if the sandbox was opened with `keep_bodies`."""


class RequestLog(Sequence[LoggedRequest]):
    """The latest 10,000 requests, the oldest first."""

    def __init__(self) -> None:
        self._entries: deque[LoggedRequest] = deque(maxlen=_MAX_REQUESTS)

    def add(self, entry: LoggedRequest) -> None:
        """Note a request."""
        self._entries.append(entry)

    def of(self, operation: str) -> list[LoggedRequest]:
        """The requests for one operation."""
        return [entry for entry in self._all() if entry.operation == operation]

    def clear(self) -> None:
        """Forget them."""
        self._entries.clear()

    def _all(self) -> list[LoggedRequest]:
        return list(self._entries)

    @overload
    def __getitem__(self, index: int) -> LoggedRequest: ...
    @overload
    def __getitem__(self, index: slice) -> list[LoggedRequest]: ...
    def __getitem__(self, index: int | slice) -> LoggedRequest | list[LoggedRequest]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return repr(self._all())
