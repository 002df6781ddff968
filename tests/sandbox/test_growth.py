"""The cost of an operation does not grow with the number of records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.sandbox.support import OBJECTS, Clock
from zendesk_custom_objects.sandbox import Sandbox

HEADERS = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
FEW, MANY = 300, 10_000
RECORDS = f"{OBJECTS}/boat/records"
EXPORT = "/api/v2/incremental/custom_objects/boat/cursor"


class Account:
    """An account with records, which counts the steps of SQLite's virtual machine."""

    def __init__(self, records: int) -> None:
        self.clock = Clock()
        self.sandbox = Sandbox(clock=self.clock)
        body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
        self.send("POST", OBJECTS, {"custom_object": body})
        properties = {"custom_object_field": {"properties": {"is_unique": True}}}
        self.send("PATCH", f"{OBJECTS}/boat/fields/standard::name", properties)
        self.ids: list[str] = []
        for number in range(records):
            self.clock.now += 1
            body = {"name": f"n{number}", "external_id": f"x{number}"}
            made = self.send("POST", RECORDS, {"custom_object_record": body})
            self.ids.append(made["custom_object_record"]["id"])
        self.middle = records // 2
        self.cursors = {
            sort: self.cursor_of(self.middle, sort) for sort in ("id", "-id", "updated_at")
        }

    def cursor_of(self, number: int, sort: str) -> str:
        page = self.send("GET", f"{RECORDS}?sort={sort}&page[size]=100")
        while True:
            if any(r["name"] == f"n{number}" for r in page["custom_object_records"]):
                return quote(page["meta"]["after_cursor"], safe="")
            page = self.send("GET", page["links"]["next"])

    def send(self, method: str, target: str, body: Any = None) -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        reply = self.sandbox.handle(method, target, HEADERS, content)
        assert reply.status < 300, reply.body
        return json.loads(reply.body) if reply.body else None

    def steps(self, method: str, target: str, body: Any = None) -> int:
        count = 0

        def step() -> int:
            nonlocal count
            count += 1
            return 0

        connection = self.sandbox._services.store._connection
        connection.set_progress_handler(step, 1)
        try:
            self.send(method, target, body)
        finally:
            connection.set_progress_handler(None, 1)
        return count


@pytest.fixture(scope="module")
def accounts() -> Iterator[tuple[Account, Account]]:
    small, large = Account(FEW), Account(MANY)
    yield small, large
    small.sandbox.close()
    large.sandbox.close()


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", RECORDS, None),
        ("GET", f"{RECORDS}?page[after]={{id}}", None),
        ("GET", f"{RECORDS}?page[before]={{id}}", None),
        ("GET", f"{RECORDS}?sort=-id&page[after]={{-id}}", None),
        ("GET", f"{RECORDS}?sort=updated_at&page[after]={{updated_at}}", None),
        ("GET", f"{RECORDS}?filter[external_ids]=x{{middle}},x1", None),
        ("GET", f"{RECORDS}?filter[external_ids]=x{{middle}},x1&sort=-updated_at", None),
        ("GET", f"{RECORDS}?filter[ids]={{middle_id}}", None),
        ("GET", f"{RECORDS}/{{middle_id}}", None),
        ("GET", f"{RECORDS}/count", None),
        ("GET", f"{RECORDS}/search", None),
        ("GET", f"{RECORDS}/search?sort=name", None),
        ("GET", f"{RECORDS}/search?sort=-created_at", None),
        ("GET", f"{RECORDS}/search?query=albatross", None),
        ("GET", f"{RECORDS}/search?query=albatross&sort=name", None),
        ("GET", f"{RECORDS}/autocomplete?name=albatross", None),
        ("GET", f"{OBJECTS}/limits/record_limit", None),
        ("POST", RECORDS, {"name": "new", "external_id": "new"}),
        ("PATCH", f"{RECORDS}/{{middle_id}}", {"name": "changed", "external_id": "changed"}),
        ("PATCH", f"{RECORDS}?external_id=x2", {"name": "changed too"}),
        ("PATCH", f"{RECORDS}?name=n3", {"external_id": "changed too"}),
        ("DELETE", f"{RECORDS}?external_id=x4", None),
        ("GET", f"{EXPORT}?start_time=0&per_page=50", None),
        ("GET", f"{EXPORT}?start_time=0&per_page=50&filter[exclude_deleted]=true", None),
    ],
)
def test_the_number_of_steps_does_not_grow_with_the_records(
    accounts: tuple[Account, Account], method: str, target: str, body: Any
) -> None:
    counts: list[int] = []
    for account in accounts:
        values = {
            "middle": account.middle,
            "middle_id": account.ids[account.middle],
            **account.cursors,
        }
        filled = target
        for name, value in values.items():
            filled = filled.replace("{" + name + "}", str(value))
        wrapped = None if body is None else {"custom_object_record": body}
        counts.append(account.steps(method, filled, wrapped))
    few, many = counts
    assert 0 < many <= few * 1.1
