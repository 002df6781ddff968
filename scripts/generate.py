"""Regenerate what is made by machine: the low level from the contract, and the sync client.

    python scripts/generate.py           write it
    python scripts/generate.py --check   write nothing, list what is stale, missing or surplus, and
                                         exit with 1 if anything is

The generators' versions are pinned in pyproject.toml (dependency group `generate`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from generator import low_level, output, sync_twin
from generator.contract import Contract
from generator.problems import GenerationError
from generator.tools import require_pinned_versions

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if anything is out of date"
    )
    parser.add_argument(
        "--root", type=Path, default=ROOT, help="the project to work on (default: this one)"
    )
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        require_pinned_versions(ROOT / "pyproject.toml")
        with tempfile.TemporaryDirectory() as scratch:
            products = make(options.root.resolve(), Path(scratch))
            differences = output.compare(products, options.root)
            if not options.check:
                output.write(products, options.root)
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 2
    return report(differences, check=options.check, seconds=time.perf_counter() - started)


def make(root: Path, scratch: Path) -> dict[Path, dict[Path, bytes]]:
    """The generated folders, relative to `root`, each with its files."""
    contract = Contract.load(root / "spec" / "openapi.yaml")
    package = Path("generated", low_level.PACKAGE)
    wrapper = Path("wrapper", "zendesk_custom_objects")
    return {
        package: low_level.build(contract, root / "spec", scratch),
        wrapper / "_sync": sync_twin.build(root / wrapper / "_async"),
    }


def report(differences: list[output.Difference], *, check: bool, seconds: float) -> int:
    for difference in differences:
        print(f"{difference.state}: {difference.path}")
    if check:
        print("out of date" if differences else "up to date", f"({seconds:.1f} s)")
        return 1 if differences else 0
    print(f"{len(differences)} files changed ({seconds:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
