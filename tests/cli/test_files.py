"""`zco import` and `zco export`: rows become records and come back, and errors are reported."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, Zco, interruptible
from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects.cli.progress import words_of

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="there are no such signals elsewhere")
COLUMNS = ("name", "external_id", "berths", "ready", "gear")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "boats.csv"


def write(path: Path, rows: Iterable[Iterable[object]], columns: Iterable[str] = COLUMNS) -> None:
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])


def test_rows_are_imported_as_records(zco: Zco, boats: Client, file: Path) -> None:
    write(file, [("Fulmar", "b-1", 4, "true", "radar;ais"), ("Petrel", "b-2", "", "", "")])

    result = zco("import", "boat", str(file))

    assert (result.code, result.out, result.err) == (0, "", "2 created.\n")
    records = {record.name: record for record in boats.list_records("boat")}
    assert records["Fulmar"].external_id == "b-1"
    fields = {"berths": 4, "ready": True, "gear": ["radar", "ais"], "port": None}
    assert records["Fulmar"].fields == fields
    assert list(file.parent.glob("*.journal*")) == []


def test_columns_are_mapped_and_omitted(zco: Zco, boats: Client, file: Path) -> None:
    write(file, [("Fulmar", 4, "x")], ("Boat", "Beds", "Remarks"))

    wrong = zco("import", "boat", str(file), "--map", "Boat=name")
    assert (wrong.code, wrong.out) == (2, "")
    assert "column 'Beds'" in wrong.err
    maps = ("--map", "Boat=name", "--map", "Beds=berths", "--map", "Remarks=")
    assert zco("import", "boat", str(file), *maps).code == 0

    (record,) = boats.list_records("boat")
    assert (record.name, record.fields["berths"]) == ("Fulmar", 4)


def test_a_dry_run_reports_errors_by_row_and_sends_nothing(
    zco: Zco, boats: Client, sandbox: Sandbox, file: Path
) -> None:
    write(
        file, [("Fulmar", "b-1", 4, "", ""), ("", "b-2", "four", "", ""), ("x", "", 1, "", "kite")]
    )
    sandbox.requests.clear()

    result = zco("import", "boat", str(file), "--dry-run")

    assert result.code == 6
    lines = result.err.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == ["row 3", "row 4"]
    assert "berths: must be a whole number" in lines[0]
    assert "gear[0]" in lines[1]
    assert lines[-1] == "Valid rows: 1; refused: 2."
    assert {each.method for each in sandbox.requests} == {"GET"}
    assert [entry.name for entry in file.parent.glob("*.csv*")] == ["boats.csv"]
    outcomes = zco("import", "boat", str(file), "--dry-run", "--json").json
    assert [(each["row"], each["status"]) for each in outcomes] == [
        (2, "unsent"),
        (3, "failed"),
        (4, "failed"),
    ]
    assert {each["field"] for each in outcomes[1]["violations"]} >= {"berths"}


def test_the_same_command_sends_corrected_rows(zco: Zco, boats: Client, file: Path) -> None:
    rows = [(f"Boat {number}", f"b-{number}", number, "", "") for number in range(250)]
    write(file, [*rows, ("Fulmar", "b-x", "four", "", "")])
    first = zco("import", "boat", str(file))
    assert first.code == 6
    assert first.err.splitlines()[0].startswith("row 252: berths")
    assert first.err.splitlines()[-1] == "250 created, 1 failed."

    write(file, [*rows, ("Fulmar", "b-x", 4, "", "")])
    second = zco("import", "boat", str(file))

    assert (second.code, second.err) == (0, "1 created, 250 skipped.\n")
    assert len(list(boats.list_records("boat"))) == 251
    assert list(file.parent.glob("*.journal*")) == []


def test_after_only_failures_the_way_to_write_can_change(
    zco: Zco, boats: Client, sandbox: Sandbox, file: Path
) -> None:
    boats.create_record("boat", name="Fulmar", external_id="b-1", berths=2)
    sandbox.clock.advance(60)
    write(file, [("Fulmar", "b-1", 4, "", "")])
    refused = zco("import", "boat", str(file))
    assert (refused.code, refused.err.splitlines()[-1]) == (6, "1 failed.")

    result = zco("import", "boat", str(file), "--upsert-by", "external_id")

    assert (result.code, result.err) == (0, "1 upserted.\n")
    assert [record.fields["berths"] for record in boats.list_records("boat")] == [4]


def test_after_a_success_the_way_to_write_cannot_change(
    zco: Zco, boats: Client, file: Path
) -> None:
    write(file, [("Fulmar", "b-1", 4, "", ""), ("Petrel", "b-2", "four", "", "")])
    assert zco("import", "boat", str(file)).code == 6

    result = zco("import", "boat", str(file), "--upsert-by", "external_id")

    assert result.code == 2
    assert "is for method create, not upsert" in result.err


def test_existing_records_are_updated(zco: Zco, boats: Client, file: Path) -> None:
    record = boats.create_record("boat", name="Fulmar", external_id="b-1", berths=2, port="Kiel")
    write(file, [("Fulmar", "b-1", 4, "", ""), ("Petrel", "b-2", 1, "", "")])
    upserted = zco("import", "boat", str(file), "--upsert-by", "external_id")
    assert upserted.code == 0, upserted.err
    assert boats.get_record("boat", record.id).fields["berths"] == 4
    assert boats.get_record("boat", record.id).fields["port"] == "Kiel"
    assert len(list(boats.list_records("boat"))) == 2

    write(file, [(record.id, 5, "")], ("id", "berths", "port"))
    assert zco("import", "boat", str(file), "--update", "--skip-empty").code == 0
    assert boats.get_record("boat", record.id).fields["berths"] == 5
    assert boats.get_record("boat", record.id).fields["port"] == "Kiel"
    assert zco("import", "boat", str(file), "--update").code == 0
    assert boats.get_record("boat", record.id).fields["port"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--update", "--upsert-by", "name"], "cannot be combined"),
        (["--upsert-by", "name", "--generate-external-ids"], "cannot be combined"),
        (["--upsert-by", "colour"], "external_id or name"),
        (["--map", "name"], "is not key=value"),
        (["--map", "nme=name"], "there is no such column"),
        (["--delimiter", "::"], "a delimiter is one character"),
    ],
)
def test_invalid_options_are_refused(
    zco: Zco, boats: Client, file: Path, options: list[str], message: str
) -> None:
    write(file, [("Fulmar", "", 4, "", "")])
    result = zco("import", "boat", str(file), *options)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert list(boats.list_records("boat")) == []


def test_a_missing_file_is_reported(zco: Zco, boats: Client, file: Path) -> None:
    result = zco("import", "boat", str(file))
    assert (result.code, result.out) == (2, "")
    assert str(file) in result.err


@POSIX_ONLY
def test_an_interrupted_import_resumes(
    zco: Zco, boats: Client, sandbox: Sandbox, file: Path
) -> None:
    write(file, [(f"Boat {number}", "", number, "", "") for number in range(1_000)])
    sandbox.faults.slow_jobs(3_600)
    arguments = [*COMMAND, "import", "boat", str(file)]
    with subprocess.Popen(
        arguments, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible
    ) as process:
        while not any(each.operation == "ShowManyJobStatuses" for each in list(sandbox.requests)):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    journal = file.with_name("boats.csv.journal")
    assert f"The journal {journal} has the progress: the same command resumes" in err
    assert "Traceback" not in err

    sandbox.clock.advance(3_600)
    result = zco("import", "boat", str(file))

    assert result.code == 0, result.err
    names = [str(record.name) for record in boats.list_records("boat")]
    assert sorted(names) == sorted(f"Boat {number}" for number in range(1_000))
    assert not journal.exists()


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_an_exported_file_can_be_imported_again(
    zco: Zco, boats: Client, tmp_path: Path, suffix: str
) -> None:
    for number in range(7):
        boats.create_record(
            "boat",
            name=f"Boat {number}",
            external_id=f"b-{number}",
            port='Kiel, "north"\n' * number or None,
            berths=number,
            ready=number % 2 == 0,
            gear=["radar", "ais"][: number % 3],
        )
    before = {record.name: record.fields for record in boats.list_records("boat")}
    file = tmp_path / f"out.{suffix}"

    exported = zco("export", "boat", str(file))

    assert (exported.code, exported.out, exported.err) == (0, "", f"7 records in {file}.\n")
    assert [entry.name for entry in tmp_path.glob("out*")] == [file.name]
    for record in boats.list_records("boat"):
        boats.delete_record("boat", record.id)
    assert zco("import", "boat", str(file)).code == 0
    assert {record.name: record.fields for record in boats.list_records("boat")} == before


def test_later_changes_and_deletions_are_exported(
    zco: Zco, boats: Client, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.clock.set(1_800_000_000)
    sandbox.clock.freeze()
    boats.create_record("boat", name="Old")
    gone = boats.create_record("boat", name="Gone")
    sandbox.clock.advance(7_200)
    boats.create_record("boat", name="New")
    boats.delete_record("boat", gone.id)
    sandbox.clock.advance(7_200)
    file = tmp_path / "out.jsonl"

    def exported(*options: str) -> list[str]:
        result = zco("export", "boat", str(file), "--overwrite", *options)
        assert result.code == 0, result.err
        return [json.loads(line)["name"] for line in file.read_text().splitlines()]

    assert exported() == ["Old", "New"]
    for moment in ("1800003600", "2027-01-15T09:00Z", "2027-01-15T09:00:00"):
        assert exported("--since", moment) == ["New"]
    assert len(exported("--deleted", "--since", "1800003600")) == 2
    assert zco("export", "boat", str(file), "--overwrite", "--since", "noon").code == 2


def test_a_file_is_replaced_only_on_request(zco: Zco, boats: Client, tmp_path: Path) -> None:
    boats.create_record("boat", name="Fulmar")
    file = tmp_path / "out.csv"
    file.write_text("precious")
    assert zco("export", "boat", str(file)).code == 2
    assert zco("export", "boat", str(file), "--resume").code == 2
    assert file.read_text() == "precious"
    assert zco("export", "boat", str(file), "--overwrite").code == 0
    assert "Fulmar" in file.read_text()
    assert zco("export", "boat", str(tmp_path / "out.xyz")).code == 2
    assert zco("export", "boat", str(tmp_path / "nowhere" / "out.csv")).code == 2


def test_resuming_without_a_checkpoint_starts_an_export(
    zco: Zco, boats: Client, tmp_path: Path
) -> None:
    boats.create_record("boat", name="Fulmar")
    file = tmp_path / "out.csv"

    result = zco("export", "boat", str(file), "--resume")

    assert (result.code, result.err) == (0, f"1 records in {file}.\n")
    assert "Fulmar" in file.read_text()


@POSIX_ONLY
def test_an_export_can_be_written_to_a_pipe(boats: Client) -> None:
    boats.create_record("boat", name="Fulmar")
    done = subprocess.run(
        [*COMMAND, "export", "boat", "/dev/stdout", "--format", "csv"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "1 records in /dev/stdout.\n")
    assert "Fulmar" in done.stdout
    assert not list(Path("/dev").glob("stdout.*"))


def test_a_restarted_export_removes_the_files_of_the_first_one(
    zco: Zco, boats: Client, tmp_path: Path
) -> None:
    boats.create_record("boat", name="Fulmar")
    file, part = tmp_path / "out.csv", tmp_path / "out.csv.part"
    checkpoint = tmp_path / "out.csv.checkpoint"
    with Client.from_env() as zendesk:
        export = zendesk.export_records("boat", checkpoint=checkpoint, deleted="exclude")
        with pytest.raises(ZeroDivisionError):
            export.to_file(file, on_progress=lambda written: 1 / 0)
    assert part.exists()

    assert zco("export", "boat", str(file)).code == 2
    assert zco("export", "boat", str(file), "--overwrite").code == 0

    assert [entry.name for entry in tmp_path.glob("out*")] == ["out.csv"]
    part.write_text("of another program")
    refused = zco("export", "boat", str(file), "--overwrite")
    assert (refused.code, part.read_text()) == (2, "of another program")
    assert "out.csv.part: exists already" in refused.err.replace("\n", " ")


@POSIX_ONLY
def test_an_interrupted_export_resumes(
    zco: Zco, boats: Client, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.seed(records={"boat": [{"name": f"Boat {number}"} for number in range(10_500)]})
    file = tmp_path / "out.csv"
    operation = "IncrementalCustomObjectRecordExportCursor"
    arguments = [*COMMAND, "export", "boat", str(file)]
    with subprocess.Popen(
        arguments, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible
    ) as process:
        # It then waits for the end of the minute.
        while sum(each.operation == operation for each in list(sandbox.requests)) < 10:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "The same command with --resume continues" in err
    assert not file.exists()
    sandbox.clock.advance(60)
    assert zco("export", "boat", str(file)).code == 2  # the message says how to resume

    result = zco("export", "boat", str(file), "--resume")

    assert result.code == 0, result.err
    with file.open(newline="") as stream:
        ids = [row["id"] for row in csv.DictReader(stream)]
    assert len(ids) == len(set(ids)) == 10_500
    assert [entry.name for entry in tmp_path.glob("out*")] == ["out.csv"]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_export_interrupted_after_its_last_record_resumes(
    zco: Zco, boats: Client, tmp_path: Path, *, is_there: bool
) -> None:
    boats.create_record("boat", name="Fulmar")
    file = tmp_path / "out.csv"
    with Client.from_env() as zendesk:
        path = f"{file}.checkpoint"
        zendesk.export_records("boat", checkpoint=path, deleted="exclude").to_file(file)
    whole = file.read_bytes()
    if not is_there:
        file.unlink()

    result = zco("export", "boat", str(file), "--resume")

    said = f"{file} is complete already.\n" if is_there else f"1 records in {file}.\n"
    assert (result.code, result.err) == (0, said)
    assert file.read_bytes() == whole  # not only later changes
    assert [entry.name for entry in tmp_path.glob("out*")] == ["out.csv"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, None, 0, 0.0), "0"),
        ((500, None, 0, 2.0), "500, 250/s"),
        ((500, 1_000.0, 0, 2.0), "500 of 1,000, 250/s, 0:02 left"),
        ((12_000, 100_000.0, 10_000, 10.0), "12,000 of 100,000, 200/s, 7:20 left"),
        ((12_000, 100_000.0, 12_000, 10.0), "12,000 of 100,000"),
    ],
)
def test_progress_is_shown_with_rate_and_remaining_time(
    arguments: tuple[int, float | None, int, float], words: str
) -> None:
    assert words_of(*arguments) == words
