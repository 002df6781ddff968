"""`zco probe`, against a sandbox that is served."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import COMMAND, Zco
from tests.lengths import examples
from tests.probing.accounts import OBJECTS, RECORDS, contents, probeable, random_variants
from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects._sync import _runtime
from zendesk_custom_objects.probing import schedule
from zendesk_custom_objects.sandbox import Clock, Variants

PAGE = (Path(__file__).resolve().parents[2] / "docs/guides/probing.md").read_text("utf-8")


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[tuple[Sandbox, str]]:
    """One of this module: its clock moves on."""
    with Sandbox() as sandbox, sandbox.served() as url:
        yield sandbox, url


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    """The clocks move on instead."""
    skipped: list[float] = []

    def wait(seconds: float) -> None:
        skipped.append(seconds)
        sandbox.clock.advance(seconds)

    monkeypatch.setattr(_runtime, "sleep", wait)
    monkeypatch.setattr(schedule, "monotonic", lambda: time.monotonic() + sum(skipped))


@pytest.fixture
def in_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_table_of_80_columns(
    account: None,
    sandbox: Sandbox,
    no_waits: None,
    in_folder: Path,
    zco: Zco,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "variants", Variants(dates="zulu", unknown_fields="drop"))
    sandbox.requests.clear()
    result = zco("probe", "--yes")
    assert result.code == 0
    assert "creates one object in http://127.0.0.1:" in result.err
    plan = [line for line in result.err.splitlines() if str(in_folder) not in line]
    assert max(map(len, plan)) <= 80
    assert "The report is in probe.json" in result.err
    lines = result.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "Different from the sandbox: 2" in lines
    row = next(line for line in lines if line.startswith("values of date fields"))
    assert row.split()[-3:] == ["zulu", "datetime", "C"]
    assert ["requests", str(len(sandbox.requests))] in [line.split() for line in lines]
    assert "    it would use up the account's requests of a minute" in lines
    assert not list(in_folder.glob("*.note")) + list(in_folder.glob("*.lock"))


def test_the_guide(
    account: None,
    sandbox: Sandbox,
    url: str,
    no_waits: None,
    in_folder: Path,
    zco: Zco,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the guide shows is what the command prints."""
    ((command, shown),) = re.findall(r"^```console\n\$ zco (.*?)\n(.*?)^```$", PAGE, re.M | re.S)
    monkeypatch.setattr(sandbox, "variants", Variants(dates="zulu"))
    result = zco(*command.split(), "--base-url", url)
    plan, end, last = result.err.partition("Everything")
    printed = (plan + result.out + end + last).replace(url, "http://127.0.0.1:8787")
    assert re.fullmatch(".*?".join(map(re.escape, shown.split("..."))), printed, re.S), printed


def test_json_and_the_file(
    account: None,
    sandbox: Sandbox,
    no_waits: None,
    in_folder: Path,
    zco: Zco,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    variants = random_variants(5)
    monkeypatch.setattr(sandbox, "variants", Variants(**variants))
    result = zco("probe", "--yes", "--json", "--output", "acme.json")
    assert result.code == 0
    (printed,) = result.json
    assert printed == json.loads((in_folder / "acme.json").read_text())
    assert printed["variants"] == probeable(variants)


def test_it_asks(account: None, sandbox: Sandbox, in_folder: Path, zco: Zco) -> None:
    sandbox.requests.clear()
    result = zco("probe")
    assert result.code == 2
    assert "--yes" in result.err
    assert len(sandbox.requests) == 0


def test_an_object_that_stays(
    account: None, sandbox: Sandbox, no_waits: None, in_folder: Path, zco: Zco
) -> None:
    sandbox.faults.add("DeleteCustomObject", status=403, times=None)
    result = zco("probe", "--yes", "--note", "here.note")
    assert result.code == 6
    assert "noted in here.note" in result.err
    sandbox.faults.clear()
    assert zco("probe", "--yes", "--note", "here.note").code == 0
    assert contents(sandbox) == []


def test_a_note_that_is_none(account: None, in_folder: Path, zco: Zco) -> None:
    (in_folder / "here.note").write_text("hello")
    assert zco("probe", "--yes", "--note", "here.note").code == 2


def test_no_folder_for_the_report(account: None, in_folder: Path, zco: Zco) -> None:
    result = zco("probe", "--yes", "--output", "nowhere/probe.json")
    assert result.code == 2
    assert "there is no folder nowhere" in result.err


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 elsewhere")
@pytest.mark.parametrize("number", range(examples(3, 30)))
def test_killed_for_real(
    number: int, account: None, sandbox: Sandbox, no_waits: None, in_folder: Path, zco: Zco
) -> None:
    """A process is killed -9 while it waits for the reply to a request."""
    sandbox.seed(objects=OBJECTS, records=RECORDS)
    before = contents(sandbox)
    fatal = random.Random(number).randint(1, 55)
    sandbox.requests.clear()
    with subprocess.Popen(
        [*COMMAND, "probe", "--yes"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        # No request is slower than this process, which asks for their number all the time.
        while len(sandbox.requests) < fatal:
            assert process.poll() is None
            time.sleep(0)
        process.kill()
    assert len(contents(sandbox)) >= len(before)
    assert zco("probe", "--yes").code == 0
    assert contents(sandbox) == before


def test_variants_that_a_served_sandbox_plays(in_folder: Path, zco: Zco) -> None:
    with Sandbox(variants=Variants(dates="zulu"), clock=Clock()) as sandbox:
        file = in_folder / "probe.json"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_runtime, "sleep", sandbox.clock.advance)
            with Client.sandbox(sandbox) as zendesk:
                file.write_bytes(zendesk.probe(note=in_folder / "note").to_json())
    arguments = [*COMMAND, "sandbox", "serve", "--port", "0", "--variants", str(file)]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[-1]
            played = httpx.get(f"{url}/_sandbox/variants", trust_env=False).json()
        finally:
            server.terminate()
    assert played["dates"] == "zulu"


def test_a_file_that_a_sandbox_cannot_play(in_folder: Path, zco: Zco) -> None:
    (in_folder / "probe.json").write_text('{"variants": {"datse": "zulu"}}')
    for name in ("probe.json", "nowhere.json"):
        result = zco("sandbox", "serve", "--port", "0", "--variants", name)
        assert result.code == 2
        assert name in result.err
