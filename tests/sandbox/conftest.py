"""Empty accounts: for an admin, in process and over a socket, or for people of all roles."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.people import People, account
from tests.sandbox.support import ADMIN, OWNERS, START, Api, Clock, InProcess
from zendesk_custom_objects.sandbox import DEFAULT_USER, Sandbox, Variants


@pytest.fixture(scope="module", params=["in process", "served"])
def shared_api(request: pytest.FixtureRequest) -> Iterator[Api]:
    clock = Clock()
    with Sandbox(users=[DEFAULT_USER, *OWNERS], clock=clock) as sandbox:
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
    """An empty account, in process and over a socket."""
    yield shared_api
    shared_api.clock.now = START
    shared_api.sandbox.reset()


@pytest.fixture(scope="module")
def shared_people() -> Iterator[People]:
    with account() as people:
        yield people


@pytest.fixture
def people(shared_people: People) -> Iterator[People]:
    """A person of every role, in an empty account."""
    yield shared_people
    shared_people.clock.now = START
    shared_people.sandbox.variants = Variants()
    shared_people.sandbox.reset()


@pytest.fixture
def admin(people: People) -> Api:
    return people.admin
