"""What an operation of the sandbox is given, what it answers, and how it is registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from . import errors

if TYPE_CHECKING:
    from ..._generated import types
    from ..data.jobs import JobSettings
    from ..plans import Plan
    from ..security.authentication import Caller, Directory
    from ..storage.catalog import Catalog
    from ..storage.store import Store
    from ..storage.ulids import UlidFactory
    from ..variants import Variants
    from .paging import Cursors
    from .queries import Query


class Services(NamedTuple):
    """The parts of one sandbox that its operations share."""

    store: Store
    catalog: Catalog
    cursors: Cursors
    directory: Directory
    ulids: UlidFactory
    jobs: JobSettings
    plan: Plan
    variants: Variants


@dataclass(slots=True, kw_only=True)
class Session:
    """On whose behalf and when something is done; `now` is in milliseconds since 1970."""

    services: Services
    now: int
    origin: str
    """Scheme and host under which the client reaches the sandbox, for the links in replies."""
    caller: Caller | None = None

    @property
    def store(self) -> Store:
        return self.services.store

    @property
    def catalog(self) -> Catalog:
        return self.services.catalog

    @property
    def user_id(self) -> str:
        """The caller's id as objects and records carry it: a string."""
        assert self.caller is not None
        return str(self.caller.user.id)


@dataclass(slots=True, kw_only=True)
class Call(Session):
    """One request for an operation."""

    operation: types.Operation
    path: dict[str, str]
    """The decoded path parameters."""
    raw_path: str
    query: Query
    content_type: str
    content: bytes
    warnings: list[str] = field(default_factory=list[str])
    """What the reply says in X-Zendesk-API-Warn."""

    def refuse_option(self, name: str) -> None:
        """Refuse (501) a boolean parameter whose effect on the reply no document describes."""
        if self.query.boolean(name):
            raise errors.not_emulated(f"{self.operation.id}: {name} is not emulated")


class Answer(NamedTuple):
    """What is answered. The body is JSON; 204 has none, and `bytes` go out as they are."""

    status: int
    body: Any = None
    headers: errors.Headers = ()
    """More headers: with a body of `bytes`, its Content-Type among them."""


Handler: TypeAlias = Callable[[Call], Answer]


class Registration(NamedTuple):
    """A handler, whether it only reads (then it runs without a transaction), and for whom."""

    handler: Handler
    reads: bool
    allowed_for: str
    """The least privileged role that may call it: `admins`, `agents`, `end_users`, `anyone`."""
    reshaped: Callable[[errors.RefusedError], errors.RefusedError] | None
    """What puts a refusal into the operation's own shape, if it has one."""


class Handlers(dict[str, Registration]):
    """The handlers of a group of operations, by operation id."""

    def answers(
        self,
        operation: types.Operation,
        *,
        reads: bool | None = None,
        allowed_for: str | None = None,
        reshaped: Callable[[errors.RefusedError], errors.RefusedError] | None = None,
    ) -> Callable[[Handler], Handler]:
        """Register a function for an operation. By default a GET reads and anything else writes.

        `allowed_for` replaces the contract's role where the handler itself decides more finely.
        """

        def register(handler: Handler) -> Handler:
            only_reads = operation.method == "GET" if reads is None else reads
            self[operation.id] = Registration(
                handler, only_reads, allowed_for or operation.allowed_for, reshaped
            )
            return handler

        return register
