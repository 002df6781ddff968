"""Whatever happens to a probe, the next one leaves nothing behind, and touches nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lengths import is_long
from tests.probing.accounts import contents, furnish, intercepted
from zendesk_custom_objects import (
    ApiToken,
    AsyncClient,
    Client,
    ConfigurationError,
    ConnectionFailed,
    OutcomeUnknown,
    PermissionDeniedError,
    ProbeError,
    Sandbox,
)
from zendesk_custom_objects.probing import steps
from zendesk_custom_objects.probing.schedule import MAX_REQUESTS, RESERVED_REQUESTS
from zendesk_custom_objects.sandbox import User

REQUESTS = 66
"""A probe of the sandbox sends so many requests: see `test_the_number_of_requests`."""


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def account(zendesk_sandbox: Sandbox) -> Sandbox:
    """A sandbox with objects of its own."""
    furnish(zendesk_sandbox)
    return zendesk_sandbox


def test_the_number_of_requests(account: Sandbox, tmp_path: Path) -> None:
    account.requests.clear()
    with Client.sandbox(account) as zendesk:
        zendesk.probe(note=tmp_path / "note")
    assert len(account.requests) == REQUESTS


@pytest.mark.parametrize("number", range(1, REQUESTS + 1))
def test_killed_at_each_request(
    number: int, account: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when the service has carried the request out, and its reply has not arrived."""
    before, note = contents(account), tmp_path / "note"

    def die(count: int, send: Callable[[], Any]) -> Any:
        reply = send() if count <= number else None
        if count >= number:
            raise Killed
        return reply

    zendesk, _ = intercepted(account, die)
    with pytest.raises(Killed):
        zendesk.probe(note=note)
    assert note.exists()
    if not is_long():
        monkeypatch.setattr(steps, "STEPS", steps.STEPS[:1])  # the others are not of interest here
    with Client.sandbox(account) as another:
        another.probe(note=note)
    assert contents(account) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", range(1, REQUESTS + 1, 8))
def test_interrupted_at_a_request(number: int, account: Sandbox, tmp_path: Path) -> None:
    """Ctrl-C: the object is deleted at once."""
    before = contents(account)

    def interrupt(count: int, send: Callable[[], Any]) -> Any:
        reply = send()
        if count == number:
            raise KeyboardInterrupt
        return reply

    zendesk, _ = intercepted(account, interrupt)
    with pytest.raises(KeyboardInterrupt):
        zendesk.probe(note=tmp_path / "note")
    assert contents(account) == before
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_task(account: Sandbox, tmp_path: Path) -> None:
    before = contents(account)

    async def cancelled() -> None:
        async with AsyncClient.sandbox(account) as zendesk:
            task: asyncio.Task[Any]

            def cancel(done: int, total: int) -> None:
                if done == total // 2:
                    task.cancel()

            task = asyncio.ensure_future(zendesk.probe(note=tmp_path / "note", on_progress=cancel))
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(cancelled())
    assert contents(account) == before
    assert list(tmp_path.iterdir()) == []


def test_a_lost_connection(account: Sandbox, zendesk: Client, tmp_path: Path) -> None:
    """The error names the note, and the next probe deletes the object."""
    before, note = contents(account), tmp_path / "note"

    def disconnect(done: int, total: int) -> None:
        if done == 20:
            account.faults.add(reset="before", times=None)

    with pytest.raises((ConnectionFailed, OutcomeUnknown)) as caught:
        zendesk.probe(note=note, on_progress=disconnect)
    assert str(note) in caught.value.__notes__[0]
    account.faults.clear()
    assert len(contents(account)) == len(before) + 1
    zendesk.probe(note=note)
    assert contents(account) == before
    assert not note.exists()


def test_nothing_is_created_by_who_may_not(tmp_path: Path) -> None:
    agent = User(
        id=7, name="An agent", email="agent@example.com", role="agent", api_token="agent-token"
    )
    with Sandbox(users=[agent], clients=[]) as sandbox:
        zendesk = Client.sandbox(sandbox, auth=ApiToken(agent.email, "agent-token"))
        with pytest.raises(PermissionDeniedError):
            zendesk.probe(note=tmp_path / "note")
        assert [entry.operation for entry in sandbox.requests] == ["CreateCustomObject"]
    assert list(tmp_path.iterdir()) == []


