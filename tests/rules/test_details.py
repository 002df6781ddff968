"""Violations as text for people, and as details of error bodies (facts 5.1)."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from zendesk_custom_objects.rules.details import from_details, service_details
from zendesk_custom_objects.rules.violations import Violation


@pytest.mark.parametrize(
    ("violation", "text"),
    [
        (Violation("age", "BlankValue", "is required"), "age: is required"),
        (
            Violation("bedroms", "UnknownField", "unknown field", "bedrooms"),
            'bedroms: unknown field (did you mean "bedrooms"?)',
        ),
        (Violation("base", "TooLong", "The record is too large."), "The record is too large."),
    ],
)
def test_a_violation_has_a_readable_text(violation: Violation, text: str) -> None:
    assert str(violation) == text


def test_violations_compare_by_value_and_can_be_copied_and_pickled() -> None:
    violation = Violation("a", "BlankValue", "is required")
    assert pickle.loads(pickle.dumps(violation)) == violation == copy.deepcopy(violation)
    assert len({violation, Violation("a", "BlankValue", "is required")}) == 1


def test_violations_are_grouped_by_field_in_an_error_body() -> None:
    violations = [
        Violation("name", "BlankValue", "is required"),
        Violation("color", "InvalidValue", "no option", "red"),
        Violation("name", "InvalidValue", "must be text"),
    ]
    assert service_details(violations) == {
        "name": [
            {"description": "is required", "error": "BlankValue"},
            {"description": "must be text", "error": "InvalidValue"},
        ],
        "color": [{"description": 'no option (did you mean "red"?)', "error": "InvalidValue"}],
    }
    assert service_details([]) == {}


def test_violations_survive_a_round_trip_through_an_error_body() -> None:
    violations = (
        Violation("a", "BlankValue", "is required"),
        Violation("a", "TooLong", "is too long"),
        Violation("base", "DuplicateValue", "Name already exists. Try another one."),
    )
    assert from_details(service_details(violations)) == violations


@pytest.mark.parametrize(
    ("details", "violations"),
    [
        (
            {"base": [{"description": "Name already exists. Try another one."}]},
            [("base", "InvalidValue", "Name already exists. Try another one.")],
        ),
        (
            {"key": [{"description": "Key is taken", "error": "DuplicateValue"}]},
            [("key", "DuplicateValue", "Key is taken")],
        ),
        (
            {"a": [{"type": "blank", "description": "x"}, {"type": "invalid", "description": "y"}]},
            [("a", "BlankValue", "x"), ("a", "InvalidValue", "y")],
        ),
        ({"a": [{"type": "odd", "message": "x"}]}, [("a", "odd", "x")]),
        ({"a": {"error": "BlankValue", "title": "x"}}, [("a", "BlankValue", "x")]),
        ({"a": "free text"}, [("a", "InvalidValue", "free text")]),
        ({"a": ["one", "two"]}, [("a", "InvalidValue", "one"), ("a", "InvalidValue", "two")]),
        (["one"], [("base", "InvalidValue", "one")]),
        ("free text", [("base", "InvalidValue", "free text")]),
        ([{"description": "x", "error": "BlankValue"}], [("base", "BlankValue", "x")]),
        ({"a": [{"error": 7, "description": ["x"]}]}, [("a", "InvalidValue", "a mapping")]),
        ({"a": [7, True]}, [("a", "InvalidValue", "7"), ("a", "InvalidValue", "True")]),
        ({"a": [["x"]]}, [("a", "InvalidValue", "a list")]),
        ({"a": [None, {}, ""], "b": None, "c": []}, []),
        (None, []),
        ({}, []),
        ([], []),
        ("", []),
        (7, [("base", "InvalidValue", "7")]),
    ],
)
def test_details_of_any_shape_are_parsed(
    details: Any, violations: list[tuple[str, str, str]]
) -> None:
    found = from_details(details)
    assert [(wrong.field, wrong.code, wrong.message) for wrong in found] == violations
