"""Run the tests on each supported Python, with the lowest and highest versions of dependencies.

These are the tests of the package itself. The tools that generate, build and type-check it have
requirements of their own, which hold dependencies back: `python3.13 scripts/test` runs everything.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
import tomllib
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHONS = tuple(
    found[1]
    for classifier in PROJECT["classifiers"]
    if (found := re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", classifier))
)
ENDS = {"lowest": "lowest-direct", "highest": "highest"}
"""The ends of a version range, with the names that uv has for them."""
ABOUT_TOOLS = ("generation", "packaging", "public_api", "client/test_typing.py")
"""Tests that need more than the group `suite`."""


class Failure(Exception):
    """The tests could not run, or failed."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", choices=PYTHONS, action="append", help="only on this Python")
    parser.add_argument(
        "--versions", choices=ENDS, action="append", help="only with these versions"
    )
    options = parser.parse_args(arguments)
    outcomes = []
    failed = False
    for python, end in product(options.python or PYTHONS, options.versions or ENDS):
        print(f"== Python {python}, {end} versions", flush=True)
        started = time.perf_counter()
        try:
            said = run_tests(environment(python, end))
        except Failure as failure:
            said = f"FAILED: {failure}"
            failed = True
        outcomes.append(f"{python:6}{end:9}{said} ({time.perf_counter() - started:.0f} s)")
    print("\n".join(("", *outcomes)))
    return int(failed)


def environment(python: str, end: str) -> Path:
    """Make an environment with one end of each dependency's range. Returns its Python."""
    folder = ROOT / ".venvs" / "matrix" / f"{python}-{end}"
    call("venv", "--clear", "--no-python-downloads", "--python", python, folder)
    if os.name == "nt":
        interpreter = folder / "Scripts" / "python.exe"
    else:
        interpreter = folder / "bin" / "python"
    ends = folder / "ends.txt"
    # No builds: each Python needs a wheel of the lowest version.
    call(
        *("pip", "compile", "--no-build", "--resolution", ENDS[end], "--python", interpreter),
        *("--extra", "all", "--output-file", ends, "pyproject.toml"),
    )
    call(
        *("pip", "install", "--python", interpreter, "--constraint", ends),
        *("--editable", ".[all]", "--group", "suite"),
    )
    return interpreter


def call(*arguments: str | Path) -> None:
    done = subprocess.run(
        [UV, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise Failure(done.stderr.strip())


def run_tests(python: Path) -> str:
    """Run the tests in an environment. Returns pytest's summary."""
    options = ("-q", "-n", "2", "-p", "no:cacheprovider")
    left_out = (f"--ignore=tests/{name}" for name in ABOUT_TOOLS)
    command = (str(python), "-m", "pytest", *options, *left_out)
    path = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PATH": path}, stdout=subprocess.PIPE, text=True
    ) as process:
        last = ""
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    if process.returncode:
        raise Failure(last)
    return last


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
