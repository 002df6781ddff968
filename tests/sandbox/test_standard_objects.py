"""Objects of the service itself, such as IT assets, are read with the same paths (facts 11)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from zendesk_custom_objects import Client, F, Record, ValidationError
from zendesk_custom_objects.files import read_items
from zendesk_custom_objects.sandbox import Sandbox

ASSET = "standard::itam_asset"
SERIAL = "standard::serial_number"
OBJECT = {
    "key": ASSET,
    "title": "Asset",
    "title_pluralized": "Assets",
    "fields": [
        {"key": SERIAL, "title": "Serial number", "type": "text"},
        {"key": "standard::purchase_date", "title": "Purchased", "type": "date"},
        {"key": "shelf", "title": "Shelf", "type": "integer"},
    ],
}
VALUES = {SERIAL: "X-77", "standard::purchase_date": "2025-01-02", "shelf": 3}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        records = [{"name": "Laptop", "external_id": "a", "custom_object_fields": VALUES}]
        sandbox.seed(objects=[OBJECT], records={ASSET: records})
        yield sandbox


@pytest.fixture
def zendesk(sandbox: Sandbox) -> Iterator[Client]:
    with Client.sandbox(sandbox) as zendesk:
        yield zendesk


def read(records: object) -> list[tuple[str | None, object]]:
    assert isinstance(records, list)
    found: list[Record[dict[str, object]]] = records
    return [(record.name, record.fields[SERIAL]) for record in found]


def test_records_of_standard_objects_are_read_in_every_way(zendesk: Client, tmp_path: Path) -> None:
    assert zendesk.get_object(ASSET).key == ASSET
    fields = list(zendesk.list_fields(ASSET, include_standard_fields=True))
    assert {field.key for field in fields} >= {SERIAL, "shelf", "standard::name"}
    (record,) = zendesk.list_records(ASSET)
    assert record.custom_object_key == ASSET
    laptop = [("Laptop", "X-77")]
    assert read([zendesk.get_record(ASSET, record.id)]) == laptop
    assert read(list(zendesk.list_records(ASSET, external_ids=["a"]))) == laptop
    assert read(list(zendesk.search_records(ASSET, "x-77"))) == laptop
    assert read(list(zendesk.find_records(ASSET, F[SERIAL] == "X-77"))) == laptop
    assert read(list(zendesk.autocomplete_records(ASSET, "lap"))) == laptop
    assert zendesk.count_records(ASSET).value == 1

    file = tmp_path / "assets.csv"
    zendesk.list_records(ASSET).to_file(file)
    (item,) = read_items(file, fields=fields)
    assert {key: str(item[key]) for key in VALUES} == {
        key: str(value) for key, value in VALUES.items()
    }


def test_values_of_standard_fields_are_checked_and_written(zendesk: Client) -> None:
    (record,) = zendesk.list_records(ASSET)
    changed = zendesk.update_record(ASSET, record.id, fields={SERIAL: "X-78"})
    assert changed.fields[SERIAL] == "X-78"
    zendesk.update_record(ASSET, record.id, fields=changed.fields)
    with pytest.raises(ValidationError, match=f'standard::serial_numbr.*"{SERIAL}"'):
        zendesk.update_record(ASSET, record.id, fields={"standard::serial_numbr": "X"})
    with pytest.raises(ValidationError, match=r"purchase_date.*a date"):
        zendesk.update_record(ASSET, record.id, fields={"standard::purchase_date": "soon"})


def test_a_lookup_can_refer_to_a_standard_object(zendesk: Client) -> None:
    (record,) = zendesk.list_records(ASSET)
    zendesk.create_object("desk", title="Desk", title_pluralized="Desks")
    target = f"zen:custom_object:{ASSET}"
    zendesk.create_field(
        "desk", "asset", title="Asset", type="lookup", relationship_target_type=target
    )
    desk = zendesk.create_record("desk", name="1", asset=record)
    assert desk.fields["asset"] == record.id
    (found,) = zendesk.find_records("desk", F.asset == record)
    assert found.id == desk.id


def test_standard_fields_cannot_be_deleted_or_created_elsewhere(zendesk: Client) -> None:
    with pytest.raises(ValidationError, match="standard field"):
        zendesk.delete_field(ASSET, SERIAL)
    zendesk.create_object("desk", title="Desk", title_pluralized="Desks")
    for validate in (True, False):
        with pytest.raises(ValidationError, match="letters, digits and underscores"):
            zendesk.create_field("desk", SERIAL, title="Serial", validate=validate)
