"""`zco jobs`."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from .._core.exit_codes import ExitCode
from .connection import connected
from .output import Json, Limit, note, show, show_all

if TYPE_CHECKING:
    from .. import Client, models

__all__ = ["jobs"]

jobs = typer.Typer(no_args_is_help=True, help="Background jobs, which change many records.")

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
    """Show the state of a job. The service forgets it a day after it is over."""
    job = zendesk.get_job_status(job_id)
    show(job, _row(job), as_json=as_json)


@jobs.command("wait")
@connected
def wait_for_job(
    zendesk: "Client",
    job_id: JobId,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds to wait at most.")] = 600.0,
    as_json: Json = False,
) -> None:
    """Wait until a job is over. Exit status 6 if some of its items failed, 1 if it did."""
    job = zendesk.wait_for_job(job_id, timeout=timeout)
    show(job, _row(job), as_json=as_json)
    if job.status != "completed":
        raise typer.Exit(ExitCode.REFUSED)
    if failed := [result for result in _results(job) if result.error]:
        note(f"{len(failed)} of {job.total} failed; --json shows the results.")
        raise typer.Exit(ExitCode.PARTIAL)


def _results(job: "models.JobStatus") -> "list[models.JobResult]":
    return job.results if isinstance(job.results, list) else []


def _row(job: "models.JobStatus") -> dict[str, Any]:
    return {
        "id": job.id,
        "job_type": job.job_type,
        "status": job.status,
        "progress": job.progress,
        "total": job.total,
        "message": job.message,
    }
