"""Accounts in which facts are looked up: a served sandbox, or a real account."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import httpx

from zendesk_custom_objects.auth import environment
from zendesk_custom_objects.sandbox import Clock, Sandbox, Variants

T = TypeVar("T")

API: Final = "/api/v2"
OPT_IN: Final = "ZENDESK_FACTS"
"""Set to `real` to use a real account; objects are created there, and deleted."""
PATIENCE: Final = 120.0
"""Seconds to wait for things that the service does later: jobs, search indexes."""
PAUSE: Final = 2.0


class Account:
    """An account, as one of its people uses it."""

    def __init__(
        self, http: httpx.Client, headers: Mapping[str, str], sandbox: Sandbox | None = None
    ) -> None:
        self._http = http
        self._headers = dict(headers)
        self._sandbox = sandbox
        self._objects: list[str] = []

    # --- requests

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, str | int] | None = None,
        **more: Any,
    ) -> httpx.Response:
        """Send a request below /api/v2, or to a URL from a response.

        A request that exceeds the rate limit of the service is repeated.
        """
        url = path if path.startswith(("http:", "https:", "/oauth")) else API + path
        headers = {**self._headers, **more.pop("headers", {})}
        while True:
            answer = self._http.request(
                method, url, json=body, params=params, headers=headers, **more
            )
            if self._sandbox or answer.status_code != 429:
                return answer
            time.sleep(float(answer.headers.get("retry-after", PAUSE)))

    def call(
        self, status: int, method: str, path: str, body: Any = None, **params: str | int
    ) -> Any:
        """Send a request, check the status of the response, and parse its body.

        In names of parameters, `__` stands for a bracket: `page__size`.
        """
        named = {_bracketed(name): value for name, value in params.items()}
        answer = self.ask(method, path, body, params=named or None)
        assert answer.status_code == status, f"{answer.status_code}: {answer.text[:500]}"
        return answer.json() if answer.content else None

    def refusal(self, method: str, path: str, body: Any = None) -> dict[str, list[dict[str, str]]]:
        """The details of a 422, by field."""
        answer = self.call(422, method, path, body)
        assert answer["error"] == "RecordInvalid"
        details: dict[str, list[dict[str, str]]] = answer["details"]
        return details

    # --- things to test facts on

    def object(self, **values: Any) -> str:
        """Create a throw-away object, and return its path."""
        key = f"zco_{secrets.token_hex(5)}"
        body = {"key": key, "title": "Zco", "title_pluralized": "Zcos", **values}
        self._objects.append(key)
        self.call(201, "POST", "/custom_objects", {"custom_object": body})
        return f"/custom_objects/{key}"

    def field(self, path: str, type: str = "text", key: str = "f", **values: Any) -> dict[str, Any]:
        """Create a field of an object."""
        body = {"key": key, "title": key.title(), "type": type, **values}
        made: dict[str, Any] = self.call(201, "POST", f"{path}/fields", field(**body))[
            "custom_object_field"
        ]
        return made

    def record(self, path: str, name: str | None = "Auk", **values: Any) -> dict[str, Any]:
        """Create a record; keywords except `external_id` are custom values."""
        made: dict[str, Any] = self.call(201, "POST", f"{path}/records", record(name, **values))[
            "custom_object_record"
        ]
        return made

    def names(self, path: str, **params: str | int) -> list[str]:
        """The names of records in their order."""
        page = self.call(200, "GET", f"{path}/records", **params)
        return [record["name"] for record in page["custom_object_records"]]

    def now(self) -> int:
        """The time of the account, in seconds since 1970."""
        return int(self._sandbox.clock() if self._sandbox else time.time())

    def job(self, path: str, action: str, items: list[Any]) -> dict[str, Any]:
        """Submit a bulk job, and return it when it has finished."""
        body = {"job": {"action": action, "items": items}}
        job = self.call(201, "POST", f"{path}/jobs", body)["job_status"]

        def look() -> dict[str, Any]:
            seen: dict[str, Any] = self.call(200, "GET", job["url"])["job_status"]
            return seen

        return self.settled(look, lambda seen: seen["status"] in ("completed", "failed"))

    def settled(self, look: Callable[[], T], good: Callable[[T], bool]) -> T:
        """Wait for an expected state: immediate in a sandbox, later on the service."""
        ends = time.monotonic() + (0 if self._sandbox else PATIENCE)
        while not good(seen := look()) and time.monotonic() < ends:
            time.sleep(PAUSE)
        assert good(seen), seen
        return seen

    def cleared(self) -> None:
        """Delete the throw-away objects, the last one first."""
        while self._objects:
            self.ask("DELETE", f"/custom_objects/{self._objects.pop()}")

    # --- for a sandbox only

    @property
    def sandbox(self) -> Sandbox:
        assert self._sandbox is not None, "this case must say that it needs a sandbox"
        return self._sandbox

    @property
    def clock(self) -> Clock:
        return self.sandbox.clock

    def of(self, person: str) -> Account:
        """The account as another person uses it: one of `tests.sandbox.people`, or a stranger."""
        return Account(self._http, {"Authorization": f"Bearer {person}"}, self._sandbox)

    def play(self, **variants: Any) -> None:
        """Choose a variant of the sandbox where the behaviour of the service is uncertain."""
        self.sandbox.variants = Variants(**variants)


def _bracketed(name: str) -> str:
    """`page__size` as `page[size]`."""
    head, *inside = name.split("__")
    return head + "".join(f"[{part}]" for part in inside)


def field(**values: Any) -> dict[str, Any]:
    return {"custom_object_field": values}


def record(name: str | None = None, /, **values: Any) -> dict[str, Any]:
    """The body of a record; keywords except `external_id` are custom values."""
    body: dict[str, Any] = {} if name is None else {"name": name}
    if "external_id" in values:
        body["external_id"] = values.pop("external_id")
    if values:
        body["custom_object_fields"] = values
    return {"custom_object_record": body}


def is_real() -> bool:
    """True if a real account is used."""
    return os.environ.get(OPT_IN) == "real"


@contextmanager
def real_account() -> Iterator[Account]:
    """The real account that the variables of `Client.from_env` name."""
    subdomain, base_url = environment.address()
    base_url = base_url or f"https://{subdomain}.zendesk.com"
    with httpx.Client(base_url=base_url, timeout=60) as http:
        yield Account(http, {"Authorization": _authorization(base_url)})


def _authorization(base_url: str) -> str:
    """The header for the credentials in the environment."""
    environment.credentials()  # exactly one set of them is present
    given = os.environ
    if token := given.get("ZENDESK_OAUTH_TOKEN"):
        return f"Bearer {token}"
    if email := given.get("ZENDESK_EMAIL"):
        basic = httpx.BasicAuth(f"{email}/token", given["ZENDESK_API_TOKEN"])
        return next(basic.auth_flow(httpx.Request("GET", base_url))).headers["Authorization"]
    body = {
        "grant_type": "client_credentials",
        "client_id": given["ZENDESK_CLIENT_ID"],
        "client_secret": given["ZENDESK_CLIENT_SECRET"],
        "scope": "read write",
    }
    answer = httpx.post(f"{base_url}/oauth/tokens", json=body).raise_for_status()
    return f"Bearer {answer.json()['access_token']}"
