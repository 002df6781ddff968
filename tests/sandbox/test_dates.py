"""A calendar date in every form in which the service can return it (facts 11)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import pytest

from zendesk_custom_objects import Client, F
from zendesk_custom_objects.files import read_items
from zendesk_custom_objects.sandbox import Sandbox, Variants

DAY = datetime.date(2025, 1, 2)
FORMS = get_args(get_type_hints(Variants)["dates"])


@dataclass
class Boat:
    built: datetime.date


@pytest.mark.parametrize("form", FORMS)
def test_a_date_is_equal_in_each_form(
    form: Literal["datetime", "date", "zulu"], tmp_path: Path
) -> None:
    with (
        Sandbox(variants=Variants(dates=form)) as sandbox,
        Client.sandbox(sandbox) as zendesk,
    ):
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        zendesk.create_field("boat", "built", title="Built", type="date")
        made = zendesk.create_record("boat", name="Heron", built=DAY)
        zendesk.create_record("boat", name="Petrel", built="2025-01-03")
        shown: Any = made.fields["built"]
        assert str(shown).startswith("2025-01-02")

        typed = zendesk.get_record("boat", made.id, fields_type=Boat)
        assert typed.fields == Boat(DAY)

        for value in (DAY, shown, "2025-01-02T00:00:00+05:00"):
            found = zendesk.find_records("boat", F.built == value)
            assert [each.name for each in found] == ["Heron"]
            later = zendesk.find_records("boat", F.built > value)
            assert [each.name for each in later] == ["Petrel"]

        for record in list(zendesk.list_records("boat")):
            zendesk.update_record("boat", record.id, fields=record.fields)
        report = zendesk.update_records("boat", zendesk.list_records("boat")).run()
        assert report.ok
        assert zendesk.get_record("boat", made.id).fields["built"] == shown
        sandbox.variants = Variants(dates="date")
        assert zendesk.get_record("boat", made.id).fields["built"] == "2025-01-02"
        sandbox.variants = Variants(dates=form)

        file = tmp_path / "boats.csv"
        zendesk.list_records("boat").to_file(file)
        items = list(read_items(file, fields=zendesk.list_fields("boat")))
        assert [item["built"] for item in items] == [DAY, datetime.date(2025, 1, 3)]
        column = zendesk.list_records("boat").to_arrow()["built"].to_pylist()
        assert column == [DAY, datetime.date(2025, 1, 3)]
