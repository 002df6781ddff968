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
        """The records of the object `key` whose texts have a word that begins like one of `query`.

        The most relevant come first. Of these the service gives 10,000: who reads as many, and
        wants more, gets `SearchLimitReached`. With `sort` there are all.

        The service searches an index, which may lag behind what was written. `limit` is the most
        records to give, `after` the cursor of a page to continue behind; `fields_type` is that of
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
        """The records of the object `key` that meet a filter, such as `F.bedrooms >= 3`.

        They come by `created_at`; with a `query`, which narrows them down like that of
        `search_records`, in order of relevance and with the limit of that; or as `sort` says.

        Before the first page is read, the fields and operators of the filter are checked against
        the fields of the object, like the values of `create_record`. `fields_type` is that of
        `get_record`; the other arguments are those of `search_records`.
        """
        # Relevance means nothing without a query, and would end a long list early.
        sort = sort if sort or query else "created_at"
        from ..filters import Filter  # who has one has loaded it

        body: Any = {"filter": filter.to_dict() if isinstance(filter, Filter) else filter}
        request = api.records.filtered_search_custom_object_records(
            key, body=body, query=query, sort=sort
        )
        return _Findings(
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
        dynamic_values: Mapping[str, int] | None = None,
        requester_id: int | None = None,
        assignee_id: int | None = None,
        organization_id: int | None = None,
        page_size: int = 100,
        limit: int | None = None,
        after: str | None = None,
    ) -> RecordListing[Record[dict[str, Any]]]:
        """The records of the object `key` to offer while `name` is being typed.

        They come in order of relevance, at most 10,000 as in `search_records`. `field_id` is a
        lookup field of `source`, such as `zen:ticket`, whose filter they must meet;
        `dynamic_values` and the ids are what that filter compares with.
        """
        if (field_id is None) != (source is None):
            raise TypeError("field_id and source go together")
        request = api.records.autocomplete_custom_object_record_search(
            key,
            name=name,
            field_id=None if field_id is None else str(field_id),
            source=source,
            filter_dynamic_values=dynamic_values,
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


class _Findings(RecordListing[T]):
    """The records that meet a filter, which is checked each time before the first page is read."""

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
