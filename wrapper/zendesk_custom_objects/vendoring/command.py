"""The command that makes and checks copies, for `zco vendor` and `scripts/vendor.py`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .._core.exit_codes import ExitCode
from .copies import check, find, vendor
from .failure import VendoringError
from .parts import NONE, PARTS, listed, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .copies import Copy

__all__ = ["main", "run"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status tells a script the outcome."""
    parser = argparse.ArgumentParser(
        prog="vendor",
        description="Copy this package into another project, or update the copy that is there.",
        epilog="Exit status: 0 done or pristine, 1 failed, 2 the command line is wrong, "
        "3 there is no copy, 8 outdated, 9 edited, 10 newer.",
    )
    parser.add_argument("destination", type=Path, help="the folder for the copy")
    parser.add_argument(
        "--without",
        metavar="PARTS",
        help=f"parts to leave out, such as {','.join(PARTS)}; {NONE} leaves nothing out; without"
        " this option an update keeps the choice of the copy",
    )
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--check", action="store_true", help="only compare: is the copy pristine?")
    task.add_argument(
        "--downgrade", action="store_true", help="replace a newer copy, too, by this version"
    )
    options = parser.parse_args(arguments)
    if options.check and options.without is not None:
        parser.error("--check replaces nothing: leave --without away")
    return run(
        options.destination,
        only_check=options.check,
        without=options.without,
        downgrade=options.downgrade,
    )


def run(
    destination: Path, *, only_check: bool, without: str | None = None, downgrade: bool = False
) -> ExitCode:
    """Make or check a copy, and print the outcome."""
    try:
        if only_check:
            copy = check(destination)
            print(copy)
            return copy.state.status
        choice = None if without is None else named(without)
        before = find(destination)
        copy = vendor(destination, without=choice, downgrade=downgrade)
    except VendoringError as error:
        print(error, file=sys.stderr)
        return error.status
    except OSError as error:
        print(error, file=sys.stderr)
        return ExitCode.REFUSED
    print(_told(destination, before, copy))
    return copy.state.status


def _told(destination: Path, before: Copy | None, copy: Copy) -> str:
    version = f"version {copy.version}"
    if copy.left_out:
        version += f" without {listed(copy.left_out)}"
    if before is None:
        return f"Made a copy in {destination}: {version}."
    if before == copy:
        return f"The copy in {destination} is up to date: {version}."
    return f"Updated the copy in {destination}, which was {before.version}: {version}."
