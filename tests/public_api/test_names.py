"""Every public name imports first thing in a fresh interpreter, whatever the others do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import public_api

ROOT = Path(__file__).resolve().parents[2]

# Each name has a process of its own, forked from one that has loaded what others wrote, and
# nothing of ours: starting an interpreter for each would take a minute.
EACH_IN_A_CHILD = """
import importlib, json, os, sys, traceback
import attrs, httpx, msgspec, regex

assert not [name for name in sys.modules if name.startswith("zendesk_custom_objects")]
failed = []
for module, name in json.load(sys.stdin):
    child = os.fork()
    if not child:
        try:
            getattr(importlib.import_module(module), name)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        failed.append(f"{module}.{name}")
json.dump(failed, sys.stdout)
"""


def import_each(names: list[tuple[str, str]], **environment: str) -> tuple[list[str], str]:
    """The names that do not import alone, and what was written about them."""
    done = subprocess.run(
        [sys.executable, "-c", EACH_IN_A_CHILD],
        input=json.dumps(names),
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    failed: list[str] = json.loads(done.stdout)
    return failed, done.stderr


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@needs_fork
def test_every_public_name_imports_alone() -> None:
    names = [
        (module, name) for module, names in public_api.public_names(ROOT).items() for name in names
    ]
    assert len(names) > 300
    assert import_each(names) == ([], "")


@needs_fork
def test_a_name_that_does_not_is_found(tmp_path: Path) -> None:
    """One that works only after another one has been imported."""
    (tmp_path / "loaded.py").write_text(
        "import sys\nif 'second' not in sys.modules: import nowhere"
    )
    (tmp_path / "first.py").write_text("import loaded\nA = 1\n")
    (tmp_path / "second.py").write_text("B = 2\n")
    failed, words = import_each(
        [("second", "B"), ("first", "A"), ("second", "C")], PYTHONPATH=str(tmp_path)
    )
    assert failed == ["first.A", "second.C"]
    assert "No module named 'nowhere'" in words
