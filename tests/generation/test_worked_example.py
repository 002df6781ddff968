"""The guides for maintainers work: their changes apply, their commands print what is shown."""

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


def copied(root: Path) -> Path:
    for name in ("spec", "scripts", "generated", "wrapper", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def in_a_shell(command: str, project: Path) -> subprocess.CompletedProcess[str]:
    paths = [str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = os.environ | {"PATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command,
        shell=True,
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the project with the change of the guide."""
    root = copied(tmp_path_factory.mktemp("project"))
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


def test_commands_print_what_the_guide_shows(project: Path) -> None:
    for language, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if language != "console":
            continue
        command, _, shown = text.removeprefix("$ ").partition("\n")
        done = in_a_shell(command, project)
        assert not done.stderr, command
        assert SECONDS.sub("N s", done.stdout) == SECONDS.sub("N s", shown), command


def test_the_example_for_contributors(tmp_path: Path) -> None:
    """The named tests fail, and pass after all steps."""
    root = copied(tmp_path)
    # Another name, so that it passes for whoever follows the page as well.
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").replace("colour", "figurehead")
    (added,) = (text for language, text in BLOCK.findall(text) if language == "yaml")
    making, mending = (
        text.replace("tests/contract tests/low_level", "tests/contract/test_facts.py")  # in seconds
        for language, text in BLOCK.findall(text)
        if language == "sh" and "tests/generation/test_official.py" in text
    )
    contract = root / "spec" / "openapi.yaml"
    head, schema, tail = contract.read_text("utf-8").rpartition("\n    CustomObject:\n")
    before, properties, after = tail.partition("      properties:\n")
    contract.write_text(head + schema + before + properties + added + after, "utf-8")
    failed = in_a_shell(making.replace("git diff --stat", "#"), root)
    assert "generated/zendesk_custom_objects_api/models/custom_object.py" in failed.stdout
    assert (
        "FAILED tests/contract/test_facts.py::test_properties_are_as_known[CustomObject]"
        in failed.stdout
    )
    assert "FAILED tests/generation/test_official.py" in failed.stdout
    passed = in_a_shell(mending, root)
    assert passed.returncode == 0, passed.stdout
