"""The engine of the sandbox: requests in, replies out, no I/O but its database."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from .._generated import operations
from ..rules.references import USER
from . import dispatch, seeding
from .calls.context import Services
from .clock import Clock
from .data import jobs, targets
from .faults import Faults
from .job_settings import JobSettings
from .operations import HANDLERS, oauth
from .plans import DEFAULT_PLAN, Plan, plan_named
from .rate import RateLimiter
from .request_log import LoggedRequest, RequestLog
from .responses import PreparedResponse, PreparedResponses
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
from .variants import Variants, load_variants
from .wire import errors
from .wire.paging import Cursors
from .wire.replies import Answer, Reply, build_reply
from .wire.requests import Request, split_target
from .wire.routing import Router

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import TracebackType

    from .._generated import types
    from .security.authentication import Caller
    from .wire.routing import Match

_ROUTER: Final = Router(operations.ALL)
_API: Final = "/api/"


class Engine:
    """A stateful emulator of the Zendesk Custom Objects API.

    By default one admin (`admin@example.com`) can call, with the API token, the access token or the
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
        variants: Variants | str | os.PathLike[str] | None = None,
        clock: Callable[[], float] | None = None,
        keep_bodies: bool = False,
    ) -> None:
        """Open a sandbox.

        Args:
            path: A file that keeps everything, used by one sandbox at a time; by default everything
                is in memory.
            users: Users who can call.
            clients: The OAuth clients.
            custom_roles: Further roles of agents.
            plan: Limits and rate limits: a `Plan`, or the name of one of `PLANS`. The default has
                the limits of Suite Enterprise, and no rate limit that a test would notice.
            requests_per_minute: Instead of the plan's; 1 or more.
            window: Seconds of a window of the rate limits.
            variants: Choices where it is not known what the service does: `Variants`, or a file
                that a probe of an account has written.
            clock: A `Clock`, or another function that gives the seconds since 1970; by default the
                computer's clock.
            keep_bodies: Log the bodies of requests, too, except those to the token
                endpoint.
        """
        plan = plan_named(plan) if isinstance(plan, str) else plan
        if variants is not None and not isinstance(variants, Variants):
            variants = load_variants(variants)
        if requests_per_minute is not None:
            plan = msgspec.structs.replace(plan, requests_per_minute=requests_per_minute)
        directory = Directory(users, clients, custom_roles)
        self.clock = clock if isinstance(clock, Clock) else Clock(source=clock)
        """The time; a test can set it."""
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
            jobs=JobSettings(),
            plan=plan,
            variants=variants or Variants(),
        )
        self.faults = Faults(store, self.clock, self._services.jobs)
        """The failures to play."""
        self.responses = PreparedResponses(_ROUTER)
        """The responses to requests for what the contract does not have."""

    @property
    def plan(self) -> Plan:
        """The limits of the account."""
        return self._services.plan

    @property
    def variants(self) -> Variants:
        """The choices for uncertain facts; others can be assigned."""
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
    ) -> Reply:
        """Answer one request. Any thread can call it.

        `target` is path and query, percent-encoded, or a whole URL: links in replies then begin
        with its origin, else with `https://` and the Host header.

        A fault can demand more than a reply: the transport carries out the reply's `effect`.
        """
        request_id = str(uuid.uuid4())
        now = self.clock()
        operation = fault = answer = query = None
        try:
            lowered = {name.lower(): value for name, value in headers}
            request = Request(method, split_target(target, lowered.get("host")), lowered, body)
            request.require_line_within(self.variants.request_line_limit)
            if dispatch.is_attachment_content(request):
                return self._attachment_content(request)
            match = self._match(request)
            operation = match.operation if match else None
            operation_id = operation.id if operation else None
            fault = self.faults.take(operation_id, method, request.target.path)
            if fault is None or fault.spares:
                self._rates.take(operation, now, self.variants)
                if match is None:
                    answer = self._prepared_answer(request)
                else:
                    query = dispatch.read_query(match, request)
                    answer = dispatch.perform(self._services, self.clock, match, request, query)
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
                ignored_parameters=query.unknown if query else (),
                body=body if self._keeps_body(operation) else None,
            )
        )
        own = [("X-Zendesk-Request-Id", request_id), *self._rates.headers(operation, now)]
        return build_reply(method, answer, own, effect)

    def _match(self, request: Request) -> Match | None:
        """The requested operation; None for a request that has a prepared response."""
        try:
            return _ROUTER.match(request.method, request.target.path)
        except errors.RefusedError:
            if self.responses.knows(request.method, request.target.path):
                return None
            raise

    def _prepared_answer(self, request: Request) -> Answer:
        if request.target.path.startswith(_API):
            self._caller(request.headers.get("authorization"))
        response = self.responses.take(request.method, request.target.path)
        if response is None:  # another thread's request has used it up
            raise errors.not_emulated(f"{request.method} {request.target.path}: no response left")
        return response.answer()

    def _attachment_content(self, request: Request) -> Reply:
        try:
            answer = dispatch.attachment_content(self._services, self.clock, request)
        except errors.RefusedError as refusal:
            answer = self._refused(refusal)
        return build_reply(request.method, answer, (), None)

    def require_admin(self, authorization: str | None) -> None:
        """Raise RefusedError (401, 403) unless these are the credentials of an admin."""
        self._caller(authorization).require("admins", reads=False)

    def _caller(self, authorization: str | None) -> Caller:
        store = self._services.store
        with store.transaction(writes=False):
            now = int(self.clock() * 1000)
            return self._services.directory.authenticate(store, authorization, now)

    def _refused(self, refusal: errors.RefusedError) -> Answer:
        body = self.variants.adapted(refusal.status, refusal.body)
        return Answer(refusal.status, body, refusal.headers)

    def _keeps_body(self, operation: types.Operation | None) -> bool:
        return self._keep_bodies and operation != operations.CREATE_TOKEN_FOR_GRANT_TYPE

    def respond(
        self,
        method: str,
        path: str,
        *,
        status: int = 200,
        json: Any = None,
        content: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
    ) -> int:
        """Answer requests for something that the contract does not have, such as tickets.

            sandbox.respond("GET", "/api/v2/tickets/1", json={"ticket": {"id": 1}})

        In `path`, `*` stands for any text; any query fits. The latest response that fits answers
        `times` requests (None: all), then the one before it. Under /api callers must authenticate,
        and requests are logged and counted. ValueError for an operation of the contract.

        Returns the number by which it can be removed from `responses`.
        """
        return self.responses.add(
            PreparedResponse(
                method=method,
                path=path,
                status=status,
                json=json,
                content=content,
                headers=headers or {},
                times=times,
            )
        )

    def reset(self) -> None:
        """Delete every object with its fields and records, and all that was seeded.

        Forget faults, prepared responses, requests and their count.

        Access tokens stay valid, and the clock stays where it is.
        """
        self._services.store.clear()
        self._services.catalog.clear()
        self.faults.clear()
        self.responses.clear()
        self.requests.clear()
        self._rates.clear()

    def seed(
        self,
        *,
        objects: Iterable[Mapping[str, Any]] = (),
        records: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
        users: Iterable[Mapping[str, Any]] = (),
        organizations: Iterable[Mapping[str, Any]] = (),
        tickets: Iterable[Mapping[str, Any]] = (),
    ) -> dict[str, list[dict[str, Any]]]:
        """Create objects and records as an admin would, without requests being logged or counted.

        An object has the properties of a request to create one, and `fields`, the list of its
        fields; one with the key `standard::name` changes the `properties` of names. Records are
        given by the key of their object. Users, organizations and tickets have an `id` and a
        `name`: lookup and parent fields can point to them, by `name:...` too. If anything is
        refused, ValueError is raised, and none of the objects, or none of the records, is created.

        Returns the records in the form of replies, by the key of their object.
        """
        with self._services.store.transaction():
            for target_type, given in (
                (USER, users),
                (targets.ORGANIZATION, organizations),
                (targets.TICKET, tickets),
            ):
                targets.add(self._services, target_type, given)
        self._carry_out(seeding.object_steps(objects))
        steps = {key: seeding.record_steps(key, given) for key, given in (records or {}).items()}
        made = self._carry_out(step for each in steps.values() for step in each)
        found: dict[str, list[dict[str, Any]]] = {key: [] for key in steps}
        for body in made:
            record = body["custom_object_record"]
            found[record["custom_object_key"]].append(record)
        return found

    def _carry_out(self, steps: Iterable[seeding.Step]) -> list[Any]:
        """The bodies of the answers to operations: all are carried out, or none."""
        if self._admin is None:
            raise ValueError("seeding needs an admin among the users")
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

        It is valid for one exchange within 120 seconds. Without `user_id` the user of the client
        consents. ValueError if that is not possible.
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

    def close(self) -> None:
        """Close the file; data in memory is lost. Closing twice does no harm."""
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
