# Generated from spec/ by scripts/generate.py: do not edit.
"""Records of an object: reading, writing, searching, counting, bulk jobs and the incremental
export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from .. import models, operations
from ..types import NOTHING, Request, path_value, query_pairs

if TYPE_CHECKING:
    from .. import payloads


def list_custom_object_records(
    custom_object_key: str,
    *,
    filter_ids: Sequence[str] | None = None,
    filter_external_ids: Sequence[str] | None = None,
    sort: Literal["-id", "-updated_at", "id", "updated_at"] | str | None = None,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.CustomObjectRecordsResponse]:
    """List records

    The records of an object that are not deleted, in cursor paging only.

    When a parent field of the object has `cascade_permissions_enabled`, agents who are not
    admins get 403 and use the filtered search with a filter on that field instead.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        filter_ids: Only the records with these ids, joined by commas. No id twice; case-sensitive.
            An id without a record is passed over.
        filter_external_ids: Only the records with these external ids, joined by commas, so an id that itself
            contains a comma cannot be asked for. No id twice; case-sensitive.
        sort: Order of the records; a leading `-` reverses it. Ids are in order of creation
            (inferred).
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.LIST_CUSTOM_OBJECT_RECORDS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records",
        query=query_pairs(
            {
                "filter[ids]": filter_ids,
                "filter[external_ids]": filter_external_ids,
                "sort": sort,
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        responses={
            200: models.CustomObjectRecordsResponse,
        },
    )


def create_custom_object_record(
    custom_object_key: str,
    *,
    body: payloads.CustomObjectRecordsCreateRequest,
) -> Request[models.CustomObjectRecordResponse]:
    """Create a record

    Creates one record. Whether it needs a name depends on the field `standard::name` of its
    object:

    * as a rule a name is mandatory;
    * with `autoincrement_enabled` the service makes the name and refuses one that is sent;
    * with `is_unique` a name that exists already is refused, the error naming `base` (C).

    Custom values go into `custom_object_fields`, by the keys of the fields. A parent field is
    mandatory and must name an existing record. A record has at most 32 KB (D).

    Sending it twice creates two records: where a request may be repeated, use the upsert by
    external id.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.CREATE_CUSTOM_OBJECT_RECORD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records",
        body=body,
        media_type="application/json",
        responses={
            201: models.CustomObjectRecordResponse,
        },
    )


def delete_custom_object_record_by_external_id_or_name(
    custom_object_key: str,
    *,
    external_id: str | None = None,
    name: str | None = None,
) -> Request[None]:
    """Delete a record by external id or name

    Deletes the record with the given external id or name. Exactly one of the two parameters
    is given; the name only where the object's names are unique.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        external_id: External id of the record. Case-sensitive. Exactly one of `external_id` and
            `name` is given.
        name: Name of the record. Only for an object whose names are unique. Exactly one of
            `external_id` and `name` is given.
    """
    return Request(
        operation=operations.DELETE_CUSTOM_OBJECT_RECORD_BY_EXTERNAL_ID_OR_NAME,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records",
        query=query_pairs(
            {
                "external_id": external_id,
                "name": name,
            }
        ),
        responses={
            204: NOTHING,
        },
    )


def upsert_custom_object_record_by_external_id_or_name(
    custom_object_key: str,
    *,
    body: payloads.CustomObjectRecordsUpsertRequest,
    external_id: str | None = None,
    name: str | None = None,
) -> Request[models.CustomObjectRecordResponse]:
    """Create or update a record by external id or name

    Updates the record with the given external id or name, or creates it. Exactly one of the
    two parameters is given; the name only where the object's names are unique. On an update
    only the values given change.

    Whether the body may repeat the key that addresses the record is not established: this
    contract's examples leave it out, and clients should too.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        external_id: External id of the record. Case-sensitive. Exactly one of `external_id` and
            `name` is given.
        name: Name of the record. Only for an object whose names are unique. Exactly one of
            `external_id` and `name` is given.
    """
    return Request(
        operation=operations.UPSERT_CUSTOM_OBJECT_RECORD_BY_EXTERNAL_ID_OR_NAME,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records",
        query=query_pairs(
            {
                "external_id": external_id,
                "name": name,
            }
        ),
        body=body,
        media_type="application/json",
        responses={
            200: models.CustomObjectRecordResponse,
            201: models.CustomObjectRecordResponse,
        },
    )


def show_custom_object_record(
    custom_object_key: str,
    custom_object_record_id: str,
) -> Request[models.CustomObjectRecordResponse]:
    """Show a record

    One record, by its id.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        custom_object_record_id: Id of the record, a ULID.
    """
    return Request(
        operation=operations.SHOW_CUSTOM_OBJECT_RECORD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('custom_object_record_id', custom_object_record_id)}",
        responses={
            200: models.CustomObjectRecordResponse,
        },
    )


def delete_custom_object_record(
    custom_object_key: str,
    custom_object_record_id: str,
) -> Request[None]:
    """Delete a record

    Deletes one record and answers at once. In the incremental export it goes on appearing,
    its values replaced by `[DELETED]`.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        custom_object_record_id: Id of the record, a ULID.
    """
    return Request(
        operation=operations.DELETE_CUSTOM_OBJECT_RECORD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('custom_object_record_id', custom_object_record_id)}",
        responses={
            204: NOTHING,
        },
    )


def update_custom_object_record(
    custom_object_key: str,
    custom_object_record_id: str,
    *,
    body: payloads.CustomObjectRecordUpdateRequest,
) -> Request[models.CustomObjectRecordResponse]:
    """Update a record

    Changes what is given and leaves the rest alone, inside `custom_object_fields` too. Null
    clears a value. A name can be given unless the object numbers its names itself.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        custom_object_record_id: Id of the record, a ULID.
    """
    return Request(
        operation=operations.UPDATE_CUSTOM_OBJECT_RECORD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('custom_object_record_id', custom_object_record_id)}",
        body=body,
        media_type="application/json",
        responses={
            200: models.CustomObjectRecordResponse,
        },
    )


def count_custom_object_records(
    custom_object_key: str,
) -> Request[models.CustomObjectRecordsCountResponse]:
    """Count the records of an object

    A stored count of the records of an object, with the time it was taken: it lags behind
    writes.

    When a parent field of the object has `cascade_permissions_enabled`, agents who are not
    admins get 403.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.COUNT_CUSTOM_OBJECT_RECORDS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/count",
        responses={
            200: models.CustomObjectRecordsCountResponse,
        },
    )


