"""`zco probe`."""

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from .connection import Where, find_account, open_client, with_connection
from .failures import complain
from .output import Json, Yes, confirm, note, write_json
from .progress import progress

if TYPE_CHECKING:
    from ..probing import Report

__all__ = ["probe_account"]

WIDTH = 80

PLAN = """This creates one object in {account},
asks about it, and deletes it again:
  - about 65 requests, never more than 100, in one to four minutes
  - an object with a random key, with fields, records, an attachment, an
    inactive trigger, and six bulk jobs; nothing else is changed
  - its key is noted in {note}
    before; after an interruption the next probe deletes the object
  - the service keeps the statuses of the jobs for a day
Use a sandbox account of Zendesk, not an account in production."""


@with_connection
def probe_account(
    where: Where,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where the report goes.", dir_okay=False
        ),
    ] = Path("probe.json"),
    note_file: Annotated[
        Path | None,
        typer.Option(
            "--note",
            metavar="FILE",
            help="Where the object is noted.",
            show_default="a file for each account beside the profiles",
        ),
    ] = None,
    as_json: Json = False,
    yes: Yes = False,
) -> None:
    """Find out what an account does where that is not certain, and delete what that has created.

    The report has no value, id or name of the account. `zco sandbox serve --variants probe.json`
    plays it.

    Exit status: 0 if the account was probed, whatever the answers, and the object is deleted; 1 or
    4 if the service refuses to create an object; 2 if the note is of another account, or in use; 6
    if the object could not be deleted; 7 if the connection was lost; 130 if it was interrupted.
    """
    account = find_account(where)
    name = account.base_url or account.subdomain or ""
    path = note_file or _default_note(name)
    if not output.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}", param_hint="--output")
    note(PLAN.format(account=name, note=path))
    confirm("Probe this account?", yes)
    with open_client(where) as zendesk, progress("Probing") as show, _expected_warnings():
        try:
            report = zendesk.probe(note=path, on_progress=lambda done, total: show(done, total, 0))
        except BaseException as error:
            for text in getattr(error, "__notes__", ()):
                complain(text)
            raise
    _save(output, report)
    if as_json:
        write_json(report)
    else:
        for line in lines_of(report):
            typer.echo(line)
    note(f"Everything is deleted again. The report is in {output}.")


def _default_note(account: str) -> Path:
    """The same file for an account, wherever the command is run."""
    folder = Path(typer.get_app_dir("zco"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"probe-{re.sub('[^A-Za-z0-9.-]+', '-', account)}.note"


@contextmanager
def _expected_warnings() -> Generator[None]:
    """The probe causes warnings of the service on purpose: they are not shown."""
    from .._log import logger

    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _save(path: Path, report: "Report") -> None:
    from ..durable.atomic_file import AtomicFile

    file = AtomicFile(path)
    try:
        file.stream.write(report.to_json())
        file.commit()
    except BaseException:
        file.discard()
        raise


def lines_of(report: "Report") -> list[str]:
    """The report in lines of at most 80 characters."""
    answered = [finding for finding in report.findings if finding.account is not None]
    different = [finding for finding in answered if not finding.agrees]
    same = [finding for finding in answered if finding.agrees]
    unanswered = [finding for finding in report.findings if finding.account is None]
    lines = [_row("fact", "account", "sandbox", "grade")]
    for title, findings in (("Different from the sandbox", different), ("As the sandbox", same)):
        lines += ["", f"{title}: {len(findings)}"]
        lines += [_row(each.fact, each.account, each.sandbox, each.grade) for each in findings]
    lines += ["", "Results of bulk jobs"]
    for job in report.bulk:
        lines.append(_row(job.action, job.state or "not submitted", job.shape))
        for title, properties in (("item done", job.succeeded), ("item failed", job.failed)):
            if properties:
                lines += _wrapped(f"{title}: {', '.join(properties)}")
    lines += ["", "Measured"]
    lines.append(_row("a write appears in search after", _seconds(report.search_delay)))
    lines.append(_row("six bulk jobs have ended after", _seconds(report.job_seconds)))
    lines.append(_row("requests", str(report.requests)))
    if unanswered:
        lines += ["", f"No answer: {len(unanswered)}"]
        for each in unanswered:
            lines.append(_row(each.fact, None, each.sandbox, each.grade))
            lines += _wrapped(each.reason or "")
    lines += ["", f"Not probed: {len(report.not_probed)}"]
    for omitted in report.not_probed:
        lines.append(_row(omitted.fact, None, None, omitted.grade))
        lines += _wrapped(omitted.reason)
    return lines


def _row(
    fact: str, account: str | None, sandbox: str | None = None, grade: str | None = None
) -> str:
    return f"{fact:<40}  {account or '':<14}  {sandbox or '':<14}  {grade or ''}".rstrip()


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _seconds(bounds: tuple[float, float] | None) -> str:
    if bounds is None:
        return "not in time"
    more_than, at_most = bounds
    return f"{more_than:.1f} to {at_most:.1f} s"
