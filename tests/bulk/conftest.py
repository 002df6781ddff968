from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.bulk.account import Account, fast_time


@pytest.fixture(params=["sync", "async"])
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    """An account with boats, and a client of each kind; waiting takes no time."""
    is_async = request.param == "async"
    with (
        asyncio.Runner() as runner,
        Account(runner if is_async else None) as account,
        fast_time(account),
    ):
        yield account
