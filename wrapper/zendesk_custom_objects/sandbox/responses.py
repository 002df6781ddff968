"""Responses to requests for what the contract does not have, so that whole programs can be tested.

    sandbox.respond("GET", "/api/v2/tickets/1", json={"ticket": {"id": 1, "subject": "Leak"}})
    sandbox.respond("PUT", "/api/v2/tickets/*", json={"ticket": {}}, times=2)

The latest one that fits answers; when it is used up, the one before it does.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

import msgspec

from .wire.errors import RefusedError
from .wire.replies import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .wire.routing import Router

_TEXT: Final = "text/plain; charset=utf-8"


class PreparedResponse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The requests that it answers, how often, and the response."""

    method: str
    path: str
    """The path as it is sent, with `*` for any text; any query fits."""
    status: int = 200
    json: Any = None
    content: str | bytes | None = None
    """The body as it is, instead of `json`."""
    headers: Mapping[str, str] = {}
    times: int | None = None
    """Number of requests that it answers; None is all from now on."""

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or "?" in self.path or "#" in self.path:
            raise ValueError(f"path must begin with / and have no query: {self.path!r}")
        if not 200 <= self.status <= 599:
            raise ValueError("status must be from 200 to 599")
        if self.times is not None and self.times < 1:
            raise ValueError("times must be 1 or more, or None for any number of requests")
        if self.json is not None and self.content is not None:
            raise ValueError("json and content cannot be combined: a response has one body")

    def meets(self, method: str, path: str) -> bool:
        """Whether it answers a request."""
        return self.method == method and fnmatchcase(path, self.path)

    def answer(self) -> Answer:
        """The response itself."""
        headers = dict(self.headers)
        if self.content is None:
            return Answer(self.status, b"" if self.json is None else self.json, [*headers.items()])
        if isinstance(self.content, str) and not _has_content_type(headers):
            headers["Content-Type"] = _TEXT
        content = self.content.encode() if isinstance(self.content, str) else self.content
        return Answer(self.status, content, [*headers.items()])


class PreparedResponses:
    """The prepared responses of a sandbox. Any thread can use them."""

    def __init__(self, router: Router) -> None:
        self._router = router
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._prepared: dict[int, PreparedResponse] = {}

    def add(self, response: PreparedResponse) -> int:
        """Answer with it from now on; returns the number by which it can be removed.

        ValueError if the contract has such an operation: the sandbox emulates it.
        """
        if self._is_emulated(response):
            raise ValueError(
                f"{response.method} {response.path} is an operation of the contract: "
                "let it fail with a fault, or change the data"
            )
        with self._lock:
            number = next(self._numbers)
            self._prepared[number] = response
        return number

    def remove(self, number: int) -> None:
        """Remove one; removing one that is used up does no harm."""
        with self._lock:
            self._prepared.pop(number, None)

    def clear(self) -> None:
        """Remove all of them."""
        with self._lock:
            self._prepared.clear()

    def items(self) -> list[tuple[int, PreparedResponse]]:
        """The responses with their numbers; `times` is how many requests each will still answer."""
        with self._lock:
            return list(self._prepared.items())

    def __iter__(self) -> Iterator[PreparedResponse]:
        return iter([response for _, response in self.items()])

    def __len__(self) -> int:
        return len(self._prepared)

    def knows(self, method: str, path: str) -> bool:
        """Whether one of them answers a request."""
        return any(response.meets(method, path) for response in self)

    def take(self, method: str, path: str) -> PreparedResponse | None:
        """The response to a request, counted down."""
        with self._lock:
            for number, response in reversed(self._prepared.items()):
                if response.meets(method, path):
                    self._count_down(number, response)
                    return response
        return None

    def _count_down(self, number: int, response: PreparedResponse) -> None:
        if response.times == 1:
            del self._prepared[number]
        elif response.times is not None:
            left = response.times - 1
            self._prepared[number] = msgspec.structs.replace(response, times=left)

    def _is_emulated(self, response: PreparedResponse) -> bool:
        try:
            self._router.match(response.method, response.path)
        except RefusedError:
            return False
        return True


def _has_content_type(headers: Mapping[str, str]) -> bool:
    return any(name.lower() == "content-type" for name in headers)
