"""Run all checks and tests; the exit status tells whether all passed.

They run in two lanes at the same time: the tests, which take about as long as everything else on
one core, and the other checks one after the other. Each shows its output when it has ended.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q")
CODE = ("wrapper", "generated", "tests", "scripts", "docs")
LANES: Sequence[Mapping[str, Sequence[str]]] = (
    {"tests": (*PYTEST, "-n", "2", "--dist", "worksteal")},
    {
        "lint": (PYTHON, "-m", "ruff", "check", "."),
        "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "import contract": ("lint-imports",),
        "public names": (PYTHON, "scripts/public_api.py"),
        # Before the tests that run it on the code of a user: they find its cache.
        "mypy --strict": (PYTHON, "-m", "mypy", *CODE),
        "contract": (PYTHON, "scripts/lint_contract.py"),
        "generated code is up to date": (PYTHON, "scripts/generate.py", "--check"),
        "pyright": (PYTHON, "-m", "pyright"),
        "documentation": (
            *(PYTHON, "-m", "sphinx", "-qEW", "--keep-going"),
            *("docs", "docs/_build/html"),
        ),
    },
)


def main(arguments: Sequence[str]) -> int:
    if arguments:
        return subprocess.call([*PYTEST, *arguments], cwd=ROOT)
    with ThreadPoolExecutor(len(LANES)) as pool:
        failed = [name for names in pool.map(run_lane, LANES) for name in names]
    print(f"FAILED: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def run_lane(checks: Mapping[str, Sequence[str]]) -> list[str]:
    """Run checks one after the other; the names of those that failed."""
    return [name for name, command in checks.items() if not passes(name, command)]


def passes(name: str, command: Sequence[str]) -> bool:
    scripts = Path(PYTHON).parent
    started = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    verdict = "failed" if done.returncode else "ok"
    seconds = time.perf_counter() - started
    # In one piece, as the other lane prints as well.
    print(f"== {name}\n{done.stdout}-- {verdict} ({seconds:.1f} s)\n", end="", flush=True)
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
