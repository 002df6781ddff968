"""What the sandbox answers, and what may befall it on its way to the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .json_text import encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .errors import Headers

_JSON: Final = "application/json; charset=utf-8"


class Answer(NamedTuple):
    """What an operation answers: a body of `bytes` is sent as it is, any other as JSON."""

    status: int
    body: Any = None
    headers: Headers = ()
    """More headers: with a body of `bytes`, its Content-Type among them."""


class Effect(NamedTuple):
    """What the transport does besides, or instead of, sending a reply, in this order."""

    latency: float = 0.0
    """Seconds until the reply begins."""
    reset: bool = False
    """The connection is torn down instead of a reply."""
    refuse: bool = False
    """The connection is not made at all; where it has been, it is torn down."""
    truncate: int | None = None
    """So many bytes of the body are sent, then the connection ends."""

    @property
    def silent(self) -> bool:
        """Whether there is no reply."""
        return self.reset or self.refuse


class Reply(NamedTuple):
    """What the sandbox answers to a request."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    effect: Effect | None = None


def build_reply(
    method: str, answer: Answer, headers: Iterable[tuple[str, str]], effect: Effect | None
) -> Reply:
    """The answer as it goes out, after `headers` that every reply has."""
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
