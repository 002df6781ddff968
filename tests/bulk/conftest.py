from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest

from tests.bulk.account import Account

CLOCKS = ("dispatcher", "job_watcher")
"""Modules of bulk runs that wait."""


@pytest.fixture(params=["sync", "async"])
def account(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """An account with boats, and a client of either kind; waiting takes no time."""
    is_async = request.param == "async"
    with asyncio.Runner() as runner, Account(runner if is_async else None) as account:

        async def sleep(seconds: float) -> None:
            account.wait(seconds)

        def monotonic() -> float:
            return time.monotonic() + account.waited

        package = "zendesk_custom_objects"
        monkeypatch.setattr(f"{package}._sync._runtime.sleep", account.wait)
        monkeypatch.setattr(f"{package}._async._runtime.sleep", sleep)
        bulk = [f"{side}.bulk.{name}" for side in ("_async", "_sync") for name in CLOCKS]
        for module in (*bulk, "_core.jobs", "_core.pace"):
            monkeypatch.setattr(f"{package}.{module}.monotonic", monotonic)
        yield account
