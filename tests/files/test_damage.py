"""Reading a damaged file returns values, or raises an error that names the file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from tests.files import damage
from tests.lengths import examples, is_long
from zendesk_custom_objects import (
    Client,
    ConfigurationError,
    FileTokenStore,
    Sandbox,
    TokenPair,
    ZendeskError,
)
from zendesk_custom_objects.cli import profile_file
from zendesk_custom_objects.durable.checkpoint import Checkpoint
from zendesk_custom_objects.sandbox.plans import Plan

ROOT = Path(__file__).resolve().parents[2]
COUNT = examples(60, 2_000)
SEED = 7


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "arrow"])
def test_a_damaged_file_of_records_is_read_or_reported(tmp_path: Path, format: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", damage.__name__, format, str(SEED), str(COUNT), str(tmp_path)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'wrapper'}:{ROOT / 'generated'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600 if is_long() else 60,
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr[-2_000:]


class Interrupted(BaseException):
    """The end of the export."""


@pytest.fixture
def zendesk() -> Iterator[Client]:
    boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats", "fields": []}
    with Sandbox(plan=Plan(exports_per_minute=100_000)) as sandbox:
        sandbox.seed(objects=[boat], records={"boat": [{"name": str(n)} for n in range(7)]})
        sandbox.clock.advance(3600)
        with Client.sandbox(sandbox) as client:
            yield client


def test_a_damaged_checkpoint_is_read_or_reported(zendesk: Client, tmp_path: Path) -> None:
    """Reading it, and an export that uses it, raise only errors of this package."""

    def stop(_: object) -> NoReturn:
        raise Interrupted

    noted, path = tmp_path / "noted", tmp_path / "boats.csv"
    with pytest.raises(Interrupted):
        zendesk.export_records("boat", checkpoint=noted, page_size=3).to_file(
            path, on_progress=stop
        )
    part = tmp_path / "boats.csv.part"
    whole, written = noted.read_bytes(), part.read_bytes()
    said: list[str] = []
    for number in range(COUNT):
        noted.write_bytes(damage.damaged(whole, Random(f"checkpoint {SEED} {number}")))
        part.write_bytes(written)
        try:
            zendesk.export_records("boat", checkpoint=noted, page_size=3).to_file(path)
        except ZendeskError as error:
            said.append(str(error))
        for left in tmp_path.glob("boats.*"):
            left.unlink()
    assert all(said)
    assert len(said) > COUNT / 2


def saves_tokens(path: Path) -> Callable[[], object]:
    store = FileTokenStore(path)
    store.save(TokenPair(access_token="geheim-1", refresh_token="geheim-2"))
    return store.load


def saves_profiles(path: Path) -> Callable[[], object]:
    profiles = {
        "acme": profile_file.Profile(subdomain="acme", client_id="c", client_secret="geheim-1"),
        "test": profile_file.Profile(base_url="https://acme.example", oauth_token="geheim-2"),
    }
    profile_file.save(profiles)
    return profile_file.load


@pytest.mark.parametrize("prepare", [saves_tokens, saves_profiles])
def test_a_damaged_file_of_secrets_is_reported_without_its_contents(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Callable[[Path], Callable[[], object]],
) -> None:
    """The error names the file, and quotes nothing from it."""
    monkeypatch.setattr(profile_file, "path", lambda: tmp_path / "secrets")
    path = tmp_path / "secrets"
    load = prepare(path)
    load()
    whole = path.read_bytes()
    said: list[str] = []
    for number in range(COUNT):
        path.write_bytes(damage.damaged(whole, Random(f"secrets {SEED} {number}")))
        try:
            load()
        except ConfigurationError as error:
            said.append(str(error))
    assert len(said) > COUNT / 2
    assert all(str(path) in message for message in said)
    assert not any("geheim-" in message for message in said)


def test_a_checkpoint_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "noted"
    checkpoint = Checkpoint(path, account="a", key="boat", deleted="include")
    for content in (b"", b"[]", b"null", b"{}", b"\xff", b"[" * 100_000, b'{"version": 2}'):
        path.write_bytes(content)
        with pytest.raises(ZendeskError, match=f"{path} is not a checkpoint"):
            checkpoint.load()
    path.unlink()
    path.mkdir()
    with pytest.raises(ZendeskError, match=f"{path} cannot be read"):
        checkpoint.load()
