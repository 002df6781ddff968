"""Request bodies: JSON in an envelope, with the properties that are allowed in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from ..wire import errors
from ..wire.json_text import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .context import Call

_NOTHING: Final = (b"", b"{}", b"null")
_MAX_NAMES: Final = 20
_MAX_NAME_LENGTH: Final = 100


def read_object(call: Call) -> dict[str, Any]:
    """The JSON object that is the body of a request, or a refusal (400)."""
    media_type = call.content_type.partition(";")[0].strip().lower()
    if call.content and media_type != "application/json":
        raise errors.bad_request(
            f"Content-Type must be application/json, not {media_type or 'absent'}",
            title="Invalid content type",
        )
    try:
        body = decode(call.content)
    except ValueError as error:
        raise errors.bad_request(f"The body is not JSON: {error}", title="Invalid JSON") from None
    return _object(body, "The body must be an object")


def read_list(call: Call, name: str) -> list[Any]:
    """The list under `name` in the body, or a refusal (400)."""
    body = read_object(call)
    listed: list[Any] | None = body.get(name)
    if not isinstance(listed, list):
        raise errors.bad_request(f"The body must have a list as {name}")
    warn_of_dropped(call, "body", [name], [key for key in body if key != name])
    return listed


def read_nothing(call: Call) -> None:
    """Warn of the body of an operation that has none."""
    if call.content.strip() not in _NOTHING:
        warn_of_dropped(call, "body", [], list(read_object(call)))


def read_envelope(call: Call, name: str, allowed: Sequence[str]) -> dict[str, Any]:
    """The object under `name` in the body, without properties that are not `allowed`.

    The service's framework drops those and names them in a header; so does this.
    """
    body = read_object(call)
    inside = _object(body.get(name), f"The body must hold an object as {name}")
    for place, values, known in (("body", body, [name]), (name, inside, allowed)):
        warn_of_dropped(call, place, known, [key for key in values if key not in known])
    return {key: value for key, value in inside.items() if key in allowed}


def warn_of_dropped(call: Call, place: str, allowed: Sequence[str], dropped: Sequence[str]) -> None:
    """Warn of dropped properties, or refuse them (400): `Variants.unknown_keys` decides."""
    variant = call.services.variants.unknown_keys
    if dropped and variant == "refuse":
        named = ", ".join(key[:_MAX_NAME_LENGTH] for key in dropped[:_MAX_NAMES])
        raise errors.bad_request(f"{place} has unknown keys: {named}")
    if dropped and variant == "warn":
        call.warnings.append(_dropped(place, allowed, dropped))


def _object(value: Any, message: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise errors.bad_request(message)
    return cast("dict[str, Any]", value)


def _dropped(place: str, allowed: Sequence[str], dropped: Sequence[str]) -> str:
    """A value of X-Zendesk-API-Warn: ASCII, and of bounded length."""
    named = [key[:_MAX_NAME_LENGTH] for key in dropped[:_MAX_NAMES]]
    return (
        f"[{place}] allowed_parameters {json.dumps(list(allowed))} "
        f"unpermitted_keys {json.dumps(named)}"
    )
