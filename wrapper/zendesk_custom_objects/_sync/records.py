# Generated from _async/records.py by scripts/generate.py: do not edit.
"""The client's methods for the records of custom objects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

from .._core import arguments, id_lists, typed_fields
from .._core.envelopes import ONE_RAW_RECORD, ONE_RECORD
from .._generated import api, operations
from ..unset import UNSET, Unset
from .calls import Calls
from .record_listing import RecordListing
from .sorted_listing import SortedListing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .._generated import models, types
    from ..record import Record
    from ..rules.records import RecordOperation
    from ..rules.schema import ObjectSchema
    from ..rules.violations import Prepared

F = TypeVar("F")

Sort: TypeAlias = Literal["id", "updated_at", "-id", "-updated_at"]


class RecordCalls(Calls):
    """Records of objects."""

    def create_record(
        self,
        key: str,
        /,
        *,
        name: str | Unset = UNSET,
        external_id: str | Unset | None = UNSET,
        fields: Mapping[str, Any] | None = None,
        validate: bool = True,
        **values: Any,
    ) -> Record[dict[str, Any]]:
        """Create a record of the object `key`; other keywords are values of its fields.

        `name` is required, unless the object numbers its records: then it is not allowed. Pass a
        field in `fields` if its key is that of another argument, or not a Python identifier.

        Values are validated against the fields of the object before they are sent. One more request
        reads the fields, and they are cached for five minutes; if they cannot be read, nothing is
        refused. `validate=False` skips the validation.

        Raises `ValidationError` with all violations, and `OutcomeUnknown` if no response says
        whether the record was created: a create is never carried out twice.
        """
        operation = operations.CREATE_CUSTOM_OBJECT_RECORD
        given = arguments.merged(fields, values, operation)
        body = self._record_body(
            key if validate else None,
            operation,
            "create",
            name=name,
            external_id=external_id,
            fields=given,
        )
        request = api.records.create_custom_object_record(key, body={"custom_object_record": body})
        return self._record(request)

    @overload
    def get_record(self, key: str, record_id: str, /) -> Record[dict[str, Any]]: ...

    @overload
    def get_record(self, key: str, record_id: str, /, *, fields_type: type[F]) -> Record[F]: ...

    def get_record(
        self, key: str, record_id: str, /, *, fields_type: type[Any] | None = None
    ) -> Record[Any]:
        """Get a record by its id.

        With `fields_type`, a dataclass, attrs class, `msgspec.Struct` or TypedDict, its `fields`
        are of that class: declare an attribute for each field that you need, which can be `None`. A
        value that does not have its declared type is kept as received.
        """
        request = api.records.show_custom_object_record(key, record_id)
        if fields_type is None:
            return self._record(request)
        read = typed_fields.Reader(fields_type).read
        return self._get(
            request.returning(ONE_RAW_RECORD), lambda answer: read(answer.custom_object_record)
        )

    @overload
    def list_records(
        self,
        key: str,
        /,
        *,
        ids: Sequence[str] | None = None,
        external_ids: Sequence[str] | None = None,
        sort: Sort | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[dict[str, Any]]]: ...

    @overload
    def list_records(
        self,
        key: str,
        /,
        *,
        ids: Sequence[str] | None = None,
        external_ids: Sequence[str] | None = None,
        sort: Sort | None = None,
        fields_type: type[F],
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[F]]: ...

    def list_records(
        self,
        key: str,
        /,
        *,
        ids: Sequence[str] | None = None,
        external_ids: Sequence[str] | None = None,
        sort: Sort | None = None,
        fields_type: type[Any] | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Any]:
        """List the records of the object `key`: all of them, or those with the given ids.

        `limit` is the maximum number of records, `after` the cursor of a page to resume behind;
        `fields_type` is that of `get_record`.

        There can be any number of ids: more than 100, or than fit into an address of 4,000
        characters, are requested in parts. Without `sort` the records come part by part, for `ids`
        in the order of the ids; with `sort` all parts are read before the first record comes. To
        resume behind a page, pass its cursor together with the same ids and the same `sort`.
        """
        lists: dict[str, list[str]] = {}
        if ids is not None:
            lists["filter[ids]"] = id_lists.unique(ids)
        if external_ids is not None:
            lists["filter[external_ids]"] = id_lists.unique(external_ids)
        request = api.records.list_custom_object_records(
            key,
            filter_ids=lists.get("filter[ids]"),
            filter_external_ids=lists.get("filter[external_ids]"),
            sort=sort,
        )
        options: dict[str, Any] = {
            "fields_type": fields_type,
            "page_size": page_size,
            "limit": limit,
            "after": after,
        }
        if ids is not None:
            lists[
                "filter[ids]"
            ].sort()  # as the service sorts by id, so that all parts are in order
        parts = id_lists.parts(request, lists)
        if len(parts) > 1 and sort is not None:
            return SortedListing(
                self._sender, self._schemas, key, request, parts=parts, sort=sort, **options
            )
        if len(parts) > 1:
            options["walk"] = partial(id_lists.PartsWalk, parts)
        return RecordListing(self._sender, self._schemas, key, request, **options)

    def update_record(
        self,
        key: str,
        record_id: str,
        /,
        *,
        name: str | Unset = UNSET,
        external_id: str | Unset | None = UNSET,
        fields: Mapping[str, Any] | None = None,
        validate: bool = True,
        **values: Any,
    ) -> Record[dict[str, Any]]:
        """Change the given values of a record; `None` clears a value.

        Values are passed and validated as in `create_record`.
        """
        operation = operations.UPDATE_CUSTOM_OBJECT_RECORD
        given = arguments.merged(fields, values, operation)
        body = self._record_body(
            key if validate else None,
            operation,
            "update",
            name=name,
            external_id=external_id,
            fields=given,
        )
        request = api.records.update_custom_object_record(
            key, record_id, body={"custom_object_record": body}
        )
        return self._record(request)

    def upsert_record(
        self,
        key: str,
        by: Literal["external_id", "name"] | None = None,
        /,
        *,
        name: str | Unset = UNSET,
        external_id: str | Unset | None = UNSET,
        fields: Mapping[str, Any] | None = None,
        validate: bool = True,
        **values: Any,
    ) -> Record[dict[str, Any]]:
        """Update the record with this external id or name, or create it.

        The record is found by its external id if that is passed, otherwise by its name, or as `by`
        says; by name only if names are unique. Values are passed and validated as in
        `create_record`.

        Unlike a create it is idempotent, and retried if the response is lost.
        """
        operation = operations.UPSERT_CUSTOM_OBJECT_RECORD_BY_EXTERNAL_ID_OR_NAME
        given = arguments.merged(fields, values, operation)
        by, address = arguments.address(by, external_id=external_id, name=name, operation=operation)
        # The key is in the address, and does not have to be in the body.
        if by == "external_id":
            external_id = UNSET
        else:
            name = UNSET
        body = self._record_body(
            key if validate else None,
            operation,
            "upsert",
            name=name,
            external_id=external_id,
            fields=given,
            addressed_by=by,
        )
        request = api.records.upsert_custom_object_record_by_external_id_or_name(
            key,
            body={"custom_object_record": body},
            external_id=address if by == "external_id" else None,
            name=address if by == "name" else None,
        )
        return self._record(request)

    def delete_record(
        self,
        key: str,
        record_id: str | None = None,
        /,
        *,
        external_id: str | None = None,
        name: str | None = None,
    ) -> None:
        """Delete a record by its id, its external id or, if names are unique, its name.

        The service deletes the children of a parent later, in the background.
        """
        if sum(given is not None for given in (record_id, external_id, name)) != 1:
            raise TypeError("pass exactly one of a record id, external_id= and name=")
        if record_id is not None:
            self.send(api.records.delete_custom_object_record(key, record_id))
            return
        operation = operations.DELETE_CUSTOM_OBJECT_RECORD_BY_EXTERNAL_ID_OR_NAME
        arguments.address(None, external_id=external_id, name=name, operation=operation)
        request = api.records.delete_custom_object_record_by_external_id_or_name(
            key, external_id=external_id, name=name
        )
        self.send(request)

    def count_records(self, key: str, /) -> models.RecordCount:
        """Number of records of the object, as of the service's last count."""
        request = api.records.count_custom_object_records(key)
        return self._get(request, lambda answer: answer.count)

    def record_limit(self) -> models.CustomObjectLimit:
        """Number of records of all objects together, and the maximum."""
        return self.send(api.records.custom_object_records_limit())

    def _record(self, request: types.Request[Any]) -> Record[dict[str, Any]]:
        return self._get(request.returning(ONE_RECORD), lambda answer: answer.custom_object_record)

    def _record_body(
        self,
        key: str | None,
        operation: types.Operation,
        method: RecordOperation,
        **values: Any,
    ) -> Any:
        """The body, by the schema of the object `key`; without a key no schema is read."""
        # With what it needs it takes 10 ms to load, which programs that only read need not spend.
        from ..rules.records import prepare_record

        def prepare(schema: ObjectSchema | None) -> Prepared:
            return prepare_record(method, schema, **values)

        prepared = prepare(None) if key is None else self._schemas.prepare(key, prepare)
        return arguments.checked(prepared, operation)
