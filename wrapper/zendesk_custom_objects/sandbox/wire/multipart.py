"""The files of a multipart/form-data body (RFC 7578)."""

from __future__ import annotations

import re
from email.parser import HeaderParser
from email.utils import collapse_rfc2231_value
from typing import TYPE_CHECKING, Final, NamedTuple

from . import errors

if TYPE_CHECKING:
    from email.message import Message

_MEDIA_TYPE: Final = re.compile(r"[\w.+!#$&^-]+/[\w.+!#$&^-]+", re.ASCII)
_UNKNOWN: Final = "application/octet-stream"
_MAX_HEADER_BYTES: Final = 8192
# What forms cannot have in a quoted name, and how browsers write it (HTML standard).
_ESCAPED: Final = {"%22": '"', "%0D": "\r", "%0A": "\n"}


class Part(NamedTuple):
    """One part of a form; `filename` is None for what is no file."""

    name: str
    filename: str | None
    media_type: str
    content: bytes


def parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a form; 400 if it is malformed."""
    header = _headers(f"Content-Type: {content_type}".encode())
    boundary = header.get_param("boundary")
    if header.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        raise _malformed("its Content-Type must be multipart/form-data with a boundary")
    try:
        mark = re.escape(boundary.encode("ascii"))
    except UnicodeEncodeError:
        raise _malformed("its boundary must be ASCII") from None
    # A line that only begins like a boundary belongs to the content.
    delimiter = re.compile(rb"(?:\r\n|\A)--" + mark + rb"(--)?[ \t]*(?=\r\n|\Z)")
    found: list[Part] = []
    start: int | None = None
    for match in delimiter.finditer(body):
        if start is not None:
            found.append(_part(body, start, match.start()))
        if match[1]:
            return found
        start = match.end() + len(b"\r\n")
    raise _malformed("its last boundary is missing")


def _part(body: bytes, start: int, end: int) -> Part:
    limit = min(end, start + _MAX_HEADER_BYTES)
    # Headers end with an empty line, which is the first one if there are none.
    blank = body.find(b"\r\n\r\n", start - len(b"\r\n"), limit)
    if blank < 0:
        raise _malformed("a part has no end of its headers")
    headers = _headers(body[start : max(start, blank)])
    parameters = _parameters(headers)
    if headers.get_content_disposition() != "form-data" or "name" not in parameters:
        raise _malformed("a part has no name")
    media_type = str(headers.get("content-type", "")).partition(";")[0].strip().lower()
    return Part(
        parameters["name"],
        parameters.get("filename"),
        media_type if _MEDIA_TYPE.fullmatch(media_type) else _UNKNOWN,
        body[blank + len(b"\r\n\r\n") : end],
    )


def _headers(content: bytes) -> Message:
    """Headers, in UTF-8 as browsers write them."""
    return HeaderParser().parsestr(content.decode("utf-8", errors="replace"))


def _parameters(headers: Message) -> dict[str, str]:
    """The parameters of Content-Disposition; those of RFC 2231 (`filename*`) take precedence."""
    plain: dict[str, str] = {}
    extended: dict[str, str] = {}
    for name, value in headers.get_params(None, "content-disposition") or ():
        if isinstance(value, tuple):
            extended[name.lower()] = collapse_rfc2231_value(value, errors="replace")
        else:
            text = value
            for escape, character in _ESCAPED.items():
                text = text.replace(escape, character)
            plain.setdefault(name.lower(), text)
    return plain | extended


def _malformed(reason: str) -> errors.RefusedError:
    return errors.bad_request(f"The upload is malformed: {reason}", title="Invalid upload")
