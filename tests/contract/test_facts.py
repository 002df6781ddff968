"""The contract has every known operation, parameter and property, as it is known.

The tables in `facts/` contain what the vendor documents, in the contract's names. Intended
differences are listed here with their reasons.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.contract.document import DOCUMENT, OPERATIONS, SCHEMAS, Json, component, resolved

FOLDER = Path(__file__).parent / "facts"


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


FACTS = {row["operation"]: row for row in table("operations")}
PARAMETERS = {(row["operation"], row["in"], row["name"]): row for row in table("parameters")}
PROPERTIES = {(row["component"], row["property"]): row for row in table("properties")}

# ---------------------------------------------------------------------------- intended differences

FURTHER_SUCCESSES = {
    ("UpsertCustomObjectRecordByExternalIdOrName", "201"): "whether a creation answers it is open",
    ("DownloadCustomObjectRecordAttachment", "302"): "the prose promises a redirect",
    ("CreateTokenForGrantType", "200"): "OAuth prescribes it, the vendor documents 201",
}

_CURSOR = ("page[size]", "page[after]", "page[before]")
_OFFSET = ("page", "per_page")
FURTHER_PARAMETERS = {
    "ListCustomObjectFields": _CURSOR,
    "ListActiveObjectTriggers": _CURSOR,
    "GetSourcesByTarget": _CURSOR,
    "ListJobStatuses": _CURSOR,
    "ListObjectTriggers": _OFFSET,
    "SearchObjectTriggers": _OFFSET,
}
"""Paging that the vendor's prose promises, and its document does not declare."""

_COMMAS = "a comma list, which the vendor documents as one string"
_WIDE = "64 bits, as every id and time is"
OTHER_PARAMETERS: dict[tuple[str, str], tuple[str | None, str]] = {
    ("ListCustomObjectRecords", "filter[ids]"): ("array<string>", _COMMAS),
    ("ListCustomObjectRecords", "filter[external_ids]"): ("array<string>", _COMMAS),
    ("ShowManyJobStatuses", "ids"): ("array<string>", _COMMAS),
    ("DeleteManyObjectTriggers", "ids"): ("array<string>", _COMMAS),
    ("SearchObjectTriggers", "include"): ("array<string>", _COMMAS),
    ("AutocompleteCustomObjectRecordSearch", "filter[dynamic_values]"): (
        "map<string>",
        "ids of records, tags and empty texts are sent",
    ),
    ("IncrementalCustomObjectRecordExportCursor", "start_time"): ("integer(int64)", _WIDE),
    ("GetSourcesByTarget", "target_id"): ("string", "records have ULIDs"),
    ("GetSourcesByTarget", "field_id"): ("string", "a part of a path, alike with `target_id`"),
    ("ListJobStatuses", "page"): (None, "written out as the parameters that go over the wire"),
}
"""Parameters with another type, or without one."""

_ANY = "conditions and actions on other fields have other values"
_PHOTO = "its upload is not documented"
_FILTER = "the shape is documented in prose"
_NESTED = "groups may be nested"
_IMMUTABLE = "it can never be changed"
OTHER_PROPERTIES: dict[tuple[str, str], tuple[str | None, str]] = {
    ("AccessRuleCondition", "value"): ("any", _ANY),
    ("AccessRuleConditionInput", "value"): ("any", _ANY),
    ("TriggerCondition", "value"): ("any", _ANY),
    ("TriggerConditionInput", "value"): ("any", _ANY),
    ("TriggerAction", "value"): ("any", _ANY),
    ("TriggerActionInput", "value"): ("any", _ANY),
    ("ObjectTrigger", "created_at"): ("string(date-time)", "the examples are times"),
    ("ObjectTrigger", "updated_at"): ("string(date-time)", "the examples are times"),
    ("CustomObjectField", "relationship_filter"): ("FilterCriteria", _FILTER),
    ("CustomObjectFieldProperties", "rollup_filter_criteria"): ("FilterCriteria", _FILTER),
    ("CustomObjectFieldCreateInput", "relationship_filter"): ("FilterCriteriaInput", _FILTER),
    ("CustomObjectFieldUpdateInput", "relationship_filter"): ("FilterCriteriaInput", _FILTER),
    ("CustomObjectFieldPropertiesInput", "rollup_filter_criteria"): (
        "FilterCriteriaInput",
        _FILTER,
    ),
    ("CustomObjectRecordFilteredSearchGroups", "$and"): (
        "array<CustomObjectRecordsFilter>",
        _NESTED,
    ),
    ("CustomObjectRecordFilteredSearchGroups", "$or"): (
        "array<CustomObjectRecordsFilter>",
        _NESTED,
    ),
    ("CustomObjectRecord", "photo"): ("Photo", "the shape is documented in prose"),
    ("User", "photo"): ("Photo", "the shape is documented in prose"),
    ("JobResult", "details"): ("any", "as in errors, any shape must be expected"),
    ("JobResult", "id"): ("string | integer", "records have ULIDs, other things integers"),
    ("CustomFieldOptionInput", "allow_solving"): (None, "it has a meaning for tickets only"),
    ("CustomObjectFieldUpdateInput", "key"): (None, _IMMUTABLE),
    ("CustomObjectFieldUpdateInput", "relationship_target_type"): (None, _IMMUTABLE),
    ("CustomObjectRecordCreateInput", "photo"): (None, _PHOTO),
    ("CustomObjectRecordUpdateInput", "photo"): (None, _PHOTO),
    ("CustomObjectRecordUpsertInput", "photo"): (None, _PHOTO),
    ("CustomObjectRecordBulkItem", "photo"): (None, _PHOTO),
}
"""Properties with another type, or omitted ones."""

