"""A request as a curl command."""

import re
import shlex

from .draft import Draft

__all__ = ["command", "variables"]

SIGNATURES = {
    "Basic": ['--user "$ZENDESK_EMAIL/token:$ZENDESK_API_TOKEN"'],
    "Bearer": ['--header "Authorization: Bearer $ZENDESK_OAUTH_TOKEN"'],
    "": [],
}


def command(draft: Draft) -> str:
    """The command, for a POSIX shell; what is secret or missing is a variable there."""
    prepared = draft.prepared
    options = [f"--request {prepared.method}", f"--url {_quoted(draft, prepared.url)}"]
    options += SIGNATURES[draft.signs]
    if "application/json" in prepared.headers["Accept"]:
        options.append("--header 'Accept: application/json'")
    else:
        options += ["--location", "--remote-name"]  # a download, which may lie elsewhere
    if draft.files:
        options += [
            f"--form {shlex.quote(f'{name}=@{path}')}" for name, path in draft.files.items()
        ]
    elif prepared.body is not None:
        options.append("--header 'Content-Type: application/json'")
        options.append(f"--data-raw {_quoted(draft, draft.body)}")
    return " \\\n  ".join(["curl", *options])


def variables(draft: Draft) -> list[str]:
    """The variables that the command reads."""
    found = re.findall(r"\$(\w+)", " ".join(SIGNATURES[draft.signs]))
    pieces = draft.pieces(f"{draft.prepared.url} {draft.body}")
    return found + [_variable(piece) for piece, is_name in pieces if is_name]


def _quoted(draft: Draft, text: str) -> str:
    return "".join(
        f'"${_variable(piece)}"' if is_name else shlex.quote(piece)
        for piece, is_name in draft.pieces(text)
    )


def _variable(name: str) -> str:
    return name.replace("-", "_").upper()
