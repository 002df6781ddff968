"""Definitions of objects (facts 2.1, 3.1, 6.1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.support import only, problems
from zendesk_custom_objects.rules.objects import prepare_object
from zendesk_custom_objects.unset import UNSET

NEW = {"key": "apartment", "title": "Apartment", "title_pluralized": "Apartments"}


def test_a_new_object() -> None:
    values = {**NEW, "description": None, "include_in_list_view": False, "allows_photos": True}
    assert prepare_object("create", values) == (values, ())
    assert prepare_object("create", {**NEW, "description": UNSET}) == (NEW, ())


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("value", [UNSET, None, "", "  "])
def test_what_a_new_object_needs(name: str, value: object) -> None:
    assert problems(prepare_object("create", {**NEW, name: value})) == [(name, "BlankValue")]


@pytest.mark.parametrize("key", ["Apartment", "a-b", "1", "Wohnung é", "x" * 300])
def test_the_format_of_an_object_key_is_not_established(key: str) -> None:
    assert prepare_object("create", {**NEW, "key": key}).violations == ()


def test_a_change_needs_nothing() -> None:
    assert prepare_object("update", {}) == ({}, ())
    assert problems(prepare_object("update", {"title": None, "title_pluralized": ""})) == [
        ("title", "BlankValue"),
        ("title_pluralized", "BlankValue"),
    ]


def test_the_key_of_an_object_cannot_change() -> None:
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
def test_the_types_of_properties(name: str, value: Any) -> None:
    prepared = prepare_object("create", {**NEW, name: value})
    assert problems(prepared) == [(name, "InvalidValue")]
    assert name not in prepared.body


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("titel", "title"), ("allow_photos", "allows_photos"), ("color", None)],
)
def test_a_property_that_is_not_known(name: str, suggestion: str | None) -> None:
    violation = only(prepare_object("create", {**NEW, name: True}))
    assert (violation.field, violation.code) == (name, "UnknownField")
    assert violation.suggestion == suggestion


def test_what_the_service_sets() -> None:
    values = {"created_at": "2026-01-02T03:04:05Z", "url": "https://acme.zendesk.com/x"}
    assert problems(prepare_object("create", {**NEW, **values})) == [
        ("created_at", "NotAllowed"),
        ("url", "NotAllowed"),
    ]
    assert prepare_object("update", values) == (values, ())


@pytest.mark.parametrize("values", [None, [], "title", {1: 2}])
def test_what_is_no_mapping_of_properties(values: Any) -> None:
    assert ("base", "InvalidValue") in problems(prepare_object("update", values))
