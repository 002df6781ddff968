"""The commands of `zco`."""

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
from .probe import probe_account
from .profiles import profiles
from .records import records
from .request import request
from .sandbox import sandbox
from .vendor import vendor
from .whoami import show_current_user

__all__ = ["application"]

START = "Getting started"
ACCOUNT = "Account"
FILES = "Files"
PROGRAMS = "For programs"

application = typer.Typer(
    name="zco",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # its tracebacks would show values of variables
    help=f"Zendesk Custom Objects from the command line.\n\n{EXIT_CODES}",
)


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


@application.command("quickstart", rich_help_panel=START)
def quickstart() -> None:
    """Serve a sandbox, create a hundred records in it through the SDK, and show each step."""
    from .quickstart import main

    main()


application.add_typer(sandbox, name="sandbox", rich_help_panel=START)
application.add_typer(profiles, name="profiles", rich_help_panel=START)
application.command("whoami", rich_help_panel=START)(show_current_user)
application.command("probe", rich_help_panel=START)(probe_account)
application.add_typer(objects, name="objects", rich_help_panel=ACCOUNT)
application.add_typer(fields, name="fields", rich_help_panel=ACCOUNT)
application.add_typer(records, name="records", rich_help_panel=ACCOUNT)
application.add_typer(jobs, name="jobs", rich_help_panel=ACCOUNT)
application.command("limits", rich_help_panel=ACCOUNT)(show_limits)
application.command("import", rich_help_panel=FILES)(import_records)
application.command("export", rich_help_panel=FILES)(export_records)
application.command("request", rich_help_panel=PROGRAMS)(request)
application.command("vendor", rich_help_panel=PROGRAMS)(vendor)
