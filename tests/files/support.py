"""Records with any fields, and the items that are expected from them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from zendesk_custom_objects import DeletedRecord, Record, models
from zendesk_custom_objects.files import Format
from zendesk_custom_objects.files.columns import Columns
from zendesk_custom_objects.files.output import WholeFile
from zendesk_custom_objects.rules.schema import ObjectSchema

TYPES = [
    *("text", "textarea", "regexp", "dropdown", "lookup", "parent", "checkbox", "integer"),
    *("decimal", "date", "multiselect", "currency", "of-tomorrow"),
]
FORMATS: list[Format] = ["csv", "jsonl", "parquet", "arrow"]
NESTED = {
    *("id", "name", "external_id", "created_at", "updated_at", "created_by_user_id"),
    *("updated_by_user_id", "deleted", "fields"),
}
"""Keys of fields that are in `fields` of an item."""

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
tricky = st.sampled_from(
    [
        "",
        " ",
        "007",
        "=1+1",
        '"',
        '""',
        "a,b",
        "a;b",
        "\r\n",
        "\n",
        "\r",
        "[",
        "[]",
        "null",
        "\ufeff",
    ]
)
strings = texts | tricky
numbers = st.floats(allow_nan=False, allow_infinity=False)
moments = st.datetimes(
    min_value=datetime.datetime(1970, 1, 1),
    max_value=datetime.datetime(2100, 1, 1),
    timezones=st.just(datetime.UTC),
)
values: dict[str, st.SearchStrategy[Any]] = {
    "checkbox": st.booleans(),
    "integer": st.integers(-(2**63), 2**63 - 1),
    "decimal": numbers,
    "date": st.dates().map(lambda day: day.isoformat()),
    "multiselect": st.lists(strings, max_size=3),
    "currency": numbers | strings | st.dictionaries(strings, numbers, max_size=2),
    "of-tomorrow": st.recursive(
        st.none() | st.booleans() | numbers | strings, lambda inner: st.lists(inner, max_size=2)
    ),
}


def field(key: str, type: str, **properties: Any) -> models.CustomObjectField:
    return models.CustomObjectField(id=1, key=key, type=type, **properties)


keys = st.sampled_from(["berths", "name", "id", "deleted", "created_at", "_1", "fields", "Ports"])
some_fields = st.dictionaries(keys, st.sampled_from(TYPES), max_size=8).map(
    lambda types: [field(*each) for each in types.items()]
)


@st.composite
def tables(
    draw: st.DrawFn,
) -> tuple[list[models.CustomObjectField], list[Record[dict[str, Any]] | DeletedRecord]]:
    """The fields of an object, and some records."""
    fields = draw(some_fields)
    live = st.builds(
        Record[dict[str, Any]],
        id=strings,
        name=st.none() | strings,
        external_id=st.none() | strings,
        fields=st.fixed_dictionaries(
            {},
            optional={
                str(own.key): st.none() | values.get(str(own.type), strings) for own in fields
            },
        ),
        created_at=st.none() | moments,
        updated_at=moments,
        created_by_user_id=st.none() | strings,
        updated_by_user_id=strings,
    )
    gone = st.builds(DeletedRecord, id=strings, updated_at=st.none() | moments)
    return fields, draw(st.lists(live | gone, max_size=4))


def columns_of(fields: list[models.CustomObjectField]) -> Columns:
    return Columns.of(ObjectSchema.from_fields("boat", fields), with_deleted=True)


def write(
    path: Path,
    format: Format,
    fields: list[models.CustomObjectField],
    records: list[Any],
) -> None:
    """Write like `to_file`, in two pages."""
    file = WholeFile(path, columns_of(fields), format)
    file.write(records[:2])
    file.write(records[2:])
    file.finish()


def save(table: pa.Table, path: Path) -> None:
    """Write a table as another program does, in the format of the suffix."""
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    else:
        with pa.ipc.new_file(str(path), table.schema) as writer:
            writer.write_table(table)


def table_of(path: Path) -> pa.Table:
    """Read a file as another program does."""
    if path.suffix == ".parquet":
        return pq.read_table(path)
    with pa.ipc.open_file(str(path)) as reader:
        return reader.read_all()


def item(record: Any, fields: list[models.CustomObjectField]) -> dict[str, Any]:
    """The expected item of a record, derived from the documentation and not from our code."""
    own: dict[str, Any] = getattr(record, "fields", {})
    found: dict[str, Any] = {"name": getattr(record, "name", None), "id": record.id or None}
    found["external_id"] = getattr(record, "external_id", None) or None
    for each in fields:
        key = str(each.key)
        value = own.get(key)
        if each.type == "date" and value is not None:
            value = datetime.date.fromisoformat(value)
        if key in NESTED:
            found.setdefault("fields", {})[key] = value
        else:
            found[key] = value
    return found
