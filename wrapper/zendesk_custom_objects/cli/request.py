"""`zco request`: look up an operation, send it, or write it for another program."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .connection import Where, draft_account, open_client, with_connection
from .output import (
    Yes,
    confirm,
    note,
    print_table,
    write_bytes,
    write_json,
    write_json_text,
)
from .values import pairs, read_json

if TYPE_CHECKING:
    from .._generated import reference, types
    from ..prepared import PreparedRequest

__all__ = ["request"]

SHOWN_HEADERS = (
    "content-type",
    "location",
    "retry-after",
    "x-rate-limit",
    "x-rate-limit-remaining",
    "x-zendesk-api-warn",
    "x-zendesk-request-id",
)
"""The response headers that help a person."""

PROGRAMS = "For another program"
TASKS = "For a workflow engine"


class TaskFormat(StrEnum):
    """The workflow engines that a task can be written for."""

    SIMWORKFLOW = "simworkflow"
    CONDUCTOR = "conductor"


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
            help="For example CreateCustomObjectRecord. Without it, all operations are listed.",
            autocompletion=complete_operation,
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=VALUE",
            help="Parameters: custom_object_key=boat, page_size=10. A file to upload is"
            " uploaded_data=@FILE.",
        ),
    ] = None,
    words: Annotated[
        str | None, typer.Option("--search", help="List the operations that match these words.")
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(metavar="JSON", help="Body of the request: JSON, @FILE, or - for stdin."),
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send the request and show the response.")
    ] = False,
    yes: Yes = False,
    as_json: Annotated[bool, typer.Option("--json", help="Show the reference as JSON.")] = False,
    as_curl: Annotated[
        bool, typer.Option("--curl", help="Write a curl command.", rich_help_panel=PROGRAMS)
    ] = False,
    as_python: Annotated[
        bool,
        typer.Option(
            "--python", help="Write a Python program with this package.", rich_help_panel=PROGRAMS
        ),
    ] = False,
    as_httpx: Annotated[
        bool,
        typer.Option(
            "--httpx", help="Write a Python program with httpx alone.", rich_help_panel=PROGRAMS
        ),
    ] = False,
    as_task: Annotated[
        bool,
        typer.Option(
            "--http-task", help="Write the HTTP task of a workflow.", rich_help_panel=TASKS
        ),
    ] = False,
    as_workflow: Annotated[
        bool,
        typer.Option(
            "--workflow",
            help="Write a whole workflow definition with this one task.",
            rich_help_panel=TASKS,
        ),
    ] = False,
    task_format: Annotated[
        TaskFormat,
        typer.Option("--http-task-format", help="The workflow engine.", rich_help_panel=TASKS),
    ] = TaskFormat.SIMWORKFLOW,
    inputs: Annotated[
        list[str] | None,
        typer.Option(
            "--input",
            metavar="NAME",
            help="Take this from the workflow's input: a parameter, or a property of the body such"
            " as custom_object.title. Can be repeated.",
            rich_help_panel=TASKS,
        ),
    ] = None,
    credentials: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="The credentials saved in SimWorkflow.", rich_help_panel=TASKS
        ),
    ] = None,
    secrets: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            help="Where a Conductor task reads secrets: workflow.secrets (the default) or"
            " workflow.input.",
            rich_help_panel=TASKS,
        ),
    ] = None,
) -> None:
    """Show the reference of an operation, and the request that would be sent.

    Nothing is sent without --send. Without --body, the example of the contract stands in.
    """
    forms = {
        "--send": send,
        "--curl": as_curl,
        "--python": as_python,
        "--httpx": as_httpx,
        "--http-task": as_task,
        "--workflow": as_workflow,
    }
    chosen = [name for name, is_chosen in forms.items() if is_chosen]
    if len(chosen) > 1:
        raise typer.BadParameter(f"{' and '.join(chosen)} cannot be combined: choose one")
    options = {"--input": inputs, "--credentials": credentials, "--secrets": secrets}
    _check_options(options, task_format if as_task or as_workflow else None)
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

    drafted = draft(found, draft_account(where), values, given, inputs or ())
    match chosen:
        case ["--http-task" | "--workflow"]:
            _print_task(
                drafted, task_format, credentials, secrets or "workflow.secrets", whole=as_workflow
            )
        case [form]:
            _print_code(drafted, form)
        case _ if as_json:
            write_json(found)
        case _:
            from .reference_page import print_page

            print_page(found, drafted)


def _check_options(options: dict[str, Any], task_format: TaskFormat | None) -> None:
    """Refuse the options that the chosen form does not have."""
    allowed = {
        None: (),
        TaskFormat.SIMWORKFLOW: ("--input", "--credentials"),
        TaskFormat.CONDUCTOR: ("--input", "--secrets"),
    }[task_format]
    needs = {
        "--input": "--http-task or --workflow",
        "--credentials": "--http-task or --workflow, for SimWorkflow",
        "--secrets": "--http-task or --workflow, with --http-task-format conductor",
    }
    for name, value in options.items():
        if value and name not in allowed:
            raise typer.BadParameter(f"needs {needs[name]}", param_hint=name)


def _print_task(
    drafted: "PreparedRequest",
    task_format: TaskFormat,
    credentials: str | None,
    secrets: str,
    *,
    whole: bool,
) -> None:
    if task_format is TaskFormat.SIMWORKFLOW:
        make = drafted.simworkflow_definition if whole else drafted.simworkflow_task
        _print_json(make(credentials=credentials))
    else:
        write = drafted.conductor_definition if whole else drafted.conductor_task
        _print_json(write(secrets=secrets))


def _print_code(drafted: "PreparedRequest", form: str) -> None:
    from ..snippets.template import template
    from ..snippets.variables import variables

    write = {"--curl": drafted.curl, "--python": drafted.python, "--httpx": drafted.httpx}[form]
    typer.echo(write())
    if names := variables(template(drafted)):
        note(f"It reads the variables {', '.join(names)}.")


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
    """Send the request. The response's body goes to stdout, its status and headers to stderr."""
    from .. import APIError
    from .operations import build, missing

    if absent := missing(operation, values):
        names = ", ".join(parameter.argument for parameter in absent)
        raise typer.BadParameter(f"{operation.id} needs {names}: add NAME=VALUE")
    wanted = build(operation, values, body)
    if operation.body is not None and operation.body.is_required and not wanted.body:
        raise typer.BadParameter(f"{operation.id} needs a body: add it", param_hint="--body")
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
    for name in SHOWN_HEADERS:
        if name in response.headers:
            note(f"{name}: {response.headers[name]}")
    if isinstance(response.body, bytes):
        write_bytes(response.body)
    elif response.body is not None:
        _print_json(response.body)


def _undecoded(wanted: "types.Request[Any]") -> "types.Request[Any]":
    """The same request, whose response stays as it was received if it is JSON."""
    import msgspec

    plain = (bytes, str, type(None))
    kinds: Any = {
        status: kind if kind in plain else msgspec.Raw for status, kind in wanted.responses.items()
    }
    return msgspec.structs.replace(wanted, responses=kinds)


def _print_json(value: Any) -> None:
    """Print a JSON value over several lines; programs can read it as well."""
    import msgspec

    content = msgspec.json.Encoder(decimal_format="number").encode(value)
    write_json_text(msgspec.json.format(content, indent=2).decode())
