"""Reading files: the columns that become parts of an item, and errors."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import pyarrow as pa
import pytest

from tests.files.support import field, save, table_of, write
from zendesk_custom_objects import FileError, Record, models
from zendesk_custom_objects.files import Format, read_items

BOAT = [
    field("berths", "integer"),
    field("length", "decimal"),
    field("launched", "date"),
    field("insured", "checkbox"),
    field("ports", "multiselect"),
    field("code", "text"),
    field("total", "integer", readonly=True),
]


def csv(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "boats.csv"
    path.write_text("\n".join(lines))
    return path


def jsonl(tmp_path: Path, *rows: Any) -> Path:
    path = tmp_path / "boats.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_values_have_the_types_of_their_fields(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "name,berths,length,launched,insured,ports,code",
        'Anna,4,7.50,2026-01-31,TRUE,a; b,"007"',
        'Berta,,,,,,""',
    )

    assert list(read_items(path, fields=BOAT)) == [
        {
            "name": "Anna",
            "berths": 4,
            "length": 7.5,
            "launched": datetime.date(2026, 1, 31),
            "insured": True,
            "ports": ["a", "b"],
            "code": "007",
        },
        {
            **dict.fromkeys(("berths", "length", "launched", "insured", "ports")),
            "name": "Berta",
            "code": "",
        },
    ]


def test_an_invalid_value_is_left_to_the_rules(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "berths,length,launched,insured,ports",
        "4.5,7;5,31.1.2026,maybe,[a",
    )

    assert list(read_items(path, fields=BOAT)) == [
        {
            "berths": "4.5",
            "length": "7;5",
            "launched": "31.1.2026",
            "insured": "maybe",
            "ports": "[a",
        }
    ]


def test_no_digit_of_a_number_is_lost(tmp_path: Path) -> None:
    digits = "12345678901234567.89"
    tables = [csv(tmp_path, "length", digits), tmp_path / "boats.jsonl"]
    tables[1].write_text(f'{{"length": {digits}}}')

    for path in tables:
        assert list(read_items(path, fields=BOAT)) == [{"length": Decimal(digits)}]


ENDLESS = ["1e9999999999999999999", "-1E-9999999999999999999", "1e+99999999999999999999999"]


@pytest.mark.parametrize("number", ENDLESS)
def test_numbers_with_endless_exponents_are_left_to_the_rules(tmp_path: Path, number: str) -> None:
    """Neither a float nor a Decimal can represent them."""
    texts = csv(tmp_path, "berths,length,price", f"{number},{number},{number}")
    numbers = tmp_path / "boats.jsonl"
    numbers.write_text(f'{{"berths": {number}, "length": {number}, "price": {number}}}')
    fields = [*BOAT, field("price", "currency")]

    for path in (texts, numbers):
        assert list(read_items(path, fields=fields)) == [
            {"berths": number, "length": number, "price": number}
        ]


def test_deeply_nested_values_are_left_to_the_rules(tmp_path: Path) -> None:
    deep = "[" * 100_000
    path = csv(tmp_path, "ports,price", f"{deep},{deep}")

    (item,) = read_items(path, fields=[*BOAT, field("price", "currency")])

    assert item == {"ports": deep, "price": deep}
    lines = tmp_path / "boats.jsonl"
    lines.write_text('{"price": ' + deep)
    with pytest.raises(FileError, match="row 1: not JSON"):
        list(read_items(lines))


def test_columns_can_be_mapped_and_omitted(tmp_path: Path) -> None:
    path = csv(tmp_path, "Boat,Beds,Remarks,id", "Anna,4,old,01J")
    columns = {"Boat": "name", "Beds": "berths", "Remarks": None, "id": "id"}

    reader = read_items(path, fields=BOAT, columns=columns)

    assert list(reader) == [{"name": "Anna", "berths": 4, "id": "01J"}]
    assert reader.columns == ("Boat", "Beds", "Remarks", "id")
    assert reader.targets == {"Boat": "name", "Beds": "berths", "id": "id"}


def test_read_only_columns_are_omitted(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "id,name,total,created_at,updated_at,created_by_user_id,updated_by_user_id,deleted",
        "1,Anna,3,x,x,x,x,false",
    )

    assert list(read_items(path, fields=BOAT)) == [{"name": "Anna"}]


def test_a_field_can_have_the_key_of_a_property(tmp_path: Path) -> None:
    fields = [field("name", "text"), field("id", "integer"), field("fields", "text")]
    path = csv(
        tmp_path,
        "id,name,custom_object_fields.name,custom_object_fields.id,fields",
        "1,Anna,A,2,x",
    )

    assert list(read_items(path, fields=fields)) == [
        {"name": "Anna", "fields": {"name": "A", "id": 2, "fields": "x"}}
    ]


def test_an_ambiguous_column_is_refused(tmp_path: Path) -> None:
    path = csv(tmp_path, "name,created_at", "Anna,2026-01-31")
    fields = [field("created_at", "date")]

    with pytest.raises(FileError, match=r"map it to custom_object_fields\.created_at"):
        read_items(path, fields=fields)
    columns = {"created_at": "custom_object_fields.created_at"}
    (item,) = read_items(path, fields=fields, columns=columns)

    assert item == {"name": "Anna", "fields": {"created_at": datetime.date(2026, 1, 31)}}


@pytest.mark.parametrize(
    ("header", "columns", "says"),
    [
        ("name,bertsh", {}, "column 'bertsh': there is no field 'bertsh'.*mean 'berths'"),
        ("name,x", {"x": "brths"}, "column 'x': there is no field 'brths'.*mean 'berths'"),
        ("name,x", {"y": "berths", "x": None}, "column 'y': there is no such column.*name, x"),
        ("berths,x", {"x": "berths"}, "column 'x': goes to berths, as 'berths' does"),
    ],
)
def test_an_unknown_or_repeated_column_is_refused(
    tmp_path: Path, header: str, columns: dict[str, str | None], says: str
) -> None:
    with pytest.raises(FileError, match=says):
        read_items(csv(tmp_path, header), fields=BOAT, columns=columns)


def test_nulls_can_be_dropped(tmp_path: Path) -> None:
    path = csv(tmp_path, "name,berths,code", 'Anna,,""')

    assert list(read_items(path, fields=BOAT, nulls="drop")) == [{"name": "Anna"}]


@pytest.mark.parametrize(("rows_before", "make"), [(2, csv), (1, jsonl)])
def test_rows_are_numbered_as_a_person_counts_them(
    tmp_path: Path, rows_before: int, make: Any
) -> None:
    lines = ["name", '"a\nb"', "c"] if make is csv else [{"name": "a"}, {"name": "c"}]
    reader = read_items(make(tmp_path, *lines))

    assert reader.row_of(0) == rows_before
    assert reader.row_of(list(reader).index({"name": "c"})) == rows_before + 1


EMPTY = [
    (
        "boats.csv",
        'name,berths\n\nAnna,4\n,\n"",""\n\n"Ber\nta",2\n\n,\nCara,\n\n\n',
        [("Anna", 3), ("Ber\nta", 7), ("Cara", 10)],
        6,
    ),
    (
        "boats.jsonl",
        '\n{"name": "Anna"}\n{}\n{"name": null, "berths": ""}\n\n{"name": "Berta"}\n\n',
        [("Anna", 2), ("Berta", 6)],
        4,
    ),
]


@pytest.mark.parametrize(("name", "content", "found", "empty"), EMPTY)
def test_rows_without_any_value_are_skipped(
    tmp_path: Path, name: str, content: str, found: list[tuple[str, int]], empty: int
) -> None:
    """They are counted, except blank lines at the end, and other rows keep their numbers."""
    path = tmp_path / name
    path.write_text(content)
    reader = read_items(path, fields=BOAT)

    items = [(item["name"], reader.row_of(index)) for index, item in enumerate(reader)]

    assert items == found
    assert reader.empty_rows == empty
    assert [reader.row_of(index) for index in range(len(found))] == [row for _, row in found]


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_rows_of_nulls_are_skipped(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"boats.{format}"
    table = pa.table({"name": ["Anna", None, "Berta"], "berths": [4, None, None]})
    save(table, path)
    reader = read_items(path, fields=BOAT)

    assert [(item["name"], reader.row_of(index)) for index, item in enumerate(reader)] == [
        ("Anna", 1),
        ("Berta", 3),
    ]
    assert reader.empty_rows == 1


def test_empty_quotes_count_as_no_value(tmp_path: Path) -> None:
    """Programs that quote every value write them."""
    header = "id,name,external_id,berths,length,launched,insured,ports,code"
    path = csv(
        tmp_path, header, '"1","Anna","","","","","","",""', '"","","b-1","4","","","","",""'
    )
    nothing = dict.fromkeys(("berths", "length", "launched", "insured", "ports"))

    found = list(read_items(path, fields=BOAT, columns={"id": "id"}))

    assert found == [
        {"id": "1", "name": "Anna", "external_id": None, **nothing, "code": ""},
        {"id": None, "name": "", "external_id": "b-1", **nothing, "berths": 4, "code": ""},
    ]
    dropped = list(read_items(path, fields=BOAT, columns={"id": "id"}, nulls="drop"))
    assert dropped == [{"id": "1", "name": "Anna"}, {"external_id": "b-1", "berths": 4}]


def test_an_empty_json_text_is_a_value_only_in_text_fields(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"name": "", "external_id": "", "berths": "", "code": ""})
    path.write_text(
        path.read_text() + '\n{"name": "Anna", "code": "", "launched": "", "ports": ""}'
    )

    assert list(read_items(path, fields=BOAT)) == [
        {"name": "Anna", "code": "", "launched": None, "ports": None}
    ]


DATES = ["2025-01-02T00:00:00+00:00", "2025-01-02T00:00:00Z", "2025-01-02"]
DAY = datetime.date(2025, 1, 2)


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "arrow"])
@pytest.mark.parametrize("written", DATES)
def test_a_date_stays_the_same_day_in_any_format_of_the_service(
    tmp_path: Path, written: str, format: Format
) -> None:
    """From a record into a file and back into an item, whose date is sent unchanged."""
    fields = [field("launched", "date")]
    path = tmp_path / f"boats.{format}"
    write(path, format, fields, [Record(id="1", fields={"launched": written})])

    if format in ("csv", "jsonl"):
        assert "2025-01-02T" not in path.read_text()
        assert "2025-01-02" in path.read_text()
    else:
        assert table_of(path).schema.field("launched").type == pa.date32()
        assert table_of(path)["launched"].to_pylist() == [DAY]
    (item,) = read_items(path, fields=fields)
    assert item["launched"] == DAY
    again = tmp_path / f"again.{format}"
    write(again, format, fields, [Record(id="1", fields={"launched": item["launched"]})])
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("written", DATES)
def test_a_date_in_a_file_of_another_program_stays_the_same_day(
    tmp_path: Path, written: str
) -> None:
    lines = [csv(tmp_path, "launched", written), jsonl(tmp_path, {"launched": written})]
    tables = [tmp_path / "boats.parquet", tmp_path / "boats.arrow"]
    for path in tables:
        save(pa.table({"launched": [written]}), path)

    for path in (*lines, *tables):
        assert list(read_items(path, fields=BOAT)) == [{"launched": DAY}]


def test_thousands_of_columns_are_read_quickly(tmp_path: Path) -> None:
    """A search through all columns for each of them would take a minute."""
    names = [f"column_{number}" for number in range(30_000)]
    path = csv(tmp_path, ",".join(names), ",".join(names))
    fields = [field(name, "text") for name in names]
    start = process_time()

    reader = read_items(path, fields=fields, columns={names[-1]: names[-1]})

    assert [len(item) for item in reader] == [len(names)]
    assert process_time() - start < 8


def test_the_fraction_read_is_known(tmp_path: Path) -> None:
    reader = read_items(csv(tmp_path, "name", "a", "b"))
    items = iter(reader)

    assert reader.fraction == 0
    assert [round(reader.fraction, 2) for _ in items] == [round(7 / 8, 2), 1.0]
    assert reader.fraction == 1
    assert len(list(reader)) == 2  # from the first row again


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"bertsh": 1}', "column 'bertsh'"),
    ],
)
def test_an_invalid_line_is_reported_with_its_number(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "boats.jsonl"
    path.write_text('{"name": "a"}\n' + line + '\n{"name": "b"}\n')

    with pytest.raises(FileError, match=says) as caught:
        list(read_items(path, fields=BOAT))

    assert caught.value.row == 2


def test_lines_can_have_different_properties(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"name": "a"}, {"berths": 4}, {"ports": ["x"], "length": 7})

    assert list(read_items(path, fields=BOAT)) == [
        {"name": "a"},
        {"berths": 4},
        {"ports": ["x"], "length": 7.0},
    ]


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_a_file_without_a_table_is_refused(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"boats.{format}"
    path.write_bytes(b"no such thing" * 10)

    with pytest.raises(FileError, match=f"not in the format {format.capitalize()}"):
        read_items(path)


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        read_items(tmp_path / "boats.csv")
    with pytest.raises(FileError, match="directory"):
        read_items(tmp_path, format="csv")
    with pytest.raises(FileError, match="its format is unknown"):
        read_items(tmp_path / "boats.xlsx")


@pytest.mark.parametrize("options", [{"delimiter": ""}, {"delimiter": '"'}, {"nulls": "skip"}])
def test_unknown_options_are_refused(tmp_path: Path, options: Any) -> None:
    with pytest.raises(ValueError, match="is"):
        read_items(csv(tmp_path, "name"), **options)


def test_definitions_of_the_client_can_be_passed(tmp_path: Path) -> None:
    fields: list[models.CustomObjectField] = [
        field("standard::name", "text"),
        field("berths", "integer"),
    ]

    assert list(read_items(csv(tmp_path, "name,berths", "a,1"), fields=fields)) == [
        {"name": "a", "berths": 1}
    ]