# ----------------------------------------------------------------------------------- what is known

WRITTEN_FORMS = {
    "AccessRule": ("AccessRuleCreateInput", "AccessRuleUpdateInput"),
    "CustomFieldOption": ("CustomFieldOptionInput",),
    "CustomObject": ("CustomObjectCreateInput", "CustomObjectUpdateInput"),
    "CustomObjectField": ("CustomObjectFieldCreateInput", "CustomObjectFieldUpdateInput"),
    "CustomObjectFieldProperties": ("CustomObjectFieldPropertiesInput",),
    "CustomObjectRecord": (
        "CustomObjectRecordCreateInput",
        "CustomObjectRecordUpdateInput",
        "CustomObjectRecordUpsertInput",
        "CustomObjectRecordBulkItem",
    ),
    "ObjectTrigger": ("ObjectTriggerCreateInput", "ObjectTriggerUpdateInput"),
}

WRITTEN_ALL_THE_SAME = {
    ("CustomFieldOptionInput", "id"): "which existing option it is",
    ("CustomObjectRecordBulkItem", "id"): "which record an update is of",
}
"""Read-only properties that identify the written thing instead of changing it."""

MANDATORY = {
    "AccessRuleConditionInput": {"field", "operator"},
    "CustomFieldOptionInput": {"name", "value"},
    "CustomObjectCreateInput": {"key", "title", "title_pluralized"},
    "CustomObjectFieldCreateInput": {"key", "title"},
    "CustomObjectRecordAttachmentUpdateInput": {"malware_access_override"},
    "CustomObjectRecordsBulkJob": {"action", "items"},
    "FilterCriterionInput": {"field", "operator"},
    "ObjectTriggerBulkUpdateItem": {"id"},
    "ObjectTriggerCreateInput": {"title", "conditions", "actions"},
    "TokenRequest": {"grant_type", "client_id"},
    "TriggerActionInput": {"field"},
    "TriggerConditionInput": {"field", "operator"},
}
"""Required properties without envelopes. Whether a record needs a name depends on its object."""

KNOWN_VALUES = {
    "AccessRuleOperator": (
        "is is_not greater_than less_than greater_than_equal less_than_equal includes not_includes"
        " matches not_matches present not_present"
    ),
    "BulkJobAction": (
        "create update delete delete_by_external_id create_or_update_by_external_id"
        " create_or_update_by_name"
    ),
    "CustomFieldType": (
        "text textarea checkbox currency date integer decimal regexp dropdown lookup multiselect"
        " parent"
    ),
    "GrantType": "client_credentials refresh_token authorization_code",
    "JobState": "queued working completed failed aborted killed",
    "MalwareScanStatus": "malware_found malware_not_found failed_to_scan not_scanned",
    "RecordSortOrder": "id updated_at -id -updated_at",
    "RelationshipTargetType": "zen:user zen:organization zen:ticket zen:article zen:brand",
    "RollupAggregationType": "COUNT SUM MIN MAX",
    "SearchSortOrder": "name -name created_at -created_at updated_at -updated_at",
    "SortDirection": "asc desc",
    "TriggerSideload": "usage_1h usage_24h usage_7d",
    "TriggerSortKey": "alphabetical created_at updated_at position usage_1h usage_24h usage_7d",
    "TriggerSortOrderCursor": "alphabetical created_at updated_at position",
}

