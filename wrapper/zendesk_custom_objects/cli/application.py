"""What `zco` can do."""

from typing import Annotated

import typer

from .._core.exit_codes import EXIT_CODES
from .._version import __version__
from .exporting import export_records
from .failures import Commands
from .fields import fields
from .importing import import_records
from .jobs import jobs
from .limits import show_limits
from .objects import objects
from .profiles import profiles
from .records import records
from .request import request
from .sandbox import sandbox
from .vendor import vendor

__all__ = ["application"]

application = typer.Typer(
    name="zco",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # its tracebacks would show values of variables
    help=f"Zendesk Custom Objects from the command line.\n\n{EXIT_CODES}",
)
application.add_typer(objects, name="objects")
application.add_typer(fields, name="fields")
application.add_typer(records, name="records")
application.add_typer(jobs, name="jobs")
application.command("limits")(show_limits)
application.command("import")(import_records)
application.command("export")(export_records)
application.command("request")(request)
application.add_typer(profiles, name="profiles")
application.add_typer(sandbox, name="sandbox")
application.command()(vendor)


@application.command("quickstart")
def quickstart() -> None:
    """Serve a sandbox, create a hundred records in it through the SDK, and show each step."""
    from .quickstart import main

    main()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zco {__version__}")
        raise typer.Exit


@application.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    pass
