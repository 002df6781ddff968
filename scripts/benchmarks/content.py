"""Contents of requests and responses in the benchmarks."""

from __future__ import annotations

import json
from typing import Any

PAGE = 100
OBJECT = "/api/v2/custom_objects/apartment"
RECORDS = f"{OBJECT}/records"
TYPES = {
    "address": "text",
    "description": "textarea",
    "bedrooms": "integer",
    "area": "decimal",
    "furnished": "checkbox",
    "available_on": "date",
    "district": "dropdown",
    "amenities": "multiselect",
    "code": "regexp",
    "owner": "lookup",
}
OPTIONS = {"district": ["cap_ferrat", "riviera"], "amenities": ["garage", "garden", "pool"]}
VALUES: dict[str, Any] = {
    "address": "12 Avenue Denis Semeria",
    "description": "Two balconies, a view of the bay, and stairs down to the beach path. " * 2,
    "bedrooms": 3,
    "area": 104.5,
    "furnished": True,
    "available_on": "2026-05-01",
    "district": "cap_ferrat",
    "amenities": ["garage", "garden"],
    "code": "AB-1234",
    "owner": "01KAC4WNGZQ7X8B3D5F6G7H8J9",
}
"""Values of the ten fields of each record."""

HEADERS = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"max-age=0, private, must-revalidate"),
    (b"x-zendesk-api-version", b"v2"),
    (b"x-rate-limit", b"700000"),
    (b"x-rate-limit-remaining", b"699000"),
    (b"ratelimit-limit", b"700000"),
    (b"ratelimit-remaining", b"699000"),
    (b"ratelimit-reset", b"30"),
    (b"x-request-id", b"8f3c1a52-77f2-4a5b-9d4e-2b8a6f0c1d2e"),
    (b"x-zendesk-request-id", b"8f3c1a52-77f2-4a5b-9d4e-2b8a6f0c1d2e"),
    (b"strict-transport-security", b"max-age=31536000;"),
    (b"date", b"Wed, 25 Nov 2026 10:00:00 GMT"),
]


def given(number: int) -> dict[str, Any]:
    """Body of a request that creates a record."""
    return {"custom_object_record": {"name": f"Apartment {number}", "custom_object_fields": VALUES}}


def record(number: int) -> dict[str, Any]:
    """A record as in a response."""
    return {
        "url": f"https://acme.zendesk.com{RECORDS}/{number:026}.json",
        "id": f"{number:026}",
        "custom_object_key": "apartment",
        "name": f"Apartment {number}",
        "external_id": f"apartment-{number}",
        "custom_object_fields": VALUES,
        "photo": None,
        "created_by_user_id": "10001",
        "updated_by_user_id": "10001",
        "created_at": "2026-03-12T09:30:00Z",
        "updated_at": "2026-04-02T17:05:11Z",
    }


def fields() -> list[dict[str, Any]]:
    """Definitions of the fields, with everything that the client's checks need."""
    name = {"is_unique": False, "autoincrement_enabled": False}
    standard = [
        {"id": 1, "key": "standard::name", "type": "text", "title": "Name", "properties": name},
        {"id": 2, "key": "standard::external_id", "type": "text", "title": "External id"},
    ]
    custom = [
        {
            "id": 10 + place,
            "key": key,
            "type": kind,
            "title": key.capitalize(),
            "active": True,
            "required": False,
            "regexp_for_validation": r"\A[A-Z]{2}-\d{4}\z" if kind == "regexp" else None,
            "relationship_target_type": "zen:custom_object:owner" if kind == "lookup" else None,
            "custom_field_options": [
                {"id": 100 + n, "name": value.capitalize(), "value": value}
                for n, value in enumerate(OPTIONS.get(key, []))
            ],
        }
        for place, (key, kind) in enumerate(TYPES.items())
    ]
    return [*standard, *custom]


def to_json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
