"""The page for maintainers is true: its change is made, and its commands give what it shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import public_api

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "guides" / "changing-the-contract.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SECONDS = re.compile(r"\d+\.\d s\b")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the project with the change of the page."""
    root = tmp_path_factory.mktemp("project")
    for name in ("spec", "scripts", "generated", "wrapper", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    (change,) = (
        text for language, text in BLOCK.findall(PAGE.read_text("utf-8")) if language == "diff"
    )
    git = [
        "git",
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.com",
        "-c",
        "core.autocrlf=false",
    ]
    # So that what came since the baseline was stored is not part of the example.
    assert public_api.main(["--update", "--root", str(root)]) == 0
    for command, given in (
        (["init", "--quiet"], None),
        (["add", "."], None),
        (["commit", "--quiet", "--message=Before"], None),
        (["apply", "--unidiff-zero", "-"], change),
    ):
        subprocess.run([*git, *command], cwd=root, input=given, text=True, check=True)
    return root


def test_every_command_gives_what_the_page_shows(project: Path) -> None:
    paths = [str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = os.environ | {"PATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    for language, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if language != "console":
            continue
        command, _, shown = text.removeprefix("$ ").partition("\n")
        done = subprocess.run(
            command,
            shell=True,
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.stderr, command
        assert SECONDS.sub("N s", done.stdout) == SECONDS.sub("N s", shown), command