# -------------------------------------------------------------------------------------- operations


def test_the_contract_has_exactly_the_known_operations() -> None:
    assert OPERATIONS.keys() == FACTS.keys()
    assert len(OPERATIONS) == 56 + 2  # the endpoint that issues tokens, and the current user


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_an_operation_is_as_known(operation: Any) -> None:
    known = FACTS[operation.id]
    assert (operation.method, operation.path) == (known["method"], known["path"])
    assert operation.definition["tags"] == [known["group"]]
    assert (operation.media_type or "-") == known["media type"]
    if operation.media_type:
        assert component(operation.body) == known["body"]
    successes = {
        status: answer for digit in "23" for status, answer in operation.answers(digit).items()
    }
    further = {status for name, status in FURTHER_SUCCESSES if name == operation.id}
    assert successes.keys() == {known["status"]} | further
    for status, answer in successes.items():
        expected = "-" if status == "302" else known["answer"]
        assert answered(answer) == expected


def answered(answer: Json) -> str:
    for content in answer.get("content", {}).values():
        return component(content["schema"]) or type_of(content["schema"])
    return "-"


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_parameters_are_as_known(operation: Any) -> None:
    wanted = {}
    for (name, place, parameter), row in PARAMETERS.items():
        if name == operation.id:
            kind, _ = OTHER_PARAMETERS.get((name, parameter), (row["type"], ""))
            if kind:
                wanted[place, parameter] = (kind, row["required"], row["default"])
    for parameter in FURTHER_PARAMETERS.get(operation.id, ()):
        is_cursor = parameter in ("page[after]", "page[before]")
        wanted["query", parameter] = ("string" if is_cursor else "integer", "no", "-")
    assert wanted == {
        (parameter["in"], parameter["name"]): (
            type_of(parameter["schema"]),
            "yes" if parameter.get("required") else "no",
            str(parameter["schema"].get("default", "-")).lower(),
        )
        for parameter in operation.parameters
    }


# -------------------------------------------------------------------------------------- properties


@pytest.mark.parametrize(("name", "schema"), SCHEMAS.items(), ids=list(SCHEMAS))
def test_properties_are_as_known(name: str, schema: Json) -> None:
    wanted = {}
    for (owner, property_), row in PROPERTIES.items():
        if owner == name:
            kind, _ = OTHER_PROPERTIES.get((owner, property_), (row["type"], ""))
            if kind:
                wanted[property_] = kind
    properties = schema.get("properties", {})
    assert {key: type_of(value) for key, value in properties.items()} == wanted


@pytest.mark.parametrize(
    ("name", "property_"),
    [
        (row["component"], row["property"])
        for row in PROPERTIES.values()
        if row["nullable"] == "yes" and (row["component"], row["property"]) not in OTHER_PROPERTIES
    ],
)
def test_null_is_allowed_where_it_is_known(name: str, property_: str) -> None:
    assert takes_null(SCHEMAS[name]["properties"][property_])


@pytest.mark.parametrize("name", WRITTEN_FORMS)
def test_read_only_properties_are_in_no_request(name: str) -> None:
    read_only = {
        row["property"]
        for row in PROPERTIES.values()
        if row["component"] == name and row["read only"] == "yes"
    }
    for written in WRITTEN_FORMS[name]:
        allowed = {key for form, key in WRITTEN_ALL_THE_SAME if form == written}
        assert read_only & SCHEMAS[written]["properties"].keys() == allowed


def test_schemas_are_for_requests_or_for_responses() -> None:
    """A schema is for requests or for responses; only one without own properties is for both."""
    sides = {row["component"]: row["side"] for row in PROPERTIES.values()}
    written = reachable({component(o.body) for o in OPERATIONS.values() if o.media_type})
    read = reachable(
        {
            component(content["schema"])
            for operation in OPERATIONS.values()
            for answer in operation.answers("2").values()
            for content in answer.get("content", {}).values()
        }
        - {""}
    )
    assert {name for name in written if "properties" in SCHEMAS[name]} == {
        name for name, side in sides.items() if side == "write"
    }
    assert {name for name in read if "properties" in SCHEMAS[name]} == {
        name for name, side in sides.items() if side == "read" and not name.startswith("Error")
    }


