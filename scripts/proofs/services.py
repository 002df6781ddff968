"""Served sandboxes, and the contents of their databases.

Nobody else can read the database of a sandbox while it is open.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from zendesk_custom_objects import ApiToken, Client, Sandbox
from zendesk_custom_objects.sandbox import DEFAULT_USER

AUTH = ApiToken(DEFAULT_USER.email, DEFAULT_USER.api_token or "")
KEY = "row"
"""Key of the object that the rows become records of."""


@contextmanager
def served_rows(
    folder: Path, *, unique_names: bool = False, **options: Any
) -> Iterator[tuple[Sandbox, str, Path]]:
    """A served sandbox with an object for the rows, its URL, and the path of its database."""
    path = folder / "sandbox.db"
    with Sandbox(path, **options) as sandbox, sandbox.served() as url:
        with Client.sandbox(sandbox) as admin:
            admin.create_object(KEY, title="Row", title_pluralized="Rows")
            admin.create_field(KEY, "number", title="Number", type="integer")
            if unique_names:
                admin.update_field(KEY, "standard::name", properties={"is_unique": True})
        sandbox.requests.clear()
        yield sandbox, url, path


def names(database: Path) -> Counter[str]:
    """The number of records with each name."""
    with closing(sqlite3.connect(database)) as connection:
        return Counter(name for (name,) in connection.execute("SELECT name FROM records"))


def items(database: Path) -> list[dict[str, Any]]:
    """All records as items, with the values of options instead of their ids."""
    with closing(sqlite3.connect(database)) as connection:
        keys = dict[str, str]()
        values = dict[int, str]()
        for number, key, attributes in connection.execute("SELECT id, key, attributes FROM fields"):
            keys[str(number)] = key
            for option in json.loads(attributes).get("custom_field_options") or ():
                values[option["id"]] = option["value"]
        return [
            {
                "id": record,
                "name": name,
                "external_id": external_id,
                **{keys[each]: _shown(value, values) for each, value in json.loads(given).items()},
            }
            for record, name, external_id, given in connection.execute(
                "SELECT id, name, external_id, fields FROM records"
            )
        ]


def without_id(item: dict[str, Any]) -> dict[str, Any]:
    """The item from which a record was created."""
    return {key: value for key, value in item.items() if key != "id"}


def _shown(value: Any, values: Mapping[int, str]) -> Any:
    if isinstance(value, list):
        return [values[each] for each in value]
    is_option = isinstance(value, int) and not isinstance(value, bool) and value in values
    return values[value] if is_option else value


def difference(expected: Iterable[dict[str, Any]], found: Iterable[dict[str, Any]]) -> str:
    """Describe how the found items differ from the expected ones; empty if they are equal.

    Items are matched by their external ids.
    """
    wanted = {item["external_id"]: _typed(item) for item in expected}
    counts = Counter[str | None]()
    different = 0
    for item in found:
        counts[item["external_id"]] += 1
        different += _typed(item) != wanted.get(item["external_id"])
    problems = {
        "are missing": len(wanted.keys() - counts.keys()),
        "exist more than once": sum(count > 1 for count in counts.values()),
        "have other values": different,
    }
    return "; ".join(f"{count} rows {what}" for what, count in problems.items() if count)


def _typed(item: dict[str, Any]) -> list[tuple[str, type, Any]]:
    return [(key, type(item[key]), item[key]) for key in sorted(item)]
