# Generated from spec/ by scripts/generate.py: do not edit.
"""The bodies of requests: plain dictionaries, checked by the type checker."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict, Union

from .types import File

ConditionValue: TypeAlias = Any
"""What a condition compares with: a string, a number, a boolean, a list of strings and
numbers, or null where the operator needs no value."""


class FilterCriterionInput(TypedDict):
    """One condition of a relationship filter or of a roll-up."""

    field: str
    """What to look at."""
    operator: str
    """How to compare it."""
    value: NotRequired[ConditionValue]


class CustomObjectCreateInput(TypedDict):
    """A new object."""

    key: str
    """Identifies the object for ever; unique in the account. Which characters and how many are
    allowed, and whether words are reserved, is not established: lowercase letters, digits and
    underscores are known to work."""
    title: str
    """What one record is called."""
    title_pluralized: str
    """What several records are called."""
    description: NotRequired[str]
    """What the object is for."""
    include_in_list_view: NotRequired[bool]
    """Whether agents see the page that lists the records. It does not restrict the API."""
    allows_photos: NotRequired[bool]
    """Whether records may have a photo."""
    allows_attachments: NotRequired[bool]
    """Whether files may be attached to records."""


class CustomObjectsCreateRequest(TypedDict):
    """Creates an object."""

    custom_object: CustomObjectCreateInput


class CustomObjectUpdateInput(TypedDict):
    """What to change of an object."""

    title: NotRequired[str]
    """What one record is called."""
    title_pluralized: NotRequired[str]
    """What several records are called."""
    description: NotRequired[str]
    """What the object is for."""
    raw_title: NotRequired[str]
    """The title, with placeholders of dynamic content. Whether it can be written is not
    established; `title` takes placeholders too, and is what clients write."""
    raw_title_pluralized: NotRequired[str]
    """The title in the plural, with placeholders. As for `raw_title`, not established."""
    raw_description: NotRequired[str]
    """The description, with placeholders. As for `raw_title`, not established."""
    include_in_list_view: NotRequired[bool]
    """Whether agents see the page that lists the records. It does not restrict the API."""
    allows_photos: NotRequired[bool]
    """Whether records may have a photo. Turning it off keeps the photos there are."""
    allows_attachments: NotRequired[bool]
    """Whether files may be attached. Turning it off keeps the files there are."""


class CustomObjectUpdateRequest(TypedDict):
    """Updates an object."""

    custom_object: CustomObjectUpdateInput


CustomFieldType: TypeAlias = (
    Literal[
        "text",
        "textarea",
        "checkbox",
        "currency",
        "date",
        "integer",
        "decimal",
        "regexp",
        "dropdown",
        "lookup",
        "multiselect",
        "parent",
    ]
    | str
)
"""Type of a field. A roll-up has type `integer`, `decimal` or `date` and is told by its
properties."""

RelationshipTargetType: TypeAlias = (
    Literal["zen:user", "zen:organization", "zen:ticket", "zen:article", "zen:brand"] | str
)
"""What a relationship points to: one of the listed, or `zen:custom_object:` with the key of
an object. A parent field cannot point to `zen:article` or `zen:brand`."""

RollupAggregationType: TypeAlias = Literal["COUNT", "SUM", "MIN", "MAX"] | str
"""What a roll-up computes from the child records."""


class CustomFieldOptionInput(TypedDict):
    """One choice of a dropdown or multiselect field."""

    id: NotRequired[int | None]
    """Id of an existing option. Leave it out for a new one, though what an update expects there
    is not established."""
    name: str
    """What people see."""
    value: str
    """What records hold. Different for every option of the field; at most 255 characters (H)."""
    position: NotRequired[int]
    """Place among the options."""


AllowedCurrency: TypeAlias = str
"""An ISO 4217 code."""


class CustomObjectFieldsReorderRequest(TypedDict):
    """Orders the fields of an object."""

    custom_object_field_ids: list[str]
    """Ids of fields in their new order, as strings. It need not name all fields (C)."""


CustomFieldValues: TypeAlias = dict[str, Any]
"""Values of custom fields, by the keys of the fields. Null is no value: it clears one that
is written, and a field without a value may come back as null or be missing.

