# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.custom_object_record_attachment import CustomObjectRecordAttachment


@define(kw_only=True)
class CustomObjectRecordAttachmentResponse:
    """One attachment."""

    custom_object_record_attachment: CustomObjectRecordAttachment
    """A file attached to a record."""
