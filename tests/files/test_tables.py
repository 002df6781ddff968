"""Listings as tables of Arrow, pandas and polars."""

from __future__ import annotations

import asyncio
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from zendesk_custom_objects import AsyncClient, Client, F, Sandbox
from zendesk_custom_objects.sandbox.plans import Plan
from zendesk_custom_objects.sandbox.variants import Variants

TYPES = {
    "id": pa.string(),
    "name": pa.string(),
    "external_id": pa.string(),
    "note": pa.string(),
    "insured": pa.bool_(),
    "berths": pa.int64(),
    "length": pa.float64(),
    "launched": pa.date32(),
    "ports": pa.list_(pa.string()),
    "price": pa.string(),
    "created_at": pa.timestamp("us", tz="UTC"),
    "updated_at": pa.timestamp("us", tz="UTC"),
    "created_by_user_id": pa.string(),
    "updated_by_user_id": pa.string(),
}
FIELDS: list[dict[str, Any]] = [
    {"key": "note", "type": "text"},
    {"key": "insured", "type": "checkbox"},
    {"key": "berths", "type": "integer"},
    {"key": "length", "type": "decimal"},
    {"key": "launched", "type": "date"},
    {
        "key": "ports",
        "type": "multiselect",
        "custom_field_options": [{"name": each, "value": each} for each in ("Oban", "Leith")],
    },
    {"key": "price", "type": "currency", "properties": {"allowed_currencies": ["EUR"]}},
]
VALUES: dict[str, Any] = {
    "note": "x",
    "insured": True,
    "berths": 2**53 + 1,
    "length": 7.5,
    "launched": "2026-01-31",
    "ports": ["Oban"],
    "price": 12.5,
}
SEEN = {**VALUES, "launched": datetime.date(2026, 1, 31), "price": "12.5"}


@pytest.fixture
def emulator() -> Iterator[Sandbox]:
    """An account with three boats: with all values, with none, and with empty ones.

    Its export has no rate limit.
    """
    fields = [{"title": own["key"], **own} for own in FIELDS]
    boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats", "fields": fields}
    records: list[dict[str, Any]] = [
        {"name": "Anna", "external_id": "007", "custom_object_fields": VALUES},
        {"name": "Berta"},
        {"name": "Clara", "custom_object_fields": {"note": "", "ports": [], "insured": False}},
    ]
    with Sandbox(plan=Plan(exports_per_minute=1000)) as sandbox:
        sandbox.seed(objects=[boat], records={"boat": records})
        sandbox.clock.advance(3600)
        yield sandbox


@pytest.fixture
def zendesk(emulator: Sandbox) -> Iterator[Client]:
    with Client.sandbox(emulator) as client:
        yield client


def test_columns_have_the_types_of_the_fields(zendesk: Client) -> None:
    listing = zendesk.list_records("boat", page_size=2)

    table = listing.to_arrow()

    assert dict(zip(table.schema.names, table.schema.types, strict=True)) == TYPES
    assert listing.arrow_schema() == table.schema
    rows = table.to_pylist()
    assert [row["name"] for row in rows] == ["Anna", "Berta", "Clara"]
    assert {key: rows[0][key] for key in SEEN} == SEEN
    assert {rows[1][key] for key in SEEN} == {None}
    assert [rows[2][key] for key in ("note", "ports", "insured")] == ["", [], False]
    assert rows[0]["created_at"] == next(iter(listing)).created_at


def test_a_table_without_rows_has_the_same_columns(zendesk: Client) -> None:
    found = zendesk.find_records("boat", F.berths == 3).to_arrow()

    assert found.num_rows == 0
    assert found.schema == zendesk.list_records("boat").arrow_schema()


def test_each_page_is_a_batch(zendesk: Client, emulator: Sandbox) -> None:
    emulator.requests.clear()
    batches = zendesk.list_records("boat", page_size=2).to_batches()

    first = next(batches)

    assert first.num_rows == 2
    assert len(emulator.requests) == 2  # one for the fields, and one for a page
    rest = list(batches)
    reader = pa.RecordBatchReader.from_batches(first.schema, [first, *rest])
    assert reader.read_all() == zendesk.list_records("boat").to_arrow()


def test_deleted_records_are_marked_rows(zendesk: Client, emulator: Sandbox) -> None:
    berta = next(iter(zendesk.search_records("boat", "Berta")))
    zendesk.delete_record("boat", berta.id)
    emulator.clock.advance(3600)

    table = zendesk.export_records("boat").to_arrow()
    live = zendesk.export_records("boat", deleted="exclude").to_arrow()

    assert dict(zip(table.schema.names, table.schema.types, strict=True)) == {
        **TYPES,
        "deleted": pa.bool_(),
    }
    *others, gone = table.to_pylist()
    assert [row["deleted"] for row in others] == [False, False]
    assert {key for key, value in gone.items() if value is not None} == {
        *("id", "created_at", "updated_at", "created_by_user_id", "updated_by_user_id", "deleted")
    }
    assert (gone["id"], gone["deleted"]) == (berta.id, True)
    assert live == table.slice(0, 2).drop_columns(["deleted"])


