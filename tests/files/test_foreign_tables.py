"""Parquet and Arrow files of other programs: dates, nanoseconds, damaged files."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.files.support import field, save
from zendesk_custom_objects import FileError
from zendesk_custom_objects.files import Format, read_items

FIELDS = [field("launched", "date"), field("code", "text"), field("ports", "multiselect")]
FORMATS: list[Format] = ["parquet", "arrow"]
UTC = datetime.UTC


def moments(*texts: str | None, unit: Literal["us", "ns"] = "us") -> Any:
    found = [None if text is None else datetime.datetime.fromisoformat(text) for text in texts]
    return pa.array(found, pa.timestamp("us")).cast(pa.timestamp(unit))


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1582-10-15", "1816-03-29", "2026-01-31", "2262-04-12", "9999-12-31"]
)
def test_the_timestamps_of_spark_and_hive_keep_their_day(tmp_path: Path, day: str) -> None:
    """INT96 can represent any day; nanoseconds in 64 bits end in 2262."""
    path = tmp_path / "boats.parquet"
    table = pa.table({"launched": moments(f"{day}T00:00:00"), "code": moments(f"{day}T12:00:00")})
    pq.write_table(table, path, use_deprecated_int96_timestamps=True)

    assert pq.read_schema(path).field("launched").type == pa.timestamp("ns")
    (item,) = read_items(path, fields=FIELDS)

    midnight = datetime.datetime.fromisoformat(day)
    assert item == {"launched": midnight, "code": midnight.replace(hour=12)}


def test_a_page_that_does_not_match_its_checksum_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "boats.parquet"
    table = pa.table({"code": ["SAIL-0001", "SAIL-0002"]})
    options: dict[str, Any] = {"compression": "none", "use_dictionary": False}
    pq.write_table(table, path, write_page_checksum=True, **options)
    whole = path.read_bytes()
    place = (
        whole.index(b"\x09\0\0\0SAIL-0002") + 4
    )  # after its length: not a byte of the statistics
    path.write_bytes(whole[:place] + b"MAIL" + whole[place + 4 :])

    with pytest.raises(FileError, match=r"boats\.parquet: damaged.*(?i:checksum)"):
        list(read_items(path, fields=FIELDS))

    pq.write_table(table, path, write_page_checksum=False, **options)
    assert [item["code"] for item in read_items(path, fields=FIELDS)] == table["code"].to_pylist()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("has_pandas", [True, False])
def test_nanoseconds_do_not_depend_on_pandas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: Format, *, has_pandas: bool
) -> None:
    if not has_pandas:
        monkeypatch.setitem(sys.modules, "pandas", None)
    path = tmp_path / f"boats.{format}"
    times = moments("2026-01-31T12:00:00.123456", None, unit="ns")
    save(pa.table({"name": ["a", "b"], "code": times}), path)

    found = [item["code"] for item in read_items(path, fields=FIELDS)]

    assert found == [datetime.datetime(2026, 1, 31, 12, 0, 0, 123456), None]
    assert [type(value) for value in found] == [datetime.datetime, type(None)]

    finer = pa.array([0, 1_500_000_000_000_000_001], pa.timestamp("ns", "UTC"))
    save(pa.table({"code": finer}), path)
    with pytest.raises(FileError, match="would lose data") as caught:
        list(read_items(path, fields=FIELDS))
    assert (caught.value.row, caught.value.column) == (2, "code")


@pytest.mark.parametrize("format", FORMATS)
def test_a_day_that_python_cannot_represent_is_reported(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"boats.{format}"
    days = pa.array([20_000, 2_932_897, 20_000], pa.int32()).cast(pa.date32())
    save(pa.table({"name": ["a", "b", "c"], "launched": days}), path)

    with pytest.raises(FileError, match=r"row 2, column 'launched': cannot be read") as caught:
        list(read_items(path, fields=FIELDS))

    assert (caught.value.path, caught.value.row) == (str(path), 2)


def test_rows_after_the_first_batch_are_reported_by_their_number(tmp_path: Path) -> None:
    for suffix in FORMATS:
        path = tmp_path / f"boats.{suffix}"
        days = pa.array([20_000] * 2_500 + [2_932_897], pa.int32()).cast(pa.date32())
        save(pa.table({"launched": days}), path)

        with pytest.raises(FileError) as caught:
            list(read_items(path, fields=FIELDS))

        assert caught.value.row == 2_501


def test_a_footer_without_rows_is_reported_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "boats.parquet"
    table = pa.table({"code": ["a", "b", "c"]})
    metadata = pq.ParquetFile(_saved(table, path)).metadata
    whole = path.read_bytes()
    size = int.from_bytes(whole[-8:-4], "little")
    footer = bytearray(whole[-8 - size : -8])
    # Field 3 of the footer (thrift, compact): num_rows, 3 as a zigzag.
    place = footer.index(bytes([0x16, 3 * 2, 0x19]))
    footer[place + 1] = 0
    path.write_bytes(whole[: -8 - size] + footer + whole[-8:])
    assert metadata.num_rows == 3
    assert pq.ParquetFile(path).metadata.num_rows == 0

    with pytest.raises(FileError, match=r"boats\.parquet: damaged"):
        list(read_items(path, fields=FIELDS))


def _saved(table: pa.Table, path: Path) -> Path:
    save(table, path)
    return path


def test_an_error_of_pyarrow_is_reported_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for nested values of more than one chunk, which would take two gigabytes."""
    path = tmp_path / "boats.parquet"
    save(pa.table({"ports": [["kiel"], ["kappeln"]]}), path)

    def refuse(*_: object, **__: object) -> Any:
        raise pa.ArrowNotImplementedError("Nested data conversions not implemented")
        yield

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", refuse)
    with pytest.raises(FileError, match=r"boats\.parquet: .*Nested data conversions"):
        list(read_items(path, fields=FIELDS))


@pytest.mark.parametrize("format", FORMATS)
def test_text_that_is_not_utf_8_is_reported_as_damaged(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"boats.{format}"
    broken = pa.array([b"\xff\xfe"]).view(pa.string())
    save(pa.table({"code": broken}), path)

    with pytest.raises(FileError, match=rf"boats\.{format}: damaged"):
        list(read_items(path, fields=FIELDS))
