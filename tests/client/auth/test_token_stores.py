"""Stores of refresh tokens: no token is presented twice, and none is lost."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests import lengths
from tests.client.auth.token_service import SECRETS, FamilyService
from tests.client.stub import Answer, Asked, Late, Reply, Silence, Stub
from zendesk_custom_objects import (
    AsyncClient,
    AuthenticationError,
    Client,
    ConfigurationError,
    FileTokenStore,
    RateLimitError,
    RefreshToken,
    TokenPair,
)

PROGRAM = Path(__file__).with_name("token_user.py")


def auth(store: Any, refresh_token: str = SECRETS[1]) -> RefreshToken:
    return RefreshToken("sync", SECRETS[0], refresh_token, store=store)


@pytest.fixture
def service(stub: Stub) -> FamilyService:
    stub.otherwise = service = FamilyService()
    return service


@pytest.fixture
def store(tmp_path: Path) -> FileTokenStore:
    return FileTokenStore(tmp_path / "tokens.json")


def start(stub: Stub, store: FileTokenStore, kind: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROGRAM), stub.url, str(store.path), kind, str(count)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_processes_never_present_a_token_twice(
    stub: Stub, service: FamilyService, store: FileTokenStore
) -> None:
    """Three processes, for each of which every access token expires after one request."""
    count = lengths.examples(10, 200)
    service.delay = 0.02

    processes = [start(stub, store, kind, count) for kind in ("sync", "async", "sync")]
    ended = [(process.communicate(timeout=300)[1], process.returncode) for process in processes]

    assert ended == [("", 0)] * 3
    assert service.reused == 0
    assert service.number >= count
    assert_newest(store, service)


def assert_newest(store: FileTokenStore, service: FamilyService) -> None:
    """The store has the newest pair; while nothing was exchanged, that is the given one or none.

    If all tasks are cancelled, so are those in which an HTTP library opens a connection. The token
    is not presented then, and the mark stays.
    """
    pair = store.load()
    assert service.number == 0 or pair is not None
    if pair is not None:
        assert pair.refresh_token == f"geheim-refresh-{service.number}"
        assert service.number == 0 or pair.exchange_begun_at is None


class Steps:
    """Runs a function when the tasks of an event loop have been suspended so many times."""

    def __init__(self, at: int, then: Callable[[], object]) -> None:
        self.left = at
        self._then = then

    def task(self, loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        return asyncio.Task(self._counted(work), loop=loop, **options)

    async def _counted(self, work: Coroutine[Any, Any, Any]) -> Any:
        return await _Awaitable(self, work)

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            self._then()


class _Awaitable:
    def __init__(self, steps: Steps, work: Coroutine[Any, Any, Any]) -> None:
        self._steps = steps
        self._work = work

    def __await__(self) -> Generator[Any, Any, Any]:
        resume: Callable[[], Any] = partial(self._work.send, None)
        while True:
            try:
                awaited = resume()
            except StopIteration as done:
                return done.value
            self._steps.count()
            try:
                resume = partial(self._work.send, (yield awaited))
            except BaseException as error:
                resume = partial(self._work.throw, error)


async def leave(zendesk: AsyncClient) -> None:
    """The event loop ends: it cancels every task."""


async def close(zendesk: AsyncClient) -> None:
    await zendesk.aclose()


async def cancel_all(zendesk: AsyncClient) -> None:
    for _ in range(3):
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)


async def cancelled(
    zendesk: AsyncClient, at: int, then: Callable[[AsyncClient], Coroutine[Any, Any, None]]
) -> bool:
    """Make a request that is cancelled after so many steps; true if it was done before that."""
    reached = asyncio.Event()
    asyncio.get_running_loop().set_task_factory(Steps(at, reached.set).task)
    caller = asyncio.ensure_future(anext(aiter(zendesk.list_objects()), None))
    stop = asyncio.ensure_future(reached.wait())
    await asyncio.wait({caller, stop}, return_when=asyncio.FIRST_COMPLETED)
    is_over = caller.done()
    caller.cancel()
    await then(zendesk)
    return is_over


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # not every ending closes the connections
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("then", [leave, close, cancel_all])
def test_a_cancel_at_any_point_loses_no_pair(
    stub: Stub, tmp_path: Path, then: Callable[[AsyncClient], Coroutine[Any, Any, None]]
) -> None:
    at, is_over, exchanged = 0, False, 0
    while not is_over:
        at += 1
        stub.otherwise = service = FamilyService()
        store = FileTokenStore(tmp_path / f"tokens-{at}.json")

        is_over = asyncio.run(cancelled(AsyncClient(base_url=stub.url, auth=auth(store)), at, then))
        assert_newest(store, service)
        exchanged += service.number

        with Client(base_url=stub.url, auth=auth(store)) as zendesk:
            list(zendesk.list_objects())
        assert service.reused == 0

    assert exchanged > 10
    gc.collect()


def interrupting(at: int) -> tuple[Callable[..., Any], list[int]]:
    """A trace function that interrupts the main thread at one of the lines it executes."""
    left = [at]

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        if "_sync" not in Path(frame.f_code.co_filename).parts:
            return None
        if event == "line":
            left[0] -= 1
            if left[0] == 0:
                raise KeyboardInterrupt
        return trace

    return trace, left


def test_an_interrupt_at_any_line_loses_no_pair(stub: Stub, tmp_path: Path) -> None:
    at, is_over, exchanged = 0, False, 0
    while not is_over:
        at += 1
        stub.otherwise = service = FamilyService()
        store = FileTokenStore(tmp_path / f"tokens-{at}.json")
        zendesk = Client(base_url=stub.url, auth=auth(store))
        trace, left = interrupting(at)

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            with suppress(KeyboardInterrupt):
                zendesk._tokens.header()
        finally:
            sys.settrace(before)
        is_over = left[0] > 0

        assert_newest(store, service)
        exchanged += service.number
        with Client(base_url=stub.url, auth=auth(store)) as other:
            list(other.list_objects())
        assert service.reused == 0
        zendesk.close()

    assert exchanged > 1


class Signalling(FileTokenStore):
    """A store that sends the main thread SIGINT at one of its calls."""

    def __init__(self, path: Path, at: int) -> None:
        super().__init__(path)
        self.left = at

    def load(self) -> TokenPair | None:
        self.count()
        return super().load()

    def save(self, pair: TokenPair, /) -> None:
        self.count()
        super().save(pair)
        self.count()

    def count(self) -> None:
        self.left -= 1
        if self.left == 0:
            interrupt()


def interrupt() -> None:
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, signal.SIGINT)


posix = pytest.mark.skipif(os.name != "posix", reason="signals and forks")


@posix
@pytest.mark.parametrize("at", range(7))
def test_a_signal_during_an_exchange_loses_no_pair(
    stub: Stub, service: FamilyService, tmp_path: Path, at: int
) -> None:
    """At each call of the store; at 0, when the service has exchanged the token."""
    store = Signalling(tmp_path / "tokens.json", at)

    def answer(asked: Asked) -> Answer:
        answer = service(asked)
        if at == 0 and asked.method == "POST":
            interrupt()
            time.sleep(0.05)
        return answer

    stub.otherwise = answer
    with Client(base_url=stub.url, auth=auth(store)) as zendesk:
        with pytest.raises(KeyboardInterrupt):
            list(zendesk.list_objects())
        assert_newest(store, service)
    assert service.number == 1


@posix
def test_an_interrupted_exchange_is_waited_for_up_to_the_timeout(
    stub: Stub, store: FileTokenStore
) -> None:
    def answer(asked: Asked) -> Answer:
        interrupt()
        return Silence()

    stub.otherwise = answer
    zendesk = Client(base_url=stub.url, auth=auth(store), timeout=0.3)
    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(zendesk.list_objects())
    assert time.monotonic() - before < 5
    zendesk.close()


@posix
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_after_a_kill_the_error_says_what_to_do(
    connect: Callable[..., Any],
    stub: Stub,
    service: FamilyService,
    store: FileTokenStore,
    kind: str,
) -> None:
    asked_for, never = threading.Event(), threading.Event()

    def answer(asked: Asked) -> Answer:
        answer = service(asked)
        asked_for.set()
        assert isinstance(answer, Reply)
        return Late(never, answer)

    stub.otherwise = answer
    process = start(stub, store, kind, 1)
    assert asked_for.wait(20)
    process.kill()
    process.communicate(timeout=20)
    never.set()
    stub.otherwise = service

    pair = store.load()
    assert pair is not None
    assert pair.exchange_begun_at is not None
    with pytest.raises(AuthenticationError, match="authorize the OAuth client again") as raised:
        list(connect(auth=auth(store)).list_objects())
    assert "geheim" not in str(raised.value)

    assert list(connect(auth=auth(store, service.authorize())).list_objects()) == []
    assert_newest(store, service)


def test_an_exchange_killed_before_the_service_had_it_is_repeated(
    connect: Callable[..., Any], service: FamilyService, store: FileTokenStore
) -> None:
    store.save(TokenPair(refresh_token=SECRETS[1], exchange_begun_at=time.time()))

    assert list(connect(auth=auth(store)).list_objects()) == []
    assert_newest(store, service)


@pytest.mark.parametrize("status", [400, 401, 429])
def test_the_mark_is_removed_if_the_exchange_is_refused(
    connect: Callable[..., Any], stub: Stub, store: FileTokenStore, status: int
) -> None:
    pair = TokenPair(refresh_token=SECRETS[1], access_token=SECRETS[2], expires_at=1.0)
    store.save(pair)
    marked: list[TokenPair | None] = []

    def answer(asked: Asked) -> Answer:
        marked.append(store.load())
        return Reply(status, {"error": "refused"})

    stub.otherwise = answer
    with pytest.raises((AuthenticationError, RateLimitError)) as raised:
        list(connect(auth=auth(store), retries=0).list_objects())

    (during,) = marked
    assert during is not None
    assert during.exchange_begun_at is not None
    assert store.load() == pair
    assert "again" not in str(raised.value)


def test_waiting_for_a_locked_store_ends_after_the_timeout(
    connect: Callable[..., Any], stub: Stub, service: FamilyService, store: FileTokenStore
) -> None:
    zendesk = connect(auth=auth(store), timeout=0.1)
    with store.lock(1.0):
        with pytest.raises(AuthenticationError, match="has locked the token store"):
            list(zendesk.list_objects())
        assert stub.asked == []

    assert list(zendesk.list_objects()) == []


def test_a_locked_store_does_not_block_the_event_loop(
    stub: Stub, service: FamilyService, store: FileTokenStore
) -> None:
    async def main() -> None:
        async with AsyncClient(base_url=stub.url, auth=auth(store)) as zendesk:
            with store.lock(1.0):
                task = asyncio.ensure_future(anext(aiter(zendesk.list_objects()), None))
                for _ in range(20):  # a blocked loop would never come to the release
                    await asyncio.sleep(0.001)
                assert stub.asked == []
            await asyncio.wait_for(task, 20)

    asyncio.run(main())
    assert_newest(store, service)


class Unlocked:
    """A store whose `lock` is its own business."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.saved: list[TokenPair] = []

    def load(self) -> TokenPair | None:
        return self.saved[-1] if self.saved else None

    def save(self, pair: TokenPair, /) -> None:
        self.saved.append(pair)


