# Generated from spec/ by scripts/generate.py: do not edit.
"""Records of an object: reading, writing, searching, counting, bulk jobs and the incremental
export."""

from __future__ import annotations

from collections.abc import Sequence
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
            An id that does not exist is left out of the answer (U).
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
