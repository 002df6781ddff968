"""A served sandbox, whose account can be reset for each request."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.client.conftest import certificates as certificates
from tests.contract.document import Described
from tests.sandbox.seeded import Wanted, World, seeded
from tests.sandbox.support import ADMIN, Api, Clock, InProcess
from zendesk_custom_objects import Sandbox
from zendesk_custom_objects.cli import operations
from zendesk_custom_objects_api.types import Request

EMAIL, API_TOKEN = "admin@example.com", "sandbox"
BASIC = base64.b64encode(f"{EMAIL}/token:{API_TOKEN}".encode()).decode()


EXPORT = "IncrementalCustomObjectRecordExportCursor"
"""It has its own rate limit, for which reading counts as well."""


class Account:
    """An account with something of everything, on a socket."""

    world: World

    def __init__(self, url: str, api: Api) -> None:
        self.url = url
        self.api = api
        self._fill()

    @property
    def sandbox(self) -> Sandbox:
        return self.api.sandbox

    def afresh(self) -> None:
        """Undo the changes of requests, and empty the log."""
        if any(each.method != "GET" or each.operation == EXPORT for each in self.sandbox.requests):
            self._fill()
        self.sandbox.requests.clear()

    def _fill(self) -> None:
        self.world = seeded(self.api)

    def request(self, operation: Described, wanted: Wanted) -> Request[Any]:
        """The wanted request, built from texts like those of the command line."""
        paths = {**self.world.path, "id": self.world.ids.get(operation.id), **wanted.path}
        names = [each["name"] for each in operation.parameters if each["in"] == "path"]
        values = {name: str(paths[name]) for name in names} | dict(wanted.query)
        return operations.build(operations.find(operation.id), values, wanted.body)


@pytest.fixture(scope="session")
def account() -> Iterator[Account]:
    clock = Clock()
    with Sandbox(clock=clock, keep_bodies=True) as sandbox, sandbox.served() as url:
        transport = InProcess(sandbox)
        with httpx.Client(base_url=url, transport=transport, auth=ADMIN) as http:
            yield Account(url, Api(http, sandbox, clock))
