"""Processes for measurements: servers on one core, clients on another, clean environments."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).resolve().parent.parent
ROOT = SCRIPTS.parent
CACHE = Path(tempfile.gettempdir()) / "zendesk-custom-objects-bench"
"""Files that take long to create; they can be deleted at any time."""


@contextmanager
def server(module: str, *arguments: str) -> Generator[str, None, None]:
    """Run a module that prints its address and serves until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments],
        cwd=SCRIPTS,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        _pin(process, 0)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def run(module: str, *arguments: str, python: str = sys.executable) -> dict[str, Any]:
    """Run a module of the benchmarks in a process of its own; returns the JSON that it prints."""
    return run_python(["-m", f"benchmarks.{module}", *arguments], python)


def run_python(arguments: Sequence[str], python: str = sys.executable) -> dict[str, Any]:
    """Run Python with these arguments; returns the JSON that it prints."""
    process = subprocess.Popen(
        [python, *arguments],
        cwd=SCRIPTS,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        _pin(process, 1)
        printed, errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}\n{errors.strip()}")
    found: dict[str, Any] = json.loads(printed)
    return found


def _pin(process: subprocess.Popen[str], place: int) -> None:
    """Pin a process to a core of its own, if the system can and there are enough."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        with suppress(ProcessLookupError):  # it has ended already
            os.sched_setaffinity(process.pid, {cores[place % len(cores)]})


def clean_python() -> str:
    """The interpreter of an environment with only the core's dependencies, and this source."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    requirements: list[str] = project["project"]["dependencies"]
    return environment("clean", requirements, sources=["wrapper", "generated"])


def environment(
    name: str,
    requirements: Sequence[str],
    *,
    sources: Sequence[str] = (),
    base: str = sys.executable,
) -> str:
    """The interpreter of an environment with these packages and folders of this project."""
    wanted = hashlib.sha256(repr((base, sys.version, requirements, ROOT)).encode()).hexdigest()
    folder = CACHE / f"{name}-{wanted[:12]}"
    python = folder / "bin" / "python"
    made = folder / "made"
    if not made.exists():
        print(f"creating an environment with {', '.join(requirements)} ...", file=sys.stderr)
        if base == sys.executable:
            venv.create(folder, clear=True, with_pip=True)
        else:
            subprocess.run([base, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *requirements], check=True)
        (packages,) = folder.glob("lib/python*/site-packages")
        paths = "\n".join(str(ROOT / source) for source in sources)
        (packages / "sources.pth").write_text(paths, encoding="utf-8")
        made.touch()
    return str(python)
