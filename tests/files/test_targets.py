"""Existing files with the name of a target or of its partial file are replaced, kept or refused."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.client.stub import Reply, Stub, serving
from zendesk_custom_objects import BearerToken, CheckpointError, Client, FileError, Sandbox
from zendesk_custom_objects.durable import atomic_file, partial_file
from zendesk_custom_objects.durable.checkpoint import Checkpoint, Position
from zendesk_custom_objects.durable.file_lock import lock
from zendesk_custom_objects.durable.partial_file import PartialFile
from zendesk_custom_objects.files import read_items
from zendesk_custom_objects.sandbox.plans import Plan

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and modes of POSIX")

NAMES = [f"Boat {number}" for number in range(7)]


@pytest.fixture(scope="module")
def zendesk() -> Iterator[Client]:
    """A client of an account that has seven boats."""
    boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats", "fields": []}
    plan = Plan(exports_per_minute=100_000)  # nothing here waits for an allowance
    with Sandbox(plan=plan) as sandbox, Client.sandbox(sandbox) as client:
        sandbox.seed(objects=[boat], records={"boat": [{"name": name} for name in NAMES]})
        sandbox.clock.advance(3600)
        yield client


def whole(zendesk: Client, path: Path) -> None:
    zendesk.list_records("boat").to_file(path, format="csv")


def resumable(zendesk: Client, path: Path) -> None:
    noted = path.with_name("noted")
    zendesk.export_records("boat", checkpoint=noted).to_file(path, format="csv")


def converted(zendesk: Client, path: Path) -> None:
    noted = path.with_name("noted")
    zendesk.export_records("boat", checkpoint=noted).to_file(path, format="parquet")


def replaced(zendesk: Client, path: Path) -> None:
    atomic_file.replace(path, b"name\n")


Way = Callable[[Client, Path], None]
WAYS: list[Way] = [whole, resumable, converted, replaced]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(path: Path) -> list[Any]:
    return [item["name"] for item in read_items(path, format="csv")]


@pytest.mark.parametrize("way", WAYS)
def test_a_private_file_stays_private(zendesk: Client, tmp_path: Path, way: Way) -> None:
    path = tmp_path / "boats"
    path.touch(0o600)
    way(zendesk, path)
    assert mode(path) == 0o600
    assert path.stat().st_size > 0


@pytest.mark.parametrize("way", [whole, resumable, converted])
def test_a_new_file_has_the_permissions_of_the_umask(
    zendesk: Client, tmp_path: Path, way: Way
) -> None:
    before = os.umask(0o027)
    try:
        way(zendesk, tmp_path / "boats")
    finally:
        os.umask(before)
    assert mode(tmp_path / "boats") == 0o640


def test_the_partial_file_of_a_private_file_is_private(zendesk: Client, tmp_path: Path) -> None:
    path = tmp_path / "boats.csv"
    path.touch(0o600)
    modes: list[int] = []
    zendesk.export_records("boat", checkpoint=tmp_path / "noted", page_size=3).to_file(
        path, on_progress=lambda _: modes.append(mode(tmp_path / "boats.csv.part"))
    )
    assert modes == [0o600] * 3
    assert mode(tmp_path / "noted") == 0o600


@pytest.mark.parametrize("way", WAYS)
def test_a_symbolic_link_is_kept(zendesk: Client, tmp_path: Path, way: Way) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "real").write_text("old")
    link = tmp_path / "boats"
    link.symlink_to("data/real")
    way(zendesk, link)
    assert link.is_symlink()
    assert (tmp_path / "data" / "real").stat().st_size > 3
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["real"]


@pytest.mark.parametrize("way", [whole, resumable, converted])
def test_a_symbolic_link_in_place_of_the_partial_file_is_not_followed(
    zendesk: Client, tmp_path: Path, way: Way
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("kept")
    part = tmp_path / "boats.part"
    part.symlink_to(precious)
    if way is whole:
        way(zendesk, tmp_path / "boats")
    else:
        with pytest.raises(FileError, match=r"boats\.part: a symbolic link"):
            way(zendesk, tmp_path / "boats")
    assert precious.read_text() == "kept"
    assert part.is_symlink()


@pytest.mark.parametrize("way", [whole, resumable, converted])
def test_another_file_with_the_name_of_the_partial_file_is_kept(
    zendesk: Client, tmp_path: Path, way: Way
) -> None:
    part = tmp_path / "boats.part"
    part.write_text("half of a film")
    if way is whole:
        way(zendesk, tmp_path / "boats")
    else:
        with pytest.raises(FileError, match=r"boats\.part: exists already"):
            way(zendesk, tmp_path / "boats")
        assert not (tmp_path / "boats").exists()
    assert part.read_text() == "half of a film"


def test_an_empty_partial_file_is_replaced(zendesk: Client, tmp_path: Path) -> None:
    (tmp_path / "boats.part").touch()
    resumable(zendesk, tmp_path / "boats")
    assert names(tmp_path / "boats") == NAMES


@pytest.mark.parametrize("way", [resumable, converted, replaced])
def test_a_device_is_not_replaced(zendesk: Client, tmp_path: Path, way: Way) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises((FileError, OSError), match="not a regular file"):
        way(zendesk, pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert not (tmp_path / "pipe.part").exists()


def test_a_pipe_can_be_written_to(zendesk: Client, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text()))
    reader.start()
    whole(zendesk, pipe)
    reader.join()
    assert received[0].count("Boat") == len(NAMES)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


def test_a_download_respects_permissions_and_links(stub: Stub, tmp_path: Path) -> None:
    private, link, pipe = tmp_path / "private", tmp_path / "link", tmp_path / "pipe"
    private.touch(0o600)
    link.symlink_to("private")
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    stub.will_answer(Reply(200, b"one"), Reply(200, b"two"))
    with Client(base_url=stub.url, auth=BearerToken("t")) as client:
        for target in (link, pipe):
            client.download_attachment("boat", "01J", "01A", to=target)
    reader.join()
    assert (private.read_bytes(), mode(private), link.is_symlink()) == (b"one", 0o600, True)
    assert (received, stat.S_ISFIFO(pipe.stat().st_mode)) == ([b"two"], True)


def test_a_second_run_waits_until_the_file_is_renamed(zendesk: Client, tmp_path: Path) -> None:
    """The partial file stays locked while its completion is recorded and it is renamed."""
    path, noted = tmp_path / "boats.csv", tmp_path / "noted"
    refused: list[bool] = []

    def meddle(source: Path, target: Path) -> Path:
        if target == path:
            with pytest.raises(FileError, match="another export is writing"):
                zendesk.export_records("boat", checkpoint=noted).to_file(path)
            refused.append(json.loads(noted.read_bytes())["file"]["is_whole"])
        return rename(source, target)

    rename = Path.replace
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", meddle)
        written = zendesk.export_records("boat", checkpoint=noted).to_file(path)
    assert refused == [True]
    assert written.records == 7
    assert names(path) == NAMES


def test_a_partial_file_renamed_before_the_lock_is_not_written_to(tmp_path: Path) -> None:
    """Another process can rename the file after it is opened and before it is locked here."""
    path = tmp_path / "boats.csv"
    first = PartialFile(path)
    first.stream.write(b"whole")
    locks: list[int] = []

    def locked(handle: int) -> bool:
        locks.append(handle)
        if len(locks) == 1:
            first.commit()
        return lock(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partial_file, "lock", locked)
        second = PartialFile(path)
    second.stream.write(b"other")
    second.close()
    assert path.read_bytes() == b"whole"
    assert len(locks) == 2


def test_a_full_disk_is_reported_with_the_file(
    zendesk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"boats: cannot be written: No space left"):
        whole(zendesk, tmp_path / "boats")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CheckpointError, match=r"noted cannot be written: No space left"):
        resumable(zendesk, tmp_path / "boats")
    assert list(tmp_path.iterdir()) == []


def test_a_checkpoint_is_private(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "noted", account="a", key="boat", deleted="include")
    checkpoint.path.touch(0o644)
    checkpoint.save(Position(account="a", object="boat", deleted="include", cursor=None))
    assert mode(checkpoint.path) == 0o600
