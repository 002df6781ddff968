"""From a request to the answer of its operation: one transaction, under the lock of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from .calls.bodies import read_nothing
from .calls.context import Call
from .data import jobs
from .operations import HANDLERS, attachments
from .wire import errors
from .wire.queries import Query

if TYPE_CHECKING:
    from .calls.context import Services
    from .clock import Clock
    from .wire.replies import Answer
    from .wire.requests import Request
    from .wire.routing import Match

MAX_BODY_BYTES: Final = 12 * 1024 * 1024
"""The largest request of the contract is the upload of an attachment of 10 MB."""

_BODILESS_METHODS: Final = frozenset({"GET", "DELETE"})
# Clients that work with the service send these parameters to these operations.
_PAGING_PARAMETERS: Final = frozenset({"page", "per_page", "page[size]"})
_TOLERANT_OPERATIONS: Final = frozenset(
    {"ListCustomObjects", "ListCustomObjectFields", "ListCustomObjectRecords"}
)


def read_query(match: Match, request: Request) -> Query:
    """The parameters of a request that its operation has; 400 for malformed ones."""
    query = Query(request.target.query)
    query.drop_unknown(match.operation.query)
    return query


def perform(
    services: Services, clock: Clock, match: Match, request: Request, query: Query
) -> Answer:
    """Run the jobs that are due, then the operation; RefusedError if it cannot be done."""
    if match.operation.id not in HANDLERS:
        raise errors.not_emulated(f"{match.operation.id} is not emulated by this sandbox")
    if len(request.body) > MAX_BODY_BYTES:
        raise errors.too_large(MAX_BODY_BYTES)
    # The time is read while nobody else can write: what is written later is never dated earlier,
    # which the incremental export relies on.
    with services.store.alone():
        call = Call(
            services=services,
            now=int(clock() * 1000),
            origin=request.target.origin,
            operation=match.operation,
            path=match.path,
            link_path=_encoded_alike(request.target.path),
            query=query,
            content_type=request.headers.get("content-type", ""),
            content=request.body,
        )
        jobs.run_due(services, call.now)
        return _answer(call, request.headers.get("authorization"))


def _answer(call: Call, authorization: str | None) -> Answer:
    handler, reads, allowed_for, reshaped = HANDLERS[call.operation.id]
    with call.store.transaction(writes=not reads):
        try:
            if allowed_for != "anyone":
                directory = call.services.directory
                call.caller = directory.authenticate(call.store, authorization, call.now)
                call.caller.require(allowed_for, reads=reads)
            _require_known_parameters(call)
            if call.operation.method in _BODILESS_METHODS:
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


def _require_known_parameters(call: Call) -> None:
    if call.services.variants.unknown_parameters == "ignore":
        return
    tolerated = _PAGING_PARAMETERS if call.operation.id in _TOLERANT_OPERATIONS else ()
    if refused := [name for name in call.query.unknown if name not in tolerated]:
        raise errors.bad_request(
            f"Unknown parameter: {', '.join(refused)}", title="Unknown parameter"
        )


def is_attachment_content(request: Request) -> bool:
    """Whether the address is one that the download of an attachment has redirected to."""
    return request.method == "GET" and request.target.path.startswith(attachments.CONTENTS)


def attachment_content(services: Services, clock: Clock, request: Request) -> Answer:
    """The content of an attachment, which comes from outside the API and needs no credentials."""
    query = Query(request.target.query)
    with services.store.transaction(writes=False):
        return attachments.content(services, int(clock() * 1000), query)


def _encoded_alike(path: str) -> str:
    """The path as this package encodes it: `zen:user` and `zen%3Auser` are the same."""
    return "/".join(quote(unquote(segment), safe="") for segment in path.split("/"))
