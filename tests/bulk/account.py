"""An account for imports."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import pytest

from zendesk_custom_objects import (
    ApiToken,
    AsyncBulkRun,
    AsyncClient,
    BulkReport,
    BulkRun,
    Client,
    Outcome,
    Record,
    Sandbox,
)

START = 1_767_323_045.0
JOBS = "CustomObjectRecordBulkJobs"
LOOKS = "ShowManyJobStatuses"
CREATES = "CreateCustomObjectRecord"


class Account:
    """A sandbox with an object `boat`, and one interface for both kinds of clients.

    Waiting advances the clock of the sandbox, and takes no time.
    """

    def __init__(self, runner: asyncio.Runner | None) -> None:
        self._runner = runner
        self.waited = 0.0
        self.sandbox = Sandbox(clock=lambda: START + self.waited, keep_bodies=True)
        self.admin = Client.sandbox(self.sandbox)
        self.admin.create_object("boat", title="Boat", title_pluralized="Boats")
        self.admin.create_field("boat", "berths", title="Berths", type="integer")
        self.settings: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.admin.close()
        self.sandbox.close()

    admin_auth = ApiToken("admin@example.com", "sandbox")

    @property
    def is_async(self) -> bool:
        return self._runner is not None

    def wait(self, seconds: float) -> None:
        self.waited += seconds

    def run(
        self,
        method: str,
        items: Any,
        *,
        limit: int | None = None,
        on_outcome: Callable[[Outcome], object] = lambda outcome: None,
        **options: Any,
    ) -> list[Outcome]:
        """The outcomes of a bulk run in their order; only the first `limit` if one is given."""
        outcomes: list[Outcome] = []

        def take(outcome: Outcome) -> bool:
            outcomes.append(outcome)
            on_outcome(outcome)
            return len(outcomes) == limit

        if self._runner is None:
            with Client.sandbox(self.sandbox, **self.settings) as client:
                for outcome in getattr(client, method)("boat", items, **options):
                    if take(outcome):
                        break
            return outcomes

        async def work() -> None:
            async with AsyncClient.sandbox(self.sandbox, **self.settings) as client:
                run = getattr(client, method)("boat", items, **options)
                async for outcome in run:
                    if take(outcome):
                        break
                if limit is not None:
                    await run.aclose()

        self._runner.run(work())
        return outcomes

    def report(self, method: str, items: Any, **options: Any) -> BulkReport:
        """The report that `run` of a bulk run returns."""
        report: BulkReport = self.use(method, items, lambda run: run.run(), **options)
        return report

    def use(
        self,
        method: str,
        items: Any,
        use: Callable[[Any], Any],
        **options: Any,
    ) -> Any:
        """Use a bulk run; awaits a coroutine, and reads an asynchronous iterator to its end."""
        if self._runner is None:
            with Client.sandbox(self.sandbox) as client:
                run: BulkRun = getattr(client, method)("boat", items, **options)
                result = use(run)
                return list(result) if hasattr(result, "__next__") else result

        async def work() -> Any:
            async with AsyncClient.sandbox(self.sandbox) as client:
                run: AsyncBulkRun = getattr(client, method)("boat", items, **options)
                result = use(run)
                if hasattr(result, "__anext__"):
                    return [each async for each in result]
                return await result

        return self._runner.run(work())

    def boats(self) -> list[Record[dict[str, Any]]]:
        """All records."""
        return list(self.admin.list_records("boat"))

    def names(self) -> Counter[str | None]:
        """The number of records with each name."""
        return Counter(boat.name for boat in self.boats())

    def asked(self, operation: str) -> int:
        """The number of requests for an operation."""
        return len(self.sandbox.requests.of(operation))


CLOCKS = ("dispatcher", "job_watcher")
"""Modules of bulk runs that wait."""


@contextmanager
def fast_time(account: Account) -> Iterator[None]:
    """Let waiting advance the clock of the sandbox, and take no time."""

    async def sleep(seconds: float) -> None:
        account.wait(seconds)

    def monotonic() -> float:
        return time.monotonic() + account.waited

    package = "zendesk_custom_objects"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{package}._sync._runtime.sleep", account.wait)
        patch.setattr(f"{package}._async._runtime.sleep", sleep)
        bulk = [f"{side}.bulk.{name}" for side in ("_async", "_sync") for name in CLOCKS]
        for module in (*bulk, "_core.jobs", "_core.pace"):
            patch.setattr(f"{package}.{module}.monotonic", monotonic)
        yield


def boats(count: int, *, with_ids: bool = False, first: int = 0) -> list[dict[str, Any]]:
    """Items to create."""
    return [
        {"name": f"Boat {number}", "berths": number}
        | ({"external_id": f"b-{number}"} if with_ids else {})
        for number in range(first, first + count)
    ]


def statuses(outcomes: list[Outcome]) -> dict[int, str]:
    """The status of each item; there must be one outcome for each."""
    assert len({outcome.index for outcome in outcomes}) == len(outcomes)
    return {outcome.index: outcome.status for outcome in sorted(outcomes, key=lambda o: o.index)}


def counts(outcomes: list[Outcome]) -> dict[str, int]:
    """The number of items with each status."""
    return dict(Counter(statuses(outcomes).values()))
