"""Definitions of objects (facts 2.1, 3.1, 6.1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.support import only, problems
from zendesk_custom_objects.rules.objects import prepare_object
from zendesk_custom_objects.unset import UNSET

NEW = {"key": "apartment", "title": "Apartment", "title_pluralized": "Apartments"}


def test_a_valid_new_object_is_accepted() -> None:
    values = {**NEW, "description": None, "include_in_list_view": False, "allows_photos": True}
    assert prepare_object("create", values) == (values, ())
    assert prepare_object("create", {**NEW, "description": UNSET}) == (NEW, ())


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("value", [UNSET, None, "", "  "])
def test_a_new_object_needs_a_key_and_titles(name: str, value: object) -> None:
    assert problems(prepare_object("create", {**NEW, name: value})) == [(name, "BlankValue")]


@pytest.mark.parametrize("key", ["Apartment", "a-b", "1", "Wohnung é", "x" * 300])
def test_a_key_of_any_format_is_left_to_the_service(key: str) -> None:
    assert prepare_object("create", {**NEW, "key": key}).violations == ()


def test_an_update_requires_no_property() -> None:
    assert prepare_object("update", {}) == ({}, ())
    assert problems(prepare_object("update", {"title": None, "title_pluralized": ""})) == [
        ("title", "BlankValue"),
        ("title_pluralized", "BlankValue"),
    ]


def test_the_key_of_an_object_cannot_be_changed() -> None:
    assert problems(prepare_object("update", {"key": "house"})) == [("key", "NotAllowed")]
    other = prepare_object("update", {"key": "house"}, key="apartment")
    assert problems(other) == [("key", "NotAllowed")]
    same = prepare_object("update", {"key": "apartment"}, key="apartment")
    assert same == ({"key": "apartment"}, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", 7),
        ("title", 7),
        ("title", ["x"]),
        ("description", 7),
        ("include_in_list_view", "true"),
        ("include_in_list_view", 1),
        ("allows_photos", []),
        ("allows_attachments", "no"),
        ("title", "\ud800"),
        ("description", b"x"),
    ],
)
def test_a_property_of_the_wrong_type_is_refused(name: str, value: Any) -> None:
    prepared = prepare_object("create", {**NEW, name: value})
    assert problems(prepared) == [(name, "InvalidValue")]
    assert name not in prepared.body


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("titel", "title"), ("allow_photos", "allows_photos"), ("color", None)],
)
def test_an_unknown_property_is_refused_with_a_suggestion(
    name: str, suggestion: str | None
) -> None:
    violation = only(prepare_object("create", {**NEW, name: True}))
    assert (violation.field, violation.code) == (name, "UnknownField")
    assert violation.suggestion == suggestion


def test_read_only_properties_are_refused_only_in_a_new_object() -> None:
    values = {"created_at": "2026-01-02T03:04:05Z", "url": "https://acme.zendesk.com/x"}
    assert problems(prepare_object("create", {**NEW, **values})) == [
        ("created_at", "NotAllowed"),
        ("url", "NotAllowed"),
    ]
    assert prepare_object("update", values) == (values, ())


@pytest.mark.parametrize("values", [None, [], "title", {1: 2}])
def test_properties_must_be_a_mapping(values: Any) -> None:
    assert ("base", "InvalidValue") in problems(prepare_object("update", values))
