"""A request as a curl command."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

import msgspec

from .placeholders import Placeholder, pieces
from .variables import variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .template import Template

__all__ = ["command"]

CREDENTIALS: Final[Mapping[str, str]] = {
    "Basic": '--user "$ZENDESK_EMAIL/token:$ZENDESK_API_TOKEN"',
    "Bearer": '--header "Authorization: Bearer $ZENDESK_OAUTH_TOKEN"',
}

_encoder = msgspec.json.Encoder(decimal_format="number")


def command(template: Template) -> str:
    """The command, for a POSIX shell: placeholders and credentials are variables there."""
    return " \\\n  ".join(["curl", *_options(template)])


def _options(template: Template) -> Iterator[str]:
    yield f"--request {template.method}"
    yield f"--url {_quoted(template.url)}"
    if template.scheme:
        yield CREDENTIALS[template.scheme]
    for name, text in template.headers.items():
        if text != "*/*":  # which curl sends by itself
            yield f"--header {_quoted(f'{name}: {text}')}"
    if template.is_download:
        # The content can lie on another host, which curl does not send the credentials to.
        yield "--location --remote-name"
    for name, file in template.files.items():
        path = file.name.replace("\\", "\\\\").replace('"', '\\"')
        part = f'{name}=@"{path}"'
        yield f"--form {shlex.quote(part)}"
    if template.body is not None:
        yield f"--data-raw {_quoted(_encoder.encode(template.body).decode())}"


def _quoted(text: str) -> str:
    return "".join(
        f'"${variable(piece)}"' if isinstance(piece, Placeholder) else shlex.quote(piece)
        for piece in pieces(text)
    )
