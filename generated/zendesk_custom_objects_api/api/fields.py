# Generated from spec/ by scripts/generate.py: do not edit.
"""Fields of an object. Every object has the standard fields `standard::name` and
`standard::external_id`; the others are custom and of one of the types of
`CustomFieldType`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import models, operations
from ..types import NOTHING, Request, path_value, query_pairs

if TYPE_CHECKING:
    from .. import payloads


def list_custom_object_fields(
    custom_object_key: str,
    *,
    include_standard_fields: bool | None = None,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.CustomObjectFieldsResponse]:
    """List the fields of an object

    The fields of an object that are not deleted, at most 100 custom ones. The standard fields
    are left out unless `include_standard_fields` is true.

    Without `page[size]` the service may answer in offset style (`next_page`, `count`); with
    it, in cursor style (`meta`, `links`). Cursor style is the one to use, and the only one
    this contract has parameters for.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        include_standard_fields: Whether the standard fields are returned too. Default false.
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.LIST_CUSTOM_OBJECT_FIELDS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/fields",
        query=query_pairs(
            {
                "include_standard_fields": include_standard_fields,
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        responses={
            200: models.CustomObjectFieldsResponse,
        },
    )


def create_custom_object_field(
    custom_object_key: str,
    *,
    body: payloads.CustomObjectFieldsCreateRequest,
) -> Request[models.CustomObjectFieldResponse]:
    """Create a field

    Adds a field to an object. `key` and `title` are mandatory; without a `type` the field is
    a text field. An object has at most 100 custom fields, of which at most 5 lookup fields on
    Suite Team and Suite Growth and 10 on the larger plans (D).

    What a type needs besides:

    * `regexp`: `regexp_for_validation`
    * `dropdown`, `multiselect`: `custom_field_options`, at most 2000, with different values
    * `lookup`: `relationship_target_type`, and optionally `relationship_filter`
    * `parent`: `relationship_target_type`
    * `currency`: `properties.allowed_currencies`, exactly one currency
    * `checkbox`: optionally `tag`
    * a roll-up: type `integer`, `decimal` or `date`, and `properties.rollup_child_object`
    with its companions

    A failure is reported in the details of the error under the key `key` (C).

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.CREATE_CUSTOM_OBJECT_FIELD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/fields",
        body=body,
        media_type="application/json",
        responses={
            201: models.CustomObjectFieldResponse,
        },
    )


def show_custom_object_field(
    custom_object_key: str,
    custom_object_field_key_or_id: str,
    *,
    include_standard_fields: bool | None = None,
) -> Request[models.CustomObjectFieldResponse]:
    """Show a field

    One field, by its key or its id. A standard field goes by its literal key (C).

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        custom_object_field_key_or_id: Key or id of the field. A standard field goes by `standard::name` or
            `standard::external_id` (C).
        include_standard_fields: Whether the standard fields are returned too. Default false.
    """
    return Request(
        operation=operations.SHOW_CUSTOM_OBJECT_FIELD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/fields/{path_value('custom_object_field_key_or_id', custom_object_field_key_or_id)}",
        query=query_pairs(
            {
                "include_standard_fields": include_standard_fields,
            }
        ),
        responses={
            200: models.CustomObjectFieldResponse,
        },
    )


def delete_custom_object_field(
    custom_object_key: str,
    custom_object_field_key_or_id: str,
) -> Request[None]:
    """Delete a field

    Deletes a custom field. The standard fields cannot be deleted.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        custom_object_field_key_or_id: Key or id of the field. A standard field goes by `standard::name` or
            `standard::external_id` (C).
    """
    return Request(
        operation=operations.DELETE_CUSTOM_OBJECT_FIELD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/fields/{path_value('custom_object_field_key_or_id', custom_object_field_key_or_id)}",
        responses={
            204: NOTHING,
        },
    )


def update_custom_object_field(
    custom_object_key: str,
    custom_object_field_key_or_id: str,
    *,
    body: payloads.CustomObjectFieldUpdateRequest,
) -> Request[models.CustomObjectFieldResponse]:
    """Update a field

    Changes the properties given and leaves the others alone. The key, the target of a
    relationship and the currency cannot be changed. Of a standard field only `title`,
    `description` and `properties` can. The service takes PUT as well (C).

    * `custom_field_options` replaces the whole list: an option left out is removed, and its
    value disappears from every record. To add one, send all the existing ones too.
    * The uniqueness and the numbering of `standard::name` cannot be changed once the object
    has any record.
    * Of a currency field only the title can be changed once the object has records (H).

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        custom_object_field_key_or_id: Key or id of the field. A standard field goes by `standard::name` or
            `standard::external_id` (C).
    """
    return Request(
        operation=operations.UPDATE_CUSTOM_OBJECT_FIELD,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/fields/{path_value('custom_object_field_key_or_id', custom_object_field_key_or_id)}",
        body=body,
        media_type="application/json",
        responses={
            200: models.CustomObjectFieldResponse,
        },
    )


def reorder_custom_object_fields(
    custom_object_key: str,
    *,
    body: payloads.CustomObjectFieldsReorderRequest,
) -> Request[str]:
    """Reorder the fields of an object

    Sets the order in which people see the fields. Until it is called, that is the order of
    creation (D). A list of some of the fields is accepted too (C).

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.REORDER_CUSTOM_OBJECT_FIELDS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/fields/reorder",
        body=body,
        media_type="application/json",
        responses={
            200: str,
        },
    )


def custom_object_fields_limit(
    custom_object_key: str,
) -> Request[models.CustomObjectLimit]:
    """Count fields against the limit

    How many custom fields the object has and how many it may have. The documented limit is
    100; the vendor's example shows 400, so take the number from the answer.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.CUSTOM_OBJECT_FIELDS_LIMIT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/limits/field_limit",
        responses={
            200: models.CustomObjectLimit,
        },
    )
