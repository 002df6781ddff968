"""Fixtures for testing code that uses this package: no account, no network, no waiting.

    def test_it(zendesk, zendesk_faults):
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        zendesk_faults.add("CreateCustomObjectRecord", status=503)
        ...

Every test has a sandbox of its own. `@pytest.mark.zendesk_sandbox(plan="suite_team")` configures
it, with the keywords of `Sandbox`. In such a test clients do not wait before a retry: the sandbox's
clock moves on instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import AsyncClient, Client, Sandbox
    from .sandbox import Faults

MARKER = "zendesk_sandbox(**settings): the settings of the test's Zendesk sandbox"


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def zendesk_sandbox(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sandbox]:
    """An emulated account without any objects, with its clock, faults and requests."""
    from .sandbox import Sandbox  # a test run without these fixtures loads nothing

    marker = request.node.get_closest_marker("zendesk_sandbox")
    settings: dict[str, Any] = marker.kwargs if marker else {}
    with Sandbox(**settings) as sandbox:
        _skip_waits(monkeypatch, sandbox)
        yield sandbox


@pytest.fixture
def zendesk(zendesk_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the sandbox, as its admin."""
    from . import Client

    with Client.sandbox(zendesk_sandbox) as client:
        yield client


@pytest.fixture
def async_zendesk(zendesk_sandbox: Sandbox) -> AsyncClient:
    """An asynchronous client of the sandbox; it has no connections to close."""
    from . import AsyncClient

    return AsyncClient.sandbox(zendesk_sandbox)


@pytest.fixture
def zendesk_faults(zendesk_sandbox: Sandbox) -> Faults:
    """The faults of the sandbox: responses that fail on demand."""
    return zendesk_sandbox.faults


@pytest.fixture
def zendesk_sandbox_url(zendesk_sandbox: Sandbox) -> Iterator[str]:
    """The address of the sandbox, served for as long as the test lasts: needs `[sandbox]`."""
    with zendesk_sandbox.served() as url:
        yield url


def _skip_waits(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    """Let clients wait for no time: their clock and the sandbox's move on instead.

    So the budget for retries, the pace and a job's timeout stay true.
    """
    from ._async import _runtime as asynchronous
    from ._clock import monotonic
    from ._core import jobs, pace, retries
    from ._sync import _runtime as synchronous
    from .probing import schedule

    skipped: list[float] = []

    def wait(seconds: float) -> None:
        skipped.append(seconds)
        sandbox.clock.advance(max(0.0, seconds))

    async def wait_asynchronously(seconds: float) -> None:
        wait(seconds)

    monkeypatch.setattr(synchronous, "sleep", wait)
    monkeypatch.setattr(asynchronous, "sleep", wait_asynchronously)
    for module in (jobs, pace, retries, schedule):
        monkeypatch.setattr(module, "monotonic", lambda: monotonic() + sum(skipped))
