"""Modules that an import loads in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = ["asyncio", "httpx", "email.utils", "sqlite3", "ssl"]
UNUSED = ["attrs", "zendesk_custom_objects.rules.records", "zendesk_custom_objects.rules.values"]
IMPORT = "from zendesk_custom_objects import Client, BearerToken"
PREPARE = "Client('acme', auth=BearerToken('t')).prepare(api.objects.list_custom_objects())"
SNIPPETS = "zendesk_custom_objects.snippets"


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import zendesk_custom_objects", [*SLOW, "msgspec", "attrs"]),
        ("from zendesk_custom_objects import Client", [*SLOW, *UNUSED]),
        (f"{IMPORT}; Client('acme', auth=BearerToken('t'))", [*SLOW, *UNUSED]),
        (f"{IMPORT}; Client('acme', auth=BearerToken('t')).close()", SLOW),
        (f"{IMPORT}, api; {PREPARE}", [*SLOW, SNIPPETS]),
        (f"{IMPORT}, api; {PREPARE}.curl()", [*SLOW, f"{SNIPPETS}.simworkflow"]),
        (f"{IMPORT}; Client('acme', auth=BearerToken('t')).create_records('a', []).close()", SLOW),
        ("from zendesk_custom_objects import ValidationError, ClientCredentials", SLOW),
        ("from zendesk_custom_objects import AsyncClient", ["httpx"]),
        ("from zendesk_custom_objects import Client", ["csv", "tempfile", "secrets", "pyarrow"]),
        ("import zendesk_custom_objects.files", ["pyarrow", "pandas", "polars"]),
    ],
)
def test_an_import_loads_only_what_it_needs(code: str, absent: list[str]) -> None:
    check = f"{code}\nimport sys; print(*sorted(set({absent!r}) & set(sys.modules)))"

    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", check], capture_output=True, text=True, check=True
    )

    assert result.stdout.split() == []
