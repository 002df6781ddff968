"""Definitions of fields (facts 1.2, 2.3, 3.2, 6.1, 6.2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.support import field, only, problems, schema
from zendesk_custom_objects.rules.fields import check_field_deletion, prepare_field
from zendesk_custom_objects.rules.schema import ObjectSchema
from zendesk_custom_objects.rules.violations import Prepared
from zendesk_custom_objects.unset import UNSET

HOUSE = "zen:custom_object:house"
CASCADE = {"cascade_permissions_enabled": True}
CASCADE_REFUSED = [("properties.cascade_permissions_enabled", "NotAllowed")]


def create(type: Any = UNSET, *, known: ObjectSchema | None = None, **values: Any) -> Prepared:
    """Prepare a new field that is valid except for these values."""
    return prepare_field("create", known, {"key": "x", "title": "X", "type": type, **values})


def change(key: str | None = None, known: ObjectSchema | None = None, **values: Any) -> Prepared:
    """Prepare the update of a field, by default of an unknown one."""
    return prepare_field("update", known, values, key=key)


@pytest.mark.parametrize(
    ("type", "values"),
    [
        (UNSET, {}),
        ("text", {"required": True, "position": 3, "active": False, "description": None}),
        ("textarea", {"regexp_for_validation": None, "custom_field_options": []}),
        ("checkbox", {"tag": "vip"}),
        ("date", {}),
        ("regexp", {"regexp_for_validation": r"\A\d+\z"}),
        ("regexp", {}),
        ("dropdown", {"custom_field_options": [{"name": "Red", "value": "red"}]}),
        ("multiselect", {"custom_field_options": [{"id": "null", "name": "R", "value": "r"}]}),
        ("dropdown", {}),
        ("lookup", {"relationship_target_type": "zen:user", "relationship_filter": {"all": []}}),
        ("parent", {"relationship_target_type": HOUSE}),
        (
            "parent",
            {
                "relationship_target_type": "zen:ticket",
                "properties": {"cascade_permissions_enabled": True},
            },
        ),
        ("currency", {"properties": {"allowed_currencies": ["EUR"]}}),
        (
            "integer",
            {
                "properties": {
                    "rollup_child_object": HOUSE,
                    "rollup_aggregation_type": "COUNT",
                    "rollup_aggregated_field": None,
                    "rollup_filter_criteria": None,
                }
            },
        ),
        (
            "decimal",
            {
                "properties": {
                    "rollup_child_object": HOUSE,
                    "rollup_aggregation_type": "SUM",
                    "rollup_aggregated_field": "price",
                    "rollup_filter_criteria": {"all": [], "any": []},
                }
            },
        ),
        ("hologram", {"regexp_for_validation": "x", "tag": "y", "relationship_target_type": HOUSE}),
    ],
)
def test_a_valid_new_field_is_accepted(type: object, values: dict[str, Any]) -> None:
    prepared = create(type, **values)
    given = {} if type is UNSET else {"type": type}
    assert prepared == ({"key": "x", "title": "X", **given, **values}, ())


@pytest.mark.parametrize("name", ["key", "title"])
@pytest.mark.parametrize("value", [UNSET, None, ""])
def test_a_new_field_needs_a_key_and_a_title(name: str, value: Any) -> None:
    assert problems(create(**{name: value})) == [(name, "BlankValue")]


@pytest.mark.parametrize("key", ["a", "A1", "_", "1a", "12_3", "größe", "x" * 300])
def test_keys_of_letters_digits_and_underscores_are_accepted(key: str) -> None:
    assert create(key=key).violations == ()


@pytest.mark.parametrize(
    ("key", "suggestion"),
    [
        ("number of rooms", "number_of_rooms"),
        ("Price-EUR", "price_eur"),
        ("standard::name", "standard_name"),
        ("a.b", "a_b"),
        ("123", None),
        ("€", None),
    ],
)
def test_a_key_with_other_characters_is_refused_with_a_suggestion(
    key: str, suggestion: str | None
) -> None:
    violation = only(create(key=key))
    assert (violation.field, violation.code) == ("key", "InvalidValue")
    assert violation.suggestion == suggestion


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", 7),
        ("type", 7),
        ("title", ["x"]),
        ("active", "true"),
        ("required", 1),
        ("position", "3"),
        ("position", True),
        ("properties", []),
        ("relationship_filter", []),
        ("description", "\ud800"),
        ("position", float("nan")),
    ],
)
def test_a_property_of_the_wrong_type_is_refused(name: str, value: Any) -> None:
    assert problems(create(**{name: value})) == [(name, "InvalidValue")]


@pytest.mark.parametrize(
    ("filter", "path"),
    [
        ({"all": 5}, "all"),
        ({"any": {}, "all": []}, "any"),
        ({"any": ["x"]}, "any[0]"),
        ({"any": [{"field": "name", "operator": 1}]}, "any[0].operator"),
        ({"all": [{"field": [], "operator": "is", "value": []}]}, "all[0].field"),
    ],
)
def test_an_invalid_relationship_filter_is_refused_at_its_place(filter: Any, path: str) -> None:
    target = {"relationship_target_type": "zen:user", "relationship_filter": filter}
    found = problems(create("lookup", **target))
    assert found == [(f"relationship_filter.{path}", "InvalidValue")]


def test_unknown_properties_are_refused_with_a_suggestion() -> None:
    prepared = prepare_field(
        "create",
        None,
        {
            "key": "x",
            "titel": "X",
            "title": "X",
            "type": "dropdown",
            "properties": {"is_uniq": True},
            "custom_field_options": [{"name": "Red", "value": "red", "vlaue": "red"}],
        },
    )
    found = {wrong.field: (wrong.code, wrong.suggestion) for wrong in prepared.violations}
    assert found == {
        "titel": ("UnknownField", "title"),
        "properties.is_uniq": ("UnknownField", "is_unique"),
        "custom_field_options[0].vlaue": ("UnknownField", "value"),
    }


def test_read_only_properties_are_refused_only_in_a_new_field() -> None:
    option = {"name": "Red", "value": "red", "raw_name": "Red", "url": "https://x"}
    read: dict[str, Any] = {"id": 7, "system": False, "readonly": True, "url": "https://x"}
    new = create("dropdown", custom_field_options=[option], **read)
    assert {code for _, code in problems(new)} == {"NotAllowed"}
    assert [name for name, _ in problems(new)] == [
        *read,
        "custom_field_options[0].raw_name",
        "custom_field_options[0].url",
    ]
    changed = change(custom_field_options=[option], **read)
    assert changed == ({**read, "custom_field_options": [option]}, ())


@pytest.mark.parametrize(
    ("type", "name", "value"),
    [
        ("text", "regexp_for_validation", "x"),
        ("text", "tag", "vip"),
        ("text", "custom_field_options", [{"name": "Red", "value": "red"}]),
        ("dropdown", "relationship_target_type", "zen:user"),
        (UNSET, "relationship_filter", {"all": [{}]}),
    ],
)
def test_properties_of_other_types_are_refused(type: Any, name: str, value: Any) -> None:
    assert problems(create(type, **{name: value})) == [(name, "NotAllowed")]
    known = schema(field("x", "text" if type is UNSET else str(type)))
    assert problems(change("x", known, **{name: value})) == [(name, "NotAllowed")]
    assert change("x", None, **{name: value}).violations == ()


class TestOptions:
    def test_an_option_needs_a_name_and_a_value(self) -> None:
        options = [{"name": "Red"}, {"value": "blue"}, {"name": "", "value": None}, {}]
        for prepared in (
            create("dropdown", custom_field_options=options),
            change(custom_field_options=options),
        ):
            assert problems(prepared) == [
                ("custom_field_options[0].value", "BlankValue"),
                ("custom_field_options[1].name", "BlankValue"),
                ("custom_field_options[2].name", "BlankValue"),
                ("custom_field_options[2].value", "BlankValue"),
                ("custom_field_options[3].name", "BlankValue"),
                ("custom_field_options[3].value", "BlankValue"),
            ]

    def test_values_of_options_must_be_unique(self) -> None:
        values = ["red", "blue", "red", "Red", "blue"]
        options = [{"name": "Same name", "value": value} for value in values]
        prepared = create("multiselect", custom_field_options=options)
        assert problems(prepared) == [
            ("custom_field_options[2].value", "DuplicateValue"),
            ("custom_field_options[4].value", "DuplicateValue"),
        ]
        assert "custom_field_options[0]" in prepared.violations[0].message

    @pytest.mark.parametrize(("length", "wrong"), [(255, 0), (256, 1)])
    def test_a_value_has_at_most_255_characters(self, length: int, wrong: int) -> None:
        options = [{"name": "x" * 1000, "value": "é" * length}]
        expected = [("custom_field_options[0].value", "TooLong")] * wrong
        assert problems(create("dropdown", custom_field_options=options)) == expected

    @pytest.mark.parametrize(("count", "wrong"), [(2000, 0), (2001, 1)])
    def test_a_field_has_at_most_2000_options(self, count: int, wrong: int) -> None:
        options = [{"name": str(number), "value": str(number)} for number in range(count)]
        expected = [("custom_field_options", "TooLong")] * wrong
        assert problems(create("dropdown", custom_field_options=options)) == expected

    @pytest.mark.parametrize("option", ["red", None, 7, ["red"]])
    def test_an_option_must_be_a_mapping(self, option: object) -> None:
        prepared = create("dropdown", custom_field_options=[option])
        assert prepared.violations[0].field == "custom_field_options[0]"


class TestTargets:
    @pytest.mark.parametrize("type", ["lookup", "parent"])
    @pytest.mark.parametrize("target", [UNSET, None, ""])
    def test_a_new_reference_needs_a_target(self, type: str, target: object) -> None:
        prepared = create(type, relationship_target_type=target)
        assert problems(prepared) == [("relationship_target_type", "BlankValue")]

    @pytest.mark.parametrize(
        "target", ["zen:user", "zen:organization", "zen:ticket", "zen:brand", HOUSE, "zen:new_kind"]
    )
    def test_known_kinds_of_targets_are_accepted(self, target: str) -> None:
        assert create("lookup", relationship_target_type=target).violations == ()

    @pytest.mark.parametrize(
        ("target", "suggestion"),
        [
            ("user", "zen:user"),
            ("house", HOUSE),
            ("zen:", None),
            ("zen:custom_object", None),
            ("zen:custom_object:", None),
            ("custom_object:house", None),
        ],
    )
    def test_an_invalid_target_is_refused_with_a_suggestion(
        self, target: str, suggestion: str | None
    ) -> None:
        violation = only(create("parent", relationship_target_type=target))
        assert (violation.field, violation.code) == ("relationship_target_type", "InvalidValue")
        assert violation.suggestion == suggestion

    def test_the_target_cannot_be_changed(self) -> None:
        known = schema(field("x", "lookup", relationship_target_type="zen:user"))
        same = change("x", known, relationship_target_type="zen:user")
        assert same.violations == ()
        other = change("x", known, relationship_target_type=HOUSE)
        assert problems(other) == [("relationship_target_type", "NotAllowed")]
        assert change("x", None, relationship_target_type=HOUSE).violations == ()


class TestNames:
    """Properties of `standard::name`."""

    @pytest.mark.parametrize(
        "properties",
        [
            {"is_unique": True},
            {"is_unique": True, "autoincrement_enabled": False},
            {"is_unique": False, "autoincrement_enabled": True},
            {"autoincrement_enabled": True, "autoincrement_prefix": "é" * 30},
            {"autoincrement_padding": 0, "autoincrement_next_sequence": 0},
            {"autoincrement_padding": 9, "autoincrement_next_sequence": 10**12},
            {"autoincrement_prefix": None, "autoincrement_padding": None},
        ],
    )
    def test_valid_properties_are_accepted(self, properties: dict[str, Any]) -> None:
        prepared = change("standard::name", schema(), properties=properties)
        assert prepared == ({"properties": properties}, ())

    @pytest.mark.parametrize(
        ("properties", "name", "code"),
        [
            (
                {"is_unique": True, "autoincrement_enabled": True},
                "autoincrement_enabled",
                "NotAllowed",
            ),
            ({"autoincrement_prefix": "x" * 31}, "autoincrement_prefix", "TooLong"),
            ({"autoincrement_prefix": 7}, "autoincrement_prefix", "InvalidValue"),
            ({"autoincrement_padding": 10}, "autoincrement_padding", "InvalidValue"),
            ({"autoincrement_padding": -1}, "autoincrement_padding", "InvalidValue"),
            ({"autoincrement_padding": 1.5}, "autoincrement_padding", "InvalidValue"),
            ({"autoincrement_next_sequence": -1}, "autoincrement_next_sequence", "InvalidValue"),
            ({"autoincrement_next_sequence": "1"}, "autoincrement_next_sequence", "InvalidValue"),
            ({"is_unique": "yes"}, "is_unique", "InvalidValue"),
        ],
    )
    def test_invalid_properties_are_refused(
        self, properties: dict[str, Any], name: str, code: str
    ) -> None:
        prepared = change("standard::name", schema(), properties=properties)
        assert problems(prepared) == [(f"properties.{name}", code)]


class TestCurrencies:
    @pytest.mark.parametrize(
        ("codes", "wrong"),
        [
            (UNSET, ("", "BlankValue")),
            (None, ("", "BlankValue")),
            ([], ("", "BlankValue")),
            (["EUR", "USD"], ("", "InvalidValue")),
            (["euro"], ("[0]", "InvalidValue")),
            (["eur"], ("[0]", "InvalidValue")),
            ([7], ("[0]", "InvalidValue")),
            ("EUR", ("", "InvalidValue")),
        ],
    )
    def test_a_currency_field_needs_exactly_one_known_currency(
        self, codes: object, wrong: tuple[str, str]
    ) -> None:
        path, code = wrong
        prepared = create("currency", properties={"allowed_currencies": codes})
        assert problems(prepared) == [(f"properties.allowed_currencies{path}", code)]

    def test_a_currency_field_needs_properties(self) -> None:
        assert problems(create("currency")) == [("properties.allowed_currencies", "BlankValue")]

    def test_a_lower_case_code_comes_with_a_suggestion(self) -> None:
        prepared = create("currency", properties={"allowed_currencies": ["eur"]})
        assert only(prepared).suggestion == "EUR"

    def test_only_currency_fields_have_currencies(self) -> None:
        prepared = create("decimal", properties={"allowed_currencies": ["EUR"]})
        assert problems(prepared) == [("properties.allowed_currencies", "NotAllowed")]

    def test_the_currency_cannot_be_changed(self) -> None:
        known = schema(field("x", "currency", properties={"allowed_currencies": ["EUR"]}))
        same = change("x", known, properties={"allowed_currencies": ["EUR"]})
        assert same.violations == ()
        other = change("x", known, properties={"allowed_currencies": ["USD"]})
        assert problems(other) == [("properties.allowed_currencies", "NotAllowed")]
        assert change("x", known, properties={}).violations == ()


class TestRollUps:
    def roll_up(self, type: Any = "integer", **properties: Any) -> list[tuple[str, str]]:
        whole = {"rollup_child_object": HOUSE, "rollup_aggregation_type": "COUNT", **properties}
        prefixed = problems(create(type, properties=whole))
        return [(name.removeprefix("properties."), code) for name, code in prefixed]

    @pytest.mark.parametrize("aggregation", ["SUM", "MIN", "MAX"])
    def test_sum_min_and_max_need_an_aggregated_field(self, aggregation: str) -> None:
        kind: dict[str, Any] = {"rollup_aggregation_type": aggregation}
        assert self.roll_up(**kind, rollup_aggregated_field="price") == []
        assert self.roll_up(**kind) == [("rollup_aggregated_field", "BlankValue")]
        assert self.roll_up(**kind, rollup_aggregated_field=None) == [
            ("rollup_aggregated_field", "BlankValue")
        ]

    def test_a_count_has_no_aggregated_field(self) -> None:
        assert self.roll_up() == []
        assert self.roll_up(rollup_aggregated_field="price") == [
            ("rollup_aggregated_field", "NotAllowed")
        ]

    @pytest.mark.parametrize("name", ["rollup_child_object", "rollup_aggregation_type"])
    def test_a_child_object_and_an_aggregation_are_required(self, name: str) -> None:
        assert self.roll_up(**{name: UNSET}) == [(name, "BlankValue")]

    @pytest.mark.parametrize("type", ["text", "checkbox", "currency", "parent"])
    def test_a_field_of_another_type_cannot_be_a_roll_up(self, type: str) -> None:
        wrong = self.roll_up(type)
        assert ("rollup_child_object", "NotAllowed") in wrong
        assert ("rollup_aggregation_type", "NotAllowed") in wrong

    @pytest.mark.parametrize("type", ["integer", "decimal", "date"])
    def test_a_roll_up_is_an_integer_a_decimal_or_a_date(self, type: str) -> None:
        assert self.roll_up(type) == []

    def test_an_unknown_aggregation_is_refused_with_a_suggestion(self) -> None:
        prepared = create(
            "integer",
            properties={"rollup_child_object": HOUSE, "rollup_aggregation_type": "count"},
        )
        assert problems(prepared) == [("properties.rollup_aggregation_type", "InvalidValue")]
        assert only(prepared).suggestion == "COUNT"

    def test_the_child_object_must_be_a_custom_object(self) -> None:
        for child in ("house", "zen:user", "zen:custom_object:"):
            assert self.roll_up(rollup_child_object=child) == [
                ("rollup_child_object", "InvalidValue")
            ]

    def test_an_update_can_have_some_of_the_properties(self) -> None:
        assert change(properties={"rollup_filter_criteria": {"all": []}}).violations == ()
        assert change(properties={"rollup_aggregation_type": "SUM"}).violations == ()


class TestCascade:
    KNOWN = schema(
        field("house", "parent", relationship_target_type=HOUSE, properties=CASCADE),
        field("owner", "parent", relationship_target_type="zen:user"),
    )

    def test_only_a_parent_field_can_cascade(self) -> None:
        assert problems(create("text", properties=CASCADE)) == [
            ("properties.cascade_permissions_enabled", "NotAllowed")
        ]
        off = create("text", properties={"cascade_permissions_enabled": False})
        assert off.violations == ()

    def test_a_second_parent_field_cannot_cascade(self) -> None:
        new = create(
            "parent",
            known=self.KNOWN,
            relationship_target_type="zen:ticket",
            properties=CASCADE,
        )
        assert problems(new) == CASCADE_REFUSED
        assert problems(change("owner", self.KNOWN, properties=CASCADE)) == [
            ("properties.cascade_permissions_enabled", "NotAllowed")
        ]

    def test_the_field_that_cascades_can_be_sent_again(self) -> None:
        assert change("house", self.KNOWN, properties=CASCADE).violations == ()


class TestChange:
    KNOWN = schema(field("bedrooms", "integer"))

    def test_an_update_requires_no_property(self) -> None:
        assert change("bedrooms", self.KNOWN) == ({}, ())
        assert problems(change("bedrooms", self.KNOWN, title="")) == [("title", "BlankValue")]

    @pytest.mark.parametrize("known", [KNOWN, None])
    def test_the_key_cannot_be_changed(self, known: ObjectSchema | None) -> None:
        other = prepare_field("update", known, {"key": "rooms"}, key="bedrooms")
        assert problems(other) == [("key", "NotAllowed")]
        same = prepare_field("update", known, {"key": "bedrooms"}, key="bedrooms")
        assert same.violations == ()

    def test_the_key_of_a_field_addressed_by_id_cannot_be_changed(self) -> None:
        number = self.KNOWN.fields["bedrooms"].id
        other = prepare_field("update", self.KNOWN, {"key": "rooms"}, key=number)
        assert problems(other) == [("key", "NotAllowed")]
        assert prepare_field("update", None, {"key": "rooms"}, key=number).violations == ()

    def test_only_some_properties_of_standard_fields_can_be_changed(self) -> None:
        name = self.KNOWN.standard["standard::name"]
        allowed = {"title": "Name", "description": "x", "properties": {"is_unique": True}}
        for key in ("standard::name", str(name.id)):
            assert change(key, self.KNOWN, **allowed) == (allowed, ())
            for refused in ("active", "required"):
                prepared = change(key, self.KNOWN, **{refused: False})
                assert problems(prepared) == [(refused, "NotAllowed")]
        position = change("standard::external_id", None, position=3)
        assert problems(position) == [("position", "NotAllowed")]


def test_standard_fields_cannot_be_deleted() -> None:
    known = schema(field("bedrooms"))
    name_id = known.standard["standard::name"].id
    assert check_field_deletion(known, "bedrooms") == ()
    assert check_field_deletion(None, 7) == ()
    for key_or_id in ("standard::name", name_id, str(name_id)):
        (violation,) = check_field_deletion(known, key_or_id)
        assert violation.code == "NotAllowed"
    assert len(check_field_deletion(None, "standard::external_id")) == 1
