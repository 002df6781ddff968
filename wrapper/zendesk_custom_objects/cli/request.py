"""`zco request`: look an operation up, try it, take it into another program."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .connection import Where, draft_account, open_client, with_connection
from .output import Yes, confirm, note, print_table, write_json
from .values import pairs, read_json

if TYPE_CHECKING:
    from .._generated import reference, types

__all__ = ["request"]

TELLING = (
    "content-type",
    "location",
    "retry-after",
    "x-rate-limit",
    "x-rate-limit-remaining",
    "x-zendesk-api-warn",
    "x-zendesk-request-id",
)
"""The headers of an answer that matter to people."""


def complete_operation(incomplete: str) -> list[str]:
    """The ids of operations, for the shell."""
    from .operations import known

    ids = (operation.id for operation in known())
    return [each for each in ids if each.lower().startswith(incomplete.lower())]


@with_connection
def request(
    where: Where,
    operation: Annotated[
        str | None,
        typer.Argument(
            metavar="OPERATION",
            help="Such as CreateCustomObjectRecord; without one, all are listed.",
            autocompletion=complete_operation,
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=VALUE",
            help="Parameters, such as custom_object_key=boat or page_size=10; a file to upload is"
            " uploaded_data=@FILE.",
        ),
    ] = None,
    words: Annotated[
        str | None, typer.Option("--search", help="List the operations with these words.")
    ] = None,
    body: Annotated[
        str | None, typer.Option(metavar="JSON", help="The body: JSON, @FILE, or - for stdin.")
    ] = None,
    as_curl: Annotated[bool, typer.Option("--curl", help="As a curl command.")] = False,
    as_task: Annotated[
        bool, typer.Option("--http-task", help="As the HTTP task of a workflow (Conductor).")
    ] = False,
    secrets: Annotated[
        str, typer.Option(help="Where the task finds secrets: workflow.input is another place.")
    ] = "workflow.secrets",
    send: Annotated[bool, typer.Option("--send", help="Send it, and show the answer.")] = False,
    yes: Yes = False,
    as_json: Annotated[bool, typer.Option("--json", help="The reference as JSON.")] = False,
) -> None:
    """Show an operation's reference, and the request that would be sent.

    Nothing is sent without --send. Where a body is missing, the contract's example stands in.
    """
    if sum((as_curl, as_task, send)) > 1:
        raise typer.BadParameter("--curl, --http-task and --send exclude each other")
    if operation is None or words is not None:
        _list(" ".join(filter(None, (words, operation))), as_json)
        return
    from .operations import find

    found = find(operation)
    values = pairs(parameters or (), "NAME=VALUE")
    given = None if body is None else read_json(body, "--body")
    if send:
        _send(where, found, values, given, yes=yes)
        return
    from .draft import draft

    drafted = draft(found, draft_account(where), values, given)
    if as_curl:
        from . import curl

        typer.echo(curl.command(drafted))
        note(f"It reads {', '.join(curl.variables(drafted))}.")
    elif as_task:
        from .http_task import http_task

        _print_json(http_task(drafted, secrets=secrets))
    elif as_json:
        write_json(found)
    else:
        from .reference_page import print_page

        print_page(found, drafted)


def _list(words: str, as_json: bool) -> None:
    from .operations import known, search

    found = search(words) if words else known()
    if as_json:
        for operation in found:
            write_json(operation)
        return
    print_table(
        [
            {"operation": each.id, "summary": each.summary, "request": f"{each.method} {each.path}"}
            for each in found
        ]
    )


def _send(
    where: Where,
    operation: "reference.OperationReference",
    values: dict[str, str],
    body: Any,
    *,
    yes: bool,
) -> None:
    """Send it. The body of the answer goes to stdout, what is around it to stderr."""
    from .. import APIError
    from .operations import build, missing

    if absent := missing(operation, values):
        names = ", ".join(parameter.argument for parameter in absent)
        raise typer.BadParameter(f"{operation.id} needs {names}")
    wanted = build(operation, values, body)
    if operation.body is not None and operation.body.is_required and not wanted.body:
        raise typer.BadParameter(f"{operation.id} needs a body", param_hint="--body")
    if wanted.method == "DELETE":
        confirm(f"Send {wanted.method} {wanted.target}?", yes)
    with open_client(where) as zendesk:
        try:
            response = zendesk.send_detailed(_undecoded(wanted))
        except APIError as error:
            if error.body is not None:
                _print_json(error.body)
            raise
    note(f"{response.status} {wanted.method} {wanted.target}")
    for name in TELLING:
        if name in response.headers:
            note(f"{name}: {response.headers[name]}")
    if isinstance(response.body, bytes):
        sys.stdout.buffer.write(response.body)
    elif response.body is not None:
        _print_json(response.body)


def _undecoded(wanted: "types.Request[Any]") -> "types.Request[Any]":
    """The same request whose answer stays as it was received, if it is JSON."""
    import msgspec

    plain = (bytes, str, type(None))
    kinds: Any = {
        status: kind if kind in plain else msgspec.Raw for status, kind in wanted.responses.items()
    }
    return msgspec.structs.replace(wanted, responses=kinds)


def _print_json(value: Any) -> None:
    """A JSON value for people, which programs can read as well."""
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
