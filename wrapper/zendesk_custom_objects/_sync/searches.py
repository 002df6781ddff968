# Generated from _async/searches.py by scripts/generate.py: do not edit.
"""The client's methods that search the records of custom objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

import msgspec

from .._core import arguments
from .._core.paging import RankedWalk, Walk
from .._generated import api
from .calls import Calls
from .record_listing import RecordListing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._generated import types
    from ..filters import Filter
    from ..record import Record
    from ..rules.schema import ObjectSchema
    from ..rules.violations import Prepared

T = TypeVar("T")

Sort: TypeAlias = Literal["name", "created_at", "updated_at", "-name", "-created_at", "-updated_at"]


class SearchCalls(Calls):
    """Searches for records."""

    @overload
    def search_records(
        self,
        key: str,
        query: str,
        /,
        *,
        sort: Sort | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[dict[str, Any]]]: ...

    @overload
    def search_records(
        self,
        key: str,
        query: str,
        /,
        *,
        sort: Sort | None = None,
        fields_type: type[T],
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[T]]: ...

    def search_records(
        self,
        key: str,
        query: str,
        /,
        *,
        sort: Sort | None = None,
        fields_type: type[Any] | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Any]:
        """Search the object `key` for records with a word that starts like one of `query`.

        The most relevant records come first. The service returns at most 10,000 of them: reading
        past them raises `SearchLimitReached`. With `sort` it returns all.

        The service searches an index, which can lag behind recent writes. `limit` is the maximum
        number of records, `after` the cursor of a page to resume behind; `fields_type` is that of
        `get_record`.
        """
        request = api.records.search_custom_object_records(key, query=query, sort=sort)
        return RecordListing(
            self._sender,
            self._schemas,
            key,
            request,
            fields_type=fields_type,
            page_size=page_size,
            limit=limit,
            after=after,
            walk=Walk if sort else RankedWalk,
        )

    @overload
    def find_records(
        self,
        key: str,
        filter: Filter | Mapping[str, Any],
        /,
        *,
        query: str | None = None,
        sort: Sort | None = None,
        validate: bool = True,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[dict[str, Any]]]: ...

    @overload
    def find_records(
        self,
        key: str,
        filter: Filter | Mapping[str, Any],
        /,
        *,
        query: str | None = None,
        sort: Sort | None = None,
        validate: bool = True,
        fields_type: type[T],
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[T]]: ...

    def find_records(
        self,
        key: str,
        filter: Filter | Mapping[str, Any],
        /,
        *,
        query: str | None = None,
        sort: Sort | None = None,
        validate: bool = True,
        fields_type: type[Any] | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Any]:
        """Find the records of the object `key` that match a filter, such as `F.bedrooms >= 3`.

        They are sorted by `sort`, by default by `created_at`. With a `query`, which works as in
        `search_records`, the default is by relevance, with the same limit of 10,000.

        The filter is validated against the fields of the object before the first page is requested,
        like the values of `create_record`. `fields_type` is that of `get_record`; the other
        arguments are those of `search_records`.
        """
        # Relevance means nothing without a query, and would limit the list to 10,000.
        sort = sort if sort or query else "created_at"
        from ..filters import Filter  # a caller that has one has loaded it

        body: Any = {"filter": filter.to_dict() if isinstance(filter, Filter) else filter}
        request = api.records.filtered_search_custom_object_records(
            key, body=body, query=query, sort=sort
        )
        return _FilteredListing(
            self._sender,
            self._schemas,
            key,
            request,
            validate=validate,
            fields_type=fields_type,
            page_size=page_size,
            limit=limit,
            after=after,
            walk=Walk if sort else RankedWalk,
        )

    def autocomplete_records(
        self,
        key: str,
        name: str,
        /,
        *,
        field_id: int | str | None = None,
        source: str | None = None,
        dynamic_values: Mapping[str, str | int] | None = None,
        requester_id: int | None = None,
        assignee_id: int | None = None,
        organization_id: int | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[dict[str, Any]]]:
        """Search the object `key` for records to suggest while a `name` is being typed.

        They are sorted by relevance, at most 10,000 as in `search_records`. `field_id` is a lookup
        field of `source`, such as `zen:ticket`, whose filter the records must match;
        `dynamic_values` (ids, tags, or an empty text) and the ids are the values that the filter
        compares with.
        """
        if (field_id is None) != (source is None):
            raise TypeError("field_id and source must be passed together")
        request = api.records.autocomplete_custom_object_record_search(
            key,
            name=name,
            field_id=None if field_id is None else str(field_id),
            source=source,
            filter_dynamic_values=None
            if dynamic_values is None
            else {name: str(value) for name, value in dynamic_values.items()},
            requester_id=requester_id,
            assignee_id=assignee_id,
            organization_id=organization_id,
        )
        return RecordListing(
            self._sender,
            self._schemas,
            key,
            request,
            page_size=page_size,
            limit=limit,
            after=after,
            walk=RankedWalk,
        )


class _FilteredListing(RecordListing[T]):
    """Records that match a filter, which is validated before the first page of each iteration."""

    def __init__(self, *args: Any, validate: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._validate = validate

    def _prepared(self) -> types.Request[Any]:
        from ..rules.filters import prepare_filter

        given = self._request.body["filter"]

        def prepare(schema: ObjectSchema | None) -> Prepared:
            return prepare_filter(schema, given)

        prepared = self._schemas.prepare(self._key, prepare) if self._validate else prepare(None)
        body = {"filter": arguments.checked(prepared, self._request.operation)}
        return msgspec.structs.replace(self._request, body=body)
