"""All checks, one after the other, each with its time; the exit status tells whether all passed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
TESTS = (PYTHON, "-m", "pytest", "-q", "-n", "2")
CODE = ("wrapper", "generated", "tests", "scripts", "docs")
CHECKS = {
    "lint": (PYTHON, "-m", "ruff", "check", "."),
    "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
    "contract": (PYTHON, "scripts/lint_contract.py"),
    "generated code is up to date": (PYTHON, "scripts/generate.py", "--check"),
    "public names": (PYTHON, "scripts/public_api.py"),
    "mypy --strict": (PYTHON, "-m", "mypy", *CODE),
    "pyright": (PYTHON, "-m", "pyright"),
    "import contract": ("lint-imports",),
    "documentation": (PYTHON, "-m", "sphinx", "-qEW", "--keep-going", "docs", "docs/_build/html"),
    "tests": TESTS,
}


def main(arguments: list[str]) -> int:
    if arguments:
        return subprocess.call([*TESTS[:-2], *arguments], cwd=ROOT)
    scripts = Path(PYTHON).parent
    environment = os.environ | {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}
    failed = []
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        started = time.perf_counter()
        status = subprocess.call(command, cwd=ROOT, env=environment)
        print(
            f"-- {'failed' if status else 'ok'} ({time.perf_counter() - started:.1f} s)", flush=True
        )
        if status:
            failed.append(name)
    print(f"FAILED: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