def test_a_store_without_a_lock_gets_new_pairs_only(
    connect: Callable[..., Any], service: FamilyService
) -> None:
    store = Unlocked()

    assert list(connect(auth=auth(store)).list_objects()) == []
    assert [pair.refresh_token for pair in store.saved] == ["geheim-refresh-1"]


@posix
def test_a_lock_file_is_private_and_shared_by_links(store: FileTokenStore) -> None:
    store.save(TokenPair(refresh_token=SECRETS[1]))
    link = store.path.with_name("link.json")
    link.symlink_to(store.path)

    with store.lock(1.0), pytest.raises(TimeoutError), FileTokenStore(link).lock(0.0):
        pass

    lock = store.path.with_name("tokens.json.lock")
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    assert sorted(store.path.parent.iterdir()) == [link, store.path, lock]


@posix
def test_a_lock_is_released_although_a_child_has_its_handle(store: FileTokenStore) -> None:
    with store.lock(1.0):
        child = os.fork()
        if child == 0:
            signal.pause()
    try:
        with store.lock(0.0):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_store_that_cannot_be_locked_is_named(
    connect: Callable[..., Any], stub: Stub, tmp_path: Path
) -> None:
    store = FileTokenStore(tmp_path / "missing" / "tokens.json")

    with pytest.raises(ConfigurationError, match=r"tokens\.json cannot be locked"):
        list(connect(auth=auth(store)).list_objects())
    assert stub.asked == []


def test_a_client_without_a_time_limit_can_be_closed(connect: Callable[..., Any]) -> None:
    connect(auth=auth(None), timeout=float("inf")).close()
