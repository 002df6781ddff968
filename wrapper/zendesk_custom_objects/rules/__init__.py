"""The business rules of custom objects, each in one place.

The client asks them before it sends, the sandbox when it receives. Plain functions: they take the
values of a caller and give the body to send with everything that is wrong with it. Only what the
service is documented to refuse is wrong; whatever is uncertain passes.

Names load on first use: most programs need few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .access_rules import prepare_access_rule as prepare_access_rule
    from .definitions import DefinitionOperation as DefinitionOperation
    from .details import from_details as from_details
    from .details import service_details as service_details
    from .fields import check_field_deletion as check_field_deletion
    from .fields import prepare_field as prepare_field
    from .filters import prepare_filter as prepare_filter
    from .names import check_addressing as check_addressing
    from .names import duplicate_name as duplicate_name
    from .names import duplicate_names as duplicate_names
    from .names import repeated_value as repeated_value
    from .objects import prepare_object as prepare_object
    from .records import MAX_RECORD_BYTES as MAX_RECORD_BYTES
    from .records import RecordOperation as RecordOperation
    from .records import prepare_record as prepare_record
    from .schema import FieldRule as FieldRule
    from .schema import NameRules as NameRules
    from .schema import ObjectSchema as ObjectSchema
    from .violations import BASE as BASE
    from .violations import BLANK_VALUE as BLANK_VALUE
    from .violations import DUPLICATE_VALUE as DUPLICATE_VALUE
    from .violations import INVALID_VALUE as INVALID_VALUE
    from .violations import NOT_ALLOWED as NOT_ALLOWED
    from .violations import TOO_LONG as TOO_LONG
    from .violations import UNKNOWN_FIELD as UNKNOWN_FIELD
    from .violations import Prepared as Prepared
    from .violations import Violation as Violation
else:
    # Out of a type checker's sight, so that it still reports a misspelt name.
    _MODULES = {
        "prepare_access_rule": "access_rules",
        "DefinitionOperation": "definitions",
        "from_details": "details",
        "service_details": "details",
        "check_field_deletion": "fields",
        "prepare_field": "fields",
        "prepare_filter": "filters",
        "check_addressing": "names",
        "duplicate_name": "names",
        "duplicate_names": "names",
        "repeated_value": "names",
        "prepare_object": "objects",
        "MAX_RECORD_BYTES": "records",
        "RecordOperation": "records",
        "prepare_record": "records",
        "FieldRule": "schema",
        "NameRules": "schema",
        "ObjectSchema": "schema",
        "BASE": "violations",
        "BLANK_VALUE": "violations",
        "DUPLICATE_VALUE": "violations",
        "INVALID_VALUE": "violations",
        "NOT_ALLOWED": "violations",
        "Prepared": "violations",
        "TOO_LONG": "violations",
        "UNKNOWN_FIELD": "violations",
        "Violation": "violations",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


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
    "repeated_value",
    "service_details",
]
