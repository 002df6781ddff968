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
) -> None:
    """Copy this package into another project, or update the copy that is there.

    A copy that was edited is left alone. Exit status: 0 done or pristine, 1 nothing done,
    3 outdated, 4 edited.
    """
    from ..vendoring import run

    raise typer.Exit(run(destination, only_check=check))
