"""Runs of programs whose output is tested."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {
    "zendesk_custom_objects": ROOT / "wrapper" / "zendesk_custom_objects",
    "zendesk_custom_objects_api": ROOT / "generated" / "zendesk_custom_objects_api",
}


def run(
    *command: str | PurePath,
    cwd: Path | None = None,
    status: int = 0,
    **environment: str | PurePath,
) -> str:
    """Run a program that must end with `status`, and return its output.

    Keywords are added to its environment, without Python's variables: the test decides on imports.
    """
    inherited = {name: value for name, value in os.environ.items() if name[:6] != "PYTHON"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | {name: str(value) for name, value in environment.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout
