# Generated from spec/ by scripts/generate.py: do not edit.
"""Custom objects themselves: what kinds of things the account keeps records of, and how many
it may define."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import models, operations
from ..types import NOTHING, Request, path_value, query_pairs

if TYPE_CHECKING:
    from .. import payloads


def list_custom_objects(
    *,
    include_ui_path: bool | None = None,
) -> Request[models.CustomObjectsResponse]:
    """List custom objects

    All custom objects of the account that are not deleted. An account has at most 50, and no
    paging is documented, so one answer holds them all; `next_page` and `links` are declared
    because some clients follow them.

    Allowed for agents.

    Args:
        include_ui_path: Asks for the place of the object in the user interface. What that adds to the
            answer is not established: read it from the additional properties.
    """
    return Request(
        operation=operations.LIST_CUSTOM_OBJECTS,
        path="/api/v2/custom_objects",
        query=query_pairs(
            {
                "include_ui_path": include_ui_path,
            }
        ),
        responses={
            200: models.CustomObjectsResponse,
        },
    )


def create_custom_object(
    *,
    body: payloads.CustomObjectsCreateRequest,
) -> Request[models.CustomObjectResponse]:
    """Create a custom object

    Defines a new kind of record. `key`, `title` and `title_pluralized` are mandatory; the key
    is how every path names the object and can never be changed. The object starts with its
    standard fields only and no records.

    The number of objects is limited by plan: Suite Team 3, Suite Growth 5, Suite Professional
    and Support Enterprise 30, Suite Enterprise and above 50 (D). The error for one too many
    is not known.

    Allowed for admins.
    """
    return Request(
        operation=operations.CREATE_CUSTOM_OBJECT,
        path="/api/v2/custom_objects",
        body=body,
        media_type="application/json",
        responses={
            201: models.CustomObjectResponse,
        },
    )


def show_custom_object(
    custom_object_key: str,
    *,
    include_permissions_metadata: bool | None = None,
    include_ui_path: bool | None = None,
) -> Request[models.CustomObjectResponse]:
    """Show a custom object

    One custom object, by its key.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        include_permissions_metadata: Asks for what the caller may do with the object. What that adds to the answer is
            not established: read it from the additional properties.
        include_ui_path: Asks for the place of the object in the user interface. What that adds to the
            answer is not established: read it from the additional properties.
    """
    return Request(
        operation=operations.SHOW_CUSTOM_OBJECT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}",
        query=query_pairs(
            {
                "include_permissions_metadata": include_permissions_metadata,
                "include_ui_path": include_ui_path,
            }
        ),
        responses={
            200: models.CustomObjectResponse,
        },
    )


def delete_custom_object(
    custom_object_key: str,
) -> Request[None]:
    """Delete a custom object

    Deletes the object for good, with its fields, its records and their history. It is not
    established whether its key can be used again.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.DELETE_CUSTOM_OBJECT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}",
        responses={
            204: NOTHING,
        },
    )


def update_custom_object(
    custom_object_key: str,
    *,
    body: payloads.CustomObjectUpdateRequest,
) -> Request[models.CustomObjectResponse]:
    """Update a custom object

    Changes the properties given and leaves the others alone. The key cannot be changed.
    Turning photos or attachments off keeps what is there and only stops new ones.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
    """
    return Request(
        operation=operations.UPDATE_CUSTOM_OBJECT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}",
        body=body,
        media_type="application/json",
        responses={
            200: models.CustomObjectResponse,
        },
    )


def custom_objects_limit() -> Request[models.CustomObjectLimit]:
    """Count objects against the limit

    How many custom objects the account has and how many its plan allows.

    `limits` stands where other paths have the key of an object: match literal paths first.

    Allowed for admins.
    """
    return Request(
        operation=operations.CUSTOM_OBJECTS_LIMIT,
        path="/api/v2/custom_objects/limits/object_limit",
        responses={
            200: models.CustomObjectLimit,
        },
    )
