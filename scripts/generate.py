"""Regenerate what is made by machine, and tell what a change of the contract means.

    python scripts/generate.py
        the low level from the contract, the sync client from the async one
    python scripts/generate.py --check
        write nothing; list what is stale, missing or surplus (exit status 1 if anything is)
    python scripts/generate.py --diff BASE
        what changed since a file or a git revision (1 if anything is as grave as --fail-on)
    python scripts/generate.py --compare OFFICIAL
        what differs unexpectedly from a copy of the vendor's document, and what has changed in it
        since a copy was recorded (1 if anything has); --record records this one
    python scripts/generate.py --overlay FILE --output FOLDER
        both packages into another tree, made from the contract as FILE changes it

The exit status is 2 if it could not be done.

The generators' versions are pinned in pyproject.toml (dependency group `generate`).
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
        parser.error("--overlay goes with --output or --diff: it is not for the project itself")
    if options.output and (options.diff or options.compare):
        parser.error("--output is for generated code: a report goes to the standard output")
    if (options.format or options.fail_on) and not options.diff:
        parser.error("--format and --fail-on go with --diff")
    if options.record and not options.compare:
        parser.error("--record goes with --compare")
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
        "--check", action="store_true", help="write nothing; exit 1 if anything is out of date"
    )
    task.add_argument("--diff", metavar="BASE", help="a file, or a git revision of the project")
    task.add_argument("--compare", metavar="OFFICIAL", type=Path, help="a copy of the document")
    parser.add_argument(
        "--record",
        action="store_true",
        help="keep what the copy says, prose as digests, to tell what changes in later ones",
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
        help="the least grave change for which the diff exits with 1 (default: breaking)",
    )
    parser.add_argument(
        "--root", type=Path, default=ROOT, help="the project to work on (default: this one)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
