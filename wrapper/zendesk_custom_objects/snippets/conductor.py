"""A request as an HTTP task, or as a whole workflow definition, of Conductor.

The format: https://docs.conductor-oss.org/documentation/configuration/workflowdef/systemtasks/http-task.html
"""

from __future__ import annotations

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
    from collections.abc import Mapping

    from .template import Template

__all__ = ["SECRETS", "definition", "task"]

SECRETS: Final = "workflow.secrets"
INPUT: Final = "workflow.input"

CREDENTIALS: Final[Mapping[str, str]] = {
    "Basic": "zendesk_basic_credentials",
    "Bearer": "zendesk_oauth_token",
}
"""The names of the secrets by authorization scheme."""

KINDS: Final[Mapping[str, str]] = {
    "Basic": "the base64 of EMAIL/token:API_TOKEN",
    "Bearer": "an OAuth access token of Zendesk",
}


def definition(template: Template, *, secrets: str = SECRETS) -> dict[str, Any]:
    """A workflow definition whose only task sends the request, ready to be posted."""
    made = task(template, secrets=secrets)
    inputs = [name for name in template.names if name not in template.secrets]
    if secrets == INPUT:
        inputs += sorted(template.secrets)
        inputs += [CREDENTIALS[template.scheme]] if template.scheme else []
    return {
        "name": template.operation.builder,
        "description": f"{template.operation.id} of the Zendesk Custom Objects API.",
        "version": 1,
        "schemaVersion": 2,
        "inputParameters": inputs,
        "tasks": [made],
        "outputParameters": {"response": f"${{{made['taskReferenceName']}.output.response}}"},
    }


def task(template: Template, *, secrets: str = SECRETS) -> dict[str, Any]:
    """The HTTP task: an item of `tasks` in a workflow definition.

    Secrets are read from `secrets`, other placeholders from the workflow's input. A request that
    must not be repeated has `retryCount` 0.

    Raises `ValueError` for a request that uploads a file, and for a text with a `$` directly before
    a placeholder, which the format cannot express.
    """
    require_json(template)

    def text(value: str) -> str:
        found = pieces(value)
        if any(isinstance(piece, str) and piece.endswith("$") for piece in found[:-1]):
            raise ValueError(
                "Conductor reads a $ before a placeholder as an escape: put the $ into the"
                " placeholder's value"
            )
        return "".join(
            f"${{{secrets if piece.name in template.secrets else INPUT}.{piece.name}}}"
            if isinstance(piece, Placeholder)
            else escaped(piece)
            for piece in found
        )

    headers = {name: text(value) for name, value in template.headers.items()}
    request: dict[str, Any] = {
        "uri": text(readable(template.url)),
        "method": template.method,
        "accept": headers.pop("Accept"),
        "headers": headers,
        "connectionTimeOut": CONNECTION_SECONDS * 1000,
        "readTimeOut": READ_SECONDS * 1000,
    }
    if template.scheme:
        secret = CREDENTIALS[template.scheme]
        headers["Authorization"] = f"{template.scheme} ${{{secrets}.{secret}}}"
    if template.body is not None:
        request["contentType"] = headers.pop("Content-Type")
        request["body"] = map_texts(template.body, text)
    made: dict[str, Any] = {
        "name": template.operation.builder,
        "taskReferenceName": f"{template.operation.builder}_ref",
        "description": " ".join([f"{template.operation.summary}.", *_notes(template, secrets)]),
        "type": "HTTP",
        "inputParameters": {"http_request": request},
    }
    if not template.is_repeatable:
        made["retryCount"] = 0
    return made


def _notes(template: Template, secrets: str) -> list[str]:
    """What a person has to know before the task is used."""
    notes: list[str] = []
    if template.scheme:
        notes.append(f"{secrets}.{CREDENTIALS[template.scheme]} is {KINDS[template.scheme]}.")
    if "%" in readable(template.url):
        # Its HTTP task hands a text to Spring's RestTemplate, which encodes the % as well.
        notes.append("Try it: some versions of Conductor encode the URL a second time.")
    return notes + common_notes(template)