def custom_object_records_limit() -> Request[models.CustomObjectLimit]:
    """Count records against the limit

    How many records the account has, of all its objects together, and how many it may have.
    The documented ceiling is 50 million (D).

    `limits` stands where other paths have the key of an object: match literal paths first.

    Allowed for agents.
    """
    return Request(
        operation=operations.CUSTOM_OBJECT_RECORDS_LIMIT,
        path="/api/v2/custom_objects/limits/record_limit",
        responses={
            200: models.CustomObjectLimit,
        },
    )


def autocomplete_custom_object_record_search(
    custom_object_key: str,
    *,
    name: str | None = None,
    field_id: str | None = None,
    source: str | None = None,
    filter_dynamic_values: Mapping[str, str] | None = None,
    requester_id: int | None = None,
    assignee_id: int | None = None,
    organization_id: int | None = None,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.CustomObjectRecordsResponse]:
    """Find records while a name is being typed

    Records with a value that matches part of a name: what a lookup field offers for choice.
    Given `field_id` and `source`, the filter of that field narrows the answer, and
    `filter[dynamic_values]`, `requester_id`, `assignee_id` and `organization_id` supply what
    the filter compares with.

    In order of relevance, 10,000 records at most: there is no `sort` to get the rest.

    When a parent field of the object has `cascade_permissions_enabled`, agents who are not
    admins must give `field_id` and `source` of such a field.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        name: Part of a name.
        field_id: Id of a lookup field whose filter is to apply. Only together with `source`.
        source: What the field of `field_id` belongs to: `zen:user`, `zen:ticket`,
            `zen:organization`, or `zen:custom_object:` and the key of an object. Only
            together with `field_id`.
        filter_dynamic_values: Values for a filter that compares with something of the moment, by the names of
            those values:
            `filter[dynamic_values][ticket_fields_77]=01KH3DA9H0KQYPCRKZ9FVZ0XX6`.
        requester_id: Id of the requester, for a filter that compares with the requester.
        assignee_id: Id of the assignee, for a filter that compares with the assignee.
        organization_id: Id of the requester's organization, for a filter that compares with it.
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.AUTOCOMPLETE_CUSTOM_OBJECT_RECORD_SEARCH,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/autocomplete",
        query=query_pairs(
            {
                "name": name,
                "field_id": field_id,
                "source": source,
                "filter[dynamic_values]": filter_dynamic_values,
                "requester_id": requester_id,
                "assignee_id": assignee_id,
                "organization_id": organization_id,
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        responses={
            200: models.CustomObjectRecordsResponse,
        },
    )


def search_custom_object_records(
    custom_object_key: str,
    *,
    query: str | None = None,
    sort: Literal["-created_at", "-name", "-updated_at", "created_at", "name", "updated_at"]
    | str
    | None = None,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.CustomObjectRecordsResponse]:
    """Search the text of records

    Records whose text, textarea or regexp fields have a word that starts with one of the
    words of `query`. Near misses count too. Other types of field are not searched: use the
    filtered search for those.

    Without `sort` the best 10,000 records in order of relevance; with it all of them. The
    search reads an index, which may lag behind writes (U).

    When a parent field of the object has `cascade_permissions_enabled`, agents who are not
    admins get 403 and use the filtered search with a filter on that field instead.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        query: Words to look for, separated by spaces. A record is found when any word of its
            text starts with any of them.
        sort: Order of the records; a leading `-` reverses it. Default: by relevance, and then
            10,000 records at most.
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.SEARCH_CUSTOM_OBJECT_RECORDS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/search",
        query=query_pairs(
            {
                "query": query,
                "sort": sort,
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        responses={
            200: models.CustomObjectRecordsResponse,
        },
    )


def filtered_search_custom_object_records(
    custom_object_key: str,
    *,
    body: payloads.CustomObjectRecordsFilteredSearchRequest,
    query: str | None = None,
    sort: Literal["-created_at", "-name", "-updated_at", "created_at", "name", "updated_at"]
    | str
    | None = None,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.CustomObjectRecordsResponse]:
    """Search records by a filter

    Records that meet a filter, and a text `query` if one is given. A POST that only reads: it
    may be sent again at will.

    The filter is one condition, `{"name of a field": {"operator": value}}`, or lists of
    conditions under `$and` and `$or`, both of which may be there. Custom fields are named
    `custom_object_fields.` and the key; the standard ones `name`, `external_id`,
    `created_at`, `updated_at`, `created_by_user` and `updated_by_user` without a prefix.

    Without `sort` the best 10,000 records in order of relevance; with it all of them. The
    search reads an index, which may lag behind writes (U).

    End users may call it where an admin has made the object accessible to them; without
    access rules they then see every record. When a parent field of the object has
    `cascade_permissions_enabled`, callers who are not admins get 403 unless the filter
    compares that field by `$eq`.

    Allowed for end users.

    Args:
        custom_object_key: Key of the custom object.
        query: Words to look for, separated by spaces. A record is found when any word of its
            text starts with any of them.
        sort: Order of the records; a leading `-` reverses it. Default: by relevance, and then
            10,000 records at most.
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.FILTERED_SEARCH_CUSTOM_OBJECT_RECORDS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/search",
        query=query_pairs(
            {
                "query": query,
                "sort": sort,
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        body=body,
        media_type="application/json",
        responses={
            200: models.CustomObjectRecordsResponse,
        },
    )


def custom_object_record_bulk_jobs(
    custom_object_key: str,
    *,
    body: payloads.CustomObjectRecordsBulkCreateRequest,
) -> Request[models.JobStatusResponse]:
    """Create, update or delete records in a job

    Queues a background job that does one thing with up to 100 records, and answers at once
    with the state of the job. Follow its `url`, or the id with ShowJobStatus, until the
    status is `completed`, `failed` or `aborted`; results are kept for a day.

    What `items` holds depends on `action`:

    * `create`: records without an id
    * `update`: records with their `id`
    * `delete`: ids of records
    * `delete_by_external_id`: external ids
    * `create_or_update_by_external_id`: records with their `external_id`
    * `create_or_update_by_name`: records with their `name`, where names are unique

    The rules for names are those of single records. An account has at most 30 jobs queued or
    running; one more is refused with 429.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.CUSTOM_OBJECT_RECORD_BULK_JOBS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/jobs",
        body=body,
        media_type="application/json",
        responses={
            201: models.JobStatusResponse,
        },
    )


