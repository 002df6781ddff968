"""A request to be shown, or for another program, with names for what is not known yet."""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from .._generated import load_reference
from ..rules.json_types import is_mapping
from . import operations
from .connection import Account

if TYPE_CHECKING:
    from .._generated import reference
    from ..prepared import PreparedRequest

__all__ = ["Draft", "draft"]

PLACE = "zco-here-comes-"
_PLACES = re.compile(rf"{PLACE}([a-z0-9-]+)-end")


class Draft(msgspec.Struct, frozen=True):
    """A request in which a placeholder stands for each secret and each missing value."""

    operation: "reference.OperationReference"
    prepared: "PreparedRequest"
    signs: str
    """`Basic` with an API token, `Bearer` with an access token; empty if it does not sign."""
    files: Mapping[str, str]
    """The paths of the files in a multipart body."""
    may_be_resent: bool

    @property
    def body(self) -> str:
        return (self.prepared.body or b"").decode() if not self.files else ""

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """A text in pieces: each is either what it says or the name of what is to be put there."""
        found = _PLACES.split(text)
        return [(piece, index % 2 == 1) for index, piece in enumerate(found) if piece]

    def filled(self, text: str, place: Callable[[str], str]) -> str:
        """A text with what `place` makes of the name of each value that is to be put there."""
        return "".join(place(piece) if named else piece for piece, named in self.pieces(text))


def draft(
    operation: "reference.OperationReference",
    account: Account | None,
    values: Mapping[str, str],
    body: Any,
) -> Draft:
    """The request as far as it is known.

    Without a body it has the example of the contract. Without an account it is for any.
    """
    from .. import BearerToken, Client

    files = _files(operation, values)
    values = {name: text for name, text in values.items() if name not in files}
    places = {
        parameter.argument: _place(parameter.argument)
        for parameter in operations.missing(operation, values)
    }
    if body is None and operation.body is not None:
        body = operation.body.example
    request = operations.build(operation, values, _without_secrets(operation, body), places)
    if account is None or account.auth is None:
        auth: Any = BearerToken("nobody's")
    else:
        auth = account.auth
    subdomain, base_url = (account.subdomain, account.base_url) if account else (None, None)
    if subdomain is None and base_url is None:
        subdomain = _place("zendesk_subdomain")
    with Client(subdomain, base_url=base_url, auth=auth) as zendesk:
        prepared = zendesk.prepare(request)
    return Draft(
        operation=operation,
        prepared=prepared,
        signs=_scheme(operation, auth),
        files=files,
        may_be_resent=request.operation.resend != "refused",
    )


def _files(operation: "reference.OperationReference", values: Mapping[str, str]) -> dict[str, str]:
    """The files to upload, by the names of their parts; they need not be there yet."""
    if operation.body is None or operation.body.media_type != operations.MULTIPART:
        return {}
    parts = load_reference().properties[operation.body.schema]
    return {part.name: values.get(part.name, "@FILE").removeprefix("@") for part in parts}


def _scheme(operation: "reference.OperationReference", auth: Any) -> str:
    from ..auth.credentials import ApiToken

    if operation.allowed_for == "anyone":
        return ""
    return "Basic" if isinstance(auth, ApiToken) else "Bearer"


def _place(name: str) -> str:
    return f"{PLACE}{name.replace('_', '-')}-end"


def _without_secrets(operation: "reference.OperationReference", body: Any) -> Any:
    """The body with a placeholder for each secret at its top, where all that there are stand."""
    if operation.body is None or not is_mapping(body):
        return body
    secrets = {
        described.name
        for described in load_reference().properties.get(operation.body.schema, ())
        if described.is_secret
    }
    return {
        name: _place(f"zendesk_{name}") if name in secrets else value
        for name, value in body.items()
    }
