"""A request as it would be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from ._generated import types

if TYPE_CHECKING:
    from .snippets.template import Template

__all__ = ["PreparedRequest"]


class PreparedRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was not sent: to show it, to compare it, or to send it from another program.

    The methods write it in the forms that other programs read. None of them holds a secret: the
    credentials, and secrets in the body, are left to the other program. A value that only the other
    program knows is a `snippets.placeholder`.
    """

    request: types.Request[Any]
    """The request that it was prepared from."""
    method: str
    url: str
    headers: Mapping[str, str]
    """Without the credentials: `Authorization` is `Basic <secret>` or `Bearer <secret>`. An HTTP
    client adds headers about the connection, such as `Accept-Encoding`."""
    body: bytes | None = None
    is_repeatable: bool
    """Whether the request does no harm if it is carried out twice."""

    def __repr__(self) -> str:
        size = "no body" if self.body is None else f"{len(self.body)} bytes"  # may hold a secret
        return f"<{self.method} {self.url}, {size}>"

    def simworkflow_task(self, *, credentials: str | None = None) -> dict[str, Any]:
        """The request as an HTTP task of a SimWorkflow workflow definition.

        `credentials` is the id of credentials saved in SimWorkflow. Without it a placeholder id
        stands there, and the task's `description` says what to put in its place. A number that a
        `float` would change is a `Decimal`.

        Raises `ValueError` for a request that uploads a file.
        """
        from .snippets import simworkflow

        return simworkflow.task(self._template(), credentials=credentials)

    def simworkflow_definition(self, *, credentials: str | None = None) -> dict[str, Any]:
        """A SimWorkflow workflow definition, ready to be posted, whose only task is the request.

        See `simworkflow_task`.
        """
        from .snippets import simworkflow

        return simworkflow.definition(self._template(), credentials=credentials)

    def conductor_task(self, *, secrets: str = "workflow.secrets") -> dict[str, Any]:
        """The request as an HTTP task of a Conductor workflow definition.

        `secrets` is where the task reads the credentials: `workflow.input` is another place.

        Raises `ValueError` for a request that uploads a file.
        """
        from .snippets import conductor

        return conductor.task(self._template(), secrets=secrets)

    def conductor_definition(self, *, secrets: str = "workflow.secrets") -> dict[str, Any]:
        """A Conductor workflow definition, ready to be posted, whose only task is the request.

        See `conductor_task`.
        """
        from .snippets import conductor

        return conductor.definition(self._template(), secrets=secrets)

    def curl(self) -> str:
        """The request as a curl command for a POSIX shell.

        It reads the credentials from the environment: ZENDESK_OAUTH_TOKEN, or ZENDESK_EMAIL and
        ZENDESK_API_TOKEN. A file to upload is read from the path that is its name.
        """
        from .snippets import curl

        return curl.command(self._template())

    def python(self) -> str:
        """The request as a Python program with this package; `Client.from_env` signs it."""
        from .snippets import python_sdk

        return python_sdk.code(self._template())

    def httpx(self) -> str:
        """The request as a Python program with httpx alone; it reads the variables of `curl`."""
        from .snippets import python_httpx

        return python_httpx.code(self._template())

    def _template(self) -> Template:
        from .snippets.template import template  # loads the reference: a few milliseconds

        return template(self)