def incremental_custom_object_record_export_cursor(
    custom_object_key: str,
    *,
    start_time: int | None = None,
    cursor: str | None = None,
    per_page: int | None = None,
    filter_exclude_deleted: bool | None = None,
) -> Request[models.IncrementalCustomObjectRecordsResponse]:
    """Export the records changed since a time

    The records changed since `start_time`, page by page. The first call gives `start_time`,
    which must lie more than a minute back; each later one gives the `after_cursor` of the
    page before as `cursor` instead. Stop when `meta.has_more` is false, and keep the last
    cursor for the next run.

    Deleted records are in it, their values replaced by `[DELETED]`, unless
    `filter[exclude_deleted]` is true. Photos are not.

    It has a budget of its own: 10 calls a minute, 30 with the High Volume API add-on. Callers
    are admins, and agents who may read the object.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        start_time: Records changed since this time, in seconds since 1970. More than 60 seconds
            ago. On the first call only.
        cursor: `after_cursor` of the page before. On every call but the first. It can expire;
            after how long is not documented.
        per_page: Most records on a page. Default 1000.
        filter_exclude_deleted: Whether to leave deleted records out. Default false.
    """
    return Request(
        operation=operations.INCREMENTAL_CUSTOM_OBJECT_RECORD_EXPORT_CURSOR,
        path=f"/api/v2/incremental/custom_objects/{path_value('custom_object_key', custom_object_key)}/cursor",
        query=query_pairs(
            {
                "start_time": start_time,
                "cursor": cursor,
                "per_page": per_page,
                "filter[exclude_deleted]": filter_exclude_deleted,
            }
        ),
        responses={
            200: models.IncrementalCustomObjectRecordsResponse,
        },
    )
