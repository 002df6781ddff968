"""Filters that are written as comparisons."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from zendesk_custom_objects import F, Filter

A = F.a > 1
B = F.b == "b"
C = F.c.exists()
D = F.d <= 2
a, b, c, d = (part.to_dict() for part in (A, B, C, D))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (F.berths == 3, {"custom_object_fields.berths": {"$eq": 3}}),
        (F.berths != 3, {"custom_object_fields.berths": {"$noteq": 3}}),
        (F.berths > 3, {"custom_object_fields.berths": {"$gt": 3}}),
        (F.berths >= 3, {"custom_object_fields.berths": {"$gte": 3}}),
        (F.berths < 3, {"custom_object_fields.berths": {"$lt": 3}}),
        (F.berths <= 3, {"custom_object_fields.berths": {"$lte": 3}}),
        (3 <= F.berths, {"custom_object_fields.berths": {"$gte": 3}}),  # noqa: SIM300  either side
        (F.berths.is_in((3, 4)), {"custom_object_fields.berths": {"$in": [3, 4]}}),
        (F.berths.not_in({3}), {"custom_object_fields.berths": {"$notin": [3]}}),
        (F.rig.contains("s"), {"custom_object_fields.rig": {"$contains": "s"}}),
        (F.rig.not_contains("s"), {"custom_object_fields.rig": {"$notcontains": "s"}}),
        (F.rig.exists(), {"custom_object_fields.rig": {"$exists": True}}),
        (F.rig.exists(False), {"custom_object_fields.rig": {"$exists": False}}),
        (F["two words"] == 1, {"custom_object_fields.two words": {"$eq": 1}}),
        (F.created_at > "2026-01-02", {"created_at": {"$gt": "2026-01-02"}}),
        (F.updated_at > "2026-01-02", {"updated_at": {"$gt": "2026-01-02"}}),
        (F.created_by_user == "1", {"created_by_user": {"$eq": "1"}}),
        (F.updated_by_user == "1", {"updated_by_user": {"$eq": "1"}}),
        (F.external_id == "e", {"external_id": {"$eq": "e"}}),
        (F.name.contains("x"), {"name": {"$contains": "x"}}),
        (F["name"] == "x", {"custom_object_fields.name": {"$eq": "x"}}),
    ],
)
def test_a_comparison_becomes_a_filter(expression: Filter, expected: dict[str, Any]) -> None:
    assert expression.to_dict() == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (A & B, {"$and": [a, b]}),
        (A & B & C, {"$and": [a, b, c]}),
        (A & (B & C), {"$and": [a, b, c]}),
        ((A & B) & (C & D), {"$and": [a, b, c, d]}),
        (A | B, {"$or": [a, b]}),
        ((A | B) | (C | D), {"$or": [a, b, c, d]}),
        # The documentation shows both groups side by side, and none inside another.
        (A & (B | C), {"$and": [a], "$or": [b, c]}),
        ((B | C) & A, {"$and": [a], "$or": [b, c]}),
        (A & (B | C) & D, {"$and": [a, d], "$or": [b, c]}),
        ((A | B) & (C | D), {"$and": [{"$or": [a, b]}, {"$or": [c, d]}]}),
        (A & (B | C) & (C | D), {"$and": [a, {"$or": [b, c]}, {"$or": [c, d]}]}),
        ((A & B) | C, {"$or": [{"$and": [a, b]}, c]}),
        ((A & (B | C)) | D, {"$or": [{"$and": [a], "$or": [b, c]}, d]}),
    ],
)
def test_groups_are_as_flat_as_possible(expression: Filter, expected: dict[str, Any]) -> None:
    assert expression.to_dict() == expected


def test_combining_filters_changes_neither_of_them() -> None:
    one, other = A & B, C | D

    assert (one & other).to_dict() == {"$and": [a, b], "$or": [c, d]}
    assert (one.to_dict(), other.to_dict()) == ({"$and": [a, b]}, {"$or": [c, d]})


MISTAKES: dict[str, Callable[[Any], Any]] = {
    "no parentheses": lambda fields: fields.a == 1 & fields.b == 2,
    "some parentheses": lambda fields: (fields.a == 1) & fields.b == 2,
    "no parentheses around texts": lambda fields: fields.a == "x" | fields.b,
    "a chain": lambda fields: 1 < fields.a < 2,
    "and": lambda fields: (fields.a == 1) and (fields.b == 2),
    "or": lambda fields: (fields.a == 1) or (fields.b == 2),
    "not": lambda fields: not fields.a == 1,  # noqa: SIM201  it is the point
    "if": lambda fields: 1 if fields.a == 1 else 2,
    "in": lambda fields: fields.a in [1, 2],
    "no filter": lambda fields: (fields.a == 1) & {"b": {"$eq": 2}},
    "None": lambda fields: fields.a == None,  # noqa: E711  it is the point
    "text for a list": lambda fields: fields.a.is_in("abc"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_an_invalid_expression_raises(mistake: str) -> None:
    with pytest.raises(TypeError, match=r"parentheses|join filters|exists\(False\)|a list"):
        MISTAKES[mistake](F)


def test_a_filter_has_a_readable_repr() -> None:
    assert repr(F.berths > 3) == "<Filter {'custom_object_fields.berths': {'$gt': 3}}>"
    assert repr(F.berths) == "<Field custom_object_fields.berths>"


def test_special_methods_are_not_taken_for_fields() -> None:
    assert not hasattr(F, "__wrapped__")
    assert isinstance(copy.deepcopy(F), type(F))
