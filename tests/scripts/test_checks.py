"""`scripts/test`: its lanes of checks, and the environment variables of its jobs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import checks
import environment

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="there are no named pipes elsewhere")


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_each_check_shows_its_output_and_the_failed_ones_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first = {"a": python("print('from a')"), "b": python("raise SystemExit('from b')")}
    monkeypatch.setattr(checks, "LANES", (first, {"c": python("")}))

    assert checks.main([]) == 1

    printed = capsys.readouterr().out
    assert "== a\nfrom a\n-- ok" in printed
    assert "== b\nfrom b\n-- failed" in printed
    assert printed.endswith("FAILED: b\n")


def test_the_status_is_zero_if_all_checks_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LANES", ({"a": python("")}, {"b": python("")}))
    assert checks.main([]) == 0


@POSIX_ONLY
def test_the_lanes_run_at_the_same_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    # Each end of the pipe opens only if the other one does, and gives up after a while.
    code = "import signal; signal.alarm(30); open({!r}, {!r}).close()"
    ends = (python(code.format(str(tmp_path / "pipe"), mode)) for mode in "rw")
    monkeypatch.setattr(checks, "LANES", tuple({"end": end} for end in ends))
    assert checks.main([]) == 0


def test_bytecode_is_kept_apart_from_the_sources_if_it_must_not_be_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    python = environment.ROOT / ".venvs" / "test" / "bin" / "python"
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)

    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    assert "PYTHONPYCACHEPREFIX" not in environment._variables(python)

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    variables = environment._variables(python)
    assert variables["PYTHONPYCACHEPREFIX"] == str(python.parent.parent / "bytecode")
    assert "PYTHONDONTWRITEBYTECODE" not in variables
