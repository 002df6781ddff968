"""Regenerate code, and report what a change of the contract means.

    python scripts/generate.py
        the low level from the contract, the sync client from the async one
    python scripts/generate.py --check
        write nothing; list stale, missing and surplus files (exit status 1 if there are any)
    python scripts/generate.py --diff BASE
        the changes since a file or a git revision (1 if one is as severe as --fail-on)
    python scripts/generate.py --compare OFFICIAL
        unexpected differences from a copy of the vendor's document, and its changes since a copy
        was recorded (1 if there are any); --record records this copy
    python scripts/generate.py --overlay FILE --output FOLDER
        both packages into another tree, made from the contract with the overlay FILE

The exit status is 2 if the command failed.

The versions of the generators are pinned in pyproject.toml (dependency group `generate`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from generator import commands
from generator.changes import Grade
from generator.problems import GenerationError
from generator.reports import FORMATS
from generator.tools import require_pinned_versions

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    if options.overlay and not (options.output or options.diff):
        parser.error("--overlay needs --output or --diff: it cannot change the project itself")
    if options.output and (options.diff or options.compare):
        parser.error("--output cannot be combined with --diff or --compare: reports go to stdout")
    if (options.format or options.fail_on) and not options.diff:
        parser.error("--format and --fail-on need --diff")
    if options.record and not options.compare:
        parser.error("--record needs --compare")
    try:
        if options.diff:
            return commands.diff(
                root,
                options.diff,
                options.overlay,
                form=options.format or "text",
                fail_on=options.fail_on or "breaking",
            )
        if options.compare:
            return commands.compare(root, options.compare, record=options.record)
        require_pinned_versions(ROOT / "pyproject.toml")
        with tempfile.TemporaryDirectory() as scratch:
            if options.output:
                return commands.generate_own(
                    root, Path(scratch), options.overlay, options.output, check=options.check
                )
            return commands.generate(root, Path(scratch), check=options.check)
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    task = parser.add_mutually_exclusive_group()
    task.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a file is out of date"
    )
    task.add_argument("--diff", metavar="BASE", help="a file or a git revision of the project")
    task.add_argument(
        "--compare", metavar="OFFICIAL", type=Path, help="a copy of the vendor's document"
    )
    parser.add_argument(
        "--record",
        action="store_true",
        help="record this copy (prose as digests), to report what changes in later ones",
    )
    parser.add_argument(
        "--overlay",
        metavar="FILE",
        type=Path,
        help="an OpenAPI Overlay 1.0 document",
    )
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        type=Path,
        help="write both packages here",
    )
    parser.add_argument("--format", choices=FORMATS, help="of the diff (default: text)")
    parser.add_argument(
        "--fail-on",
        choices=["never", *(grade.name for grade in Grade)],
        help="the least severe change for which the diff exits with 1 (default: breaking)",
    )
    parser.add_argument(
        "--root", type=Path, default=ROOT, help="the project to work on (default: this one)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
