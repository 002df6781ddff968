"""Replies, and what can happen to them on their way to the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .json_text import encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .errors import Headers

_JSON: Final = "application/json; charset=utf-8"


class Answer(NamedTuple):
    """The answer of an operation: a body of `bytes` is sent as it is, any other as JSON."""

    status: int
    body: Any = None
    headers: Headers = ()
    """Further headers; with a body of `bytes` also its Content-Type."""


class Effect(NamedTuple):
    """Actions of the transport besides sending a reply, or instead, in this order."""

    latency: float = 0.0
    """Seconds until the reply begins."""
    reset: bool = False
    """The connection is reset instead of a reply."""
    refuse: bool = False
    """The connection is refused; an existing one is reset."""
    truncate: int | None = None
    """The connection ends after so many bytes of the body."""

    @property
    def silent(self) -> bool:
        """Whether there is no reply."""
        return self.reset or self.refuse


class Reply(NamedTuple):
    """The reply to a request."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    effect: Effect | None = None


def build_reply(
    method: str, answer: Answer, headers: Iterable[tuple[str, str]], effect: Effect | None
) -> Reply:
    """The reply with an answer, after `headers` that every reply has."""
    complete = [*headers, *answer.headers]
    if answer.status == 204:
        return Reply(204, complete, b"", effect)
    if isinstance(answer.body, bytes):
        # Its headers tell what it is; the empty body of a redirect is nothing.
        body = answer.body
    else:
        body = encode(answer.body)
        if not any(name.lower() == "content-type" for name, _ in answer.headers):
            complete.append(("Content-Type", _JSON))
    if method == "HEAD":
        # The answer to HEAD, which is always a refusal, has no body.
        body = b""
    complete.append(("Content-Length", str(len(body))))
    return Reply(answer.status, complete, body, effect)
