# Generated from _async/records.py by scripts/generate.py: do not edit.
"""The client's methods for the records of custom objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

from .._core import arguments, typed_fields
from .._core.envelopes import ONE_RAW_RECORD, ONE_RECORD
from .._generated import api, operations
from ..unset import UNSET, Unset
from .calls import Calls
from .record_listing import RecordListing

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
        """Create a record of the object `key`; further keywords are the values of its fields.

        A `name` is required, unless the object numbers its records: then none is allowed. A field
        whose key is that of another argument, or no identifier, goes into `fields`.

        The values are checked against the fields of the object before they are sent. One more
        request reads these, and serves this client for five minutes; where they cannot be read,
        nothing is refused. `validate=False` does without.

        Raises `ValidationError` with everything that is wrong, and `OutcomeUnknown` if it cannot be
        known whether the record exists now: a create is never carried out twice.
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
        """One record, by its id.

        With `fields_type`, a dataclass, attrs class, `msgspec.Struct` or TypedDict, its `fields`
        are an object of that: declare an attribute for each field that you want, which may be
        `None`. A value that is not of its declared type is kept as it was received.
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
        """The records of the object `key`: all of them, or those with the given ids.

        `limit` is the most records to give, `after` the cursor of a page to continue behind;
        `fields_type` is that of `get_record`.
        """
        request = api.records.list_custom_object_records(
            key, filter_ids=ids, filter_external_ids=external_ids, sort=sort
        )
        return RecordListing(
            self._sender,
            self._schemas,
            key,
            request,
            fields_type=fields_type,
            page_size=page_size,
            limit=limit,
            after=after,
        )

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
        """Change what is given of a record, and leave the rest alone; `None` clears a value.

        The values are given, and checked, as those of `create_record`.
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

        It goes by the external id if one is given, else by the name, or as `by` says; by the name
        only where names are unique. The values are given, and checked, as those of `create_record`.

        Unlike a create it is sent again if the answer is lost.
        """
        operation = operations.UPSERT_CUSTOM_OBJECT_RECORD_BY_EXTERNAL_ID_OR_NAME
        given = arguments.merged(fields, values, operation)
        by, address = arguments.address(by, external_id=external_id, name=name, operation=operation)
        # What finds the record is in the address and need not be in the body, too.
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
        """Delete a record by its id, its external id or, where names are unique, its name.

        The service deletes the children of a parent some time later.
        """
        if sum(given is not None for given in (record_id, external_id, name)) != 1:
            raise TypeError("delete_record takes one of a record id, external_id= and name=")
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
        """How many records the object has, as the service last counted."""
        request = api.records.count_custom_object_records(key)
        return self._get(request, lambda answer: answer.count)

    def record_limit(self) -> models.CustomObjectLimit:
        """How many records all objects have together, and how many they may have."""
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
