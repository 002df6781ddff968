"""`zco export`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .._core.exit_codes import ExitCode
from .connection import connected
from .failures import complain
from .objects import ObjectKey
from .output import note
from .progress import progress

if TYPE_CHECKING:
    from .. import Client
    from ..files import Written

__all__ = ["export_records"]


@connected
def export_records(
    zendesk: "Client",
    key: ObjectKey,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="To be written: .csv, .jsonl, .parquet or .arrow.", dir_okay=False
        ),
    ],
    since: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Only what changed since, such as 2026-01-31T12:00Z.",
        ),
    ] = None,
    deleted: Annotated[
        bool, typer.Option("--deleted", help="Deleted records, too, and a column that tells.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on where FILE.checkpoint says, if an export was interrupted."
        ),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the file, or begin anew.")
    ] = False,
    format: Annotated[
        str | None, typer.Option(help="csv, jsonl, parquet or arrow, if the name does not tell.")
    ] = None,
) -> None:
    """Write the records of an object to a file, by the incremental export.

    The service allows ten requests of a thousand records a minute. The file gets its name when it
    is whole.
    """
    from ..durable.checkpoint import is_complete, part_of
    from ..durable.partial_file import PartialFile

    checkpoint = file.with_name(f"{file.name}.checkpoint")
    if resume and overwrite:
        raise typer.BadParameter("excludes --overwrite", param_hint="--resume")
    if resume and is_complete(checkpoint):
        # It was interrupted between the file's being whole and the end of the command.
        checkpoint.unlink()
        if file.exists():
            note(f"{file} is whole.")
            return
    if overwrite:
        part = part_of(checkpoint)
        if part is not None and part.name == file.name:
            PartialFile(file).discard()
        checkpoint.unlink(missing_ok=True)
    elif checkpoint.exists() and not resume:
        raise typer.BadParameter(
            f"an export to {file} was interrupted: --resume goes on, --overwrite begins anew"
        )
    elif file.exists() and not checkpoint.exists():
        raise typer.BadParameter(f"{file} is there already: --overwrite replaces it")
    kind: Any = format
    start = _time(since)
    listing = (
        zendesk.export_records(key, since=start, checkpoint=checkpoint)
        if deleted
        else zendesk.export_records(key, since=start, checkpoint=checkpoint, deleted="exclude")
    )
    total = None if since else zendesk.count_records(key).value
    try:
        with progress("Exporting") as show:
            counts: list[int] = []

            def tell(written: "Written") -> None:
                counts.append(written.records + written.deleted)
                show(counts[-1], total, counts[0])

            written = listing.to_file(file, format=kind, on_progress=tell)
    except KeyboardInterrupt:
        complain(f"Interrupted. The same command with --resume goes on, by {checkpoint}.")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    checkpoint.unlink(missing_ok=True)
    gone = f" and {written.deleted:,} deleted ones" if deleted else ""
    note(f"{written.records:,} records{gone} in {file}.")


def _time(text: str | None) -> datetime | float | None:
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no time such as 2026-01-31T12:00Z", param_hint="--since"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
