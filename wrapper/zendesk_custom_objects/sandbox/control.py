"""Controlling a served sandbox over HTTP, in JSON, for tests in any language.

None of this is part of the service, so nothing of it is under /api; it is neither logged nor
counted, and meets no fault. The reference of the sandbox in docs/ has every path with its bodies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import msgspec

from .faults import Fault
from .responses import PreparedResponse
from .seeding import read_seed
from .variants import choose_variants
from .wire import errors
from .wire.replies import Answer

if TYPE_CHECKING:
    from .engine import Engine

ROOT: Final = "/_sandbox"
_NUMBERED: Final = (("faults", "DELETE"), ("responses", "DELETE"))

T = TypeVar("T")


class _Time(msgspec.Struct, forbid_unknown_fields=True):
    """Changes to the clock, applied in this order."""

    set: float | None = None
    advance: float | None = None
    frozen: bool | None = None


class _Jobs(msgspec.Struct, forbid_unknown_fields=True):
    seconds: float | None = None
    fail: int | None = None
    fail_items: list[int] | None = None


class _Response(msgspec.Struct, forbid_unknown_fields=True):
    """A `PreparedResponse`, whose content can only be text in JSON."""

    method: str
    path: str
    status: int = 200
    json: Any = None
    content: str | None = None
    headers: dict[str, str] = {}
    times: int | None = None


def owns(path: str) -> bool:
    """Whether a path is one of the sandbox's controls."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def answer(sandbox: Engine, method: str, path: str, content: bytes) -> Answer:
    """Do what a request asks for; RefusedError (400, 404, 405) if it cannot be understood."""
    name, _, argument = path.removeprefix(ROOT).strip("/").partition("/")
    allowed = {verb: action for (place, verb), action in _ACTIONS.items() if place == name}
    if not allowed or (argument and (name, method) not in _NUMBERED):
        raise errors.no_such_page()
    if method not in allowed:
        raise errors.method_not_allowed(method, path, allowed)
    try:
        return allowed[method](sandbox, argument, content)
    except ValueError as error:  # msgspec's own errors are such
        raise errors.bad_request(str(error)) from None


def _index(sandbox: Engine, argument: str, content: bytes) -> Answer:
    paths = sorted({f"{verb} {ROOT}/{name}".rstrip("/") for name, verb in _ACTIONS})
    return Answer(200, {"paths": paths, "plan": msgspec.to_builtins(sandbox.plan)})


def _show_clock(sandbox: Engine, argument: str, content: bytes) -> Answer:
    return Answer(200, {"now": sandbox.clock(), "frozen": sandbox.clock.frozen})


def _set_clock(sandbox: Engine, argument: str, content: bytes) -> Answer:
    change = _read(content, _Time)
    clock = sandbox.clock
    if change.set is not None:
        clock.set(change.set)
    if change.advance is not None:
        clock.advance(change.advance)
    if change.frozen is not None:
        (clock.freeze if change.frozen else clock.resume)()
    return _show_clock(sandbox, argument, b"")


def _list_faults(sandbox: Engine, argument: str, content: bytes) -> Answer:
    return Answer(200, {"faults": [_fault(*item) for item in sandbox.faults.items()]})


def _add_fault(sandbox: Engine, argument: str, content: bytes) -> Answer:
    fault = _read(content, Fault)
    return Answer(201, _fault(sandbox.faults.arm(fault), fault))


def _remove_faults(sandbox: Engine, argument: str, content: bytes) -> Answer:
    if argument:
        sandbox.faults.remove(int(argument))
    else:
        sandbox.faults.clear()
    return Answer(204)


def _set_jobs(sandbox: Engine, argument: str, content: bytes) -> Answer:
    change = _read(content, _Jobs)
    if change.seconds is not None:
        sandbox.faults.slow_jobs(change.seconds)
    if change.fail is not None:
        sandbox.faults.fail_jobs(change.fail)
    if change.fail_items is not None:
        sandbox.faults.fail_items(*change.fail_items)
    return Answer(204)


def _list_responses(sandbox: Engine, argument: str, content: bytes) -> Answer:
    responses = [{"id": number, **_shown(each)} for number, each in sandbox.responses.items()]
    return Answer(200, {"responses": responses})


def _add_response(sandbox: Engine, argument: str, content: bytes) -> Answer:
    response = PreparedResponse(**msgspec.structs.asdict(_read(content, _Response)))
    return Answer(201, {"id": sandbox.responses.add(response), **_shown(response)})


def _remove_responses(sandbox: Engine, argument: str, content: bytes) -> Answer:
    if argument:
        sandbox.responses.remove(int(argument))
    else:
        sandbox.responses.clear()
    return Answer(204)


def _shown(response: PreparedResponse) -> dict[str, Any]:
    shown = msgspec.structs.asdict(response)
    if isinstance(response.content, bytes):
        shown["content"] = response.content.decode(errors="replace")
    return shown


def _list_requests(sandbox: Engine, argument: str, content: bytes) -> Answer:
    entries = [
        {**entry._asdict(), "body": entry.body and entry.body.decode(errors="replace")}
        for entry in sandbox.requests
    ]
    return Answer(200, {"requests": entries})


def _clear_requests(sandbox: Engine, argument: str, content: bytes) -> Answer:
    sandbox.requests.clear()
    return Answer(204)


def _seed(sandbox: Engine, argument: str, content: bytes) -> Answer:
    return Answer(201, {"records": sandbox.seed(**read_seed(content))})


def _show_variants(sandbox: Engine, argument: str, content: bytes) -> Answer:
    return Answer(200, msgspec.to_builtins(sandbox.variants))


def _set_variants(sandbox: Engine, argument: str, content: bytes) -> Answer:
    sandbox.variants = choose_variants(_read(content, dict[str, Any]))
    return _show_variants(sandbox, argument, b"")


def _expire_tokens(sandbox: Engine, argument: str, content: bytes) -> Answer:
    sandbox.faults.expire_tokens()
    return Answer(204)


def _reset(sandbox: Engine, argument: str, content: bytes) -> Answer:
    sandbox.reset()
    return Answer(204)


def _fault(number: int, fault: Fault) -> dict[str, Any]:
    return {"id": number, **msgspec.to_builtins(fault)}


def _read(content: bytes, type: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=type)
    except RecursionError:
        raise ValueError("the body is nested too deeply") from None


_Action: TypeAlias = Callable[["Engine", str, bytes], Answer]

_ACTIONS: Final[dict[tuple[str, str], _Action]] = {
    ("", "GET"): _index,
    ("clock", "GET"): _show_clock,
    ("clock", "POST"): _set_clock,
    ("faults", "GET"): _list_faults,
    ("faults", "POST"): _add_fault,
    ("faults", "DELETE"): _remove_faults,
    ("jobs", "PUT"): _set_jobs,
    ("responses", "GET"): _list_responses,
    ("responses", "POST"): _add_response,
    ("responses", "DELETE"): _remove_responses,
    ("requests", "GET"): _list_requests,
    ("requests", "DELETE"): _clear_requests,
    ("seed", "POST"): _seed,
    ("variants", "GET"): _show_variants,
    ("variants", "PUT"): _set_variants,
    ("expire_tokens", "POST"): _expire_tokens,
    ("reset", "POST"): _reset,
}
