"""Errors of the vendor's document are corrected here, each with its reason."""

from __future__ import annotations

import pytest

from tests.contract.document import (
    DOCUMENT,
    OPERATIONS,
    SCHEMAS,
    Described,
    Json,
    component,
    resolved,
    validate,
)

CURSOR = {"page[size]", "page[after]", "page[before]"}


def schema(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def fits(value: object, name: str) -> bool:
    return not validate(value, schema(name))


def property_of(name: str, key: str) -> Json:
    found: Json = SCHEMAS[name]["properties"][key]
    return found


def parameters(operation: Described) -> set[str]:
    return {parameter["name"] for parameter in operation.parameters}


def success(operation: Described) -> Json:
    """The schema of the response 200."""
    (content,) = operation.answers("2")["200"]["content"].values()
    return resolved(content["schema"])


def corrected(node: Json) -> bool:
    return len(node.get("x-correction", "")) > 40


@pytest.mark.parametrize(
    ("operation", "wrapper"),
    [
        ("UpdateCustomObject", "custom_object"),
        ("UpdateCustomObjectField", "custom_object_field"),
        ("UpdateCustomObjectRecord", "custom_object_record"),
        ("ReorderCustomObjectFields", "custom_object_field_ids"),
    ],
)
def test_updates_have_a_body(operation: str, wrapper: str) -> None:
    described = OPERATIONS[operation]
    assert described.definition["requestBody"]["required"]
    assert resolved(described.body)["required"] == [wrapper]
    assert corrected(described.definition)


@pytest.mark.parametrize("operation", ["Create", "Update", "Upsert"])
def test_the_name_of_a_record_can_be_written_and_is_never_required(operation: str) -> None:
    name = f"CustomObjectRecord{operation}Input"
    assert fits({"name": "Albatross"}, name)
    assert fits({}, name)
    assert "name" not in SCHEMAS["CustomObjectRecord"]["required"]
    assert corrected(property_of("CustomObjectRecord", "name"))


def test_the_key_of_an_object_is_written_only_on_creation() -> None:
    assert fits(
        {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}, "CustomObjectCreateInput"
    )
    assert not fits({"title": "Boat", "title_pluralized": "Boats"}, "CustomObjectCreateInput")
    assert "key" not in SCHEMAS["CustomObjectUpdateInput"]["properties"]
    assert corrected(property_of("CustomObject", "key"))
    assert corrected(SCHEMAS["CustomObjectCreateInput"])


def test_a_count_is_a_value_with_a_time() -> None:
    counted = {"count": {"value": 3, "refreshed_at": "2026-03-11T08:00:00Z"}}
    assert fits(counted, "CustomObjectRecordsCountResponse")
    assert not fits({"count": {"value": {}}}, "CustomObjectRecordsCountResponse")
    assert corrected(property_of("CustomObjectRecordsCountResponse", "count"))


def test_job_results_have_the_ids_of_records() -> None:
    result = {"index": 0, "id": "01KKDY9JAG02FS1SJ1G9SGGB2R"}
    job = {"id": "V3-7d1f0c2e94b85a63", "status": "completed", "results": [result]}
    assert fits({"job_status": job}, "JobStatusResponse")
    assert corrected(property_of("JobResult", "id"))
    bulk = OPERATIONS["CustomObjectRecordBulkJobs"].answers("2")["201"]["content"]
    assert component(bulk["application/json"]["schema"]) == "JobStatusResponse"
    assert corrected(SCHEMAS["JobResults"])


def test_records_can_be_targets_and_sources_of_lookups() -> None:
    operation = OPERATIONS["GetSourcesByTarget"]
    (target,) = (found for found in operation.parameters if found["name"] == "target_id")
    assert not validate("01KH1MCQFRRN4QZZQPKM54AM8F", target["schema"])
    assert corrected(target)
    assert fits({"custom_object_records": [{"id": "01KH3DA9H0"}]}, "ReverseLookupResponse")
    assert not fits({"custom_object_records": [{"id": 7}]}, "ReverseLookupResponse")
    assert corrected(operation.definition)


def test_an_external_id_is_outside_the_custom_values() -> None:
    item = property_of("CustomObjectRecordBulkItem", "external_id")
    assert corrected(item)
    examples = OPERATIONS["CustomObjectRecordBulkJobs"].definition["requestBody"]["content"][
        "application/json"
    ]["examples"]
    records = examples["create"]["value"]["job"]["items"]
    assert all("external_id" in record for record in records)
    assert not any("external_id" in record["custom_object_fields"] for record in records)


def test_a_field_is_updated_with_patch_and_the_envelope_of_creation() -> None:
    operation = OPERATIONS["UpdateCustomObjectField"]
    assert operation.method == "PATCH"
    assert "put" not in DOCUMENT["paths"][operation.path]
    assert resolved(operation.body)["properties"].keys() == {"custom_object_field"}
    assert "ticket_field" in operation.definition["x-correction"]


@pytest.mark.parametrize(
    "operation",
    ["ListCustomObjectFields", "GetSourcesByTarget", "ListActiveObjectTriggers", "ListJobStatuses"],
)
def test_cursor_paging_has_parameters(operation: str) -> None:
    described = OPERATIONS[operation]
    assert parameters(described) >= CURSOR
    assert success(described)["properties"].keys() >= {"meta", "links"}
    assert described.definition["x-paging"] == "cursor"
    assert corrected(described.definition)


@pytest.mark.parametrize("operation", ["ListObjectTriggers", "SearchObjectTriggers"])
def test_offset_paging_has_parameters(operation: str) -> None:
    described = OPERATIONS[operation]
    assert parameters(described) >= {"page", "per_page"}
    assert success(described)["properties"].keys() >= {"count", "next_page", "previous_page"}
    assert described.definition["x-paging"] == "offset"
    assert corrected(described.definition)


@pytest.mark.parametrize("operator", ["not_present", "not_matches", "one_to_come"])
def test_operators_of_access_rules_are_an_open_list(operator: str) -> None:
    condition = {"field": "name", "operator": operator}
    assert fits(condition, "AccessRuleCondition")
    assert fits(condition, "AccessRuleConditionInput")
    assert corrected(SCHEMAS["AccessRuleOperator"])


@pytest.mark.parametrize("value", ["Aberdeen", 6, 11.4, True, ["sail", 2]])
def test_a_search_condition_maps_a_field_to_an_operator_and_a_value(value: object) -> None:
    condition = {"custom_object_fields.home_port": {"$eq": value}}
    assert fits(condition, "CustomObjectRecordFilteredSearchCondition")
    assert fits({"filter": condition}, "CustomObjectRecordsFilteredSearchRequest")
    assert fits({"filter": {"$and": [condition]}}, "CustomObjectRecordsFilteredSearchRequest")
    assert not fits(
        {"custom_object_fields.home_port": value}, "CustomObjectRecordFilteredSearchCondition"
    )
    assert corrected(SCHEMAS["CustomObjectRecordFilteredSearchCondition"])
    assert corrected(SCHEMAS["FilterValue"])


@pytest.mark.parametrize("name", ["CustomObject", "CustomObjectField"])
@pytest.mark.parametrize("url", ["https://harbour.zendesk.com/x/01KGH889Q0", "/fields?id=7", ""])
def test_urls_are_opaque(name: str, url: str) -> None:
    address = property_of(name, "url")
    assert not validate(url, address)
    assert "opaque" in address["description"].lower()
    assert corrected(address)


@pytest.mark.parametrize("name", ["CustomObject", "CustomObjectRecord"])
def test_ids_of_users_are_strings(name: str) -> None:
    creator = property_of(name, "created_by_user_id")
    assert not validate("38291047561234", creator)
    assert validate(38291047561234, creator)
    assert corrected(creator)


def test_a_download_is_the_content_or_a_redirect() -> None:
    operation = OPERATIONS["DownloadCustomObjectRecordAttachment"]
    assert "application/octet-stream" in operation.answers("2")["200"]["content"]
    assert "Location" in operation.answers("3")["302"]["headers"]
    assert "without credentials" in operation.definition["description"]
    assert corrected(operation.definition)


def test_a_new_option_has_no_id() -> None:
    assert fits({"name": "Rowing boat", "value": "rowing"}, "CustomFieldOptionInput")
    assert not fits({"id": "null", "name": "x", "value": "x"}, "CustomFieldOptionInput")
    option = property_of("CustomFieldOptionInput", "id")
    assert option["x-evidence"] == "U"
    assert corrected(option)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_every_operation_has_error_responses(operation: Described) -> None:
    statuses = operation.answers("4").keys() | operation.answers("5").keys()
    assert statuses >= {"403", "429", "503"}
    assert "401" in statuses
    if "{" in operation.path:
        assert "404" in statuses
    if operation.media_type and operation.id != "CreateTokenForGrantType":
        assert statuses & {"400", "422"}
    for answer in (*operation.answers("4").values(), *operation.answers("5").values()):
        assert component(answer["content"]["application/json"]["schema"]) == "ErrorBody"
    assert corrected(SCHEMAS["ErrorBody"])


def test_bearer_tokens_are_accepted() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert schemes["oauth"]["scheme"] == "bearer"
    assert {"oauth": []} in DOCUMENT["security"]
    assert corrected(schemes["oauth"])


def test_many_triggers_are_deleted_by_ids_in_the_query() -> None:
    operation = OPERATIONS["DeleteManyObjectTriggers"]
    assert operation.media_type is None
    assert "ids" in parameters(operation)
    assert corrected(operation.definition)
