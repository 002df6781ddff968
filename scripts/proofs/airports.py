"""The airports of the package airportsdata, and sandboxes that contain all of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import airportsdata

from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects.sandbox.plans import Plan

from .services import AUTH

KEY = "airport"
PLAN = Plan(exports_per_minute=1_000_000)

CODES = ("iata", "icao", "lid")
TEXTS = ("iata", "lid", "city", "subd")
DECIMALS = ("elevation", "lat", "lon")


def airports() -> list[dict[str, Any]]:
    """All airports as items; a missing value is an empty text, as in the package."""
    known: dict[str, dict[str, Any]] = cast("Any", airportsdata.load())
    return [
        {
            "name": airport["name"],
            "external_id": airport["icao"],
            **{key: airport[key] for key in (*TEXTS, "country", "tz")},
            **{key: float(airport[key]) for key in DECIMALS},
            "metres": round(airport["elevation"] * 0.3048),
            "is_high": airport["elevation"] > 3000,
            "codes": [code for code in CODES if airport[code]],
        }
        for airport in known.values()
    ]


def fields(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Definitions of the fields of these items."""

    def options(values: Iterator[str]) -> list[dict[str, Any]]:
        return [{"name": value, "value": value} for value in sorted(set(values))]

    types: dict[str, dict[str, Any]] = {
        **{key: {"type": "text"} for key in TEXTS},
        **{
            key: {"type": "dropdown", "custom_field_options": options(item[key] for item in items)}
            for key in ("country", "tz")
        },
        **{key: {"type": "decimal"} for key in DECIMALS},
        "metres": {"type": "integer"},
        "is_high": {"type": "checkbox"},
        "codes": {"type": "multiselect", "custom_field_options": options(iter(CODES))},
    }
    return [{"key": key, "title": key, **definition} for key, definition in types.items()]


def import_airports(path: Path) -> list[dict[str, Any]]:
    """Import all airports into the database of a new sandbox; returns the items."""
    items = airports()
    with Sandbox(path, plan=PLAN) as sandbox:
        named = {"key": KEY, "title": "Airport", "title_pluralized": "Airports"}
        sandbox.seed(objects=[{**named, "fields": fields(items)}])
        with sandbox.served() as url, Client(base_url=url, auth=AUTH) as zendesk:
            started = time.perf_counter()
            zendesk.create_records(KEY, items).run().raise_on_failure()
            took = time.perf_counter() - started
    print(f"{len(items)} airports imported: {took:.1f} s", flush=True)
    return items


@contextmanager
def served_airports(path: Path) -> Iterator[tuple[Sandbox, str]]:
    """Serve such a database an hour later, as the export omits the newest changes."""
    with Sandbox(path, plan=PLAN) as sandbox, sandbox.served() as url:
        sandbox.clock.advance(3600)
        yield sandbox, url
