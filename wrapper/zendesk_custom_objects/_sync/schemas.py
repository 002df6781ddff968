# Generated from _async/schemas.py by scripts/generate.py: do not edit.
"""Reads and caches the fields of objects, to validate values against them."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from .._clock import monotonic
from .._core import forking, schemas
from .._core.paging import page
from .._generated import api
from .._log import logger
from ..errors import UnexpectedResponse, ZendeskError
from . import _runtime
from .listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from .._generated import models
    from ..rules.schema import ObjectSchema
    from ..rules.violations import Prepared
    from .sender import Sender


class Schemas:
    """The schemas that one client and its copies have cached."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._known: dict[str, schemas.CachedSchema] = {}
        self._locks = _Locks()

    def using(self, sender: Sender) -> Self:
        """The same cache with another sender."""
        changed = copy(self)
        changed._sender = sender
        return changed

    def prepare(
        self,
        key: str,
        prepare: Callable[[ObjectSchema | None], Prepared],
        *,
        since: float | None = None,
    ) -> Prepared:
        """The result of `prepare` for the schema, which is `None` if it cannot be read.

        A stale schema never causes a refusal: if it was read before this call (or before `since`),
        it is re-read and `prepare` called again.
        """
        started = monotonic() if since is None else since
        known = self._read(key)
        prepared = prepare(known.schema)
        if prepared.violations and known.schema is not None and known.read_at < started:
            known = self._read(key, newer_than=known)
            prepared = prepare(known.schema)
        return prepared

    def read_anew(self, key: str) -> ObjectSchema:
        """The current schema, for callers that cannot continue without it.

        Raises a `ZendeskError` if it cannot be read.
        """
        schema = self._read_fields(key)
        if schema is None:
            raise UnexpectedResponse(
                f"the fields of {key} have definitions that this version does not know"
            )
        self._known[key] = schemas.CachedSchema(schema, monotonic())
        return schema

    def forget(self, key: str) -> None:
        """Remove the schema of an object from the cache, as its fields can have changed."""
        self._known.pop(key, None)

    def _read(
        self, key: str, *, newer_than: schemas.CachedSchema | None = None
    ) -> schemas.CachedSchema:
        known = self._known.get(key)
        if known is not None and known is not newer_than and known.is_current():
            return known
        with self._locks.of(key):
            known = self._known.get(key)
            if known is not None and known is not newer_than and known.is_current():
                return known
            return self._fetch(key)

    def _fetch(self, key: str) -> schemas.CachedSchema:
        self._known.pop(key, None)
        try:
            known = schemas.CachedSchema(self._read_fields(key), monotonic())
        except ZendeskError as error:
            if not schemas.can_do_without(error):
                raise
            logger.debug("%s: values are not validated before they are sent: %s", key, error)
            known = schemas.CachedSchema(None, monotonic())
            if schemas.is_lasting(error):
                self._known[key] = known
            return known
        self._known[key] = known
        return known

    def _read_fields(self, key: str) -> ObjectSchema | None:
        request = api.fields.list_custom_object_fields(key, include_standard_fields=True)
        listing = Listing(
            self._sender, request, lambda body: page(body.custom_object_fields, body.meta)
        )
        fields: list[models.CustomObjectField] = []
        for field in listing:
            fields.append(field)
        return schemas.arrange(key, fields)


class _Locks:
    """A lock for each object, so that its fields are read once for all that wait for them."""

    def __init__(self) -> None:
        self._locks: dict[str, _runtime.Lock] = {}
        forking.register(self)

    def of(self, key: str) -> _runtime.Lock:
        return self._locks.setdefault(key, _runtime.Lock())

    def after_fork(self) -> None:
        """Release the locks that threads of the parent process can hold."""
        self._locks = {}