def test_pandas_keeps_the_types(zendesk: Client) -> None:
    frame = zendesk.list_records("boat").to_pandas()

    assert frame["berths"].dtype == pd.ArrowDtype(pa.int64())
    assert frame["berths"][0] == 2**53 + 1  # a float would be another number
    assert frame["berths"].isna().tolist() == [False, True, True]
    assert frame["launched"].dtype == pd.ArrowDtype(pa.date32())
    assert frame["name"].tolist() == ["Anna", "Berta", "Clara"]


def test_polars_keeps_the_types(zendesk: Client) -> None:
    frame = zendesk.list_records("boat").to_polars()

    assert frame.schema["berths"] == pl.Int64
    assert frame.schema["ports"] == pl.List(pl.String)
    assert frame.schema["created_at"] == pl.Datetime("us", "UTC")
    assert frame["berths"].to_list() == [2**53 + 1, None, None]


def test_the_async_client_returns_the_same_tables(emulator: Sandbox, zendesk: Client) -> None:
    async def read() -> Any:
        async with AsyncClient.sandbox(emulator) as client:
            listing = client.list_records("boat", page_size=2)
            batches = [batch async for batch in listing.to_batches()]
            return (
                await listing.to_arrow(),
                batches,
                await listing.arrow_schema(),
                await listing.to_polars(),
                await listing.to_pandas(),
            )

    table, batches, schema, polars, pandas = asyncio.run(read())

    assert table == zendesk.list_records("boat").to_arrow()
    assert pa.Table.from_batches(batches) == table
    assert schema == table.schema
    assert polars.shape == pandas.shape == (3, len(TYPES))


@pytest.mark.parametrize(
    ("variant", "column"),
    [({"export_numbers": "string"}, "berths"), ({"dates": "datetime"}, "launched")],
)
def test_values_in_other_formats_of_the_service_are_converted(
    zendesk: Client, emulator: Sandbox, variant: dict[str, Any], column: str
) -> None:
    emulator.variants = Variants(**variant)

    table = zendesk.export_records("boat").to_arrow()

    assert table[column].to_pylist() == [SEEN[column], None, None]


def test_fields_decoded_into_a_class_become_columns(zendesk: Client) -> None:
    listing = zendesk.list_records("boat", fields_type=dict_of_one())

    assert listing.to_arrow() == zendesk.list_records("boat").to_arrow()


def dict_of_one() -> type[Any]:
    from typing import TypedDict

    class Boat(TypedDict):
        berths: int | None

    return Boat


def test_a_number_that_does_not_fit_is_reported_and_not_changed(zendesk: Client) -> None:
    record = zendesk.create_record("boat", name="Dora", berths=2**63)

    with pytest.raises(ValueError, match=f"berths of record {record.id}: .*int64.*{2**63}"):
        zendesk.list_records("boat").to_arrow()


@pytest.mark.parametrize(
    ("method", "module", "extra"),
    [
        ("to_arrow", "pyarrow", "arrow"),
        ("to_pandas", "pandas", "pandas"),
        ("to_polars", "polars", "polars"),
    ],
)
def test_a_missing_extra_is_named(
    zendesk: Client, monkeypatch: pytest.MonkeyPatch, method: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(ImportError, match=rf"{module}.*zendesk-custom-objects\[{extra}\]"):
        getattr(zendesk.list_records("boat"), method)()


@pytest.mark.parametrize("with_checkpoint", [True, False])
def test_without_the_extra_no_export_starts(
    zendesk: Client,
    emulator: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    with_checkpoint: bool,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    checkpoint = tmp_path / "noted" if with_checkpoint else None
    emulator.requests.clear()

    with pytest.raises(ImportError, match=r"zendesk-custom-objects\[arrow\]"):
        zendesk.export_records("boat", checkpoint=checkpoint).to_file(tmp_path / "boats.parquet")

    asked = {request.operation for request in emulator.requests}
    assert "IncrementalCustomObjectRecordExportCursor" not in asked
    assert list(tmp_path.iterdir()) == []


def test_a_field_created_meanwhile_is_reported(
    zendesk: Client, emulator: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    batches = zendesk.list_records("boat", page_size=2).to_batches()
    next(batches)
    zendesk.create_field("boat", "colour", title="Colour")

    list(batches)

    assert "colour" in caplog.text
