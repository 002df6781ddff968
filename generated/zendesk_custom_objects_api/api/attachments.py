# Generated from spec/ by scripts/generate.py: do not edit.
"""Files attached to a record, where the object allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import models, operations
from ..types import NOTHING, Request, path_value, query_pairs

if TYPE_CHECKING:
    from .. import payloads


def list_custom_object_record_attachments(
    custom_object_key: str,
    record_id: str,
) -> Request[models.CustomObjectRecordAttachmentsResponse]:
    """List the attachments of a record

    The files attached to a record, at most 5 and therefore without paging.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        record_id: Id of the record the files belong to, a ULID.
    """
    return Request(
        operation=operations.LIST_CUSTOM_OBJECT_RECORD_ATTACHMENTS,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('record_id', record_id)}/attachments",
        responses={
            200: models.CustomObjectRecordAttachmentsResponse,
        },
    )


def create_custom_object_record_attachment(
    custom_object_key: str,
    record_id: str,
    *,
    body: payloads.CustomObjectRecordAttachmentCreateRequest,
) -> Request[models.CustomObjectRecordAttachmentResponse]:
    """Attach a file to a record

    Uploads one file, as the part `uploaded_data` of a multipart form. The object must allow
    attachments. A record has at most 5, of 10 MB each (D).

    The answer is 200, not 201. The file is scanned for malware afterwards: until then its
    status is `not_scanned`.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        record_id: Id of the record the files belong to, a ULID.
    """
    return Request(
        operation=operations.CREATE_CUSTOM_OBJECT_RECORD_ATTACHMENT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('record_id', record_id)}/attachments",
        body=body,
        media_type="multipart/form-data",
        responses={
            200: models.CustomObjectRecordAttachmentResponse,
        },
    )


def update_custom_object_record_attachment(
    custom_object_key: str,
    record_id: str,
    id: str,
    *,
    body: payloads.CustomObjectRecordAttachmentUpdateRequest,
) -> Request[models.CustomObjectRecordAttachmentResponse]:
    """Release or lock an attachment with malware

    Sets whether a file may be downloaded although malware was found in it. Nothing else of an
    attachment can be changed.

    Allowed for admins.

    Args:
        custom_object_key: Key of the custom object.
        record_id: Id of the record the files belong to, a ULID.
        id: Id of the attachment, a ULID.
    """
    return Request(
        operation=operations.UPDATE_CUSTOM_OBJECT_RECORD_ATTACHMENT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('record_id', record_id)}/attachments/{path_value('id', id)}",
        body=body,
        media_type="application/json",
        responses={
            200: models.CustomObjectRecordAttachmentResponse,
        },
    )


def delete_custom_object_record_attachment(
    custom_object_key: str,
    record_id: str,
    id: str,
) -> Request[None]:
    """Delete an attachment

    Deletes one file of a record.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        record_id: Id of the record the files belong to, a ULID.
        id: Id of the attachment, a ULID.
    """
    return Request(
        operation=operations.DELETE_CUSTOM_OBJECT_RECORD_ATTACHMENT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('record_id', record_id)}/attachments/{path_value('id', id)}",
        responses={
            204: NOTHING,
        },
    )


def download_custom_object_record_attachment(
    custom_object_key: str,
    record_id: str,
    id: str,
    *,
    inline: bool | None = None,
) -> Request[bytes]:
    """Download an attachment

    The content of a file, or a redirect to where it is. A file with malware is refused unless
    it was released.

    The redirect may lead to another host: follow it without credentials.

    Allowed for agents.

    Args:
        custom_object_key: Key of the custom object.
        record_id: Id of the record the files belong to, a ULID.
        id: Id of the attachment, a ULID.
        inline: Whether a browser is to show the content rather than save it as a file. Default
            false.
    """
    return Request(
        operation=operations.DOWNLOAD_CUSTOM_OBJECT_RECORD_ATTACHMENT,
        path=f"/api/v2/custom_objects/{path_value('custom_object_key', custom_object_key)}/records/{path_value('record_id', record_id)}/attachments/{path_value('id', id)}/download",
        query=query_pairs(
            {
                "inline": inline,
            }
        ),
        responses={
            200: bytes,
        },
    )
