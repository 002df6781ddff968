"""A server of ready-made answers: what it costs is the same for every client that is measured.

`python -m benchmarks.stub RECORDS` prints its address, and serves until its standard input ends.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import uvicorn

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
"""What each record has in its ten fields."""

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

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


def record(number: int) -> dict[str, Any]:
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
    """The definitions: all that the client's checks want to know."""
    standard = [
        {
            "id": 4_400_000_000_001,
            "key": "standard::name",
            "type": "text",
            "title": "Name",
            "active": True,
            "properties": {"is_unique": False, "autoincrement_enabled": False},
        },
        {"id": 4_400_000_000_002, "key": "standard::external_id", "type": "text", "active": True},
    ]
    options = {"district": ["cap_ferrat"], "amenities": ["garage", "garden", "pool"]}
    custom = [
        {
            "id": 4_400_000_000_010 + place,
            "key": key,
            "type": kind,
            "title": key.capitalize(),
            "active": True,
            "required": False,
            "regexp_for_validation": r"\A[A-Z]{2}-\d{4}\z" if kind == "regexp" else None,
            "relationship_target_type": "zen:custom_object:owner" if kind == "lookup" else None,
            "custom_field_options": [
                {"id": 4_500_000_000_000 + n, "name": value.capitalize(), "value": value}
                for n, value in enumerate(options.get(key, []))
            ],
        }
        for place, (key, kind) in enumerate(TYPES.items())
    ]
    return standard + custom


class Answers:
    """The bodies, made before the first request."""

    def __init__(self, records: int) -> None:
        numbers = range(0, records, PAGE)
        self._pages = {str(first or ""): _page(first, records) for first in numbers}
        self._fields = _json({"custom_object_fields": fields(), "meta": {"has_more": False}})
        self._created = _json({"custom_object_record": record(1)})

    def find(self, method: str, path: str, query: bytes) -> tuple[int, bytes]:
        if method == "POST":
            return 201, self._created
        if path == f"{OBJECT}/fields":
            return 200, self._fields
        if path == RECORDS:
            after = parse_qs(query.decode()).get("page[after]", [""])[0]
            return 200, self._pages[after]
        return 404, b"{}"


def _page(first: int, records: int) -> bytes:
    after = first + PAGE
    has_more = after < records
    link = f"{RECORDS}?page[size]={PAGE}&page[after]={after}" if has_more else None
    return _json(
        {
            "custom_object_records": [record(n) for n in range(first, min(after, records))],
            "meta": {"has_more": has_more, "after_cursor": str(after), "before_cursor": str(first)},
            "links": {"prev": None, "next": link},
        }
    )


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def application(answers: Answers) -> Any:
    async def app(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        status, body = answers.find(scope["method"], scope["path"], scope["query_string"])
        headers = [*HEADERS, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def main(records: int) -> None:
    server = uvicorn.Server(
        uvicorn.Config(
            application(Answers(records)),
            access_log=False,
            date_header=False,
            lifespan="off",
            log_config=None,
            server_header=False,
            ws="none",
        )
    )

    def stop_at_the_end() -> None:
        sys.stdin.read()
        server.should_exit = True

    # The protocol is named, because asyncio sets TCP_NODELAY on such sockets only.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        threading.Thread(target=stop_at_the_end, daemon=True).start()
        server.run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]))