def test_an_object_that_cannot_be_deleted(
    account: Sandbox, zendesk: Client, tmp_path: Path
) -> None:
    before, note = contents(account), tmp_path / "note"
    account.faults.add("DeleteCustomObject", status=403, times=None)
    with pytest.raises(ProbeError, match="status 403") as caught:
        zendesk.probe(note=note)
    assert str(note) in str(caught.value)
    account.faults.clear()
    zendesk.probe(note=note)
    assert contents(account) == before


def test_an_object_that_must_be_empty_to_be_deleted(
    account: Sandbox, zendesk: Client, tmp_path: Path
) -> None:
    before = contents(account)
    account.faults.add("DeleteCustomObject", status=422)
    zendesk.probe(note=tmp_path / "note")
    assert contents(account) == before
    deletions = [entry.status for entry in account.requests if entry.method == "DELETE"]
    assert deletions == [422, 204]


@pytest.mark.parametrize("key", ["boat", "zco_probe_mine", "../boat", ""])
def test_a_note_of_another_object(
    key: str, account: Sandbox, zendesk: Client, tmp_path: Path
) -> None:
    """A file that somebody has edited cannot make a probe delete other objects."""
    before, note = contents(account), tmp_path / "note"
    account.requests.clear()
    note.write_text(f'{{"version": 1, "account": "https://sandbox.zendesk.com", "key": "{key}"}}')
    with pytest.raises(ConfigurationError, match="is not the note of a probe"):
        zendesk.probe(note=note)
    assert len(account.requests) == 0
    assert contents(account) == before


def test_an_object_of_somebody_else_with_a_noted_key(
    account: Sandbox, zendesk: Client, tmp_path: Path
) -> None:
    key, note = f"zco_probe_{7:016x}", tmp_path / "note"
    zendesk.create_object(key, title="Mine", title_pluralized="Mine")
    before = contents(account)
    note.write_text(f'{{"version": 1, "account": "https://sandbox.zendesk.com", "key": "{key}"}}')
    with pytest.raises(ProbeError, match="left alone"):
        zendesk.probe(note=note)
    assert contents(account) == before


def test_a_note_of_another_account(account: Sandbox, zendesk: Client, tmp_path: Path) -> None:
    note = tmp_path / "note"
    key = f"zco_probe_{7:016x}"
    note.write_text(f'{{"version": 1, "account": "https://acme.zendesk.com", "key": "{key}"}}')
    with pytest.raises(ConfigurationError, match=r"https://acme\.zendesk\.com"):
        zendesk.probe(note=note)
    assert note.exists()


@pytest.mark.parametrize("content", ["", "{}", "boat", '{"key": 7}', "[" * 100_000])
def test_a_file_that_is_no_note(content: str, zendesk: Client, tmp_path: Path) -> None:
    note = tmp_path / "note"
    note.write_text(content)
    with pytest.raises(ConfigurationError, match="is not the note of a probe"):
        zendesk.probe(note=note)
    assert note.read_text() == content


def test_a_note_in_no_folder(zendesk: Client, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="folder does not exist"):
        zendesk.probe(note=tmp_path / "nowhere" / "note")


def test_one_probe_at_a_time(account: Sandbox, zendesk: Client, tmp_path: Path) -> None:
    note = tmp_path / "note"

    def probe_again(done: int, total: int) -> None:
        if done == 5:
            with pytest.raises(ConfigurationError, match="another probe is using it"):
                zendesk.probe(note=note)

    report = zendesk.probe(note=note, on_progress=probe_again)
    assert report.requests == REQUESTS


def test_the_budget_holds(account: Sandbox, zendesk: Client, tmp_path: Path) -> None:
    """Retries count, too, and some requests are kept for the removal."""
    before = contents(account)
    account.requests.clear()
    account.faults.add("ShowManyJobStatuses", status=503, times=None)
    patient = zendesk.with_options(retries=1000, retry_budget=1e9)
    report = patient.probe(note=tmp_path / "note")
    assert report.requests == len(account.requests) == MAX_REQUESTS - RESERVED_REQUESTS + 2
    assert contents(account) == before
    unanswered = {finding.id for finding in report.findings if finding.account is None}
    assert {"job_results_by_id", "export_numbers"} <= unanswered
