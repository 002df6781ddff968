"""The sandbox itself: requests in, replies out, no I/O but its database."""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from .._generated import operations
from . import control, seeding
from .clock import Clock
from .data import jobs
from .faults import Faults
from .operations import (
    attachments,
    exports,
    fields,
    job_operations,
    limits,
    oauth,
    objects,
    permissions,
    record_operations,
    relationships,
    searches,
    triggers,
)
from .plans import DEFAULT_PLAN, Plan, plan_named
from .rate import RateLimiter
from .request_log import LoggedRequest, RequestLog
from .security.authentication import (
    DEFAULT_CLIENT,
    DEFAULT_USER,
    CustomRole,
    Directory,
    OAuthClient,
    User,
)
from .storage.catalog import Catalog
from .storage.store import Store
from .storage.ulids import UlidFactory
from .variants import Variants
from .wire import errors
from .wire.bodies import read_nothing
from .wire.context import Answer, Call, Registration, Services
from .wire.paging import Cursors
from .wire.queries import Query
from .wire.replies import Reply, reply
from .wire.routing import Router

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    from .._generated import types
    from .wire.routing import Match

LARGEST_BODY: Final = 12 * 1024 * 1024
"""Bytes of a request body; the largest thing the contract has is an attachment of 10 MB."""

HANDLERS: Final[dict[str, Registration]] = {
    **objects.handlers,
    **fields.handlers,
    **record_operations.handlers,
    **searches.handlers,
    **relationships.handlers,
    **job_operations.handlers,
    **exports.handlers,
    **limits.handlers,
    **oauth.handlers,
    **permissions.handlers,
    **triggers.handlers,
    **attachments.handlers,
}
"""Every operation that is emulated, by id."""
_BODILESS: Final = frozenset({"GET", "DELETE"})
"""The methods of operations that have no body."""
_ROUTER: Final = Router(operations.ALL)
_ABSOLUTE: Final = re.compile("(?P<origin>https?://[^/?#]+)(?P<path>[^?#]*)", re.IGNORECASE)


