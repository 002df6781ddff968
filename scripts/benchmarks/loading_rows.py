"""The rows that are loaded into a sandbox; standard library only, for every client."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .content import OPTIONS, TYPES, VALUES

GIVEN = {key: value for key, value in VALUES.items() if TYPES[key] != "lookup"}


def rows(count: int) -> Iterator[dict[str, Any]]:
    """Items with a name, an external id and field values."""
    for number in range(count):
        values = GIVEN | {"address": f"{number} Avenue Denis Semeria", "bedrooms": number % 7}
        yield {"name": f"Apartment {number}", "external_id": f"apartment-{number}", **values}


def apartment(*, is_numbered: bool) -> dict[str, Any]:
    """Definition of their object; a client that cannot send names needs numbered records."""
    fields: list[dict[str, Any]] = []
    for key, kind in TYPES.items():
        field: dict[str, Any] = {"key": key, "title": key.capitalize(), "type": kind}
        if kind == "regexp":
            field["regexp_for_validation"] = r"\A[A-Z]{2}-\d{4}\z"
        if kind == "lookup":
            field["relationship_target_type"] = "zen:user"
        if options := OPTIONS.get(key):
            field["custom_field_options"] = [{"name": each, "value": each} for each in options]
        fields.append(field)
    numbered = {"autoincrement_enabled": True, "autoincrement_next_sequence": 1}
    name = [{"key": "standard::name", "properties": numbered}] if is_numbered else []
    return {
        "key": "apartment",
        "title": "Apartment",
        "title_pluralized": "Apartments",
        "fields": [*name, *fields],
    }
