"""Requests wait before the service would refuse them, and no longer than necessary."""

from __future__ import annotations

import asyncio
import math
import time
import timeit
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from tests.client.retries.rate_limits import ORIGIN, Window, simulate
from tests.client.stub import Reply, Stub
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    Hooks,
    Pace,
    RateLimitError,
    Sandbox,
    WaitEvent,
    api,
)

AUTH = BearerToken("a-token-that-nobody-may-see")
RECORD = {"custom_object_record": {"id": "01J"}}
LIMITS = {"ratelimit-limit": "700", "ratelimit-reset": "60"}


@pytest.fixture
def real_waits(waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets clients really wait."""
    monkeypatch.undo()


@pytest.fixture
def clock() -> SimpleNamespace:
    return SimpleNamespace(now=1000.0)


@pytest.fixture
def ask(clock: SimpleNamespace) -> Callable[..., float]:
    """Asks a pace for a turn; a response, if there is one, arrives at once."""
    pace = Pace(clock=lambda: clock.now)

    def ask(
        headers: Mapping[str, str] | None = None,
        *,
        status: int = 200,
        use: str = "account",
        origin: str = ORIGIN,
    ) -> float:
        turn = pace.of(origin).turn(use)
        seconds = turn.take()
        if seconds:
            turn.leave()
        elif headers is not None:
            turn.answered(status, headers)
        return seconds

    return ask


def left(remaining: int, reset: float | None = 60) -> dict[str, str]:
    headers = {"x-rate-limit": "700", "x-rate-limit-remaining": str(remaining)}
    return headers if reset is None else {**headers, "ratelimit-reset": str(reset)}


@pytest.mark.parametrize("phase", [0, 17.3, 59.2])
@pytest.mark.parametrize(
    ("workers", "limit"),
    [(1, 200), (4, 400), (32, 10), (32, 100), (32, 700), (200, 100), (200, 2500)],
)
def test_the_whole_rate_limit_is_used_and_no_request_is_refused(
    workers: int, limit: int, phase: float
) -> None:
    window = Window(limit, 60, phase=phase)

    simulate(window, workers=workers, seconds=480)

    assert window.refused == 0
    assert window.used() >= 0.95


@pytest.mark.parametrize("workers", [1, 32])
def test_resets_that_are_rounded_down_cause_few_refusals(workers: int) -> None:
    window = Window(700, 60, phase=17.3, rounding=math.floor)

    simulate(window, workers=workers, seconds=480)

    assert window.refused <= 8
    assert window.used() >= (0.95 if workers > 1 else 0.3)  # one worker cannot use it up


def test_without_a_reset_a_window_lasts_a_minute() -> None:
    window = Window(400, 60, phase=17.3, with_reset=False)

    simulate(window, workers=32, seconds=480)

    assert window.refused == 0
    assert window.used() >= 0.95


def test_responses_in_another_order_cause_no_refusals() -> None:
    window = Window(700, 60, phase=17.3)

    simulate(window, workers=200, seconds=480, latency=lambda random: random.expovariate(1 / 0.5))

    assert window.refused == 0
    assert window.used() >= 0.95


def test_two_processes_share_the_rate_limit() -> None:
    window = Window(400, 60, phase=17.3)

    simulate(window, workers=8, paces=2, seconds=480)

    assert window.refused <= 0.05 * sum(window.counted.values())
    assert window.used() >= 0.95


def test_other_requests_wait_until_the_first_response_shows_the_limit(
    clock: SimpleNamespace,
) -> None:
    budgets = Pace(clock=lambda: clock.now).of(ORIGIN)
    scout, *others = (budgets.turn("account") for _ in range(8))
    assert scout.take() == 0
    assert all(0 < turn.take() <= 0.1 and not turn.is_limited for turn in others)
    assert budgets.turn("jobs").take() > 0
    assert budgets.turn("none").take() == 0

    scout.answered(200, left(5))

    assert [turn.take() for turn in others[:5]] == [0] * 5
    assert others[5].take() > 1
    assert others[5].is_limited


@pytest.mark.parametrize("status", [200, 404, 503])
def test_nobody_waits_after_a_response_without_a_limit(clock: SimpleNamespace, status: int) -> None:
    budgets = Pace(clock=lambda: clock.now).of(ORIGIN)
    scout, *others = (budgets.turn("account") for _ in range(500))
    assert scout.take() == 0
    assert all(turn.take() > 0 for turn in others)

    scout.answered(status, {})

    assert {turn.take() for turn in reversed(others)} == {0}
    assert {budgets.turn("jobs").take() for _ in range(40)} == {0}


def test_another_request_follows_a_first_one_without_a_response(
    clock: SimpleNamespace,
) -> None:
    budgets = Pace(clock=lambda: clock.now).of(ORIGIN)
    lost, slow, next_one, last = (budgets.turn("account") for _ in range(4))
    assert lost.take() == 0
    assert slow.take() > 0

    lost.leave()
    assert slow.take() == 0
    assert next_one.take() > 0

    clock.now += 1
    assert next_one.take() == 0
    assert last.take() > 0


def test_waiting_for_the_first_response_is_not_reported_as_a_rate_limit(
    stub: Stub, real_waits: None
) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD, left(700 - len(stub.asked)))
    told: list[WaitEvent] = []

    async def main() -> None:
        async with AsyncClient(
            base_url=stub.url,
            auth=AUTH,
            on_rate_limit="raise",
            hooks=Hooks(on_wait=told.append),
        ) as zendesk:
            await asyncio.gather(*(zendesk.get_record("boat", "01J") for _ in range(20)))

    asyncio.run(main())

    assert len(stub.asked) == 20
    assert told == []


def test_without_headers_no_request_waits(ask: Callable[..., float]) -> None:
    assert [ask({}) for _ in range(3000)] == [0.0] * 3000


@pytest.mark.parametrize(
    "headers",
    [
        {"ratelimit-remaining": "0"},
        {**LIMITS, "ratelimit-remaining": "none"},
        {**LIMITS, "ratelimit-remaining": "-1"},
        {**LIMITS, "ratelimit-remaining": "0", "ratelimit-limit": "0"},
        {**LIMITS, "ratelimit-remaining": "0", "ratelimit-reset": "soon"},
        {**LIMITS, "ratelimit-remaining": "0", "ratelimit-reset": "nan"},
        {**LIMITS, "ratelimit-remaining": "0", "ratelimit-reset": "inf"},
        {**LIMITS, "ratelimit-remaining": "0", "ratelimit-reset": "-5"},
        {**LIMITS, "ratelimit-remaining": "0", "ratelimit-reset": "1e9"},
    ],
)
def test_unusable_headers_delay_no_request(
    ask: Callable[..., float], headers: dict[str, str]
) -> None:
    ask(headers)

    assert ask() == 0


@pytest.mark.parametrize("reset", [60, None])
def test_the_remaining_requests_are_sent_before_the_window_ends(
    ask: Callable[..., float], clock: SimpleNamespace, reset: float | None
) -> None:
    ask(left(2, reset))

    assert [ask(), ask()] == [0, 0]
    assert 60 <= ask() < 61

    clock.now += 61
    assert ask() == 0


def test_requests_of_other_clients_count(ask: Callable[..., float]) -> None:
    ask(left(500))
    ask(left(1))

    assert ask(left(0)) == 0
    assert ask() > 0


@pytest.mark.parametrize("reset", [60, None])
def test_more_remaining_requests_than_possible_start_a_new_window(
    ask: Callable[..., float], clock: SimpleNamespace, reset: float | None
) -> None:
    ask(left(3, reset))
    clock.now += 30

    assert ask(left(699, reset)) == 0
    assert [ask() for _ in range(690)] == [0] * 690


def test_waiting_requests_keep_their_order(clock: SimpleNamespace) -> None:
    budgets = Pace(clock=lambda: clock.now).of(ORIGIN)
    first = budgets.turn("account")
    assert first.take() == 0
    first.answered(200, {**LIMITS, "ratelimit-limit": "2", "ratelimit-remaining": "0"})
    early, late, given_up = (budgets.turn("account") for _ in range(3))
    assert 60 < early.take() < late.take() < given_up.take() < 61
    given_up.leave()

    clock.now += 61
    newcomer = budgets.turn("account")
    assert newcomer.take() > 0  # two requests remain, and two are waiting
    assert [late.take(), early.take()] == [0, 0]
    assert newcomer.take() > 0


@pytest.mark.parametrize("status", [429, 503])
def test_a_refused_request_pauses_all_requests(
    ask: Callable[..., float], clock: SimpleNamespace, status: int
) -> None:
    ask({"retry-after": "7"}, status=status)

    assert 7 <= ask() < 8 if status == 429 else ask() == 0
    assert ask(origin="https://other.zendesk.com") == 0
    assert ask(use="none") == 0
    clock.now += 7
    assert ask() == 0


def test_a_refused_job_pauses_only_jobs(ask: Callable[..., float]) -> None:
    full = {"zendesk-ratelimit-inflight-jobs": "total=30; remaining=0; resets=60"}
    ask({**full, "retry-after": "7"}, status=429, use="jobs")

    assert 7 <= ask(use="jobs") < 8
    assert ask() == 0


def test_jobs_in_flight_do_not_delay_requests(ask: Callable[..., float]) -> None:
    full = {"zendesk-ratelimit-inflight-jobs": "total=30; remaining=0; resets=60"}
    ask(full, use="jobs")

    assert ask(use="jobs") == 0


def test_the_export_has_ten_requests_a_minute(
    ask: Callable[..., float], clock: SimpleNamespace
) -> None:
    assert [ask({}, use="incremental_export") for _ in range(10)] == [0] * 10
    assert 60 <= ask({}, use="incremental_export") < 61
    assert ask() == 0

    clock.now += 61
    assert ask({}, use="incremental_export") == 0


def test_the_limit_of_the_export_is_read_from_its_header(ask: Callable[..., float]) -> None:
    name = "zendesk-ratelimit-custom-object-records-incremental"
    ask({name: "total=30; remaining=29; resets=60"}, use="incremental_export")

    assert [ask({}, use="incremental_export") for _ in range(29)] == [0] * 29
    assert 60 <= ask({}, use="incremental_export") < 61


def test_requests_of_the_export_count_for_the_account(ask: Callable[..., float]) -> None:
    ask(left(0))

    assert ask(use="incremental_export") > 0


def test_a_turn_takes_little_time() -> None:
    budgets = Pace().of(ORIGIN)
    headers = {**left(699), "ratelimit-limit": "700", "ratelimit-remaining": "699"}

    def once() -> None:
        with budgets.turn("account") as turn:
            turn.take()
            turn.answered(200, headers)

    best = min(timeit.repeat(once, number=1000, repeat=5)) / 1000
    assert best < 50e-6  # it takes a tenth of that on a quiet machine


def test_the_rate_limit_of_the_sandbox_is_respected(real_waits: None) -> None:
    with Sandbox(requests_per_minute=40, window=1.0) as sandbox, Client.sandbox(sandbox) as zendesk:
        started = time.monotonic()
        replies = [
            zendesk.send_detailed(api.objects.custom_objects_limit()).status for _ in range(100)
        ]

    assert replies == [200] * 100
    assert time.monotonic() - started >= 1


def test_a_necessary_wait_can_raise_instead(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD, left(0, 37))
    options: dict[str, Any] = {"on_rate_limit": "raise"}
    with Client(base_url=stub.url, auth=AUTH, **options) as client:
        client.get_record("boat", "01J")
        with pytest.raises(RateLimitError, match="nothing was sent") as raised:
            client.get_record("boat", "01J")

    assert len(stub.asked) == 1
    assert raised.value.operation == "ShowCustomObjectRecord"
    assert raised.value.status is None
    assert raised.value.retry_after == pytest.approx(37, abs=2)


def test_a_wait_longer_than_the_retry_budget_raises(
    connect: Callable[..., Any], stub: Stub
) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD, left(0, 37))
    zendesk = connect(retry_budget=30)
    zendesk.get_record("boat", "01J")

    with pytest.raises(RateLimitError, match="nothing was sent"):
        zendesk.get_record("boat", "01J")


def test_waiting_for_a_turn_does_not_use_up_the_retry_budget(
    connect: Callable[..., Any], stub: Stub, waits: list[float]
) -> None:
    zendesk = connect(retry_budget=40)
    stub.will_answer(
        Reply(200, RECORD, left(0, 37)),
        Reply(503, b"", {"Retry-After": "20"}),
        Reply(200, RECORD),
    )

    zendesk.get_record("boat", "01J")
    assert zendesk.get_record("boat", "01J").id == "01J"

    assert waits[0] == pytest.approx(37, abs=2)
    assert waits[1] == pytest.approx(20, abs=2)


def test_copies_and_clients_share_a_pace(stub: Stub, waits: list[float]) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD, left(0, 37))
    pace = Pace()
    with (
        Client(base_url=stub.url, auth=AUTH, pace=pace) as one,
        Client(base_url=stub.url, auth=AUTH, pace=pace) as other,
        Client(base_url=stub.url, auth=AUTH) as stranger,
    ):
        one.get_record("boat", "01J")
        stranger.get_record("boat", "01J")
        assert waits == []
        one.with_options(timeout=5).get_record("boat", "01J")
        assert len(waits) == 1
        other.get_record("boat", "01J")
        assert len(waits) == 2


def test_a_task_cancelled_while_waiting_leaves_the_queue(stub: Stub, real_waits: None) -> None:
    stub.otherwise = lambda asked: Reply(200, RECORD, left(0, 100))
    pace = Pace(clock=lambda: 1000.0)

    async def main() -> None:
        async with AsyncClient(base_url=stub.url, auth=AUTH, pace=pace) as zendesk:
            await zendesk.get_record("boat", "01J")
            alone = pace.of(stub.url).turn("account")
            expected = alone.take()
            alone.leave()
            waiting = asyncio.ensure_future(zendesk.get_record("boat", "01J"))
            await asyncio.sleep(0)
            behind = pace.of(stub.url).turn("account")
            assert behind.take() > expected
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert behind.take() == expected

    asyncio.run(main())


@pytest.mark.parametrize("asked", ["3600", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
@pytest.mark.parametrize("use", ["account", "incremental_export", "jobs"])
def test_an_absurd_retry_after_pauses_for_at_most_five_minutes(
    ask: Callable[..., float], clock: SimpleNamespace, asked: str, use: str
) -> None:
    ask({"retry-after": asked}, status=429, use=use)

    assert 299 < ask(use=use) <= 301
    clock.now += 301
    assert ask(use=use) == 0


def test_a_reset_in_the_far_future_counts_for_at_most_five_minutes(
    ask: Callable[..., float], clock: SimpleNamespace
) -> None:
    ask(left(0, reset=80_000))

    assert 299 < ask() <= 301
    clock.now += 301
    assert ask() == 0
