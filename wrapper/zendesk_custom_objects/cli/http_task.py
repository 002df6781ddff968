"""A request as the HTTP task of a workflow definition, in the format of Conductor.

The format: https://conductor-oss.github.io/conductor/documentation/configuration/workflowdef/systemtasks/http-task.html
"""

from typing import Any

import msgspec
import typer

from .draft import Draft
from .operations import MULTIPART

__all__ = ["http_task"]

CREDENTIALS = {"Basic": "zendesk_basic_credentials", "Bearer": "zendesk_oauth_token"}
"""The names of the secrets; Basic credentials are the base64 of `email/token:api_token`."""

CONNECTION_TIMEOUT = 10_000
READ_TIMEOUT = 60_000
"""Milliseconds: a workflow engine's own few seconds are less than the service may take."""


def http_task(draft: Draft, *, secrets: str = "workflow.secrets") -> dict[str, Any]:
    """The task: its secrets are read from `secrets`, what is missing from the workflow's input.

    A create that may have been carried out must not be sent again, so the engine is told not to.
    """
    operation, prepared = draft.operation, draft.prepared
    if operation.body is not None and operation.body.media_type == MULTIPART:
        raise typer.BadParameter(f"{operation.id} uploads a file, which an HTTP task cannot")

    def place(name: str) -> str:
        name = name.replace("-", "_")
        is_secret = name.startswith("zendesk_") and name != "zendesk_subdomain"
        return f"${{{secrets if is_secret else 'workflow.input'}.{name}}}"

    request: dict[str, Any] = {
        "uri": draft.filled(prepared.url, place),
        "method": prepared.method,
        "headers": {},
        "accept": prepared.headers["Accept"],
        "connectionTimeOut": CONNECTION_TIMEOUT,
        "readTimeOut": READ_TIMEOUT,
    }
    if draft.signs:
        request["headers"]["Authorization"] = (
            f"{draft.signs} ${{{secrets}.{CREDENTIALS[draft.signs]}}}"
        )
    if prepared.body is not None:
        request["contentType"] = prepared.headers["Content-Type"]
        request["body"] = msgspec.json.decode(draft.filled(draft.body, place))
    task: dict[str, Any] = {
        "name": operation.builder,
        "taskReferenceName": f"{operation.builder}_ref",
        "type": "HTTP",
        "inputParameters": {"http_request": request},
    }
    if not draft.may_be_resent:
        task["retryCount"] = 0
    return task
