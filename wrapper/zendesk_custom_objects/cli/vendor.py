"""`zco vendor`: a copy of this package in another project."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["vendor"]


def vendor(
    destination: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder for the copy.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only compare: is the copy pristine?")
    ] = False,
    without: Annotated[
        str | None,
        typer.Option(
            metavar="PARTS",
            help="Parts to leave out, such as cli,sandbox; none leaves nothing out.",
            show_default="as in the copy that is there",
        ),
    ] = None,
    downgrade: Annotated[
        bool, typer.Option("--downgrade", help="Replace a newer copy, too, by this version.")
    ] = False,
) -> None:
    """Copy this package into another project, or update the copy that is there.

    A copy that was edited, or is newer, is left alone. Exit status: 8 outdated, 9 edited, 10 newer.
    """
    from ..vendoring import run

    if check and (downgrade or without is not None):
        raise typer.BadParameter("--check replaces nothing: leave the other options away")
    raise typer.Exit(run(destination, only_check=check, without=without, downgrade=downgrade))
