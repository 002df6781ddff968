"""The sandbox itself: requests in, replies out, no I/O but its database."""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from .._generated import operations
from . import errors, fields, limits, oauth, objects, record_operations
from .authentication import DEFAULT_CLIENT, DEFAULT_USER, Directory, OAuthClient, User
from .bodies import encode
from .calls import Answer, Call, Registration, Services
from .catalog import Catalog
from .paging import Cursors
from .queries import Query
from .routing import Router
from .store import Store
from .ulids import UlidFactory

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

LARGEST_BODY: Final = 12 * 1024 * 1024
"""Bytes of a request body; the largest thing the contract has is an attachment of 10 MB."""

HANDLERS: Final[dict[str, Registration]] = {
    **objects.handlers,
    **fields.handlers,
    **record_operations.handlers,
    **limits.handlers,
    **oauth.handlers,
}
"""Every operation that is emulated, by id."""
_ROUTER: Final = Router(operations.ALL)
_ABSOLUTE: Final = re.compile("(?P<origin>https?://[^/?#]+)(?P<path>[^?#]*)", re.IGNORECASE)
# The allowance of Suite Enterprise, which a client may read; it is not used up.
_ALLOWANCE: Final = [
    ("X-Rate-Limit", "700"),
    ("X-Rate-Limit-Remaining", "699"),
    ("ratelimit-limit", "700"),
    ("ratelimit-remaining", "699"),
    ("ratelimit-reset", "60"),
]


class Reply(NamedTuple):
    """What the sandbox answers to a request."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Sandbox:
    """A stateful emulator of the Zendesk Custom Objects API.

    `path` is a file to keep everything in, used by one sandbox at a time; without it everything is
    in memory. By default one admin (admin@example.com) may call, with the API token, the access
    token or the OAuth client `sandbox`, whose secret is `sandbox` too. `clock` gives the seconds
    since 1970.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        users: Sequence[User] = (DEFAULT_USER,),
        clients: Sequence[OAuthClient] = (DEFAULT_CLIENT,),
        clock: Callable[[], float] = time.time,
    ) -> None:
        directory = Directory(users, clients)
        store = Store(path)
        self._clock = clock
        self._services = Services(
            store=store,
            catalog=Catalog(store),
            cursors=Cursors(store.secret),
            directory=directory,
            ulids=UlidFactory(),
        )

    def handle(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Reply:
        """Answer one request. Any thread may call it.

        `target` is path and query, percent-encoded, or a whole URL: links in replies then begin as
        it does, else with `https://` and the Host header.
        """
        given = {name.lower(): value for name, value in headers}
        try:
            call = self._call(method, target, given, body)
            answer = self._perform(call, given.get("authorization"))
            extra: errors.Headers = [("X-Zendesk-API-Warn", text) for text in call.warnings]
        except errors.RefusedError as refusal:
            answer = Answer(refusal.status, refusal.body)
            extra = refusal.headers
        return _reply(method, answer, extra)

    def _call(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Call:
        origin, path, query = _split(target, headers.get("host"))
        match = _ROUTER.match(method, path)
        if match.operation.id not in HANDLERS:
            raise errors.not_emulated(f"{match.operation.id} is not emulated by this sandbox")
        if len(body) > LARGEST_BODY:
            raise errors.too_large(LARGEST_BODY)
        return Call(
            services=self._services,
            now=int(self._clock() * 1000),
            origin=origin,
            operation=match.operation,
            path=match.path,
            raw_path=path,
            query=Query(query),
            content_type=headers.get("content-type", ""),
            content=body,
        )

    def _perform(self, call: Call, authorization: str | None) -> Answer:
        handler, reads = HANDLERS[call.operation.id]
        with call.store.transaction(writes=not reads):
            try:
                if call.operation.allowed_for != "anyone":
                    directory = self._services.directory
                    call.caller = directory.authenticate(call.store, authorization, call.now)
                    call.caller.require(call.operation.allowed_for, reads=reads)
                call.query.require_known(call.operation.query)
                answer = handler(call)
                call.query.require_read()
                return answer
            finally:
                call.catalog.settle()

    def reset(self) -> None:
        """Delete every object with its fields and records. Access tokens stay valid."""
        self._services.store.clear()
        self._services.catalog.clear()

    def served(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serve it from a background thread while the context lasts, which gives the base URL.

        Port 0 is any free one. Needs the extra `sandbox`.
        """
        from .server import served

        return served(self, host, port)

    def close(self) -> None:
        """Close the file; what is in memory is gone. Closing twice is fine."""
        self._services.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _split(target: str, host: str | None) -> tuple[str, str, str]:
    """Origin, path and query string of a request target."""
    rest, _, query = target.partition("?")
    if absolute := _ABSOLUTE.fullmatch(rest):
        return absolute["origin"], absolute["path"] or "/", query
    if not rest.startswith("/") or "#" in target:
        raise errors.bad_request("The request target must be a path or a URL", title="Invalid path")
    return f"https://{host or 'sandbox.zendesk.com'}", rest, query


def _reply(method: str, answer: Answer, extra: errors.Headers) -> Reply:
    headers = [("X-Zendesk-Request-Id", str(uuid.uuid4())), *_ALLOWANCE, *extra]
    body = b""
    if answer.status != 204:
        # The answer to HEAD, which is always a refusal, has no body.
        body = b"" if method == "HEAD" else encode(answer.body)
        headers += [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Length", str(len(body))),
        ]
    return Reply(answer.status, headers, body)
