"""A client that was used before a fork works in the parent and in each child."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.client.stub import Asked, Late, Reply, Stub
from zendesk_custom_objects import (
    BearerToken,
    Client,
    ClientCredentials,
    ConfigurationError,
    Pace,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this system")

PROGRAM = Path(__file__).with_name("forked.py")
AUTH = BearerToken("a-token-of-nobody")


def echo(asked: Asked) -> Reply:
    """Repeats the request in the response, so that a response to another request is noticed."""
    path = asked.target.split("?")[0]
    if path.endswith("/tokens"):
        return Reply(200, {"access_token": "a-granted-token", "expires_in": 3600})
    if path.endswith("/fields"):
        return Reply(200, {"custom_object_fields": []})
    if asked.method == "POST":
        name = asked.json["custom_object_record"]["name"]
        return Reply(201, {"custom_object_record": {"id": "01J", "name": name}})
    return Reply(200, {"custom_object_record": {"id": path.rpartition("/")[2]}})


@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
def test_no_process_gets_the_response_of_another(stub: Stub, kind: str) -> None:
    """In four processes with hundreds of reads and creates each."""
    stub.otherwise = echo
    count = 100

    done = subprocess.run(
        [sys.executable, "-W", "ignore", PROGRAM, stub.url, kind, str(count)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (done.stdout.strip(), done.returncode) == ("0", 0), done.stderr[-2000:]
    for who in ("parent", "child0", "child1", "child2"):
        assert sum(f"/{who}-" in line for line in stub.lines) == count
        assert sum(f'"{who}-'.encode() in asked.body for asked in stub.asked) == count


@pytest.fixture
def in_child() -> Callable[[Callable[[], bool]], None]:
    """Run a check in a forked process, which must soon return true."""

    def run(check: Callable[[], bool]) -> None:
        child = os.fork()
        if child == 0:
            signal.alarm(10)
            status = 1
            try:
                status = 0 if check() else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0

    return run


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_while_another_thread_holds_a_lock(
    stub: Stub, in_child: Callable[[Callable[[], bool]], None]
) -> None:
    stub.otherwise = echo
    with Client(base_url=stub.url, auth=ClientCredentials("a", "b-secret-of-a")) as zendesk:
        zendesk.create_record("boat", name="a")
        sender: Any = zendesk._sender
        tokens = sender._tokens
        locks = [
            sender._budgets.lock,
            sender._http_client._lock,
            tokens._lock,
            zendesk._schemas._locks.of("boat"),
        ]
        held, done = threading.Event(), threading.Event()

        def hold() -> None:
            for lock in locks:
                lock.acquire()
            held.set()
            done.wait()
            for lock in locks:
                lock.release()

        thread = threading.Thread(target=hold)
        thread.start()
        held.wait()
        tokens._token, zendesk._schemas._known = None, {}
        try:
            in_child(lambda: zendesk.create_record("boat", name="b").name == "b")
        finally:
            done.set()
            thread.join()
        assert zendesk.create_record("boat", name="c").name == "c"


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_token_request_in_flight_is_not_shared(
    stub: Stub, in_child: Callable[[Callable[[], bool]], None]
) -> None:
    """The child requests its own token, whatever happens to the request of the parent."""
    asked_once, answer = threading.Event(), threading.Event()

    def slow(asked: Asked) -> Reply | Late:
        if asked.target.endswith("/tokens") and not asked_once.is_set():
            asked_once.set()
            return Late(answer, echo(asked))
        return echo(asked)

    stub.otherwise = slow
    with Client(base_url=stub.url, auth=ClientCredentials("a", "b-secret-of-a")) as zendesk:
        thread = threading.Thread(target=zendesk.get_record, args=("boat", "x"))
        thread.start()
        asked_once.wait()
        try:
            in_child(lambda: zendesk.get_record("boat", "y").id == "y")
        finally:
            answer.set()
            thread.join()
        assert zendesk.get_record("boat", "z").id == "z"

    assert sum(line.endswith("/tokens") for line in stub.lines) == 2


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_starts_with_a_new_pace(
    stub: Stub, in_child: Callable[[Callable[[], bool]], None]
) -> None:
    """The child never receives the responses to requests that the parent has in flight."""
    pace = Pace()
    budgets = pace.of(stub.url)
    budgets.turn("account").take()
    turn = budgets.turn("account")
    assert turn.take() > 0

    in_child(lambda: pace.of(stub.url).turn("account").take() == 0)

    assert budgets.turn("account").take() > 0


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_given_http_client_cannot_be_used_by_two_processes(
    stub: Stub, in_child: Callable[[Callable[[], bool]], None]
) -> None:
    stub.otherwise = echo

    def is_refused(zendesk: Client) -> bool:
        try:
            zendesk.get_record("boat", "y")
        except ConfigurationError as error:
            return re.search("used before this process was forked", str(error)) is not None
        return False

    with httpx.Client() as used, httpx.Client() as unused:
        zendesk = Client(base_url=stub.url, auth=AUTH, http_client=used)
        other = Client(base_url=stub.url, auth=AUTH, http_client=unused)
        zendesk.get_record("boat", "x")
        in_child(lambda: is_refused(zendesk))
        in_child(lambda: other.get_record("boat", "y").id == "y")
        assert zendesk.get_record("boat", "z").id == "z"
