"""Whatever fails, the token is in no error, in no object that an error refers to, in no log."""

from __future__ import annotations

import io
import logging
import pickle
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from types import FrameType, FunctionType, MethodType, ModuleType, TracebackType
from typing import Any

import httpx
import pytest

from tests.client.stub import Answer, Asked, Reply, Reset, Silence, Stub
from zendesk_custom_objects import (
    ApiToken,
    BearerToken,
    ClientCredentials,
    Hooks,
    RefreshToken,
    RequestEvent,
    ZendeskError,
)

SECRET = "geheim-geheim-geheim"
EMAIL = "anna@acme.example"
SECRETS = [SECRET, b64encode(f"{EMAIL}/token:{SECRET}".encode()).decode()]

AUTHS: dict[str, Any] = {
    "client credentials": ClientCredentials("sync", SECRET),
    "refresh token": RefreshToken("sync", SECRET, SECRET, access_token=SECRET),
    "bearer token": BearerToken(SECRET),
    "API token": ApiToken(EMAIL, SECRET),
}


def echo(status: int) -> Callable[[Asked], Answer]:
    """A response that repeats as much as possible of the request."""

    def answer(asked: Asked) -> Answer:
        said = f"{asked.headers.get('authorization')} {asked.body.decode(errors='replace')}"
        headers = {
            "Location": "/elsewhere",
            "X-Zendesk-API-Warn": said.replace("\r\n", " "),
            "Set-Cookie": f"session={SECRET}",
        }
        body = {"error": said, "description": said, "details": {"base": [{"description": said}]}}
        return Reply(status, body, headers)

    return answer


FAILURES: dict[str, Callable[[Asked], Answer]] = {
    **{str(status): echo(status) for status in (200, 302, 400, 401, 404, 409, 422, 429, 503)},
    "reset": lambda asked: Reset(),
    "silence": lambda asked: Silence(),
    "cut short": lambda asked: Reply(200, b'{"access_token": "', promised=1000),
    "no JSON": lambda asked: Reply(200, b"<html>"),
    "garbage": lambda asked: Reply(200, b"", {"Bad Header": "x"}),
}

CALLS: dict[str, Callable[[Any], object]] = {
    "read": lambda zendesk: zendesk.get_object("boat"),
    "list": lambda zendesk: list(zendesk.list_records("boat")),
    "create": lambda zendesk: zendesk.create_record("boat", name="Anna"),
    "upload": lambda zendesk: zendesk.attach_file("boat", "01J", b"a", name="a"),
    "download": lambda zendesk: zendesk.download_attachment("boat", "01J", "1", to=io.BytesIO()),
}


def reachable(start: object) -> Iterator[str]:
    """All texts reachable from an object, as a debugger or an error tracker could show them."""
    kept: list[object] = []
    seen: set[int] = set()
    left: list[object] = [start]
    while left:
        thing = left.pop()
        if id(thing) in seen or isinstance(thing, CODE):
            continue
        seen.add(id(thing))
        kept.append(thing)  # so that no other object gets its id
        if isinstance(thing, str):
            yield thing
        elif isinstance(thing, bytes | bytearray):
            yield thing.decode("latin-1")
        elif isinstance(thing, Mapping):
            left += [*thing.keys(), *thing.values()]
        elif isinstance(thing, list | tuple | set | frozenset):
            left += thing
        else:
            left.append(repr(thing))
            if isinstance(thing, BaseException):
                left += [str(thing), thing.args, thing.__cause__, thing.__context__]
            left.append(getattr(thing, "__dict__", None))
            slots = [getattr(kind, "__slots__", ()) for kind in type(thing).__mro__]
            names = [each for some in slots for each in ([some] if isinstance(some, str) else some)]
            left += [getattr(thing, name, None) for name in names]


CODE = (type, ModuleType, FunctionType, MethodType, TracebackType, FrameType, logging.Logger)


def test_texts_reachable_from_an_object_are_found() -> None:
    inner = ValueError("x", {"deep": [b"geheim-1"]})
    request = httpx.Request("POST", "https://x.example", headers={"A": "geheim-2"}, content=b"g-3")
    outer = httpx.ReadError("lost", request=request)
    outer.__context__ = inner

    texts = "\n".join(reachable(outer))

    assert all(text in texts for text in ("geheim-1", "geheim-2", "g-3", "lost"))


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("auth", AUTHS)
def test_no_error_or_log_contains_a_secret(
    connect: Callable[..., Any],
    stub: Stub,
    caplog: pytest.LogCaptureFixture,
    auth: str,
    failure: str,
) -> None:
    caplog.set_level(logging.DEBUG)  # of every logger, including those of the HTTP library
    told: list[RequestEvent] = []
    hooks = Hooks(
        on_request=told.append,
        on_response=told.append,
        on_retry=told.append,
        on_wait=told.append,
    )
    stub.otherwise = FAILURES[failure]
    zendesk = connect(
        auth=AUTHS[auth],
        retries=1 if failure != "silence" else 0,
        hooks=hooks,
        timeout=0.1 if failure == "silence" else 5,
    )
    calls = CALLS if failure != "silence" else {"read": CALLS["read"]}
    errors: list[ZendeskError] = []
    for call in calls.values():
        try:
            call(zendesk)
        except ZendeskError as raised:
            errors.append(raised)

    assert errors
    # Libraries can log responses, and these responses repeat the secrets of the request.
    logged = [each for each in caplog.records if "receive_response_headers" not in each.msg]
    shown = [repr(told), *(f"{each.getMessage()} {vars(each)}" for each in logged)]
    for error in errors:
        shown += ["".join(traceback.format_exception(error)), *reachable(error)]
        shown.append(pickle.dumps(error).decode("latin-1"))
    found = {text[:200] for text in shown for secret in SECRETS if secret in text}
    assert found == set()


def test_a_refused_connection_shows_no_secret(connect: Callable[..., Any], unused_url: str) -> None:
    for auth in AUTHS.values():
        with pytest.raises(ZendeskError) as raised:
            connect(base_url=unused_url, auth=auth, retries=0).get_object("boat")
        assert not [text for text in reachable(raised.value) if SECRET in text]