@pytest.mark.parametrize(
    "name", [name for name in SCHEMAS if name.endswith("Input") or name in MANDATORY]
)
def test_required_properties_are_as_known(name: str) -> None:
    assert set(SCHEMAS[name].get("required", ())) == MANDATORY.get(name, set())


@pytest.mark.parametrize("name", KNOWN_VALUES)
def test_enumerations_are_open_and_as_known(name: str) -> None:
    known, anything = SCHEMAS[name]["anyOf"]
    assert set(known["enum"]) == set(KNOWN_VALUES[name].split())
    assert anything == {"type": "string"}, "a list of known values may grow"


def test_every_enumeration_is_covered() -> None:
    def enumerations(node: Any) -> int:
        items = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        own = isinstance(node, dict) and isinstance(node.get("enum"), list)
        return own + sum(map(enumerations, items))

    assert enumerations(DOCUMENT["components"]) == len(KNOWN_VALUES)


@pytest.mark.parametrize(
    ("schema", "keyword", "limit"),
    [
        ("CustomFieldOptionInput.value", "maxLength", 255),
        ("CustomObjectFieldPropertiesInput.allowed_currencies", "maxItems", 1),
        ("CustomObjectFieldPropertiesInput.autoincrement_next_sequence", "minimum", 0),
        ("CustomObjectFieldPropertiesInput.autoincrement_padding", "maximum", 9),
        ("CustomObjectFieldPropertiesInput.autoincrement_padding", "minimum", 0),
        ("CustomObjectFieldPropertiesInput.autoincrement_prefix", "maxLength", 30),
        ("CustomObjectFieldCreateInput.custom_field_options", "maxItems", 2000),
        ("CustomObjectFieldUpdateInput.custom_field_options", "maxItems", 2000),
        ("CustomObjectRecordsBulkJob.items", "maxItems", 100),
        ("ObjectTriggerCreateInput.actions", "maxItems", 25),
        ("ObjectTriggerUpdateInput.actions", "maxItems", 25),
        ("TokenRequest.expires_in", "minimum", 300),
        ("TokenRequest.expires_in", "maximum", 172_800),
        ("TokenRequest.refresh_token_expires_in", "minimum", 604_800),
        ("TokenRequest.refresh_token_expires_in", "maximum", 7_776_000),
    ],
)
def test_limits_of_values_are_as_known(schema: str, keyword: str, limit: int) -> None:
    name, property_ = schema.split(".")
    assert SCHEMAS[name]["properties"][property_][keyword] == limit


@pytest.mark.parametrize(
    ("name", "keyword", "limit"),
    [("PageSize", "maximum", 100), ("PerPage", "maximum", 100), ("ExportPerPage", "maximum", 1000)],
)
def test_limits_of_page_sizes_are_as_known(name: str, keyword: str, limit: int) -> None:
    assert DOCUMENT["components"]["parameters"][name]["schema"][keyword] == limit


# ----------------------------------------------------------------------------------------- reading


def type_of(schema: Json) -> str:
    """The type of a schema as in the tables, without null."""
    if "$ref" in schema:
        name, target = component(schema), resolved(schema)
        named = "properties" in target or name == "CustomObjectRecordsFilter"
        return name if named else type_of(target)
    if "anyOf" in schema:
        kinds = dict.fromkeys(map(type_of, schema["anyOf"]))
        return " | ".join(kind for kind in kinds if kind != "null")
    if "additionalProperties" in schema:
        values = schema["additionalProperties"]
        return f"map<{type_of(values)}>" if values else "map"
    if "type" not in schema:
        return "any"
    names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    form = f"({schema['format']})" if "format" in schema else ""
    parts = {
        name: f"array<{type_of(schema['items'])}>" if name == "array" else name + form
        for name in names
    }
    return " | ".join(kind for name, kind in parts.items() if name != "null" or len(parts) == 1)


def takes_null(schema: Json) -> bool:
    schema = resolved(schema)
    if "anyOf" in schema:
        return any(map(takes_null, schema["anyOf"]))
    return "type" not in schema or "null" in schema["type"]


def reachable(names: set[str]) -> set[str]:
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= references(SCHEMAS[name]) - found
    return found


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {component(node)} - {""}
        return own.union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()