* text, textarea, regexp: string; its greatest length is not documented
* checkbox: boolean (C)
* integer: number; one example of the vendor shows a string (U)
* decimal: number (C); other forms are not established (U)
* date: `YYYY-MM-DD`; it may come back with a time after a `T` (C)
* dropdown: `value` of an option
* multiselect: list of `value`s of options
* lookup, parent: id of the target as a string. Written also as `external_id:` and the
external id or, where names are unique, `name:` and the name; kept and read as the id
* currency: not documented (U)
* roll-up: computed; it cannot be written"""


class CustomObjectRecordCreateInput(TypedDict):
    """A new record."""

    name: NotRequired[str | None]
    """Name of the record. Mandatory unless the object numbers its names, and then refused; so it
    is not marked as required. An explicit null is accepted where names are numbered (C)."""
    external_id: NotRequired[str | None]
    """The record's id in another system. Unique in the object; case-sensitive."""
    custom_object_fields: NotRequired[CustomFieldValues]


class CustomObjectRecordsCreateRequest(TypedDict):
    """Creates a record."""

    custom_object_record: CustomObjectRecordCreateInput


class CustomObjectRecordUpdateInput(TypedDict):
    """What to change of a record."""

    name: NotRequired[str | None]
    """New name. Refused where names are numbered."""
    external_id: NotRequired[str | None]
    """New external id; null for none."""
    custom_object_fields: NotRequired[CustomFieldValues]


class CustomObjectRecordUpdateRequest(TypedDict):
    """Updates a record."""

    custom_object_record: CustomObjectRecordUpdateInput


class CustomObjectRecordUpsertInput(TypedDict):
    """What a record is to have, whether it exists already or not."""

    name: NotRequired[str | None]
    """Name of the record. Needed when the record is created by external id, unless names are
    numbered. Leave it out when the record is addressed by its name."""
    external_id: NotRequired[str | None]
    """External id. Leave it out when the record is addressed by it: whether the body may repeat
    it is not established."""
    custom_object_fields: NotRequired[CustomFieldValues]


class CustomObjectRecordsUpsertRequest(TypedDict):
    """Creates or updates a record."""

    custom_object_record: CustomObjectRecordUpsertInput


FilterValue: TypeAlias = str | int | float | bool | list[str | int | float]
"""What to compare with. Dates and times in ISO 8601; dropdowns by the values of options;
lookups by ids."""

BulkJobAction: TypeAlias = (
    Literal[
        "create",
        "update",
        "delete",
        "delete_by_external_id",
        "create_or_update_by_external_id",
        "create_or_update_by_name",
    ]
    | str
)
"""What a bulk job does with its items."""


class CustomObjectRecordBulkItem(TypedDict):
    """A record of a bulk job."""

    id: NotRequired[str]
    """Id of the record, for `update` only."""
    name: NotRequired[str | None]
    """Name of the record, by the rules for single records."""
    external_id: NotRequired[str | None]
    """The record's id in another system."""
    custom_object_fields: NotRequired[CustomFieldValues]


class CustomObjectRecordsBulkJob(TypedDict):
    """A job on up to 100 records."""

    action: BulkJobAction
    items: list[CustomObjectRecordBulkItem | str]
    """Records, or for the deletions ids or external ids."""


class CustomObjectRecordsBulkCreateRequest(TypedDict):
    """Queues a bulk job."""

    job: CustomObjectRecordsBulkJob


class CustomObjectRecordAttachmentCreateRequest(TypedDict):
    """A form with one file."""

    uploaded_data: File
    """The file, at most 10 MB. Its name and its media type are given in the headers of the part."""


class CustomObjectRecordAttachmentUpdateInput(TypedDict):
    """What to change of an attachment."""

    malware_access_override: bool
    """Whether the file may be downloaded although malware was found in it."""


class CustomObjectRecordAttachmentUpdateRequest(TypedDict):
    """Updates an attachment."""

    custom_object_record_attachment: CustomObjectRecordAttachmentUpdateInput


AccessRuleOperator: TypeAlias = (
    Literal[
        "is",
        "is_not",
        "greater_than",
        "less_than",
        "greater_than_equal",
        "less_than_equal",
        "includes",
        "not_includes",
        "matches",
        "not_matches",
        "present",
        "not_present",
    ]
    | str
)
"""How an access rule compares."""


class AccessRuleConditionInput(TypedDict):
    """One condition of an access rule."""

    field: str
    """What to look at: `created_by_user`, `name`, or `custom_object.boat.custom_fields.kind` and
    the like."""
    operator: AccessRuleOperator
    value: NotRequired[ConditionValue]
    """What to compare with. Null or left out where the operator needs none, as `present`."""


