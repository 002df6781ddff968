"""Rate limits: headers, refusals, windows (facts 5.2, 5.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.sandbox.support import OBJECTS
from zendesk_custom_objects.sandbox import Clock, Plan, Reply, Sandbox, Variants

BEARER = [("Authorization", "Bearer sandbox")]
JSON = [*BEARER, ("Content-Type", "application/json")]
MINUTE = 1_767_323_040
"""2026-01-02T03:04:00Z"""
EXPORT = "/api/v2/incremental/custom_objects/boat/cursor?start_time=0"


def limited(requests: int, **settings: Any) -> Sandbox:
    return Sandbox(requests_per_minute=requests, clock=Clock(MINUTE + 18), **settings)


def ask(sandbox: Sandbox, target: str = OBJECTS) -> tuple[int, Mapping[str, str], bytes]:
    reply = sandbox.handle("GET", target, BEARER)
    return reply.status, headers_of(reply), reply.body


def headers_of(reply: Reply) -> dict[str, str]:
    return {name.lower(): value for name, value in reply.headers}


def test_the_headers_count_down() -> None:
    with limited(5) as sandbox:
        for remaining in (4, 3, 2, 1, 0):
            status, headers, _ = ask(sandbox)
            assert status == 200
            assert headers["x-rate-limit"] == headers["ratelimit-limit"] == "5"
            assert headers["x-rate-limit-remaining"] == str(remaining)
            assert headers["ratelimit-remaining"] == str(remaining)
            assert headers["ratelimit-reset"] == "42"
            assert "retry-after" not in headers


def test_a_request_above_the_limit_is_refused() -> None:
    with limited(2) as sandbox:
        ask(sandbox)
        ask(sandbox)
        sandbox.clock.advance(11.5)
        status, headers, body = ask(sandbox)
        assert status == 429
        assert body == b"Number of allowed API requests per minute exceeded"
        assert headers["content-type"].startswith("text/plain")
        assert headers["content-length"] == str(len(body))
        assert headers["retry-after"] == headers["ratelimit-reset"] == "31"
        assert headers["x-rate-limit-remaining"] == "0"


def test_requests_are_accepted_again_after_retry_after() -> None:
    with limited(1) as sandbox:
        ask(sandbox)
        retry_after = int(ask(sandbox)[1]["retry-after"])
        sandbox.clock.advance(retry_after - 1)
        assert ask(sandbox)[0] == 429
        sandbox.clock.advance(1)
        assert ask(sandbox)[0] == 200


def test_a_refused_request_takes_no_effect() -> None:
    body = {"custom_object": {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}}
    content = json.dumps(body).encode()
    with limited(1) as sandbox:
        ask(sandbox)
        assert sandbox.handle("POST", OBJECTS, JSON, content).status == 429
        sandbox.clock.advance(60)
        assert ask(sandbox)[2] == b'{"custom_objects":[]}'


def test_a_clock_that_is_set_back_starts_another_window() -> None:
    with limited(1) as sandbox:
        ask(sandbox)
        sandbox.clock.set(MINUTE - 1)
        status, headers, _ = ask(sandbox)
        assert (status, headers["ratelimit-reset"]) == (200, "1")


def test_the_length_of_the_window_can_be_chosen() -> None:
    with limited(1, window=5) as sandbox:
        ask(sandbox)
        assert ask(sandbox)[1]["retry-after"] == "2"
        sandbox.clock.advance(2)
        assert ask(sandbox)[0] == 200
    with pytest.raises(ValueError, match="window"):
        limited(1, window=0)


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        (
            "edge",
            {
                "title": "Automated response",
                "status": "429",
                "detail": "Rate limited by Zendesk edge protection",
            },
        ),
        ("errors", {"errors": [{"code": "TooManyRequests"}]}),
    ],
)
def test_the_body_of_a_refusal_is_a_variant(variant: Any, expected: dict[str, Any]) -> None:
    with limited(1, variants=Variants(rate_limited=variant)) as sandbox:
        ask(sandbox)
        status, headers, content = ask(sandbox)
        assert (status, headers["retry-after"]) == (429, "42")
        assert headers["content-type"].startswith("application/json")
        body = json.loads(content)
        for error in body.get("errors", []):
            assert error.pop("title")
        assert body == expected


def boats(sandbox: Sandbox) -> None:
    boat = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    sandbox.seed(objects=[boat])


def test_the_export_has_its_own_limit() -> None:
    with Sandbox(clock=Clock(MINUTE + 18)) as sandbox:
        boats(sandbox)
        for remaining in range(9, -1, -1):
            status, headers, _ = ask(sandbox, EXPORT)
            assert status == 200
            endpoint = headers["zendesk-ratelimit-incremental-export"]
            assert endpoint == f"total=10; remaining={remaining}; resets=42"
        status, headers, content = ask(sandbox, EXPORT)
        assert (status, headers["retry-after"]) == (429, "42")
        (error,) = json.loads(content)["errors"]
        assert (error["code"], error["status"]) == ("RateLimitExceeded", "429")
        assert error["title"]
        # The limit of the account is not reached.
        assert int(headers["x-rate-limit-remaining"]) > 0
        status, headers, _ = ask(sandbox)
        assert status == 200
        assert "zendesk-ratelimit-incremental-export" not in headers
        sandbox.clock.advance(42)
        assert ask(sandbox, EXPORT)[0] == 200


def test_the_high_volume_add_on_raises_the_limit() -> None:
    plan = Plan(requests_per_minute=2500, exports_per_minute=30)
    with Sandbox(plan=plan, clock=Clock(MINUTE)) as sandbox:
        boats(sandbox)
        statuses = [ask(sandbox, EXPORT)[0] for _ in range(31)]
        assert statuses == [200] * 30 + [429]


def test_exports_count_for_the_limit_of_the_account() -> None:
    with limited(2) as sandbox:
        boats(sandbox)
        ask(sandbox, EXPORT)
        assert ask(sandbox, EXPORT)[1]["x-rate-limit-remaining"] == "0"
        status, _, content = ask(sandbox, EXPORT)
        assert (status, content[:6]) == (429, b"Number")


def test_token_requests_are_not_limited() -> None:
    form = b"grant_type=client_credentials&client_id=sandbox&client_secret=sandbox"
    headers = [("Content-Type", "application/x-www-form-urlencoded")]
    with limited(1) as sandbox:
        assert ask(sandbox)[0] == 200
        assert ask(sandbox)[0] == 429
        assert sandbox.handle("POST", "/oauth/tokens", headers, form).status == 201


def test_threads_do_not_exceed_the_limit() -> None:
    with limited(100) as sandbox, ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: ask(sandbox)[0], range(400)))
    assert statuses.count(200) == 100
    assert statuses.count(429) == 300


def test_a_limit_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="requests_per_minute must be 1 or more"):
        Plan(requests_per_minute=0)
    with pytest.raises(ValueError, match="exports_per_minute must be 1 or more"):
        Plan(exports_per_minute=-1)
    with pytest.raises(ValueError, match="requests_per_minute must be 1 or more"):
        Sandbox(requests_per_minute=0)
