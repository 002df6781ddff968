"""`zco export`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .connection import connected
from .failures import interrupted
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
            metavar="FILE", help="File to write: .csv, .jsonl, .parquet or .arrow.", dir_okay=False
        ),
    ],
    since: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Export only changes since this time, such as 2026-01-31T12:00Z.",
        ),
    ] = None,
    deleted: Annotated[
        bool, typer.Option("--deleted", help="Export deleted records as well, marked in a column.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Resume an export that was interrupted, by FILE.checkpoint."),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the file, or an interrupted export.")
    ] = False,
    format: Annotated[
        str | None, typer.Option(help="csv, jsonl, parquet or arrow, if the suffix is another.")
    ] = None,
) -> None:
    """Write the records of an object to a file, by the incremental export.

    The service allows ten requests a minute, each of a thousand records. The file gets its name
    when it is complete. A pipe or a device such as /dev/stdout gets the records as they come.
    """
    from ..durable.atomic_file import is_special

    if resume and overwrite:
        raise typer.BadParameter("cannot be combined with --overwrite", param_hint="--resume")
    start = _time(since)
    checkpoint = None if is_special(file) else file.with_name(f"{file.name}.checkpoint")
    if checkpoint is not None and not _begins(file, checkpoint, resume, overwrite):
        note(f"{file} is complete already.")
        return
    kind: Any = format
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
    except KeyboardInterrupt as error:
        resumes = f". The same command with --resume continues, by {checkpoint}."
        interrupted(error, resumes if checkpoint else "")
    if checkpoint is not None:
        checkpoint.unlink(missing_ok=True)
    gone = f" and {written.deleted:,} deleted ones" if deleted else ""
    note(f"{written.records:,} records{gone} in {file}.")


def _begins(file: Path, checkpoint: Path, resume: bool, overwrite: bool) -> bool:
    """Whether there is anything to export; raises `BadParameter` if it would replace something."""
    from ..durable.checkpoint import is_complete, part_of
    from ..durable.partial_file import PartialFile

    if overwrite:
        part = part_of(checkpoint)
        if part is not None and part.name == file.name:
            PartialFile(file).discard()
        checkpoint.unlink(missing_ok=True)
        return True
    if resume and is_complete(checkpoint):
        # It was interrupted after the file was complete, before the command ended.
        checkpoint.unlink()
        if file.exists():
            return False
    if checkpoint.exists() and not resume:
        raise typer.BadParameter(
            f"an export to {file} was interrupted: add --resume to continue it, or --overwrite to"
            " begin again"
        )
    if file.exists() and not checkpoint.exists():
        raise typer.BadParameter(f"{file} exists already: add --overwrite to replace it")
    return True


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
            f"not a time such as 2026-01-31T12:00Z: {text!r}", param_hint="--since"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