class AccessRuleConditionsInput(TypedDict):
    """Conditions of an access rule. Both lists apply."""

    all: NotRequired[list[AccessRuleConditionInput]]
    """Every one of these must hold."""
    any: NotRequired[list[AccessRuleConditionInput]]
    """At least one of these must hold, if there are any."""


class AccessRuleCreateInput(TypedDict):
    """A new access rule. Which of its properties are mandatory is not documented."""

    title: NotRequired[str]
    """What the rule is called."""
    description: NotRequired[str]
    """What the rule is for."""
    conditions: NotRequired[AccessRuleConditionsInput]


class AccessRuleCreateRequest(TypedDict):
    """Creates an access rule."""

    access_rule: AccessRuleCreateInput


class AccessRuleUpdateInput(TypedDict):
    """What to change of an access rule."""

    title: NotRequired[str]
    """What the rule is called."""
    description: NotRequired[str]
    """What the rule is for."""
    conditions: NotRequired[AccessRuleConditionsInput]


class AccessRuleUpdateRequest(TypedDict):
    """Updates an access rule."""

    access_rule: AccessRuleUpdateInput


class PermissionActionInput(TypedDict):
    """Whether an action is to be allowed, and with which records."""

    allowed: NotRequired[bool]
    """Whether it is allowed."""
    rule_id: NotRequired[int | None]
    """Id of the access rule that limits it. Null for all records."""


class PermissionPolicyRecordsInput(TypedDict):
    """What a role is to be allowed to do with records."""

    create: NotRequired[PermissionActionInput]
    """Creating records."""
    read: NotRequired[PermissionActionInput]
    """Reading records."""
    update: NotRequired[PermissionActionInput]
    """Changing records."""
    delete: NotRequired[PermissionActionInput]
    """Deleting records."""


class PermissionPolicyUpdateInput(TypedDict):
    """What to change of a permission policy."""

    records: NotRequired[PermissionPolicyRecordsInput]


class PermissionPolicyUpdateRequest(TypedDict):
    """Updates a permission policy."""

    policy: PermissionPolicyUpdateInput


class TriggerConditionInput(TypedDict):
    """One condition of a trigger."""

    field: str
    """What to look at."""
    operator: str
    """How to compare it."""
    value: NotRequired[ConditionValue]


class TriggerConditionsInput(TypedDict):
    """When a trigger is to fire. Both lists apply; at most 50 conditions (H)."""

    all: NotRequired[list[TriggerConditionInput] | None]
    """Every one of these must hold."""
    any: NotRequired[list[TriggerConditionInput] | None]
    """At least one of these must hold, if there are any."""


class TriggerActionInput(TypedDict):
    """One thing a trigger is to do."""

    field: str
    """What to set or do."""
    value: NotRequired[ConditionValue]


class ObjectTriggerCreateInput(TypedDict):
    """A new trigger."""

    title: str
    """What the trigger is called."""
    description: NotRequired[str]
    """What the trigger is for."""
    active: NotRequired[bool]
    """Whether the trigger is switched on."""
    position: NotRequired[int]
    """Place among the triggers."""
    raw_title: NotRequired[str]
    """Whether it can be written is not established. Not needed: `title` takes placeholders of
    dynamic content too."""
    conditions: TriggerConditionsInput
    actions: list[TriggerActionInput]
    """What it does, at most 25 things (H)."""


class ObjectTriggerCreateRequest(TypedDict):
    """Creates a trigger."""

    trigger: ObjectTriggerCreateInput


class ObjectTriggerUpdateInput(TypedDict):
    """What to change of a trigger. `conditions` and `actions` go together."""

    title: NotRequired[str]
    """What the trigger is called."""
    description: NotRequired[str]
    """What the trigger is for."""
    active: NotRequired[bool]
    """Whether the trigger is switched on."""
    position: NotRequired[int]
    """Place among the triggers."""
    raw_title: NotRequired[str]
    """Whether it can be written is not established. Not needed: `title` takes placeholders of
    dynamic content too."""
    conditions: NotRequired[TriggerConditionsInput]
    actions: NotRequired[list[TriggerActionInput]]
    """All it is to do from now on, at most 25 things (H)."""


class ObjectTriggerUpdateRequest(TypedDict):
    """Updates a trigger."""

    trigger: ObjectTriggerUpdateInput


