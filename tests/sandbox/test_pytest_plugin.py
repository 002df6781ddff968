"""The pytest plugin as users get it, in separate test runs."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

PLUGIN = "zendesk_custom_objects.pytest_plugin"


def run(directory: Path, *arguments: str, **files: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a directory with these test files and no other plugin."""
    for name, content in files.items():
        (directory / f"{name}.py").write_text(textwrap.dedent(content), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "--strict-markers"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-p", PLUGIN, *arguments],
        cwd=directory,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_fixtures_and_marker_work_and_tests_are_isolated(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        "-v",
        test_it="""
            import pytest

            @pytest.mark.parametrize("turn", [1, 2])
            def test_empty(zendesk, turn):
                assert list(zendesk.list_objects()) == []
                zendesk.create_object("boat", title="Boat", title_pluralized="Boats")

            @pytest.mark.zendesk_sandbox(plan="suite_team")
            def test_plan(zendesk):
                assert zendesk.object_limit().limit == 3

            def test_one_sandbox(zendesk, async_zendesk, zendesk_faults, zendesk_sandbox):
                assert zendesk_faults is zendesk_sandbox.faults
                zendesk.object_limit()
                assert len(zendesk_sandbox.requests) == 1
        """,
    )
    assert result.returncode == 0, result.stdout
    assert "4 passed" in result.stdout


def test_clients_do_not_wait_during_a_test(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        test_it="""
            import time
            from zendesk_custom_objects._sync import _runtime

            before = _runtime.sleep

            def test_waits_take_no_time(zendesk, zendesk_faults, zendesk_sandbox):
                zendesk_faults.add(status=503, retry_after=100)
                started, clock = time.monotonic(), zendesk_sandbox.clock()
                zendesk.object_limit()
                assert time.monotonic() - started < 50
                assert zendesk_sandbox.clock() - clock >= 100

            def test_afterwards_they_do():
                assert _runtime.sleep is before
        """,
    )
    assert result.returncode == 0, result.stdout


def test_an_unused_plugin_loads_nothing(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        test_it="""
            import sys

            def test_nothing_is_loaded():
                ours = {name for name in sys.modules if name.startswith("zendesk_custom_objects")}
                assert ours == {"zendesk_custom_objects", "zendesk_custom_objects.pytest_plugin"}
                assert not {"httpx", "msgspec", "attrs", "uvicorn"} & set(sys.modules)
        """,
    )
    assert result.returncode == 0, result.stdout


def test_fixtures_and_marker_are_documented(tmp_path: Path) -> None:
    fixtures = run(tmp_path, "--fixtures").stdout
    for name in (
        "zendesk",
        "async_zendesk",
        "zendesk_faults",
        "zendesk_sandbox",
        "zendesk_sandbox_url",
    ):
        line = next(line for line in fixtures.splitlines() if line.split(" ")[0] == name)
        assert PLUGIN.partition(".")[2] in line
    assert "@pytest.mark.zendesk_sandbox(**settings)" in run(tmp_path, "--markers").stdout


def test_the_plugin_is_registered_once(pytestconfig: pytest.Config) -> None:
    """An installed package registers it by its entry point, the source tree by the conftest."""
    named = [
        name
        for name, plugin in pytestconfig.pluginmanager.list_name_plugin()
        if getattr(plugin, "__name__", None) == PLUGIN
    ]
    assert len(named) == 1
