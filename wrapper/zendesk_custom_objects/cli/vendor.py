"""`zco vendor`: a copy of this package in another project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["vendor"]


def vendor(
    destination: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder to hold the copy.")
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Only tell whether the copy is pristine.")
    ] = False,
    downgrade: Annotated[
        bool, typer.Option("--downgrade", help="Replace a newer copy, too, by this version.")
    ] = False,
) -> None:
    """Copy this package into another project, or update the copy that is there.

    A copy that was edited, or is newer, is left alone. Exit status: 8 outdated, 9 edited, 10 newer.
    """
    from ..vendoring import run

    if check and downgrade:
        raise typer.BadParameter("--check replaces nothing: it goes without --downgrade")
    raise typer.Exit(run(destination, only_check=check, downgrade=downgrade))
