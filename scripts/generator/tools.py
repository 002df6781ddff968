"""Running the generators, isolated from the environment."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .problems import GenerationError


def require_pinned_versions(pyproject: Path) -> None:
    """Refuse other versions of the generators: they write different code."""
    with pyproject.open("rb") as file:
        pins = tomllib.load(file)["dependency-groups"]["generate"]
    problems = []
    for pin in pins:
        name, _, wanted = pin.partition("==")
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "not installed"
        if found != wanted:
            problems.append(f"{name}: {found}, but {wanted} is required")
    if problems:
        raise GenerationError(
            "the generators do not have the pinned versions; run pip install --group generate:",
            problems,
        )


def run(
    module: str,
    arguments: Sequence[str],
    folder: Path,
    readable: Callable[[str], str] = str,
) -> str:
    """Run a Python tool in `folder`, configured by its arguments alone.

    Raises `GenerationError` with the output of the tool, passed through `readable`, if it fails.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "RUFF", "DATAMODEL"))
    }
    environment |= {
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
        "NO_COLOR": "1",
        "COLUMNS": "200",
        "_TYPER_STANDARD_TRACEBACK": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        words = f"{done.stderr.strip()}\n{done.stdout.strip()}".strip()
        raise GenerationError(f"{module} failed:", readable(words).splitlines())
    return done.stdout + done.stderr


def format_folder(folder: Path) -> None:
    """Sort imports, remove unused ones and format, ignoring any configuration file."""
    run("ruff", ["check", *_RUFF, "--select", "F401,F541,I", "--fix", "--quiet", "."], folder)
    run("ruff", ["format", *_RUFF, "--quiet", "."], folder)


_RUFF = ("--isolated", "--no-cache", "--line-length", "100", "--target-version", "py311")
