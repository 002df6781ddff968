"""`zco import`."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .._core.exit_codes import ExitCode
from .connection import connected
from .failures import complain
from .objects import ObjectKey
from .output import note, write_json
from .progress import progress
from .values import pairs

if TYPE_CHECKING:
    from .. import BulkRun, Client, Outcome
    from ..files import ItemReader

__all__ = ["import_records"]

MOST_TOLD = 50
"""How many items that are not well are told one by one."""


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
            help="Update the records that there are, by this, and create the others.",
        ),
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Update records by the id in the column `id`.")
    ] = False,
    map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help="What a column is, if not what it is called; COLUMN= leaves it out.",
        ),
    ] = None,
    delimiter: Annotated[str, typer.Option(help="Between the values of a CSV file.")] = ",",
    format: Annotated[
        str | None, typer.Option(help="csv, jsonl, parquet or arrow, if the name does not tell.")
    ] = None,
    skip_empty: Annotated[
        bool,
        typer.Option("--skip-empty", help="Leave alone what is empty, instead of clearing it."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing: only tell which rows are refused.")
    ] = False,
    journal: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            help="Where to note what was done.",
            show_default="FILE.journal, removed when all is done",
        ),
    ] = None,
    generate_external_ids: Annotated[
        bool,
        typer.Option(
            "--generate-external-ids",
            help="Give rows without an external id one, so that none is ever created twice.",
        ),
    ] = False,
    stop_on_failure: Annotated[
        bool, typer.Option("--stop-on-failure", help="End with the first row that fails.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="What came of each row as JSON, one object a line.")
    ] = False,
) -> None:
    """Write the rows of a file as records, in background jobs.

    What was done is noted in a journal: after an interruption or a crash, the same command goes on
    where it was. Rows that are refused do not stop the others.
    """
    from ..files import read_items

    if update and (upsert_by or generate_external_ids):
        raise typer.BadParameter("excludes the other ways to write", param_hint="--update")
    if upsert_by and generate_external_ids:
        raise typer.BadParameter("excludes --generate-external-ids", param_hint="--upsert-by")
    if upsert_by not in (None, "external_id", "name"):
        raise typer.BadParameter("is external_id or name", param_hint="--upsert-by")
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
        note(f"Rows that can be sent: {run.report.unsent:,}; refused: {run.report.failed:,}.")
    else:
        _import(run, items, noted, as_json=as_json)
        note(f"{str(run.report).capitalize()}.")
        if journal is None and noted is not None and run.report.ok:
            noted.unlink(missing_ok=True)
    if run.report.failed or (run.report.not_ok and not dry_run):
        raise typer.Exit(ExitCode.UNKNOWN if run.report.unknown else ExitCode.PARTIAL)


def _import(run: "BulkRun", items: "_Counted", journal: Path | None, *, as_json: bool) -> None:
    try:
        with closing(run):
            _tell(run, run, items, "Importing", as_json=as_json)
    except KeyboardInterrupt:
        complain(
            f"Interrupted: {run.report}. The journal {journal} has what was done:"
            " the same command goes on from there."
        )
        raise typer.Exit(ExitCode.INTERRUPTED) from None


def _tell(
    run: "BulkRun", outcomes: "Iterable[Outcome]", items: "_Counted", words: str, *, as_json: bool
) -> None:
    """Tell of each row that is not well, or of all of them as JSON, as soon as it is known."""
    with progress(words) as show:
        told = 0
        for outcome in outcomes:
            show(run.report.total, items.expected, run.report.skipped)
            row = items.reader.row_of(outcome.index)
            if as_json:
                write_json({"row": row, **_plain(outcome)})
            elif not outcome.ok and outcome.reason and told <= MOST_TOLD:
                told += 1
                more = "... and more; --json tells of all"
                complain(f"row {row}: {outcome.reason}" if told <= MOST_TOLD else more)


def _plain(outcome: "Outcome") -> dict[str, Any]:
    return {
        "status": outcome.status,
        "id": outcome.record_id,
        "reason": outcome.reason,
        "violations": outcome.violations,
    }


class _Counted:
    """The items of a file, and how many there will be."""

    def __init__(self, reader: "ItemReader") -> None:
        self.reader = reader
        self.expected: float | None = None
        """About how many, by how much of the file is read."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        read = 0
        for item in self.reader:
            read += 1
            if (fraction := self.reader.fraction) > 0:
                self.expected = read / fraction
            yield item
        self.expected = read
