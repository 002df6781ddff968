"""A service that rotates refresh tokens."""

from __future__ import annotations

import threading
import time

from tests.client.stub import Answer, Asked, Reply

__all__ = ["OBJECTS", "SECRETS", "FamilyService", "Service"]

OBJECTS = Reply(200, {"custom_objects": []})
SECRETS = ("geheim-client-secret", "geheim-refresh-0", "geheim-access-0")


class Service:
    """A service that rotates tokens: an exchange revokes the pair before it."""

    def __init__(self) -> None:
        self.number = 0
        self.delay = 0.0
        self.expires_in: object = 1800
        self.lost: list[Answer] = []
        """Responses that are sent instead, although the exchange took place."""
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Answer:
        if asked.line == "POST /oauth/tokens":
            time.sleep(self.delay)
            with self._lock:
                return self._exchange(asked.json)
        valid = asked.headers["authorization"] == f"Bearer geheim-access-{self.number}"
        return OBJECTS if valid else Reply(401, {"error": "Couldn't authenticate you"})

    def _exchange(self, body: dict[str, str]) -> Answer:
        assert body["grant_type"] == "refresh_token"
        assert (body["client_id"], body["client_secret"]) == ("sync", SECRETS[0])
        if body["refresh_token"] != f"geheim-refresh-{self.number}":
            return Reply(400, {"error": "invalid_grant", "error_description": str(body)})
        self.number += 1
        return self.lost.pop(0) if self.lost else Reply(201, self.pair())

    def pair(self) -> dict[str, object]:
        return {
            "access_token": f"geheim-access-{self.number}",
            "refresh_token": f"geheim-refresh-{self.number}",
            "token_type": "bearer",
            "expires_in": self.expires_in,
        }


class FamilyService(Service):
    """A service that revokes every token of a family when one is presented for a second time.

    An access token is valid for one request of each process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reused = 0
        self.is_revoked = False
        self._older: set[str] = set()
        """The refresh tokens of older families."""
        self._served: set[tuple[str, str]] = set()

    def __call__(self, asked: Asked) -> Answer:
        if asked.line == "POST /oauth/tokens":
            return super().__call__(asked)
        use = (asked.headers["authorization"], asked.headers.get("x-process", ""))
        with self._lock:
            is_valid = not self.is_revoked and use not in self._served
            self._served.add(use)
        return OBJECTS if is_valid else Reply(401, {"error": "Couldn't authenticate you"})

    def authorize(self) -> str:
        """The refresh token of a new family."""
        self._older = {f"geheim-refresh-{number}" for number in range(self.number + 1)}
        self.number += 1
        self.is_revoked = False
        return f"geheim-refresh-{self.number}"

    def _exchange(self, body: dict[str, str]) -> Answer:
        if body["refresh_token"] != f"geheim-refresh-{self.number}":
            self.reused += 1
            self.is_revoked |= body["refresh_token"] not in self._older
        if self.is_revoked or body["refresh_token"] in self._older:
            return Reply(400, {"error": "invalid_grant", "error_description": "revoked"})
        return super()._exchange(body)
