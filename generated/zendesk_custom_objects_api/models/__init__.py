# Generated from spec/ by scripts/generate.py: do not edit.
"""What the service answers."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cursor_links import CursorLinks as CursorLinks
    from .cursor_meta import CursorMeta as CursorMeta
    from .custom_field_option import CustomFieldOption as CustomFieldOption
    from .custom_object import CustomObject as CustomObject
    from .custom_object_field import CustomObjectField as CustomObjectField
    from .custom_object_field_properties import (
        CustomObjectFieldProperties as CustomObjectFieldProperties,
    )
    from .custom_object_field_response import CustomObjectFieldResponse as CustomObjectFieldResponse
    from .custom_object_fields_response import (
        CustomObjectFieldsResponse as CustomObjectFieldsResponse,
    )
    from .custom_object_limit import CustomObjectLimit as CustomObjectLimit
    from .custom_object_record import CustomObjectRecord as CustomObjectRecord
    from .custom_object_record_response import (
        CustomObjectRecordResponse as CustomObjectRecordResponse,
    )
    from .custom_object_records_count_response import (
        CustomObjectRecordsCountResponse as CustomObjectRecordsCountResponse,
    )
    from .custom_object_records_response import (
        CustomObjectRecordsResponse as CustomObjectRecordsResponse,
    )
    from .custom_object_response import CustomObjectResponse as CustomObjectResponse
    from .custom_objects_response import CustomObjectsResponse as CustomObjectsResponse
    from .filter_criteria import FilterCriteria as FilterCriteria
    from .filter_criterion import FilterCriterion as FilterCriterion
    from .o_auth_token import OAuthToken as OAuthToken
    from .photo import Photo as Photo
    from .record_count import RecordCount as RecordCount
else:
    # Out of a type checker's sight, so that it still reports a misspelt name.
    _MODULES = {
        "CursorLinks": "cursor_links",
        "CursorMeta": "cursor_meta",
        "CustomFieldOption": "custom_field_option",
        "CustomObject": "custom_object",
        "CustomObjectField": "custom_object_field",
        "CustomObjectFieldProperties": "custom_object_field_properties",
        "CustomObjectFieldResponse": "custom_object_field_response",
        "CustomObjectFieldsResponse": "custom_object_fields_response",
        "CustomObjectLimit": "custom_object_limit",
        "CustomObjectRecord": "custom_object_record",
        "CustomObjectRecordResponse": "custom_object_record_response",
        "CustomObjectRecordsCountResponse": "custom_object_records_count_response",
        "CustomObjectRecordsResponse": "custom_object_records_response",
        "CustomObjectResponse": "custom_object_response",
        "CustomObjectsResponse": "custom_objects_response",
        "FilterCriteria": "filter_criteria",
        "FilterCriterion": "filter_criterion",
        "OAuthToken": "o_auth_token",
        "Photo": "photo",
        "RecordCount": "record_count",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


__all__ = [
    "CursorLinks",
    "CursorMeta",
    "CustomFieldOption",
    "CustomObject",
    "CustomObjectField",
    "CustomObjectFieldProperties",
    "CustomObjectFieldResponse",
    "CustomObjectFieldsResponse",
    "CustomObjectLimit",
    "CustomObjectRecord",
    "CustomObjectRecordResponse",
    "CustomObjectRecordsCountResponse",
    "CustomObjectRecordsResponse",
    "CustomObjectResponse",
    "CustomObjectsResponse",
    "FilterCriteria",
    "FilterCriterion",
    "OAuthToken",
    "Photo",
    "RecordCount",
]
