"""CSV files: ours read by other programs, and those of other programs read by us."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.support import strings
from zendesk_custom_objects import FileError
from zendesk_custom_objects.durable.partial_file import Column
from zendesk_custom_objects.files import csv_text, read_items

COLUMNS = [Column(name, name, "text") for name in ("id", "a", 'b "c", d')]
cells = st.tuples(strings, st.none() | strings, st.none() | strings)


def written(rows: list[tuple[str | None, ...]]) -> bytes:
    by_column = [[row[place] for row in rows] for place in range(len(COLUMNS))]
    return csv_text.header(COLUMNS) + csv_text.encode(COLUMNS, by_column)


def read(content: bytes, delimiter: str = ",") -> list[list[str | None]]:
    return [row for _, row in csv_text.rows(io.BytesIO(content), "x.csv", delimiter=delimiter)]


@given(rows=st.lists(cells, max_size=4))
def test_every_text_and_null_is_read_back(rows: list[tuple[str | None, ...]]) -> None:
    header, *found = read(written(rows))

    assert header == ["id", "a", 'b "c", d']
    assert found == [list(row) for row in rows]


@given(rows=st.lists(cells, max_size=4))
def test_the_csv_module_of_python_reads_the_same_texts(rows: list[tuple[str | None, ...]]) -> None:
    text = written(rows).decode()

    _, *found = csv.reader(io.StringIO(text, newline=""), strict=True)

    assert found == [[cell or "" for cell in row] for row in rows]


@given(rows=st.lists(cells, min_size=1, max_size=4))
def test_arrow_reads_the_same_texts_and_nulls(rows: list[tuple[str | None, ...]]) -> None:
    names = [column.name for column in COLUMNS]
    convert = pyarrow.csv.ConvertOptions(
        column_types={name: pa.string() for name in names},
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        null_values=[""],
    )
    parse = pyarrow.csv.ParseOptions(newlines_in_values=True)

    table = pyarrow.csv.read_csv(
        io.BytesIO(written(rows)), convert_options=convert, parse_options=parse
    )

    assert [tuple(row.values()) for row in table.to_pylist()] == rows


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"\xef\xbb\xbfa,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        (b'\xef\xbb\xbf"a",b\n1,2', [["a", "b"], ["1", "2"]]),
        (b'a,b\n"x\r\ny",\n', [["a", "b"], ["x\r\ny", None]]),
        (b'a,b\n"",""\n,\n', [["a", "b"], ["", ""], [None, None]]),
        (b'a\n"""x"""\n\n\r\n', [["a"], ['"x"'], [], []]),
    ],
)
def test_variants_of_csv_are_read(content: bytes, rows: list[list[str | None]]) -> None:
    assert read(content) == rows


def test_another_delimiter_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "boats.csv"
    path.write_text('name;berths\n"a;b";1,5\n')

    assert list(read_items(path, delimiter=";")) == [{"name": "a;b", "berths": "1,5"}]


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        (b"a,b\n1,2\n1\n", 3, "1 values for 2 columns"),
        (b"a,b\n1,2,3\n", 2, "3 values for 2 columns"),
        (b'a,b\n"x,2\n1,2\n', 2, "not closed"),
        (b'a,b\n5" pipe,2\n1,3"\n', 2, "quote in a value"),
        (b'a,b\n"5"" pipe"x,2\n', 2, "text after a closing quote"),
        (b"a,b\n1,\xff\n", 2, "UTF-8"),
        (b"a,b\n'x\n", 2, "1 values for 2 columns"),
    ],
)
def test_an_invalid_row_is_reported_with_its_number(
    tmp_path: Path, content: bytes, row: int, says: str
) -> None:
    path = tmp_path / "boats.csv"
    path.write_bytes(content)
    reader = read_items(path)

    with pytest.raises(FileError, match=says) as caught:
        list(reader)

    assert (caught.value.path, caught.value.row) == (str(path), row)
    assert f"boats.csv, row {row}" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"a,,b\n", "column 2 of 3 has no name"),
        (b"a,b,a\n", "column 'a': 2 columns have this name"),
        (b'a,"b\n', "not closed"),
    ],
)
def test_an_invalid_header_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "boats.csv"
    path.write_bytes(content)

    with pytest.raises(FileError, match=says):
        read_items(path)


def test_an_open_quote_does_not_read_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "MAX_ROW_BYTES", 50)
    stream = io.BytesIO(b'a\n"' + b"x\n" * 1000)

    with pytest.raises(FileError, match="not closed"):
        list(csv_text.rows(stream, "x.csv"))

    assert stream.tell() < 200
