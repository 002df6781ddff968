"""`zco import`."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .._core.exit_codes import ExitCode
from .connection import connected
from .failures import complain, interrupted
from .objects import ObjectKey
from .output import note, write_json
from .progress import progress
from .values import pairs

if TYPE_CHECKING:
    from .. import BulkRun, Client, Outcome
    from ..files import ItemReader

__all__ = ["import_records"]

MAX_ROWS_SHOWN = 50
"""Rows that failed and are shown one by one."""


@connected
def import_records(
    zendesk: "Client",
    key: ObjectKey,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="CSV, JSON Lines (.jsonl), Parquet or Arrow.", dir_okay=False
        ),
    ],
    upsert_by: Annotated[
        str | None,
        typer.Option(
            metavar="external_id|name",
            help="Update the records that match by this, and create the others.",
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Update records by the column `id`.")
    ] = False,
    map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="Read a column as this field; COLUMN= leaves it out.",
        ),
    ] = None,
    delimiter: Annotated[
        str, typer.Option(help="Character between the values of a CSV file.")
    ] = ",",
    format: Annotated[
        str | None, typer.Option(help="csv, jsonl, parquet or arrow, if the suffix is another.")
    ] = None,
    skip_empty: Annotated[
        bool,
        typer.Option(
            "--skip-empty",
            help="Leave fields alone whose value is empty, instead of clearing them.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Send nothing; only show the rows that would be refused."),
    ] = False,
    journal: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            help="File that records the progress.",
            show_default="FILE.journal, removed at the end",
        ),
    ] = None,
    generate_external_ids: Annotated[
        bool,
        typer.Option(
            "--generate-external-ids",
            help="Give rows without an external id one, so that no row is ever created twice.",
        ),
    ] = False,
    stop_on_failure: Annotated[
        bool, typer.Option("--stop-on-failure", help="Stop after the first row that fails.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print the outcome of each row as JSON, one object a line."),
    ] = False,
) -> None:
    """Write the rows of a file as records, in background jobs.

    A journal records the progress: after an interruption or a crash, the same command resumes.
    Rows that are refused do not stop the others; rows without any value are passed over.
    """
    from ..files import read_items

    if update and (upsert_by or generate_external_ids):
        raise typer.BadParameter(
            "cannot be combined with --upsert-by or --generate-external-ids", param_hint="--update"
        )
    if upsert_by and generate_external_ids:
        raise typer.BadParameter(
            "cannot be combined with --generate-external-ids", param_hint="--upsert-by"
        )
    if upsert_by not in (None, "external_id", "name"):
        raise typer.BadParameter(
            f"must be external_id or name, not {upsert_by!r}", param_hint="--upsert-by"
        )
    columns = {column: field or None for column, field in pairs(map or (), "--map").items()}
    if update:
        columns = {"id": "id", **columns}
    kind: Any = format
    reader = read_items(
        file,
        fields=zendesk.list_fields(key, include_standard_fields=True),
        columns=columns,
        format=kind,
        delimiter=delimiter,
        nulls="drop" if skip_empty else "keep",
    )
    noted = None if dry_run else journal or file.with_name(f"{file.name}.journal")
    items = _Counted(reader)
    how: Any = {"journal": noted, "stop_on_failure": stop_on_failure}
    if update:
        run = zendesk.update_records(key, items, **how)
    elif upsert_by:
        by: Any = upsert_by
        run = zendesk.upsert_records(key, items, by=by, **how)
    else:
        external_ids: Any = "generated" if generate_external_ids else "given"
        run = zendesk.create_records(key, items, external_ids=external_ids, **how)
    if dry_run:
        _tell(run, run.check(), items, "Checking", as_json=as_json)
        valid, refused = run.report.unsent, run.report.failed
        note(f"Valid rows: {valid:,}; refused: {refused:,}{_passed_over(reader)}.")
    else:
        _import(run, items, noted, as_json=as_json)
        note(f"{str(run.report).capitalize()}{_passed_over(reader)}.")
        if journal is None and noted is not None and run.report.ok:
            noted.unlink(missing_ok=True)
    if run.report.failed or (run.report.not_ok and not dry_run):
        raise typer.Exit(ExitCode.UNKNOWN if run.report.unknown else ExitCode.PARTIAL)


def _import(run: "BulkRun", items: "_Counted", journal: Path | None, *, as_json: bool) -> None:
    try:
        with closing(run):
            _tell(run, run, items, "Importing", as_json=as_json)
    except KeyboardInterrupt as error:
        interrupted(
            error,
            f": {run.report}. The journal {journal} has the progress: the same command resumes.",
        )


def _passed_over(reader: "ItemReader") -> str:
    return f"; rows without any value: {reader.empty_rows:,}" if reader.empty_rows else ""


def _tell(
    run: "BulkRun", outcomes: "Iterable[Outcome]", items: "_Counted", words: str, *, as_json: bool
) -> None:
    """Show each row that failed, or the outcomes of all as JSON, as soon as they are known."""
    with progress(words) as show:
        shown = 0
        for outcome in outcomes:
            show(run.report.total, items.expected, run.report.skipped)
            row = items.reader.row_of(outcome.index)
            if as_json:
                write_json({"row": row, **_plain(outcome)})
            elif not outcome.ok and outcome.reason:
                shown += 1
                if shown <= MAX_ROWS_SHOWN:
                    complain(f"row {row}: {outcome.reason}")
        if shown > MAX_ROWS_SHOWN:
            more = shown - MAX_ROWS_SHOWN
            complain(f"... and {more:,} more rows: --json prints the outcome of every row")


def _plain(outcome: "Outcome") -> dict[str, Any]:
    return {
        "status": outcome.status,
        "id": outcome.record_id,
        "reason": outcome.reason,
        "violations": outcome.violations,
    }


class _Counted:
    """The items of a file, and an estimate of their number."""

    def __init__(self, reader: "ItemReader") -> None:
        self.reader = reader
        self.expected: float | None = None
        """The estimated number, from the part of the file that was read."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        read = 0
        for item in self.reader:
            read += 1
            if (fraction := self.reader.fraction) > 0:
                self.expected = read / fraction
            yield item
        self.expected = read
