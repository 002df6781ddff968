"""`zco` with a served sandbox: in this process where possible, otherwise in its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from typer.testing import CliRunner

from tests.client.conftest import certificates as certificates
from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects.cli.application import application

SECRET = "sandbox"
COMMAND = [sys.executable, "-m", "zendesk_custom_objects"]


def interruptible() -> None:
    """Enables interrupts, which a background job of a shell, such as these tests, ignores."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Result(NamedTuple):
    """The result of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        """The JSON values on stdout, one on each line."""
        return [msgspec.json.decode(line) for line in self.out.splitlines()]


Zco = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home folder without profiles, and an environment without variables for `zco`."""
    for name in os.environ:
        if name.startswith(("ZENDESK_", "ZCO_", "_ZCO")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[tuple[Sandbox, str]]:
    with Sandbox() as sandbox, sandbox.served() as url:
        yield sandbox, url


@pytest.fixture
def sandbox(shared_sandbox: tuple[Sandbox, str]) -> Iterator[Sandbox]:
    """An empty account on a real socket."""
    yield shared_sandbox[0]
    shared_sandbox[0].reset()


@pytest.fixture
def url(shared_sandbox: tuple[Sandbox, str], sandbox: Sandbox) -> str:
    return shared_sandbox[1]


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Sets the environment variables of the sandbox."""
    monkeypatch.setenv("ZENDESK_BASE_URL", url)
    monkeypatch.setenv("ZENDESK_EMAIL", "admin@example.com")
    monkeypatch.setenv("ZENDESK_API_TOKEN", SECRET)


@pytest.fixture
def boats(account: None, sandbox: Sandbox) -> Client:
    """An object with a field of each kind that the command line treats differently."""
    zendesk = Client.sandbox(sandbox)
    zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
    zendesk.create_field("boat", "berths", title="Berths", type="integer")
    zendesk.create_field("boat", "port", title="Port")
    zendesk.create_field("boat", "ready", title="Ready", type="checkbox")
    zendesk.create_field(
        "boat",
        "gear",
        title="Gear",
        type="multiselect",
        custom_field_options=[{"name": name, "value": name} for name in ("radar", "ais")],
    )
    return zendesk


@pytest.fixture
def zco() -> Zco:
    """Runs a command in this process."""

    def run(*arguments: str, stdin: str = "") -> Result:
        done = CliRunner().invoke(application, list(arguments), input=stdin, catch_exceptions=False)
        return Result(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def zco_process() -> Zco:
    """Runs a command in a process of its own."""

    def run(*arguments: str, stdin: str = "") -> Result:
        done = subprocess.run(
            [*COMMAND, *arguments], input=stdin, capture_output=True, text=True, check=False
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run
