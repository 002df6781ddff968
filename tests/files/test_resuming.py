"""An export to a file resumes after a crash at any moment, and has every record exactly once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, NoReturn

import pytest

from tests.files import exporting
from zendesk_custom_objects import CheckpointError, Client, FileError, Sandbox
from zendesk_custom_objects.durable.atomic_file import AtomicFile
from zendesk_custom_objects.files import Format, read_items
from zendesk_custom_objects.files.output import WholeFile
from zendesk_custom_objects.sandbox.plans import Plan

NAMES = [f"Boat\n{number}" for number in range(7)]


@pytest.fixture
def emulator() -> Iterator[Sandbox]:
    """An account with seven boats, whose export has no rate limit."""
    field = {"key": "berths", "type": "integer", "title": "Berths"}
    boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats", "fields": [field]}
    with Sandbox(plan=Plan(exports_per_minute=100_000)) as sandbox:
        sandbox.seed(objects=[boat], records={"boat": [{"name": name} for name in NAMES]})
        sandbox.clock.advance(3600)
        yield sandbox


@pytest.fixture
def zendesk(emulator: Sandbox) -> Iterator[Client]:
    with Client.sandbox(emulator) as client:
        yield client


def names(path: Path) -> list[str]:
    return [item["name"] for item in read_items(path)]


class Crash(BaseException):
    """The process ends here."""


class Fuse:
    """Crashes at one of the moments at which something changes on the disk."""

    def __init__(self, moments: int) -> None:
        self.left = moments

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def burning(*args: Any, **kwargs: Any) -> Any:
            if self.left == 0:
                raise Crash
            self.left -= 1
            return function(*args, **kwargs)

        return burning


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "arrow"])
def test_an_export_resumes_after_a_crash_between_any_two_steps(
    zendesk: Client, tmp_path: Path, format: Format
) -> None:
    """The next run resumes from what is on the disk."""
    path, noted = tmp_path / f"boats.{format}", tmp_path / "noted"
    moment = crashes = 0
    while True:
        with pytest.MonkeyPatch.context() as patch:
            fuse = Fuse(moment)
            patch.setattr(os, "fsync", fuse.before(os.fsync))
            patch.setattr(Path, "replace", fuse.before(Path.replace))
            patch.setattr(Path, "unlink", fuse.before(Path.unlink))
            export = zendesk.export_records("boat", checkpoint=noted, page_size=3)
            try:
                export.to_file(path)
            except Crash:
                crashes += 1
                assert not path.exists() or names(path) == NAMES  # never a part of it
            else:
                break
        moment += 1
        # Every other time the same run continues; otherwise the next one crashes again.
        if crashes % 3 == 0:
            noted.unlink(missing_ok=True)
            for part in tmp_path.glob("*.part"):
                part.unlink()
            path.unlink(missing_ok=True)

    assert crashes > 8
    assert names(path) == NAMES
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_an_export_of_a_killed_process_resumes(
    emulator: Sandbox, tmp_path: Path, format: Format
) -> None:
    """Killed after a page, while doing anything; the recorded state may be truncated."""
    random = Random(7)
    path, noted = tmp_path / f"boats.{format}", tmp_path / "noted"
    with emulator.served() as url:
        command = [sys.executable, exporting.__file__, url, str(path), str(noted), "1"]
        for pages in (1, 2):
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                for _ in range(pages):
                    process.stdout.readline()
                process.kill()
            part = path.with_name(f"{path.name}.part")
            if part.exists():
                with part.open("ab") as file:  # a partially written page
                    file.write(b'"half a li' * random.randrange(3))
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    assert names(path) == NAMES
    # A process that is killed while writing can leave a hidden file with a unique name.
    left = sorted(each.name for each in tmp_path.iterdir() if not each.name.startswith(".noted."))
    assert left == [path.name, "noted"]


def test_a_hidden_file_of_a_crash_is_removed_later(
    zendesk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The partial Parquet file of a killed process is replaced by the next run."""
    path, noted = tmp_path / "boats.parquet", tmp_path / "noted"
    with monkeypatch.context() as patch:
        patch.setattr(WholeFile, "finish", Fuse(0).before(WholeFile.finish))
        patch.setattr(AtomicFile, "discard", lambda file: file.stream.close())
        with pytest.raises(Crash):
            zendesk.export_records("boat", checkpoint=noted).to_file(path)
    assert len([*tmp_path.glob(".boats.*")]) == 1

    zendesk.export_records("boat", checkpoint=noted).to_file(path)

    assert sorted(each.name for each in tmp_path.iterdir()) == ["boats.parquet", "noted"]
    assert names(path) == NAMES


def test_later_changes_go_into_another_file(
    zendesk: Client, emulator: Sandbox, tmp_path: Path
) -> None:
    noted = tmp_path / "noted"
    export = zendesk.export_records("boat", checkpoint=noted)
    export.to_file(tmp_path / "all.csv")
    (first, *_) = zendesk.list_records("boat")
    zendesk.update_record("boat", first.id, berths=4)
    emulator.clock.advance(3600)

    with pytest.raises(FileError, match="exists already"):
        export.to_file(tmp_path / "all.csv")
    written = export.to_file(tmp_path / "changes.csv")

    assert (written.records, written.deleted) == (1, 0)
    assert [item["berths"] for item in read_items(tmp_path / "changes.csv")] == ["4"]
    assert names(tmp_path / "all.csv") == NAMES