class ObjectTriggerBulkUpdateItem(TypedDict):
    """What to change of one of several triggers."""

    id: int
    """Id of the trigger."""
    position: NotRequired[int]
    """New place among the triggers."""
    active: NotRequired[bool]
    """Whether the trigger is switched on."""


class ObjectTriggerBulkUpdateRequest(TypedDict):
    """Updates several triggers."""

    triggers: list[ObjectTriggerBulkUpdateItem]
    """The triggers, all of one object."""


GrantType: TypeAlias = Literal["client_credentials", "refresh_token", "authorization_code"] | str
"""What is exchanged for a token."""


class TokenRequest(TypedDict):
    """Exchanges credentials for a token."""

    grant_type: GrantType
    client_id: str
    """Unique identifier of the OAuth client."""
    client_secret: NotRequired[str]
    """Secret of a confidential client."""
    scope: NotRequired[str]
    """Scopes separated by spaces: `read`, `write`, `impersonate`, or such as `tickets:read`. A
    string; a list is accepted and gives a token that may do nothing."""
    expires_in: NotRequired[int]
    """Seconds the access token is to be valid, from 5 minutes to 2 days, and less than the
    refresh token. Without it the setting of the client decides: half an hour for global
    clients since February 2026 (D)."""
    refresh_token: NotRequired[str]
    """The refresh token, for that grant."""
    refresh_token_expires_in: NotRequired[int]
    """Seconds the next refresh token is to be valid, 7 to 90 days. Default 30 days."""
    code: NotRequired[str]
    """The authorization code, for that grant. Valid for 120 seconds."""
    code_verifier: NotRequired[str]
    """The PKCE verifier, for an authorization code that was asked for with a challenge."""
    redirect_uri: NotRequired[str]
    """The redirect address used to obtain the authorization code."""


class FilterCriteriaInput(TypedDict):
    """Conditions of a relationship filter or of a roll-up. Targets of type `zen:article` and
    `zen:brand` take none."""

    all: NotRequired[list[FilterCriterionInput]]
    """Every one of these must hold."""
    any: NotRequired[list[FilterCriterionInput]]
    """At least one of these must hold, if there are any."""


class CustomObjectFieldPropertiesInput(TypedDict):
    """Settings of a field that depend on its type."""

    is_unique: NotRequired[bool]
    """`standard::name`: whether names are unique. Not together with numbering, and not
    changeable once the object has any record."""
    autoincrement_enabled: NotRequired[bool]
    """`standard::name`: whether the service numbers the names. Not together with uniqueness.
    This and the rest of the numbering cannot be changed once the object has any record."""
    autoincrement_prefix: NotRequired[str]
    """`standard::name`: what stands before the number."""
    autoincrement_padding: NotRequired[int]
    """`standard::name`: least number of digits. Larger numbers take more."""
    autoincrement_next_sequence: NotRequired[int]
    """`standard::name`: the next number. Not less than the current one."""
    allowed_currencies: NotRequired[list[AllowedCurrency]]
    """`currency`: the one currency, as an ISO 4217 code. Never changes."""
    cascade_permissions_enabled: NotRequired[bool]
    """`parent`: whether who may see the parent decides who may see the child. Default false; one
    field of an object at most. It closes listing, counting and text search to agents."""
    rollup_child_object: NotRequired[str]
    """Roll-up: the object whose records are summed up, `zen:custom_object:` and its key. It must
    have a parent field that points to this object."""
    rollup_aggregation_type: NotRequired[RollupAggregationType]
    """Roll-up: what is computed."""
    rollup_aggregated_field: NotRequired[str | None]
    """Roll-up: key of the field of the child object that is summed up. Not for COUNT."""
    rollup_filter_criteria: NotRequired[FilterCriteriaInput | None]
    """Roll-up: which child records count. Null for all."""


CustomObjectRecordFilteredSearchComparison = TypedDict(
    "CustomObjectRecordFilteredSearchComparison",
    {
        "$eq": NotRequired["FilterValue"],
        "$noteq": NotRequired["FilterValue"],
        "$gt": NotRequired["FilterValue"],
        "$gte": NotRequired["FilterValue"],
        "$lt": NotRequired["FilterValue"],
        "$lte": NotRequired["FilterValue"],
        "$in": NotRequired["FilterValue"],
        "$notin": NotRequired["FilterValue"],
        "$contains": NotRequired["FilterValue"],
        "$notcontains": NotRequired["FilterValue"],
        "$exists": NotRequired["FilterValue"],
    },
)


