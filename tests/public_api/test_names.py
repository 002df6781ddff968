"""Every public name can be imported first in a fresh interpreter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import public_api

ROOT = Path(__file__).resolve().parents[2]

# A process of its own for each name of a module that loads names on first use, and for each other
# module: forked from one that has loaded what others wrote, and nothing of ours, because starting
# an interpreter for each would take a minute.
EACH_IN_A_CHILD = """
import importlib, json, os, sys, traceback
import attrs, httpx, msgspec, regex

ALL_LOADED = 7

assert not [name for name in sys.modules if name.startswith("zendesk_custom_objects")]
failed = []
for module, names in json.load(sys.stdin).items():
    for name in names:
        child = os.fork()
        if not child:
            try:
                loaded = importlib.import_module(module)
                getattr(loaded, name)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            lazy = hasattr(loaded, "__getattr__")
            os._exit(0 if lazy or not all(hasattr(loaded, each) for each in names) else ALL_LOADED)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == ALL_LOADED:
            break
        if status:
            failed.append(f"{module}.{name}")
json.dump(failed, sys.stdout)
"""


def import_each(names: Mapping[str, list[str]], **environment: str) -> tuple[list[str], str]:
    """The names that fail to import alone, and the tracebacks."""
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


def test_every_module_that_callers_import_exists() -> None:
    """The check would not notice a module that is misspelt in its table."""
    public = public_api.public_names(ROOT)
    named = {f"{package}.{name}" for package, names in public_api.MODULES.items() for name in names}
    assert named - public.keys() == set()
    for package, folders in public_api.FOLDERS.items():
        for folder in folders:
            assert [name for name in public if name.startswith(f"{package}.{folder}.")]


@needs_fork
def test_every_public_name_imports_alone() -> None:
    names = public_api.public_names(ROOT)
    assert sum(map(len, names.values())) > 300
    assert import_each(names) == ([], "")


@needs_fork
def test_a_name_that_depends_on_another_import_is_found(tmp_path: Path) -> None:
    """One that can be imported only after another one."""
    (tmp_path / "loaded.py").write_text(
        "import sys\nif 'second' not in sys.modules: import nowhere"
    )
    (tmp_path / "first.py").write_text("import loaded\nA = 1\n")
    (tmp_path / "second.py").write_text("B = 2\nD = 4\n")
    (tmp_path / "lazy.py").write_text(
        "A = 1\ndef __getattr__(name):\n    import first\n    return first.A"
    )
    failed, words = import_each(
        {"second": ["B", "C", "D"], "first": ["A"], "lazy": ["A", "B"]}, PYTHONPATH=str(tmp_path)
    )
    assert failed == ["second.C", "first.A", "lazy.B"]
    assert "No module named 'nowhere'" in words
