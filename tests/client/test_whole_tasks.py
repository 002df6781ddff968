"""Whole tasks of a user, on the sandbox."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from zendesk_custom_objects import Client, F, Filter

AUTUMN = datetime.date(2020, 9, 1)
WINTER = datetime.date(2021, 1, 1)


@dataclass
class Boat:
    berths: int | None = None
    launched_on: datetime.date | None = None


@pytest.fixture
def zendesk() -> Iterator[Client]:
    """An account with three boats."""
    with Client.sandbox() as zendesk:
        zendesk.create_object(
            "boat", title="Boat", title_pluralized="Boats", allows_attachments=True
        )
        zendesk.create_field("boat", "berths", title="Berths", type="integer")
        zendesk.create_field("boat", "launched_on", title="Launched on", type="date")
        zendesk.create_field("boat", "remarks", title="Remarks")
        zendesk.create_record("boat", name="Anna", berths=2, remarks="red hull")
        zendesk.create_record("boat", name="Berta", berths=4, launched_on=AUTUMN)
        zendesk.create_record("boat", name="Clara", berths=6, launched_on=WINTER)
        yield zendesk


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (F.berths >= 4, ["Berta", "Clara"]),
        (F.berths.is_in([2, 6]), ["Anna", "Clara"]),
        (F.launched_on == AUTUMN, ["Berta"]),
        (F.launched_on.exists(False), ["Anna"]),
        (F.remarks.contains("red"), ["Anna"]),
        ((F.berths > 2) & (F.launched_on < WINTER), ["Berta"]),
        ((F.berths == 2) | (F.berths == 6), ["Anna", "Clara"]),
        ((F.berths < 6) & (F.name.contains("Anna") | F.name.contains("Clara")), ["Anna"]),
        (((F.berths == 2) & F.remarks.exists()) | (F.berths == 6), ["Anna", "Clara"]),
    ],
)
def test_records_are_found_with_filters(
    zendesk: Client, expression: Filter, expected: list[str]
) -> None:
    assert [record.name for record in zendesk.find_records("boat", expression)] == expected


def test_a_search_is_read_in_pages(zendesk: Client) -> None:
    pages = list(zendesk.find_records("boat", F.berths > 0, sort="-name", page_size=2).pages())

    assert [[record.name for record in page.items] for page in pages] == [
        ["Clara", "Berta"],
        ["Anna"],
    ]


def test_records_are_found_by_words_and_names(zendesk: Client) -> None:
    assert [record.name for record in zendesk.search_records("boat", "hul")] == ["Anna"]
    assert [record.name for record in zendesk.autocomplete_records("boat", "Ber")] == ["Berta"]


def test_fields_are_read_as_a_class(zendesk: Client) -> None:
    (found,) = zendesk.find_records("boat", F.berths == 4, fields_type=Boat)

    assert found.fields == Boat(berths=4, launched_on=AUTUMN)


def test_a_file_is_attached_downloaded_and_deleted(zendesk: Client, tmp_path: Path) -> None:
    (record,) = zendesk.find_records("boat", F.berths == 4)

    file = zendesk.attach_file("boat", record.id, b"%PDF", name="plan.pdf")
    listed = [each.filename for each in zendesk.list_attachments("boat", record.id)]
    content = zendesk.download_attachment("boat", record.id, file.id)
    size = zendesk.download_attachment("boat", record.id, file.id, to=tmp_path / "plan.pdf")
    zendesk.delete_attachment("boat", record.id, file.id)

    assert (file.content_type, file.size) == ("application/pdf", 4)
    assert listed == ["plan.pdf"]
    assert content == (tmp_path / "plan.pdf").read_bytes() == b"%PDF"
    assert size == 4
    assert list(zendesk.list_attachments("boat", record.id)) == []


def test_a_job_is_submitted_and_waited_for(zendesk: Client) -> None:
    items: list[dict[str, object]] = [
        {"name": "Dora", "custom_object_fields": {"berths": 8}},
        {"name": "Emma"},
    ]

    done = zendesk.wait_for_job(zendesk.submit_job("boat", "create", items))

    assert done.status == "completed"
    assert done.id in [job.id for job in zendesk.list_job_statuses()]
    assert [found.name for found in zendesk.find_records("boat", F.berths == 8)] == ["Dora"]
