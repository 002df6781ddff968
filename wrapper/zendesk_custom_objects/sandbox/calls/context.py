"""The context in which an operation is carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ..wire import errors

if TYPE_CHECKING:
    from ..._generated import types
    from ..job_settings import JobSettings
    from ..plans import Plan
    from ..security.authentication import Caller, Directory
    from ..storage.catalog import Catalog
    from ..storage.store import Store
    from ..storage.ulids import UlidFactory
    from ..variants import Variants
    from ..wire.paging import Cursors
    from ..wire.queries import Query


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
    """Caller and time of an action; `now` is in milliseconds since 1970."""

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
    link_path: str
    """The path for links, percent-encoded in the same way however the request was."""
    query: Query
    content_type: str
    content: bytes
    warnings: list[str] = field(default_factory=list[str])
    """Values of the reply's header X-Zendesk-API-Warn."""

    def refuse_option(self, name: str) -> None:
        """Refuse (501) a boolean parameter whose effect on the reply no document describes."""
        if self.query.boolean(name):
            raise errors.not_emulated(f"{self.operation.id}: {name} is not emulated")