@pytest.fixture
def interrupted(zendesk: Client, tmp_path: Path) -> Path:
    """The checkpoint of an export to `boats.csv` that has written one page."""

    def stop(_: object) -> NoReturn:
        raise Crash

    export = zendesk.export_records("boat", checkpoint=tmp_path / "noted", page_size=3)
    with pytest.raises(Crash):
        export.to_file(tmp_path / "boats.csv", on_progress=stop)
    return tmp_path / "noted"


def test_counts_continue(zendesk: Client, interrupted: Path, tmp_path: Path) -> None:
    seen: list[int] = []

    written = zendesk.export_records("boat", checkpoint=interrupted, page_size=3).to_file(
        tmp_path / "boats.csv", on_progress=lambda written: seen.append(written.records)
    )

    assert seen == [6, 7]
    assert (written.records, written.path) == (7, str(tmp_path / "boats.csv"))


@pytest.mark.parametrize(
    ("file", "format", "says"),
    [
        ("ships.csv", None, "an export to boats.csv, not ships.csv"),
        ("boats.csv", "jsonl", "has the format csv, not jsonl"),
    ],
)
def test_another_file_is_refused(
    zendesk: Client, interrupted: Path, file: str, format: Format | None, says: str
) -> None:
    with pytest.raises(CheckpointError, match=says):
        zendesk.export_records("boat", checkpoint=interrupted).to_file(
            interrupted.with_name(file), format=format
        )


@pytest.mark.parametrize(("cut", "says"), [(None, "it has 0 of the"), (5, "it has 5 of the")])
def test_a_lost_partial_file_is_not_taken_for_a_complete_one(
    zendesk: Client, interrupted: Path, tmp_path: Path, cut: int | None, says: str
) -> None:
    part = tmp_path / "boats.csv.part"
    if cut is None:
        part.unlink()
    else:
        os.truncate(part, cut)

    with pytest.raises(CheckpointError, match=says):
        zendesk.export_records("boat", checkpoint=interrupted).to_file(tmp_path / "boats.csv")


@pytest.mark.skipif(os.name != "posix", reason="there are no such locks elsewhere")
def test_two_exports_do_not_write_the_same_file(zendesk: Client, tmp_path: Path) -> None:
    path, noted = tmp_path / "boats.csv", tmp_path / "noted"

    def meddle(_: object) -> None:
        with pytest.raises(FileError, match=r"boats\.csv\.part: another export is writing"):
            zendesk.export_records("boat", checkpoint=noted).to_file(path)

    zendesk.export_records("boat", checkpoint=noted, page_size=3).to_file(path, on_progress=meddle)

    assert names(path) == NAMES


def test_a_new_field_cannot_be_added_to_a_partial_file(
    zendesk: Client, interrupted: Path, tmp_path: Path
) -> None:
    zendesk.create_field("boat", "port", title="Port")

    with pytest.raises(CheckpointError, match="fields of the object are not those"):
        zendesk.export_records("boat", checkpoint=interrupted).to_file(tmp_path / "boats.csv")


def test_the_checkpoint_of_a_file_cannot_be_used_without_it(
    zendesk: Client, interrupted: Path
) -> None:
    before = interrupted.read_bytes()

    with pytest.raises(CheckpointError, match=r"checkpoint of boats\.csv"):
        list(zendesk.export_records("boat", checkpoint=interrupted))

    assert interrupted.read_bytes() == before


def test_a_table_cannot_have_a_checkpoint(zendesk: Client, tmp_path: Path) -> None:
    export = zendesk.export_records("boat", checkpoint=tmp_path / "noted", page_size=3)

    for table in (export.to_arrow, export.to_pandas, export.to_polars):
        with pytest.raises(TypeError, match="to_batches"):
            table()
    next(batches := export.to_batches())
    assert not (tmp_path / "noted").exists()
    next(batches)
    assert json.loads((tmp_path / "noted").read_bytes())["cursor"]


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "arrow"])
def test_without_a_checkpoint_a_failure_keeps_the_old_file(
    zendesk: Client, tmp_path: Path, format: Format
) -> None:
    path = tmp_path / f"boats.{format}"
    path.write_text("as it was")

    def stop(_: object) -> NoReturn:
        raise Crash

    with pytest.raises(Crash):
        zendesk.list_records("boat", page_size=3).to_file(path, on_progress=stop)

    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]
    assert zendesk.list_records("boat", page_size=3).to_file(path).records == 7
    assert names(path) == NAMES


def test_invalid_files_are_refused(zendesk: Client, tmp_path: Path) -> None:
    listing = zendesk.list_records("boat")

    with pytest.raises(FileError, match="its folder does not exist"):
        listing.to_file(tmp_path / "no" / "boats.csv")
    with pytest.raises(FileError, match="is a folder"):
        listing.to_file(tmp_path, format="csv")
    with pytest.raises(FileError, match="its format is unknown"):
        listing.to_file(tmp_path / "boats")
    with pytest.raises(ValueError, match="not a format"):
        listing.to_file(tmp_path / "boats.csv", format="xlsx")  # type: ignore[arg-type]
