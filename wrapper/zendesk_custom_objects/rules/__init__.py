"""The business rules of custom objects, each in one place.

The client asks them before it sends, the sandbox when it receives. Plain functions: they take the
values of a caller and give the body to send with everything that is wrong with it. Only what the
service is documented to refuse is wrong; whatever is uncertain passes.
"""

from __future__ import annotations

from .access_rules import prepare_access_rule
from .definitions import DefinitionOperation
from .details import from_details, service_details
from .fields import check_field_deletion, prepare_field
from .filters import prepare_filter
from .names import check_addressing, duplicate_name, duplicate_names
from .objects import prepare_object
from .records import MAX_RECORD_BYTES, RecordOperation, prepare_record
from .schema import FieldRule, NameRules, ObjectSchema
from .violations import (
    BASE,
    BLANK_VALUE,
    DUPLICATE_VALUE,
    INVALID_VALUE,
    NOT_ALLOWED,
    TOO_LONG,
    UNKNOWN_FIELD,
    Prepared,
    Violation,
)

__all__ = [
    "BASE",
    "BLANK_VALUE",
    "DUPLICATE_VALUE",
    "INVALID_VALUE",
    "MAX_RECORD_BYTES",
    "NOT_ALLOWED",
    "TOO_LONG",
    "UNKNOWN_FIELD",
    "DefinitionOperation",
    "FieldRule",
    "NameRules",
    "ObjectSchema",
    "Prepared",
    "RecordOperation",
    "Violation",
    "check_addressing",
    "check_field_deletion",
    "duplicate_name",
    "duplicate_names",
    "from_details",
    "prepare_access_rule",
    "prepare_field",
    "prepare_filter",
    "prepare_object",
    "prepare_record",
    "service_details",
]
