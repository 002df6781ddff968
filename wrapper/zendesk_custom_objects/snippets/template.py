"""A prepared request taken apart: what every form of it is made from."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from .._generated import load_reference
from ..rules.json_types import is_list, is_mapping
from .placeholders import Placeholder, pieces, placeholder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .._generated import reference, types

__all__ = ["Prepared", "Template", "map_texts", "template"]

MULTIPART = "multipart/form-data"

CONNECTION_HEADERS = frozenset({"authorization", "content-length", "host", "user-agent"})
"""Headers that depend on the program that sends the request, or on the credentials."""


class Prepared(Protocol):
    """The parts of a `PreparedRequest` that are read here."""

    @property
    def request(self) -> types.Request[Any]: ...
    @property
    def method(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes | None: ...
    @property
    def is_repeatable(self) -> bool: ...


class Template(NamedTuple):
    """A request without secrets; its texts can hold placeholders."""

    operation: reference.OperationReference
    request: types.Request[Any]
    method: str
    url: str
    headers: Mapping[str, str]
    """Those that any program has to send, without `Authorization`."""
    scheme: str
    """`Basic` with an API token, `Bearer` with an access token; empty for the token endpoint."""
    body: Any
    """A JSON value; `None` for a request without a body, and for one that uploads files."""
    files: Mapping[str, types.File]
    """The files of a multipart body, by the names of their parts."""
    secrets: frozenset[str]
    """The names of placeholders that stand for secrets."""
    is_repeatable: bool

    @property
    def is_download(self) -> bool:
        """Whether the response is a file."""
        return bytes in self.request.responses.values()

    @property
    def names(self) -> list[str]:
        """The names of all placeholders, each once, in the order in which they occur."""
        return _names([self.url, self.headers, self.body])

    @property
    def url_names(self) -> list[str]:
        """The names of the placeholders in the URL."""
        return _names(self.url)


def template(prepared: Prepared) -> Template:
    """Take a request apart; a secret in its body becomes a placeholder."""
    request = prepared.request
    (operation,) = (each for each in load_reference().operations if each.id == request.operation.id)
    is_upload = request.media_type == MULTIPART
    # The boundary of an upload is chosen by whatever sends it.
    dropped = {*CONNECTION_HEADERS, "content-type"} if is_upload else CONNECTION_HEADERS
    body = None if prepared.body is None or is_upload else _json(prepared.body)
    body, secrets = _without_secrets(operation, body)
    return Template(
        operation=operation,
        request=request,
        method=prepared.method,
        url=prepared.url,
        headers={
            name: text for name, text in prepared.headers.items() if name.lower() not in dropped
        },
        scheme=_scheme(operation, prepared.headers),
        body=body,
        files=request.body if is_upload else {},
        secrets=secrets,
        is_repeatable=prepared.is_repeatable,
    )


def map_texts(value: Any, change: Callable[[str], Any]) -> Any:
    """A JSON value with each text in it changed; keys stay as they are."""
    if isinstance(value, str):
        return change(value)
    if is_mapping(value):
        return {key: map_texts(item, change) for key, item in value.items()}
    return [map_texts(item, change) for item in value] if is_list(value) else value


def _names(value: Any) -> list[str]:
    """The names of the placeholders in a JSON value, each once."""
    names: list[str] = []

    def look(text: str) -> None:
        names.extend(piece.name for piece in pieces(text) if isinstance(piece, Placeholder))

    map_texts(value, look)
    return list(dict.fromkeys(names))


def _json(content: bytes) -> Any:
    """A body as a JSON value; a number that a `float` would change is a `Decimal`."""

    def exact(digits: str) -> float | Decimal:
        number = float(digits)
        return number if Decimal(repr(number)) == Decimal(digits) else Decimal(digits)

    return json.loads(content, parse_float=exact)


def _scheme(operation: reference.OperationReference, headers: Mapping[str, str]) -> str:
    if operation.allowed_for == "anyone":
        return ""
    return headers.get("Authorization", "").partition(" ")[0]


def _without_secrets(
    operation: reference.OperationReference, body: Any
) -> tuple[Any, frozenset[str]]:
    """The body with a placeholder for each secret; the contract has them at the top only."""
    if operation.body is None or not is_mapping(body):
        return body, frozenset()
    secrets = {
        described.name: f"zendesk_{described.name}"
        for described in load_reference().properties.get(operation.body.schema, ())
        if described.is_secret and described.name in body
    }
    shown = {
        key: placeholder(secrets[key]) if key in secrets else value for key, value in body.items()
    }
    return shown, frozenset(secrets.values())
