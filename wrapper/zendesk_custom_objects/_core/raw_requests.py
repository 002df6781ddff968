"""Requests to any path of the account: what is checked, and how their responses are decoded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import msgspec

from .._generated import operations, types
from .http_adapter import check_header_value

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = "application/json"
BINARY = "application/octet-stream"

SAFE_METHODS = frozenset({"GET", "HEAD"})
REFUSED_METHODS = frozenset({"CONNECT", "TRACE"})
"""Methods that are addressed to proxies."""

INCREMENTAL = "/api/v2/incremental/"
"""Prefix of all incremental exports, which have a rate limit of their own."""

PATH_CHARACTERS = "/%:@!$&'()*+,;=~-._"
"""Characters that stay as they are in a path; others are percent-encoded."""

MAX_DECODINGS = 5
"""Layers of percent-encoding that are removed in search of dot segments."""


def build(
    method: str,
    path: str,
    *,
    query: Mapping[str, types.QueryValue] | None,
    json: Any,
    content: bytes | str | None,
    media_type: str | None,
    idempotent: bool,
) -> types.Request[bytes]:
    """The request, whose response is read as bytes.

    Raises `ValueError` for a method or path that is not allowed, and `TypeError` for two bodies.
    """
    if json is not None and content is not None:
        raise TypeError("json cannot be combined with content: pass one body")
    verb = _checked_method(method)
    target = _checked_path(path)
    body, default = (content, BINARY) if content is not None else (json, JSON)
    if isinstance(body, str) and content is not None:
        body, default = body.encode(), "text/plain; charset=utf-8"
    if body is None and media_type is not None:
        raise TypeError("a Content-Type needs a body: pass json= or content=")
    return types.Request(
        operation=_operation(verb, target, is_safe=idempotent or verb in SAFE_METHODS),
        path=target,
        query=types.query_pairs(query or {}),
        body=body,
        media_type=None if body is None else media_type or default,
        responses={200: bytes},
    )


def split_headers(headers: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """The headers without the Content-Type, and the Content-Type."""
    others = {name: text for name, text in headers.items() if name.lower() != "content-type"}
    types_ = [text for name, text in headers.items() if name.lower() == "content-type"]
    for text in types_:
        check_header_value("Content-Type", text)
    return others, types_[-1] if types_ else None


def decoded(content: bytes | None, headers: Mapping[str, str]) -> Any:
    """The body of a response: JSON as Python objects, other texts as `str`, the rest as `bytes`.

    `None` if it is empty. JSON that cannot be decoded is returned as text.
    """
    if not content:
        return None
    media_type, _, parameters = headers.get("content-type", "").partition(";")
    kind = media_type.strip().lower()
    if kind == JSON or kind.endswith("+json"):
        try:
            return types.untyped(content)
        except (ValueError, RecursionError):
            return content.decode("utf-8", "replace")
    if kind.startswith("text/") or kind == "application/xml" or kind.endswith("+xml"):
        return _text(content, parameters)
    return content


def _text(content: bytes, parameters: str) -> str:
    charset = re.search(r"charset\s*=\s*\"?([\w.:-]+)", parameters, re.IGNORECASE)
    try:
        return content.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _checked_method(method: str) -> str:
    verb = method.upper()
    if not re.fullmatch("[A-Z]+", verb) or verb in REFUSED_METHODS:
        raise ValueError(f"not a method for the service: {method!r}")
    return verb


def _checked_path(path: str) -> str:
    """The path, percent-encoded where it needs to be; only to the account's own host."""
    if not path.startswith("/"):
        raise ValueError(f"path must begin with a slash, without scheme and host: {path!r}")
    if "//" in path:
        raise ValueError(f"path must not have an empty segment: {path!r}")
    if "?" in path or "#" in path:
        raise ValueError(f"path must not have a query or fragment: pass query= instead ({path!r})")
    if re.search(r"[\x00-\x1f\x7f\\]", path):
        raise ValueError(f"path must not have control characters or backslashes: {path!r}")
    if re.search("%(?![0-9A-Fa-f]{2})", path):
        raise ValueError(f"path: encode a percent sign as %25 ({path!r})")
    if _has_hidden_characters(path):
        raise ValueError(
            f"path must not have dot segments or control characters, encoded or not: {path!r}"
        )
    return quote(path, safe=PATH_CHARACTERS)


def _has_hidden_characters(path: str) -> bool:
    """Whether a server that decodes the path would read another one than was checked.

    Servers differ in how often they decode, and some drop what follows a semicolon.
    """
    for _ in range(MAX_DECODINGS):
        segments = re.split(r"[/\\]", path)
        if any(segment.partition(";")[0].strip() in (".", "..") for segment in segments):
            return True
        if re.search(r"[\x00-\x1f\x7f]", path):
            return True
        plain = unquote(path)
        if plain == path:
            return False
        path = plain
    return True


def _operation(method: str, path: str, *, is_safe: bool) -> types.Operation:
    """The operation of the contract that the request is for, or one made up for its path."""
    resend = "safe" if is_safe else "refused"
    matches = [each for each in operations.ALL if _is_for(each, method, path)]
    if matches:
        known = min(matches, key=lambda each: each.path.count("{"))  # literal segments come first
        return msgspec.structs.replace(known, resend=resend, paging="none")
    return types.Operation(
        id=f"{method} {path}",
        method=method,
        path=path,
        group="",
        allowed_for="anyone",
        resend=resend,
        paging="none",
        rate_budget="incremental_export" if path.startswith(INCREMENTAL) else "account",
        evidence="U",
        query=(),
    )


def _is_for(operation: types.Operation, method: str, path: str) -> bool:
    template, segments = operation.path.split("/"), path.removesuffix(".json").split("/")
    return (
        operation.method == method
        and len(template) == len(segments)
        and all(
            part == segment or (part.startswith("{") and segment)
            for part, segment in zip(template, segments, strict=True)
        )
    )
