"""Proofs that take too long for the tests: imports and exports lose and duplicate nothing.

    python scripts/durability.py crashes       all of the next line: twenty kill -9 each, without
                                               and with faults
    python scripts/durability.py crashes imports exports zco-import zco-export
    python scripts/durability.py journal-alone 500 killed imports, half of them inside a commit,
                                               that lose every file but their journal
    python scripts/durability.py allowance     100,000 records into a sandbox with a rate limit
    python scripts/durability.py airports      every airport of the world through every format

Imported and exported records are compared with the database of the sandbox. The exit status is 1 if
a proof failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from proofs.importing import IDENTITIES


def imports(options: argparse.Namespace, random: Random) -> bool:
    from proofs.import_crashes import prove_imports

    return prove_imports(options.kills, options.rows or 1000, options.identity, random)


def exports(options: argparse.Namespace, random: Random) -> bool:
    from proofs.export_crashes import by_library, prove_exports
    from proofs.formats import FORMATS

    return prove_exports("export", by_library, FORMATS, options.kills, random)


def zco_import(options: argparse.Namespace, random: Random) -> bool:
    from proofs.command_line_imports import prove_command_line_imports

    return prove_command_line_imports(options.kills, options.rows or 5000, random)


def zco_export(options: argparse.Namespace, random: Random) -> bool:
    from proofs.export_crashes import by_command_line, prove_exports
    from proofs.formats import FORMATS

    return prove_exports("zco export", by_command_line, FORMATS[:3], options.kills, random)


CRASHES: dict[str, Callable[[argparse.Namespace, Random], bool]] = {
    "imports": imports,
    "exports": exports,
    "zco-import": zco_import,
    "zco-export": zco_export,
}


def crashes(options: argparse.Namespace) -> bool:
    if unknown := set(options.what) - CRASHES.keys():
        sys.exit(
            f"unknown crash tests: {', '.join(sorted(unknown))}; choose of {', '.join(CRASHES)}"
        )
    held = [CRASHES[name](options, Random(options.seed)) for name in options.what or CRASHES]
    return all(held)


def allowance(options: argparse.Namespace) -> bool:
    from proofs.allowance import prove_allowance

    return prove_allowance(options.rows, options.limit, options.window)


def journal_alone(options: argparse.Namespace) -> bool:
    from proofs.journal_alone import prove_journal_alone

    return prove_journal_alone(options.runs, options.rows, Random(options.seed))


def airports(options: argparse.Namespace) -> bool:
    from proofs.formats import prove_formats

    with tempfile.TemporaryDirectory() as folder:
        return prove_formats(Path(folder))


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Prove that imports and exports survive crashes and limits."
    )
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("crashes")
    command.set_defaults(prove=crashes)
    command.add_argument("what", nargs="*", metavar="WHAT", help=", ".join(CRASHES))
    command.add_argument("--kills", type=int, default=20)
    command.add_argument(
        "--rows", type=int, help="rows of an import (default: 1,000; 5,000 for zco)"
    )
    command.add_argument("--identity", choices=IDENTITIES, nargs="*", default=IDENTITIES)
    command.add_argument("--seed", type=int, help="seed for the random moments and faults")
    command = commands.add_parser("allowance")
    command.set_defaults(prove=allowance)
    command.add_argument("--rows", type=int, default=100_000)
    command.add_argument("--limit", type=int, default=200)
    command.add_argument("--window", type=float, default=20.0)
    command = commands.add_parser("journal-alone")
    command.set_defaults(prove=journal_alone)
    command.add_argument("--runs", type=int, default=500)
    command.add_argument("--rows", type=int, default=600)
    command.add_argument("--seed", type=int, help="seed for the random moments")
    commands.add_parser("airports").set_defaults(prove=airports)
    options = parser.parse_args()
    held = options.prove(options)
    print("all held" if held else "FAILED")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
