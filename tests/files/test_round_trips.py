"""Records that are written to a file are read back with equal values of equal types."""

from __future__ import annotations

import math
import tempfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.files.support import FORMATS, field, item, moments, numbers, tables, write
from zendesk_custom_objects import DeletedRecord, Record
from zendesk_custom_objects.files import Format, read_items


def read(path: Path, fields: list[Any]) -> list[dict[str, Any]]:
    return list(read_items(path, fields=fields, columns={"id": "id"}))


def typed(value: Any) -> Any:
    """The value with the types of all its parts, as `1 == 1.0 == True`."""
    if isinstance(value, dict):
        return {key: typed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [typed(part) for part in value]
    if isinstance(value, float):
        return value, math.copysign(1, value), float
    return value, type(value)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=60)
@given(table=tables())
def test_written_values_are_read_back(format: Format, table: Any) -> None:
    fields, records = table
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"boats.{format}")
        write(path, format, fields, records)

        found = read(path, fields)

    assert typed(found) == typed([item(record, fields) for record in records])


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=20)
@given(moment=moments)
def test_read_only_properties_can_be_read(format: Format, moment: datetime) -> None:
    records = [Record[Any](id="1", name="Anna", created_at=moment), DeletedRecord(id="2")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"boats.{format}")
        write(path, format, [], records)

        columns = {"created_at": "made", "deleted": "gone", "external_id": None}
        found = list(read_items(path, columns=columns))

    assert found == [
        {"name": "Anna", "made": moment, "gone": False},
        {"name": None, "made": None, "gone": True},
    ]


@settings(max_examples=30)
@given(number=numbers | st.integers(-(2**53), 2**53))
@example(number=1e22)
@example(number=-0.0)
@example(number=5e-324)
def test_decimals_are_read_as_equal_numbers(number: float) -> None:
    fields = [field("length", "decimal")]
    with tempfile.TemporaryDirectory() as folder:
        for each in FORMATS:
            path = Path(folder, f"boats.{each}")
            write(path, each, fields, [Record[Any](id="1", fields={"length": number})])

            (found,) = read(path, fields)

            assert type(found["length"]) is float
            assert found["length"] == number


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@settings(max_examples=30)
@given(number=st.integers() | st.decimals(allow_nan=False, allow_infinity=False))
@example(number=10**400)
@example(number=Decimal("0.1"))
def test_text_formats_keep_numbers_that_no_double_can_represent(
    format: Format, number: Any
) -> None:
    fields = [field("length", "decimal")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"boats.{format}")
        write(path, format, fields, [Record[Any](id="1", fields={"length": number})])

        (found,) = read(path, fields)

    length = found["length"]
    assert length == number or Decimal(str(length)) == number


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_without_records_has_columns(format: Format, tmp_path: Path) -> None:
    fields = [field("berths", "integer")]
    path = tmp_path / f"boats.{format}"
    write(path, format, fields, [])

    reader = read_items(path, fields=fields)

    assert list(reader) == []
    if format != "jsonl":  # which has no columns without a line
        assert reader.columns[:4] == ("id", "name", "external_id", "berths")