class CustomObjectFieldCreateInput(TypedDict):
    """A new field."""

    key: str
    """Names the value in records for ever: letters, digits and underscores, not digits only.
    Keys such as `id` or `name` are better avoided."""
    title: str
    """What the field is called."""
    type: NotRequired[CustomFieldType]
    """Type of the field. Default `text`."""
    description: NotRequired[str]
    """What the field is for."""
    raw_title: NotRequired[str]
    """Whether it can be written is not established. Not needed: `title` takes placeholders of
    dynamic content too."""
    raw_description: NotRequired[str]
    """Whether it can be written is not established. Not needed: `description` takes placeholders
    of dynamic content too."""
    active: NotRequired[bool]
    """Whether the field is in use."""
    position: NotRequired[int]
    """Place among the fields."""
    required: NotRequired[bool]
    """Whether a record needs a value."""
    tag: NotRequired[str]
    """Tag of a checkbox."""
    regexp_for_validation: NotRequired[str | None]
    """Pattern that values of a regexp field must match, written as in Ruby."""
    custom_field_options: NotRequired[list[CustomFieldOptionInput]]
    """Options of a dropdown or multiselect. Two of the same value are accepted, and make the
    field impossible to edit (D)."""
    relationship_target_type: NotRequired[RelationshipTargetType]
    """What a lookup or parent field points to. Never changes."""
    relationship_filter: NotRequired[FilterCriteriaInput]
    """What narrows the choice of a lookup's target."""
    properties: NotRequired[CustomObjectFieldPropertiesInput]
    """Further settings that depend on the type."""


class CustomObjectFieldsCreateRequest(TypedDict):
    """Creates a field."""

    custom_object_field: CustomObjectFieldCreateInput


class CustomObjectFieldUpdateInput(TypedDict):
    """What to change of a field. Of a standard field only `title`, `description` and
    `properties`."""

    title: NotRequired[str]
    """What the field is called."""
    type: NotRequired[CustomFieldType]
    """Whether a type can be changed is not established. Better leave it out."""
    description: NotRequired[str]
    """What the field is for."""
    raw_title: NotRequired[str]
    """Whether it can be written is not established. Not needed: `title` takes placeholders of
    dynamic content too."""
    raw_description: NotRequired[str]
    """Whether it can be written is not established. Not needed: `description` takes placeholders
    of dynamic content too."""
    active: NotRequired[bool]
    """Whether the field is in use."""
    position: NotRequired[int]
    """Place among the fields."""
    required: NotRequired[bool]
    """Whether a record needs a value. Fixed for `standard::name`."""
    tag: NotRequired[str]
    """Tag of a checkbox."""
    regexp_for_validation: NotRequired[str | None]
    """Pattern that values of a regexp field must match, written as in Ruby."""
    custom_field_options: NotRequired[list[CustomFieldOptionInput]]
    """All options the field is to have from now on. One left out is removed, with its values."""
    relationship_filter: NotRequired[FilterCriteriaInput | None]
    """What narrows the choice of a lookup's target. Null for no filter (U)."""
    properties: NotRequired[CustomObjectFieldPropertiesInput]
    """Further settings that depend on the type."""


class CustomObjectFieldUpdateRequest(TypedDict):
    """Updates a field."""

    custom_object_field: CustomObjectFieldUpdateInput


CustomObjectRecordFilteredSearchCondition: TypeAlias = dict[
    str, CustomObjectRecordFilteredSearchComparison
]
"""One condition: the name of a field, with what its value is compared with. Custom fields
are named `custom_object_fields.` and the key."""


class CustomObjectRecordsFilteredSearchRequest(TypedDict):
    """A filtered search."""

    filter: NotRequired["CustomObjectRecordsFilter"]


CustomObjectRecordsFilter: TypeAlias = Union[
    "CustomObjectRecordFilteredSearchGroups", CustomObjectRecordFilteredSearchCondition
]
"""Either one condition or groups of conditions."""

CustomObjectRecordFilteredSearchGroups = TypedDict(
    "CustomObjectRecordFilteredSearchGroups",
    {
        "$and": NotRequired["list[CustomObjectRecordsFilter]"],
        "$or": NotRequired["list[CustomObjectRecordsFilter]"],
    },
)
