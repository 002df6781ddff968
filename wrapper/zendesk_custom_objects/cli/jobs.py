"""`zco jobs`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from .._core.exit_codes import ExitCode
from ..rules.json_types import is_list, is_mapping
from .connection import connected
from .output import Json, Limit, note, print_table, show, show_all

if TYPE_CHECKING:
    from .. import Client, models

__all__ = ["jobs"]

jobs = typer.Typer(no_args_is_help=True, help="Background jobs, which change many records.")

MAX_FAILED_ROWS = 20
"""Failed items that `wait` shows; `show` has them all."""

JobId: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="Id of the job.")]


@jobs.command("list")
@connected
def list_jobs(zendesk: "Client", limit: Limit = None, as_json: Json = False) -> None:
    """List the jobs of the account, of any kind."""
    show_all(
        lambda limit: zendesk.list_job_statuses(limit=limit), _row, as_json=as_json, limit=limit
    )


@jobs.command("show")
@connected
def show_job(zendesk: "Client", job_id: JobId, as_json: Json = False) -> None:
    """Show a job and its results, as the service sends them. It forgets a job after a day."""
    job = _as_sent(zendesk, job_id)
    _show(job, as_json=as_json)
    results = job.get("results")
    if results and not as_json:
        listed = results if is_list(results) else [results]
        print_table([each if is_mapping(each) else {"result": each} for each in listed])


@jobs.command("wait")
@connected
def wait_for_job(
    zendesk: "Client",
    job_id: JobId,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds to wait at most.")] = 600.0,
    as_json: Json = False,
) -> None:
    """Wait until a job has ended, and show the items that failed.

    Exit status 6 if some items failed, 1 if the job did.
    """
    zendesk.wait_for_job(job_id, timeout=timeout)
    job = _as_sent(zendesk, job_id)
    _show(job, as_json=as_json)
    failed = _failed(job.get("results"))
    if failed and not as_json:
        print_table(failed[:MAX_FAILED_ROWS])
    if failed:
        note(f"{len(failed):,} of {job.get('total')} items failed: zco jobs show {job_id} has all.")
    if str(job.get("status")).lower() != "completed":
        raise typer.Exit(ExitCode.REFUSED)
    if failed:
        raise typer.Exit(ExitCode.PARTIAL)


def _as_sent(zendesk: "Client", job_id: str) -> Mapping[str, Any]:
    """A job with every property that the service sends, known or not."""
    from .. import api

    answer = zendesk.send(api.jobs.show_job_status(job_id).returning(dict[str, Any]))
    job = answer.get("job_status")
    return job if is_mapping(job) else {}


def _failed(results: object) -> Sequence[Mapping[str, Any]]:
    """A row for each item that failed: what identifies it, and the reason."""
    from .._core.bulk.job_results import failures

    return [
        {name: result.get(name) for name in ("index", "external_id", "id")} | {"reason": reason}
        for result, reason in failures(results)
    ]


def _show(job: Mapping[str, Any], *, as_json: bool) -> None:
    names = ("id", "job_type", "status", "progress", "total", "message")
    show(job, {name: job.get(name) for name in names}, as_json=as_json)


def _row(job: "models.JobStatus") -> dict[str, Any]:
    return {
        "id": job.id,
        "job_type": job.job_type,
        "status": job.status,
        "progress": job.progress,
        "total": job.total,
        "message": job.message,
    }
