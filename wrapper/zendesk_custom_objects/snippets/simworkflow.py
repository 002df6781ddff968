"""A request as an HTTP task, or as a whole workflow definition, of SimWorkflow.

The formats: https://simworkflow.com/pages/0AkxhG0m6sP7ooYLFCKocH (HTTP task definition object) and
https://simworkflow.com/pages/0Dva3zi0JjFWp73I6NrVZJ (workflow definition object).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from .engines import (
    CONNECTION_SECONDS,
    READ_SECONDS,
    common_notes,
    escaped,
    readable,
    require_json,
)
from .placeholders import Placeholder, pieces
from .template import map_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .template import Template

__all__ = ["CREDENTIALS", "definition", "task"]

CREDENTIALS: Final = "ID_OF_SAVED_CREDENTIALS"
"""Stands for the id of credentials: the secret itself is never in a task."""

KINDS: Final[Mapping[str, str]] = {
    "Basic": "an email address followed by /token as the user, an API token as the password",
    "Bearer": "an OAuth access token of Zendesk, as a bearer token",
}

RETRY: Final[Mapping[str, Any]] = {"intervalSeconds": 2, "maxAttempts": 3, "backoffRate": 2.0}

JSONATA: Final = "jsonata:"


def definition(template: Template, *, credentials: str | None = None) -> dict[str, Any]:
    """A workflow definition whose only task sends the request, ready to be posted."""
    name = template.operation.summary
    return {
        "name": name,
        "description": f"{template.operation.id} of the Zendesk Custom Objects API.",
        "startTask": name,
        "tasks": {name: task(template, credentials=credentials)},
    }


def task(template: Template, *, credentials: str | None = None) -> dict[str, Any]:
    """The HTTP task: a value of `tasks` in a workflow definition.

    Placeholders become input parameters, taken from the workflow's input. A request that must not
    be repeated has no `retry`: whether an engine counts the first attempt is not documented, so
    that no number is safe.

    Raises `ValueError` for a request that uploads a file.
    """
    require_json(template)
    made: dict[str, Any] = {
        "type": "Http",
        "description": " ".join([f"{template.operation.summary}.", *_notes(template, credentials)]),
    }
    if template.scheme:
        made["credentials"] = credentials or CREDENTIALS
    if template.names:
        made["inputParameters"] = {name: f"${{$.workflow.input.{name}}}" for name in template.names}
    made["httpRequest"] = {
        "url": _text(readable(template.url)),
        "method": template.method,
        "headers": map_texts(template.headers, _text),
        "body": map_texts(template.body, _text),
    }
    if template.is_repeatable:
        made["retry"] = dict(RETRY)
    made["connectionTimeoutSeconds"] = CONNECTION_SECONDS
    made["readTimeoutSeconds"] = READ_SECONDS
    made["end"] = True
    return made


def _notes(template: Template, credentials: str | None) -> list[str]:
    """What a person has to know before the task is used."""
    notes: list[str] = []
    if template.scheme and credentials is None:
        notes.append(
            f"Replace {CREDENTIALS} with the id of credentials saved in SimWorkflow:"
            f" {KINDS[template.scheme]}."
        )
    if template.secrets:
        names = ", ".join(sorted(template.secrets))
        notes.append(f"These inputs are secrets, and the engine stores inputs: {names}.")
    return notes + common_notes(template)


def _text(text: str) -> str:
    found = pieces(text)
    if _needs_jsonata(found):
        return JSONATA + " & ".join(map(_operand, found))
    return "".join(
        f"${{$.{piece.name}}}" if isinstance(piece, Placeholder) else escaped(piece)
        for piece in found
    )


def _needs_jsonata(found: Sequence[str | Placeholder]) -> bool:
    """Whether a text would be misread: as an expression, or as an escaped placeholder."""
    begins = isinstance(found[0], str) and found[0].startswith(JSONATA) if found else False
    return begins or any(isinstance(piece, str) and piece.endswith("$") for piece in found[:-1])


def _operand(piece: str | Placeholder) -> str:
    """A part of a JSONata expression: a path, or a text in which no `${` is left to be found."""
    if isinstance(piece, Placeholder):
        return f"$.{piece.name}"
    return json.dumps(piece).replace("$", "\\u0024")
