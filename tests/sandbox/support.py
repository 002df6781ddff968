"""Shared by the tests of the sandbox: a clock that can be set, and a terse HTTP client."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import httpx

from zendesk_custom_objects.sandbox import Sandbox, User

ADMIN = ("admin@example.com/token", "sandbox")
OBJECTS = "/api/v2/custom_objects"
OWNERS = [
    User(id=n, email=f"{n}@example.com", name=f"Owner {n}", role="end_user") for n in (7, 8, 9)
]
"""Users that records can refer to."""
START = 1_767_323_045.678
"""2026-01-02T03:04:05Z, with a fraction."""


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class InProcess(httpx.BaseTransport):
    """Passes requests to `Sandbox.handle` without a socket."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        reply = self._sandbox.handle(
            request.method, str(request.url), request.headers.multi_items(), request.read()
        )
        return httpx.Response(reply.status, headers=reply.headers, content=reply.body)


class Api:
    """The API of a sandbox, as its admin uses it."""

    def __init__(self, http: httpx.Client, sandbox: Sandbox, clock: Clock) -> None:
        self.http = http
        self.sandbox = sandbox
        self.clock = clock
        self._numbers = itertools.count(1)

    def call(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        status: int,
        params: Mapping[str, str | int] | None = None,
    ) -> Any:
        """Send a request below `/api/v2/custom_objects`, check the status, and parse the body."""
        response = self.http.request(method, OBJECTS + path, json=json, params=params)
        assert response.status_code == status, response.text
        return response.json() if response.content else None

    def object(self, key: str | None = None, **values: Any) -> str:
        """Create an object, and return its key."""
        key = key or f"boat_{next(self._numbers)}"
        body = {"key": key, "title": "Boat", "title_pluralized": "Boats", **values}
        self.call("POST", "", {"custom_object": body}, status=201)
        return key

    def field(self, key: str, field: str, type: str = "text", **values: Any) -> dict[str, Any]:
        """Add a field to an object."""
        body = {"key": field, "title": field.title(), "type": type, **values}
        reply = self.call("POST", f"/{key}/fields", {"custom_object_field": body}, status=201)
        created: dict[str, Any] = reply["custom_object_field"]
        return created

    def name(self, key: str, **properties: Any) -> dict[str, Any]:
        """Set properties of the name of an object."""
        body = {"custom_object_field": {"properties": properties}}
        reply = self.call("PATCH", f"/{key}/fields/standard::name", body, status=200)
        changed: dict[str, Any] = reply["custom_object_field"]["properties"]
        return changed

    def record(self, key: str, name: str | None = "Albatross", **values: Any) -> dict[str, Any]:
        """Create a record. Keywords except `external_id` are values of custom fields."""
        body: dict[str, Any] = {}
        if name is not None:
            body["name"] = name
        if "external_id" in values:
            body["external_id"] = values.pop("external_id")
        if values:
            body["custom_object_fields"] = values
        reply = self.call("POST", f"/{key}/records", {"custom_object_record": body}, status=201)
        created: dict[str, Any] = reply["custom_object_record"]
        return created

    def refused(self, method: str, path: str, json: Any, **params: str) -> dict[str, set[str]]:
        """Send an invalid request, and return the error codes by field."""
        reply = self.call(method, path, json, status=422, params=params)
        assert reply["error"] == "RecordInvalid"
        assert reply["description"] == "Record validation errors"
        return {
            field: {item["error"] for item in items} for field, items in reply["details"].items()
        }
