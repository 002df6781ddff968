"""Accounts to be probed, and what they have beside the probe's object."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from zendesk_custom_objects import ApiToken, Client, Sandbox
from zendesk_custom_objects._http import Connections
from zendesk_custom_objects.probing.omissions import OMISSIONS
from zendesk_custom_objects.sandbox.transport import SandboxTransport
from zendesk_custom_objects.sandbox.variants import variant_choices

# The key of the second could be taken for that of a probe.
OBJECTS = [
    {"key": "boat", "title": "Boat", "title_pluralized": "Boats"},
    {"key": "zco_probe_mine", "title": "zco probe", "title_pluralized": "Mine"},
]
RECORDS = {"boat": [{"name": "Nordwind"}], "zco_probe_mine": [{"name": "findable first"}]}


def random_variants(number: int) -> dict[str, Any]:
    """One value for each variant."""
    chance = random.Random(number)
    return {name: chance.choice(values) for name, values in variant_choices().items()}


def probeable(variants: dict[str, Any]) -> dict[str, Any]:
    """Those that a probe can tell.

    Whether failed items have errors shows only in results of the observed shape.
    """
    hidden = {omission.id for omission in OMISSIONS if omission.is_variant}
    shapes = {value for name, value in variants.items() if name.startswith("job_results_")}
    if "observed" not in shapes:
        hidden.add("failed_item_errors")
    return {name: value for name, value in variants.items() if name not in hidden}


def furnish(sandbox: Sandbox) -> None:
    """Give an account two objects of its own."""
    sandbox.seed(objects=OBJECTS, records=RECORDS)


def contents(sandbox: Sandbox) -> Any:
    """All objects with their records, as the service shows them."""
    with Client.sandbox(sandbox) as zendesk:
        objects = zendesk.list_objects()
        return [(each, list(zendesk.list_records(each.key))) for each in objects]


class Interceptor(Connections):
    """An HTTP client of a sandbox, with a function around each request.

    It is called with the number of the request, and a function that sends it.
    """

    def __init__(self, sandbox: Sandbox, around: Callable[[int, Callable[[], Any]], Any]) -> None:
        super().__init__(SandboxTransport(sandbox, owned=False))
        self.count = 0
        self.request: Any = None
        """The current request."""
        self._around = around

    def send(self, request: Any, **options: Any) -> Any:
        self.count += 1
        self.request = request
        return self._around(self.count, lambda: super(Interceptor, self).send(request, **options))


def intercepted(
    sandbox: Sandbox, around: Callable[[int, Callable[[], Any]], Any]
) -> tuple[Client, Interceptor]:
    """A client of the sandbox's admin over an interceptor."""
    connections = Interceptor(sandbox, around)
    auth = ApiToken("admin@example.com", "sandbox")
    return Client("sandbox", auth=auth, http_client=connections), connections
