# Generated from spec/ by scripts/generate.py: do not edit.
"""The responses of the service."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .access_rule import AccessRule as AccessRule
    from .access_rule_condition import AccessRuleCondition as AccessRuleCondition
    from .access_rule_conditions import AccessRuleConditions as AccessRuleConditions
    from .access_rule_definitions import AccessRuleDefinitions as AccessRuleDefinitions
    from .access_rule_definitions_response import (
        AccessRuleDefinitionsResponse as AccessRuleDefinitionsResponse,
    )
    from .access_rule_field_definition import AccessRuleFieldDefinition as AccessRuleFieldDefinition
    from .access_rule_response import AccessRuleResponse as AccessRuleResponse
    from .access_rules_response import AccessRulesResponse as AccessRulesResponse
    from .action_definition import ActionDefinition as ActionDefinition
    from .condition_definition import ConditionDefinition as ConditionDefinition
    from .current_user_response import CurrentUserResponse as CurrentUserResponse
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
    from .custom_object_record_attachment import (
        CustomObjectRecordAttachment as CustomObjectRecordAttachment,
    )
    from .custom_object_record_attachment_response import (
        CustomObjectRecordAttachmentResponse as CustomObjectRecordAttachmentResponse,
    )
    from .custom_object_record_attachments_response import (
        CustomObjectRecordAttachmentsResponse as CustomObjectRecordAttachmentsResponse,
    )
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
    from .definition_metadata import DefinitionMetadata as DefinitionMetadata
    from .definition_operator import DefinitionOperator as DefinitionOperator
    from .definition_value import DefinitionValue as DefinitionValue
    from .export_filter import ExportFilter as ExportFilter
    from .export_meta import ExportMeta as ExportMeta
    from .exported_custom_object_record import (
        ExportedCustomObjectRecord as ExportedCustomObjectRecord,
    )
    from .filter_criteria import FilterCriteria as FilterCriteria
    from .filter_criterion import FilterCriterion as FilterCriterion
    from .incremental_custom_object_records_response import (
        IncrementalCustomObjectRecordsResponse as IncrementalCustomObjectRecordsResponse,
    )
    from .job_result import JobResult as JobResult
    from .job_result_error import JobResultError as JobResultError
    from .job_status import JobStatus as JobStatus
    from .job_status_response import JobStatusResponse as JobStatusResponse
    from .job_statuses_response import JobStatusesResponse as JobStatusesResponse
    from .lookup_source import LookupSource as LookupSource
    from .o_auth_token import OAuthToken as OAuthToken
    from .object_trigger import ObjectTrigger as ObjectTrigger
    from .object_trigger_definition_response import (
        ObjectTriggerDefinitionResponse as ObjectTriggerDefinitionResponse,
    )
    from .object_trigger_definitions import ObjectTriggerDefinitions as ObjectTriggerDefinitions
    from .object_trigger_response import ObjectTriggerResponse as ObjectTriggerResponse
    from .object_triggers_response import ObjectTriggersResponse as ObjectTriggersResponse
    from .permission_action import PermissionAction as PermissionAction
    from .permission_policies_response import (
        PermissionPoliciesResponse as PermissionPoliciesResponse,
    )
    from .permission_policy import PermissionPolicy as PermissionPolicy
    from .permission_policy_records import PermissionPolicyRecords as PermissionPolicyRecords
    from .permission_policy_response import PermissionPolicyResponse as PermissionPolicyResponse
    from .photo import Photo as Photo
    from .record_count import RecordCount as RecordCount
    from .relationship_filter_definition_response import (
        RelationshipFilterDefinitionResponse as RelationshipFilterDefinitionResponse,
    )
    from .relationship_filter_definitions import (
        RelationshipFilterDefinitions as RelationshipFilterDefinitions,
    )
    from .reverse_lookup_response import ReverseLookupResponse as ReverseLookupResponse
    from .trigger_action import TriggerAction as TriggerAction
    from .trigger_condition import TriggerCondition as TriggerCondition
    from .trigger_conditions import TriggerConditions as TriggerConditions
    from .user import User as User
    from .user_separation import UserSeparation as UserSeparation
    from .user_suspension import UserSuspension as UserSuspension
else:
    # Out of a type checker's sight, so that it still reports a misspelt name.
    _MODULES = {
        "AccessRule": "access_rule",
        "AccessRuleCondition": "access_rule_condition",
        "AccessRuleConditions": "access_rule_conditions",
        "AccessRuleDefinitions": "access_rule_definitions",
        "AccessRuleDefinitionsResponse": "access_rule_definitions_response",
        "AccessRuleFieldDefinition": "access_rule_field_definition",
        "AccessRuleResponse": "access_rule_response",
        "AccessRulesResponse": "access_rules_response",
        "ActionDefinition": "action_definition",
        "ConditionDefinition": "condition_definition",
        "CurrentUserResponse": "current_user_response",
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
        "CustomObjectRecordAttachment": "custom_object_record_attachment",
        "CustomObjectRecordAttachmentResponse": "custom_object_record_attachment_response",
        "CustomObjectRecordAttachmentsResponse": "custom_object_record_attachments_response",
        "CustomObjectRecordResponse": "custom_object_record_response",
        "CustomObjectRecordsCountResponse": "custom_object_records_count_response",
        "CustomObjectRecordsResponse": "custom_object_records_response",
        "CustomObjectResponse": "custom_object_response",
        "CustomObjectsResponse": "custom_objects_response",
        "DefinitionMetadata": "definition_metadata",
        "DefinitionOperator": "definition_operator",
        "DefinitionValue": "definition_value",
        "ExportFilter": "export_filter",
        "ExportMeta": "export_meta",
        "ExportedCustomObjectRecord": "exported_custom_object_record",
        "FilterCriteria": "filter_criteria",
        "FilterCriterion": "filter_criterion",
        "IncrementalCustomObjectRecordsResponse": "incremental_custom_object_records_response",
        "JobResult": "job_result",
        "JobResultError": "job_result_error",
        "JobStatus": "job_status",
        "JobStatusResponse": "job_status_response",
        "JobStatusesResponse": "job_statuses_response",
        "LookupSource": "lookup_source",
        "OAuthToken": "o_auth_token",
        "ObjectTrigger": "object_trigger",
        "ObjectTriggerDefinitionResponse": "object_trigger_definition_response",
        "ObjectTriggerDefinitions": "object_trigger_definitions",
        "ObjectTriggerResponse": "object_trigger_response",
        "ObjectTriggersResponse": "object_triggers_response",
        "PermissionAction": "permission_action",
        "PermissionPoliciesResponse": "permission_policies_response",
        "PermissionPolicy": "permission_policy",
        "PermissionPolicyRecords": "permission_policy_records",
        "PermissionPolicyResponse": "permission_policy_response",
        "Photo": "photo",
        "RecordCount": "record_count",
        "RelationshipFilterDefinitionResponse": "relationship_filter_definition_response",
        "RelationshipFilterDefinitions": "relationship_filter_definitions",
        "ReverseLookupResponse": "reverse_lookup_response",
        "TriggerAction": "trigger_action",
        "TriggerCondition": "trigger_condition",
        "TriggerConditions": "trigger_conditions",
        "User": "user",
        "UserSeparation": "user_separation",
        "UserSuspension": "user_suspension",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        globals()[name] = value
        return value


__all__ = [
    "AccessRule",
    "AccessRuleCondition",
    "AccessRuleConditions",
    "AccessRuleDefinitions",
    "AccessRuleDefinitionsResponse",
    "AccessRuleFieldDefinition",
    "AccessRuleResponse",
    "AccessRulesResponse",
    "ActionDefinition",
    "ConditionDefinition",
    "CurrentUserResponse",
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
    "CustomObjectRecordAttachment",
    "CustomObjectRecordAttachmentResponse",
    "CustomObjectRecordAttachmentsResponse",
    "CustomObjectRecordResponse",
    "CustomObjectRecordsCountResponse",
    "CustomObjectRecordsResponse",
    "CustomObjectResponse",
    "CustomObjectsResponse",
    "DefinitionMetadata",
    "DefinitionOperator",
    "DefinitionValue",
    "ExportFilter",
    "ExportMeta",
    "ExportedCustomObjectRecord",
    "FilterCriteria",
    "FilterCriterion",
    "IncrementalCustomObjectRecordsResponse",
    "JobResult",
    "JobResultError",
    "JobStatus",
    "JobStatusResponse",
    "JobStatusesResponse",
    "LookupSource",
    "OAuthToken",
    "ObjectTrigger",
    "ObjectTriggerDefinitionResponse",
    "ObjectTriggerDefinitions",
    "ObjectTriggerResponse",
    "ObjectTriggersResponse",
    "PermissionAction",
    "PermissionPoliciesResponse",
    "PermissionPolicy",
    "PermissionPolicyRecords",
    "PermissionPolicyResponse",
    "Photo",
    "RecordCount",
    "RelationshipFilterDefinitionResponse",
    "RelationshipFilterDefinitions",
    "ReverseLookupResponse",
    "TriggerAction",
    "TriggerCondition",
    "TriggerConditions",
    "User",
    "UserSeparation",
    "UserSuspension",
]
