"""A request as a Python program with httpx alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..rules.json_types import is_list, is_mapping
from .engines import READ_SECONDS
from .python_literals import indented, literal, program, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .template import Template

__all__ = ["code"]

BEARER: Final = "f\"Bearer {os.environ['ZENDESK_OAUTH_TOKEN']}\""
BASIC: Final = 'auth=(os.environ["ZENDESK_EMAIL"] + "/token", os.environ["ZENDESK_API_TOKEN"])'

_encoder = msgspec.json.Encoder(decimal_format="number")


def code(template: Template) -> str:
    """The program: the credentials and all other placeholders are environment variables."""
    lines = [f"response = httpx.request({indented(list(_arguments(template)))})"]
    lines.append("response.raise_for_status()")
    if template.is_download:
        lines.append("sys.stdout.buffer.write(response.content)")
    elif type(None) not in template.request.responses.values():
        lines.append("print(response.text)")
    return program(lines, "import httpx")


def _arguments(template: Template) -> Iterator[str]:
    yield text(template.method)
    yield text(template.url, lambda value: f"quote({value}, safe='')")
    headers = {
        name: text(value)
        for name, value in template.headers.items()
        if value != "*/*" and name != "Content-Type"  # httpx sends them by itself
    }
    if template.scheme == "Bearer":
        headers["Authorization"] = BEARER
    is_exact = _has_decimal(template.body)
    if is_exact:
        headers["Content-Type"] = text(template.headers["Content-Type"])
    if headers:
        entries = [f"{text(name)}: {value}" for name, value in headers.items()]
        yield f"headers={{{indented(entries, 1)}}}"
    if template.scheme == "Basic":
        yield BASIC
    if template.files:
        yield f"files={{{indented(list(_files(template)), 1)}}}"
    elif is_exact:
        yield f"content={text(_encoder.encode(template.body).decode())}"
    elif template.body is not None:
        yield f"json={literal(template.body, 1)}"
    if template.is_download:
        yield "follow_redirects=True"  # httpx drops the credentials for another host
    yield f"timeout={READ_SECONDS}"


def _files(template: Template) -> Iterator[str]:
    for part, file in template.files.items():
        content = f"Path({text(file.name)}).read_bytes()"
        name = text(PurePath(file.name).name)
        yield f"{text(part)}: ({name}, {content}, {text(file.media_type)})"


def _has_decimal(value: Any) -> bool:
    """Whether a number in the body cannot be a `float`: the `json` of httpx takes no other."""
    if is_mapping(value):
        value = list(value.values())
    if is_list(value):
        return any(map(_has_decimal, value))
    return isinstance(value, Decimal)
