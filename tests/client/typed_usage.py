"""Code of a user, which only type checkers read; it never runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_type

import httpx
import httpx2
import pyarrow as pa

from zendesk_custom_objects import (
    UNSET,
    ApiToken,
    AsyncClient,
    Client,
    DeletedRecord,
    F,
    FileTokenStore,
    Filter,
    Hooks,
    Pace,
    Record,
    RecordListing,
    RefreshToken,
    TokenStore,
    Unset,
    WaitEvent,
    api,
    models,
)
from zendesk_custom_objects._core.http_adapter import AsyncHTTPClient, HTTPClient
from zendesk_custom_objects._core.paging import Page
from zendesk_custom_objects.files import Written, read_items
from zendesk_custom_objects.response import Response

AUTH = ApiToken("anna@acme.example", "token")


def any_http_client_fits(
    one: httpx.Client, other: httpx.AsyncClient, fork: httpx2.Client, its_other: httpx2.AsyncClient
) -> None:
    first: HTTPClient = one
    second: AsyncHTTPClient = other
    Client("acme", auth=AUTH, http_client=fork)
    AsyncClient("acme", auth=AUTH, http_client=its_other)
    Client("acme", auth=AUTH, http_client=first)
    AsyncClient("acme", auth=AUTH, http_client=second)
    Client("acme", auth=AUTH, http_client=other)  # type: ignore[arg-type]  # of the other kind
    Client("acme")  # type: ignore[call-arg]  # without credentials
    Client.from_env(timeout=5, timeouts=5)  # type: ignore[call-arg]  # misspelt
    Client.sandbox(retries="4")  # type: ignore[arg-type]  # of the wrong type


def records(zendesk: Client, name: str | Unset = UNSET) -> None:
    record = zendesk.create_record("boat", name=name, length=7.5)
    assert_type(record, Record[dict[str, Any]])
    assert_type(record.name, str | None)
    assert_type(record.fields["length"], Any)
    assert_type(list(zendesk.list_records("boat")), list[Record[dict[str, Any]]])
    assert_type(zendesk.list_records("boat").pages(), Iterator[Page[Record[dict[str, Any]]]])
    assert_type(zendesk.count_records("boat"), models.RecordCount)
    zendesk.upsert_record("boat", "name", name="Anna")
    zendesk.upsert_record("boat", "id", name="Anna")  # type: ignore[arg-type]  # no such address
    zendesk.list_records("boat", sort="name")  # type: ignore[call-overload]  # no such order
    zendesk.create_recrod("boat")  # type: ignore[attr-defined]  # misspelt
    record.nmae  # type: ignore[attr-defined]  # noqa: B018  misspelt


def searches(zendesk: Client) -> None:
    assert_type(F.berths >= 3, Filter)
    assert_type((F.name.contains("x") | (F.rig == "sloop")) & F.length.exists(), Filter)
    found = zendesk.find_records("boat", F.berths >= 3, sort="-created_at")
    assert_type(list(found), list[Record[dict[str, Any]]])
    zendesk.find_records("boat", {"name": {"$contains": "x"}})
    zendesk.search_records("boat", "sea", limit=5)
    F.berths > 3 & F.length < 7  # type: ignore[operator]  # noqa: B015  parentheses are missing
    F.created_at < "2026-01-02"  # type: ignore[operator]  # noqa: B015  no such operator
    F.name.exists()  # type: ignore[attr-defined]  # no such operator
    F.berths > [3]  # type: ignore[operator]  # noqa: B015  not one value
    F.rig.contains(3)  # type: ignore[arg-type]  # no text
    zendesk.find_records("boat", F.name == "x")  # type: ignore[call-overload, comparison-overlap]
    zendesk.search_records("boat", "sea", sort="id")  # type: ignore[call-overload]  # no such order


@dataclass
class Boat:
    berths: int | None = None


def typed_fields(zendesk: Client) -> None:
    record = zendesk.get_record("boat", "01J", fields_type=Boat)
    assert_type(record, Record[Boat])
    assert_type(record.fields.berths, int | None)
    assert_type(zendesk.get_record("boat", "01J"), Record[dict[str, Any]])
    assert_type(list(zendesk.list_records("boat", fields_type=Boat)), list[Record[Boat]])
    assert_type(
        list(zendesk.find_records("boat", F.berths > 3, fields_type=Boat)), list[Record[Boat]]
    )
    record.fields.lenght  # type: ignore[attr-defined]  # noqa: B018  misspelt


def files_and_jobs(zendesk: Client, job: models.JobStatus) -> None:
    with Path("plan.pdf").open("rb") as stream:
        file = zendesk.attach_file("boat", "01J", stream, media_type="application/pdf")
    assert_type(file, models.CustomObjectRecordAttachment)
    zendesk.attach_file("boat", "01J", Path("plan.pdf"))
    assert_type(zendesk.download_attachment("boat", "01J", "01A"), bytes)
    assert_type(zendesk.download_attachment("boat", "01J", "01A", to=Path("plan.pdf")), int)
    zendesk.update_attachment("boat", "01J", "01A")  # type: ignore[call-arg]  # nothing to change
    assert_type(zendesk.submit_job("boat", "create", [{"name": "Anna"}]), models.JobStatus)
    zendesk.submit_job("boat", "erase", ["01J"])  # type: ignore[arg-type]  # no such action
    assert_type(zendesk.wait_for_job(job, on_progress=print), models.JobStatus)
    assert_type(list(zendesk.list_job_statuses()), list[models.JobStatus])
    assert_type(list(zendesk.list_object_triggers("boat")), list[models.ObjectTrigger])


def bulk_runs(zendesk: Client) -> None:
    run = zendesk.upsert_records("boat", [{"name": "Anna", "external_id": "b-1"}])
    for outcome in run:
        assert_type(outcome.record_id, str | None)
        zendesk.get_record("boat", outcome.record_id)  # type: ignore[arg-type]  # it may be unknown
        assert_type(outcome.status == "upserted", bool)
        outcome.status == "upsertet"  # type: ignore[comparison-overlap]  # noqa: B015
    assert_type(run.run().upserted, int)
    result = models.JobResult(external_id="b-1", errors=[models.JobResultError(title="Bad")])
    assert_type(result.errors, list[models.JobResultError] | None)


def exports(zendesk: Client) -> None:
    listing = zendesk.export_records("boat", since=0, checkpoint="boats.checkpoint")
    assert_type(listing, RecordListing[Record[dict[str, Any]] | DeletedRecord])
    assert_type(
        zendesk.export_records("boat", deleted="exclude", fields_type=Boat),
        RecordListing[Record[Boat]],
    )
    for record in listing:
        record.name  # type: ignore[union-attr]  # noqa: B018  it may be deleted
        if isinstance(record, Record):
            assert_type(record.fields, dict[str, Any])
    assert_type(listing.to_file("boats.csv"), Written)
    assert_type(listing.to_arrow(), pa.Table)
    assert_type(zendesk.list_records("boat").to_batches(), Iterator[pa.RecordBatch])
    listing.to_file("boats.xlsx", format="xlsx")  # type: ignore[arg-type]  # no such format
    zendesk.export_records("boat", since="today")  # type: ignore[call-overload]  # no moment
    fields = zendesk.list_fields("boat")
    assert_type(list(read_items("boats.csv", fields=fields)), list[dict[str, Any]])


async def the_same(zendesk: AsyncClient) -> None:
    written = await zendesk.export_records("boat").to_file("boats.csv")
    assert_type(written, Written)
    record = await zendesk.create_record("boat", name="Anna", length=7.5)
    assert_type(record, Record[dict[str, Any]])
    pages = zendesk.list_records("boat").pages()
    assert_type(pages, AsyncIterator[Page[Record[dict[str, Any]]]])
    async for found in zendesk.list_fields("boat"):
        assert_type(found, models.CustomObjectField)


def anything_else(zendesk: Client) -> None:
    request = api.records.show_custom_object_record("boat", "01J")
    assert_type(zendesk.send(request), models.CustomObjectRecordResponse)
    assert_type(zendesk.send_detailed(request), Response[models.CustomObjectRecordResponse])
    assert_type(zendesk.send(api.objects.delete_custom_object("boat")), None)
    api.objects.delete_custom_objetc("boat")  # type: ignore[attr-defined]  # misspelt


def other_options(zendesk: Client, store: TokenStore) -> None:
    assert_type(zendesk.with_options(timeout=5, headers={"X-Trace": "17"}), Client)
    zendesk.with_options(pace=None)  # type: ignore[call-arg]  # of the connection, not of a call
    tokens = RefreshToken("sync", "secret", "token", store=FileTokenStore("tokens"))
    Client("acme", auth=tokens, pace=Pace(), hooks=Hooks(on_retry=print))
    Client("acme", auth=RefreshToken("sync", "secret", "token", store=store))
    Hooks(on_retry=wants_a_wait)  # type: ignore[arg-type]  # a retry is no wait


def wants_a_wait(event: WaitEvent) -> None:
    assert_type(event.seconds, float)
