"""Sandboxes on files with many records, which are created once and cached."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import tempfile
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from zendesk_custom_objects.sandbox import DEFAULT_USER, Sandbox

from .content import RECORDS
from .processes import CACHE

BATCH = 10_000
MATCHES = 100
"""Number of records that contain the word that is searched for."""
WORD = "albatross"
CREDENTIALS = b64encode(f"{DEFAULT_USER.email}/token:{DEFAULT_USER.api_token}".encode()).decode()
HEADERS = [("Authorization", f"Basic {CREDENTIALS}"), ("Content-Type", "application/json")]
FORMAT = 1
"""Raise this with every change to the contents of the files."""


def account(records: int) -> Path:
    """A file with so many records; a `.json` file beside it has the request for its middle."""
    path = CACHE / f"account-{records}-{FORMAT}-{_layout()}.db"
    if not path.exists():
        print(f"creating a sandbox with {records} records ...", file=sys.stderr)
        CACHE.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        for old in CACHE.glob(f"{part.name}*"):
            old.unlink()
        cursor = _fill(part, records)
        path.with_suffix(".json").write_text(json.dumps(cursor), encoding="utf-8")
        part.rename(path)
    return path


def _layout() -> int:
    """The version of a sandbox's tables, which another commit may have in another module."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Sandbox(path).close()
        with closing(sqlite3.connect(path)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def copied(path: Path, folder: str) -> Path:
    """A copy that can be written to."""
    copy = Path(folder) / path.name
    shutil.copyfile(path, copy)
    shutil.copyfile(path.with_suffix(".json"), copy.with_suffix(".json"))
    # Otherwise the system would write the file back while requests are measured.
    with copy.open("rb") as written:
        os.fsync(written.fileno())
    return copy


def _fill(path: Path, records: int) -> str:
    fields = [
        {"key": "address", "title": "Address", "type": "text"},
        {"key": "bedrooms", "title": "Bedrooms", "type": "integer"},
        {"key": "available_on", "title": "Available on", "type": "date"},
    ]
    made = {
        "key": "apartment",
        "title": "Apartment",
        "title_pluralized": "Apartments",
        "fields": [{"key": "standard::name", "properties": {"is_unique": True}}, *fields],
    }
    with Sandbox(path) as sandbox:
        sandbox.seed(objects=[made])
        for first in range(0, records, BATCH):
            numbers = range(first, min(first + BATCH, records))
            sandbox.seed(records={"apartment": [_record(n, records) for n in numbers]})
        return _cursor_of_the_middle(sandbox, records // 2)


def _record(number: int, records: int) -> dict[str, Any]:
    rare = f" {WORD}" if number % max(1, records // MATCHES) == 0 else ""
    return {
        "name": f"Apartment n{number}",
        "external_id": f"x{number}",
        "custom_object_fields": {
            "address": f"{number} Avenue Denis Semeria{rare}",
            "bedrooms": number % 7,
            "available_on": "2026-05-01",
        },
    }


def _cursor_of_the_middle(sandbox: Sandbox, number: int) -> str:
    target = f"{RECORDS}?page[size]=100"
    for _ in range(number // 100):
        meta = answer(sandbox, "GET", target)["meta"]
        target = f"{RECORDS}?page[size]=100&page[after]={quote(meta['after_cursor'], safe='')}"
    return target


def answer(sandbox: Sandbox, method: str, target: str, body: bytes = b"") -> Any:
    reply = sandbox.handle(method, target, HEADERS, body)
    if reply.status >= 300:
        sys.exit(f"{method} {target}: {reply.status} {reply.body.decode()[:300]}")
    return json.loads(reply.body)
