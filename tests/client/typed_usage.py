"""Code of a user, for the type checkers: they run over it, nothing else does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any, assert_type

import httpx

from zendesk_custom_objects import (
    UNSET,
    ApiToken,
    AsyncClient,
    Client,
    Record,
    Unset,
    api,
    models,
)
from zendesk_custom_objects._core.exchange import AsyncHTTPClient, HTTPClient
from zendesk_custom_objects._core.paging import Page
from zendesk_custom_objects.response import Response

AUTH = ApiToken("anna@acme.example", "token")


def any_http_client_fits(one: httpx.Client, other: httpx.AsyncClient) -> None:
    first: HTTPClient = one
    second: AsyncHTTPClient = other
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
    zendesk.list_records("boat", sort="name")  # type: ignore[arg-type]  # no such order
    zendesk.create_recrod("boat")  # type: ignore[attr-defined]  # misspelt
    record.nmae  # type: ignore[attr-defined]  # noqa: B018  misspelt


async def the_same(zendesk: AsyncClient) -> None:
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
