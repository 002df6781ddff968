"""The clock of a sandbox, and what depends on it."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.sandbox.support import START
from zendesk_custom_objects import Client
from zendesk_custom_objects.sandbox import Clock, Sandbox


def test_the_default_is_the_clock_of_the_computer() -> None:
    with Sandbox() as sandbox:
        before = time.time()
        assert before <= sandbox.clock() <= time.time()
        assert not sandbox.clock.frozen


def test_the_clock_runs_on_from_where_it_is_set() -> None:
    source = iter([100.0, 100.0, 101.0, 102.0, 103.0])
    clock = Clock(source=lambda: next(source))
    clock.advance(50)
    assert clock() == 151
    clock.set(1000)
    assert clock() == 1001


def test_a_clock_can_stand_still() -> None:
    clock = Clock(START)
    assert (clock(), clock.frozen) == (START, True)
    clock.advance(1.5)
    assert clock() == START + 1.5
    clock.set(7)
    assert clock() == 7
    clock.resume()
    assert not clock.frozen
    assert 7 <= clock() < 7 + 60


def test_the_clock_is_frozen_now_or_at_a_given_time() -> None:
    source = iter([100.0, 200.0])
    clock = Clock(source=lambda: next(source))
    clock.freeze()
    assert clock() == clock() == 100
    clock.freeze(datetime(1970, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    assert clock() == 0


def test_a_time_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Clock(datetime(2026, 1, 2))
    with pytest.raises(ValueError, match="forward"):
        Clock(START).advance(-1)
    with pytest.raises(ValueError, match="forward"):
        Clock(START).advance(float("nan"))


def test_an_access_token_expires_by_the_clock() -> None:
    """Lifetimes are in seconds (facts 5.4)."""
    form = b"grant_type=client_credentials&client_id=sandbox&client_secret=sandbox&expires_in=300"
    headers = [("Content-Type", "application/x-www-form-urlencoded")]
    with Sandbox(clock=Clock(START)) as sandbox:
        reply = sandbox.handle("POST", "/oauth/tokens", headers, form)
        token = reply.body.split(b'"access_token":"')[1].split(b'"')[0].decode()
        bearer = [("Authorization", f"Bearer {token}")]
        sandbox.clock.advance(299)
        assert sandbox.handle("GET", "/api/v2/custom_objects", bearer).status == 200
        sandbox.clock.advance(1)
        assert sandbox.handle("GET", "/api/v2/custom_objects", bearer).status == 401


def test_records_are_dated_by_the_clock() -> None:
    with Sandbox(clock=Clock(START)) as sandbox, Client.sandbox(sandbox) as zendesk:
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        sandbox.clock.set(datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC))
        record = zendesk.create_record("boat", name="Albatross")
        assert record.created_at == datetime(2030, 5, 6, 7, 8, 9, tzinfo=UTC)


FROZEN = """
import sys, time
real, frozen = time.time, lambda: 1_000_000_000.0
time.time = frozen if sys.argv[1] == "frozen" else real
from zendesk_custom_objects.sandbox import Sandbox
with Sandbox() as sandbox:
    time.time = frozen
    assert sandbox.clock() == 1_000_000_000
    time.time = real
    assert sandbox.clock() > 1_700_000_000
"""


@pytest.mark.parametrize("imported_under", ["real", "frozen"])
def test_time_can_be_replaced_after_the_import(
    imported_under: str,
) -> None:
    subprocess.run([sys.executable, "-c", FROZEN, imported_under], check=True)
