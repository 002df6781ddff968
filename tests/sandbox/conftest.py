"""A sandbox in the same process and one behind a real socket; most tests run against both."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.support import ADMIN, START, Api, Clock, InProcess
from zendesk_custom_objects.sandbox import Sandbox


@pytest.fixture(scope="module", params=["in process", "served"])
def shared_api(request: pytest.FixtureRequest) -> Iterator[Api]:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox:
        if request.param == "served":
            with sandbox.served() as url, httpx.Client(base_url=url, auth=ADMIN) as http:
                yield Api(http, sandbox, clock)
        else:
            transport = InProcess(sandbox)
            base_url = "https://acme.zendesk.com"
            with httpx.Client(base_url=base_url, transport=transport, auth=ADMIN) as http:
                yield Api(http, sandbox, clock)


@pytest.fixture
def api(shared_api: Api) -> Iterator[Api]:
    """An empty account, in process and behind a socket."""
    yield shared_api
    shared_api.clock.now = START
    shared_api.sandbox.reset()