class Sandbox:
    """A stateful emulator of the Zendesk Custom Objects API.

    By default one admin (`admin@example.com`) may call, with the API token, the access token or the
    OAuth client `sandbox`, whose secret is `sandbox` too.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        users: Sequence[User] = (DEFAULT_USER,),
        clients: Sequence[OAuthClient] = (DEFAULT_CLIENT,),
        custom_roles: Sequence[CustomRole] = (),
        plan: Plan | str = DEFAULT_PLAN,
        requests_per_minute: int | None = None,
        window: float = 60.0,
        variants: Variants | None = None,
        clock: Callable[[], float] = time.time,
        keep_bodies: bool = False,
    ) -> None:
        """Open a sandbox.

        Args:
            path: A file to keep everything in, used by one sandbox at a time; without it everything
                is in memory.
            users: Who may call.
            clients: The OAuth clients.
            custom_roles: The roles that agents may have besides the usual ones.
            plan: How much there may be, and how fast: a `Plan`, or the name of one of `PLANS`. The
                default has the limits of Suite Enterprise, but no pace that a test would notice.
            requests_per_minute: Instead of the plan's.
            window: Seconds after which the requests are counted anew.
            variants: What to do where it is not known what the service does.
            clock: A `Clock`, or another function that gives the seconds since 1970.
            keep_bodies: Let the log of requests hold their bodies, except those of the token
                endpoint.
        """
        plan = plan_named(plan) if isinstance(plan, str) else plan
        if requests_per_minute is not None:
            plan = msgspec.structs.replace(plan, requests_per_minute=requests_per_minute)
        directory = Directory(users, clients, custom_roles)
        self.clock = clock if isinstance(clock, Clock) else Clock(source=clock)
        """What time it is; a test can set it."""
        self.requests = RequestLog()
        """The requests so far."""
        self._admin = next((user.id for user in users if user.role == "admin"), None)
        self._keep_bodies = keep_bodies
        self._rates = RateLimiter(plan, window)
        store = Store(path)
        self._services = Services(
            store=store,
            catalog=Catalog(store),
            cursors=Cursors(store.secret),
            directory=directory,
            ulids=UlidFactory(),
            jobs=jobs.JobSettings(),
            plan=plan,
            variants=variants or Variants(),
        )
        self.faults = Faults(store, self.clock, self._services.jobs)
        """What is to fail."""

    @property
    def plan(self) -> Plan:
        """How much there may be."""
        return self._services.plan

    @property
    def variants(self) -> Variants:
        """What is done where it is not known what the service does; others can be assigned."""
        return self._services.variants

    @variants.setter
    def variants(self, variants: Variants) -> None:
        self._services = self._services._replace(variants=variants)

    def handle(
        self,
        method: str,
        target: str,
        headers: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        *,
        local: bool = True,
    ) -> Reply:
        """Answer one request. Any thread may call it.

        `target` is path and query, percent-encoded, or a whole URL: links in replies then begin as
        it does, else with `https://` and the Host header. `local` tells whether it comes from this
        machine, from where no credentials are needed to steer the sandbox.

        What is to befall the reply, after a fault was added, is its `effect`: whoever carries it
        to the client sees to it.
        """
        given = {name.lower(): value for name, value in headers}
        request_id = str(uuid.uuid4())
        now = self.clock()
        operation = fault = answer = None
        try:
            origin, path, query = _split(target, given.get("host"))
            if control.owns(path):
                return self._steered(method, path, given, body, local=local)
            if method == "GET" and path.startswith(attachments.CONTENTS):
                return self._attached(method, Query(query), int(now * 1000))
            match = _ROUTER.match(method, path)
            operation = match.operation
            fault = self.faults.take(operation.id, method, path)
            if fault is None or fault.spares:
                self._rates.take(operation, now, self.variants)
                call = self._call(match, origin, path, query, given, body, now)
                answer = self._perform(call, given.get("authorization"))
        except errors.RefusedError as refusal:
            answer = self._refused(refusal)
        if fault is not None:
            answer = fault.altered(answer, self.variants)
        assert answer is not None
        effect = fault.effect if fault else None
        self.requests.add(
            LoggedRequest(
                operation=operation.id if operation else None,
                method=method,
                target=target,
                status=None if effect and effect.silent else answer.status,
                at=now,
                request_id=request_id,
                body=body if self._keeps_body(operation) else None,
            )
        )
        own = [("X-Zendesk-Request-Id", request_id), *self._rates.headers(operation, now)]
        return reply(method, answer, own, effect)

    def _steered(
        self, method: str, path: str, headers: dict[str, str], body: bytes, *, local: bool
    ) -> Reply:
        """The answer to a request that is not for the service but for the sandbox itself."""
        try:
            if not local:
                self._require_admin(headers.get("authorization"))
            answer = control.answer(self, method, path, body)
        except errors.RefusedError as refusal:
            answer = self._refused(refusal)
        return reply(method, answer, (), None)

    def _attached(self, method: str, query: Query, now: int) -> Reply:
        """The content of an attachment, which comes from elsewhere than the API."""
        try:
            with self._services.store.transaction(writes=False):
                answer = attachments.content(self._services, now, query)
        except errors.RefusedError as refusal:
            answer = self._refused(refusal)
        return reply(method, answer, (), None)

    def _require_admin(self, authorization: str | None) -> None:
        store = self._services.store
        with store.transaction(writes=False):
            now = int(self.clock() * 1000)
            caller = self._services.directory.authenticate(store, authorization, now)
            caller.require("admins", reads=False)

    def _refused(self, refusal: errors.RefusedError) -> Answer:
        body = self.variants.adapted(refusal.status, refusal.body)
        return Answer(refusal.status, body, refusal.headers)

    def _keeps_body(self, operation: types.Operation | None) -> bool:
        return self._keep_bodies and operation != operations.CREATE_TOKEN_FOR_GRANT_TYPE

    def _call(
        self,
        match: Match,
        origin: str,
        path: str,
        query: str,
        headers: dict[str, str],
        body: bytes,
        now: float,
    ) -> Call:
        if match.operation.id not in HANDLERS:
            raise errors.not_emulated(f"{match.operation.id} is not emulated by this sandbox")
        if len(body) > LARGEST_BODY:
            raise errors.too_large(LARGEST_BODY)
        return Call(
            services=self._services,
            now=int(now * 1000),
            origin=origin,
            operation=match.operation,
            path=match.path,
            raw_path=path,
            query=Query(query),
            content_type=headers.get("content-type", ""),
            content=body,
        )

    def _perform(self, call: Call, authorization: str | None) -> Answer:
        # The time is read while nobody else can write: what is written later is never dated
        # earlier, which is what an export relies on.
        with call.store.alone():
            call.now = int(self.clock() * 1000)
            jobs.run_due(self._services, call.now)
            return self._answered(call, authorization)

    def _answered(self, call: Call, authorization: str | None) -> Answer:
        handler, reads, allowed_for, reshaped = HANDLERS[call.operation.id]
        with call.store.transaction(writes=not reads):
            try:
                if allowed_for != "anyone":
                    directory = self._services.directory
                    call.caller = directory.authenticate(call.store, authorization, call.now)
                    call.caller.require(allowed_for, reads=reads)
                dropping = self.variants.unknown_parameters == "ignore"
                call.query.require_known(call.operation.query, drop=dropping)
                if call.operation.method in _BODILESS:
                    read_nothing(call)
                answer = handler(call)
                call.query.require_read()
                warnings = [("X-Zendesk-API-Warn", text) for text in call.warnings]
                return answer._replace(headers=[*answer.headers, *warnings])
            except errors.RefusedError as refusal:
                if reshaped is None:
                    raise
                raise reshaped(refusal) from None
            finally:
                call.catalog.settle()

    def reset(self) -> None:
        """Delete every object with its fields and records; forget faults, requests and their count.

        Access tokens stay valid, and the clock stays where it is.
        """
        self._services.store.clear()
        self._services.catalog.clear()
        self.faults.clear()
        self.requests.clear()
        self._rates.clear()

    def seed(
        self,
        *,
        objects: Iterable[Mapping[str, Any]] = (),
        records: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    ) -> dict[str, list[dict[str, Any]]]:
        """Make objects and records as its admin would, without requests being logged or counted.

        An object has the properties that a request to create one has, and `fields`, a list of
        those of its fields; one whose key is `standard::name` sets the name's own `properties`. The
        records are given by the key of their object. What is refused raises ValueError: then no
        object is made, or no record.

        Returns the records as the service would show them, by the key of their object.
        """
        self._carry_out(seeding.object_steps(objects))
        steps = {key: seeding.record_steps(key, given) for key, given in (records or {}).items()}
        made = self._carry_out(step for each in steps.values() for step in each)
        found: dict[str, list[dict[str, Any]]] = {key: [] for key in steps}
        for body in made:
            record = body["custom_object_record"]
            found[record["custom_object_key"]].append(record)
        return found

    def _carry_out(self, steps: Iterable[seeding.Step]) -> list[Any]:
        """The bodies of the answers to calls of operations: all are carried out, or none."""
        if self._admin is None:
            raise ValueError("none of the users is an admin")
        services = self._services
        caller = services.directory.caller(self._admin)
        with services.store.alone():
            now = int(self.clock() * 1000)
            jobs.run_due(services, now)
            return seeding.carry_out(services, HANDLERS, caller, now, steps)

    def authorize(
        self,
        client_id: str,
        *,
        redirect_uri: str,
        user_id: int | None = None,
        scope: str = "read write",
        code_challenge: str | None = None,
        code_challenge_method: oauth.ChallengeMethod = "S256",
    ) -> str:
        """Consent, as a user would in a browser, and return the authorization code.

        It is good for one exchange within 120 seconds. Without `user_id` the user of the client
        consents. What cannot be consented to raises ValueError.
        """
        services = self._services
        with services.store.transaction():
            return oauth.issue_code(
                services.directory,
                services.store,
                int(self.clock() * 1000),
                client_id=client_id,
                user_id=user_id,
                redirect_uri=redirect_uri,
                scope=scope,
                code_challenge=code_challenge,
                code_challenge_method=code_challenge_method,
            )

    def served(self, host: str = "127.0.0.1", port: int = 0) -> AbstractContextManager[str]:
        """Serve it from a background thread while the context lasts, which gives the base URL.

        Port 0 is any free one. Needs the extra `sandbox`.
        """
        from .server import served

        return served(self, host, port)

    def close(self) -> None:
        """Close the file; what is in memory is gone. Closing twice is fine."""
        self._services.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _split(target: str, host: str | None) -> tuple[str, str, str]:
    """Origin, path and query string of a request target."""
    rest, _, query = target.partition("?")
    if absolute := _ABSOLUTE.fullmatch(rest):
        return absolute["origin"], absolute["path"] or "/", query
    if not rest.startswith("/") or "#" in target:
        raise errors.bad_request("The request target must be a path or a URL", title="Invalid path")
    return f"https://{host or 'sandbox.zendesk.com'}", rest, query
