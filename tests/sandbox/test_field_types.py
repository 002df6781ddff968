"""A field of each type of the contract, through everything that programs do with fields."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from zendesk_custom_objects import Client, F, ValidationError, api
from zendesk_custom_objects._generated import load_field_types
from zendesk_custom_objects.files import read_items
from zendesk_custom_objects.sandbox import DEFAULT_USER

OPTIONS: Final = [{"name": "Sailing boat", "value": "sail"}, {"name": "Yacht", "value": "yacht"}]
USER: Final = str(DEFAULT_USER.id)


class Sample(NamedTuple):
    """An example of a type, and the expected results."""

    definition: dict[str, Any]
    value: Any
    wrong: Any
    """A value that such a field cannot have."""
    cell: str
    """The value in a CSV file."""
    word: str
    """A word of the value."""
    is_searched: bool
    access: str | None = "is"
    """An operator of access rules; `None` if there are no rules about such fields."""
    others: tuple[Any, ...] = ()
    """Other forms in which the service may show the value."""


SAMPLES: Final = {
    "text": Sample({}, "Blue Heron", 7, "Blue Heron", "heron", is_searched=True),
    "textarea": Sample({}, "Blue\nHeron", 7, "Blue\nHeron", "heron", is_searched=True),
    "checkbox": Sample({}, True, "maybe", "true", "true", is_searched=False, access=None),
    "currency": Sample(
        {"properties": {"allowed_currencies": ["EUR"]}},
        "12.50",
        [12],
        '"12.50"',
        "12",
        is_searched=False,
        access=None,
    ),
    "date": Sample(
        {},
        "2025-01-02",
        "soon",
        "2025-01-02",
        "2025",
        is_searched=False,
        others=("2025-01-02T00:00:00Z", "2025-01-02T00:00:00+00:00"),
    ),
    "integer": Sample({}, 4077, 1.5, "4077", "4077", is_searched=False),
    "decimal": Sample({}, 12.5, "much", "12.5", "12", is_searched=False),
    "regexp": Sample(
        {"regexp_for_validation": "[a-z]+"}, "heron", "7", "heron", "heron", is_searched=True
    ),
    "dropdown": Sample(
        {"custom_field_options": OPTIONS}, "sail", "sial", "sail", "sail", is_searched=False
    ),
    "lookup": Sample(
        {"relationship_target_type": "zen:user"}, USER, 1.5, USER, USER, is_searched=False
    ),
    "multiselect": Sample(
        {"custom_field_options": OPTIONS},
        ["sail", "yacht"],
        ["sial"],
        "sail;yacht",
        "sail",
        is_searched=False,
        access="includes",
    ),
    "parent": Sample(
        {"relationship_target_type": "zen:user"},
        USER,
        1.5,
        USER,
        USER,
        is_searched=False,
        access=None,
    ),
}


@pytest.mark.parametrize("type_key", load_field_types())
def test_a_field_of_each_type_works_everywhere(type_key: str, tmp_path: Path) -> None:
    sample = SAMPLES[type_key]
    wrong = {"it": sample.wrong}
    with Client.sandbox() as zendesk:
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        zendesk.create_field("boat", "it", title="It", type=type_key, **sample.definition)
        made = zendesk.create_record("boat", name="Albatross", fields={"it": sample.value})
        shown = zendesk.get_record("boat", made.id).fields["it"]
        assert shown in (sample.value, *sample.others)
        zendesk.update_record("boat", made.id, fields={"it": shown})
        for validate in (True, False):  # by the client, and by the sandbox
            with pytest.raises(ValidationError):
                zendesk.update_record("boat", made.id, fields=wrong, validate=validate)

        found = list(zendesk.search_records("boat", sample.word))
        assert [each.id for each in found] == ([made.id] if sample.is_searched else [])

        one = sample.value[0] if isinstance(sample.value, list) else sample.value
        found = list(zendesk.find_records("boat", F.it == one))
        assert [each.id for each in found] == [made.id]

        file = tmp_path / "boats.csv"
        zendesk.list_records("boat").to_file(file)
        with file.open(encoding="utf-8", newline="") as stream:
            assert [row["it"] for row in csv.DictReader(stream)] == [sample.cell]
        (item,) = read_items(file, fields=zendesk.list_fields("boat"))
        zendesk.update_record("boat", made.id, fields={"it": item["it"]})
        assert zendesk.get_record("boat", made.id).fields["it"] == shown

        body = zendesk.send(api.permissions.list_access_rule_definitions("boat"))
        fields = {each.subject: each for each in body.definitions.conditions_all or ()}
        rule = fields.get("custom_object.boat.custom_fields.it")
        operators = [each.value for each in (rule and rule.operators) or ()]
        assert sample.access in (*operators, None)
        assert bool(operators) == (sample.access is not None)
