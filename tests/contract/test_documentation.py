"""Everything has a description, and uncertain facts say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.document import DOCUMENT, OPERATIONS, SCHEMAS, Described, Json, resolved

FACTS = {
    "x-allowed-for": {"admins", "agents", "end_users", "anyone"},
    "x-resend": {"safe", "refused", "keyed"},
    "x-paging": {"none", "cursor", "offset", "export"},
    "x-rate-budget": {"account", "jobs", "incremental_export", "none"},
    "x-evidence": {"O", "D", "H", "C", "U"},
}
DOUBT = re.compile(
    r"not (?:\w+ )?(?:established|documented|known)|undocumented|unknown|inferred|assumed|likely"
    r"|\(U\)|describes it as|in doubt",
    re.IGNORECASE,
)
COMPONENTS = {
    (kind, name): node
    for kind in ("parameters", "headers", "responses", "schemas", "securitySchemes")
    for name, node in DOCUMENT["components"][kind].items()
}
PROPERTIES = {
    (name, key): node
    for name, schema in SCHEMAS.items()
    for key, node in schema.get("properties", {}).items()
}


def text(node: Json) -> str:
    return str(resolved(node).get("description", "")).strip()


def reads_as_a_sentence(words: str) -> bool:
    ends_in_a_list = "\n* " in words
    return len(words) > 5 and (ends_in_a_list or words.endswith((".", ")")))


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_an_operation_is_described(operation: Described) -> None:
    assert reads_as_a_sentence(text(operation.definition))
    summary = operation.definition["summary"]
    assert summary[0].isupper()
    assert not summary.endswith(".")
    for fact, values in FACTS.items():
        assert operation.definition[fact] in values
    for answer in operation.definition["responses"].values():
        assert reads_as_a_sentence(text(answer))


@pytest.mark.parametrize(("kind", "name"), COMPONENTS)
def test_a_component_is_described(kind: str, name: str) -> None:
    assert reads_as_a_sentence(text(COMPONENTS[kind, name]))


@pytest.mark.parametrize(("name", "key"), PROPERTIES)
def test_a_property_is_described(name: str, key: str) -> None:
    assert reads_as_a_sentence(text(PROPERTIES[name, key]))


def test_groups_are_described() -> None:
    groups = {tag["name"]: tag for tag in DOCUMENT["tags"]}
    assert groups.keys() == {operation.definition["tags"][0] for operation in OPERATIONS.values()}
    for group in groups.values():
        assert reads_as_a_sentence(text(group))


def nodes(node: Any, path: str = "") -> Iterator[tuple[str, Json]]:
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from nodes(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{path}/{index}")


GRADED = {path: node for path, node in nodes(DOCUMENT) if "x-evidence" in node}


@pytest.mark.parametrize(
    "path", [path for path, node in GRADED.items() if node["x-evidence"] == "U"]
)
def test_an_uncertain_fact_says_so(path: str) -> None:
    assert DOUBT.search(text(GRADED[path])), text(GRADED[path])


def test_every_grade_is_known() -> None:
    assert {node["x-evidence"] for node in GRADED.values()} <= FACTS["x-evidence"]


@pytest.mark.parametrize(
    "place",
    [
        "paths//api/v2/custom_objects/{custom_object_key}/records/patch/responses/201",
        "components/parameters/IncludePermissionsMetadata",
        "components/parameters/IncludeUiPath",
        "components/parameters/TriggerInclude",
        "components/headers/ApiWarn",
        "components/responses/TokenRefused",
        "components/responses/Unauthorized",
        "components/schemas/CustomFieldOptionInput/properties/id",
        "components/schemas/CustomObjectCreateInput/properties/key",
        "components/schemas/CustomObjectRecordUpsertInput/properties/external_id",
        "components/schemas/CustomObjectRecordsResponse/properties/count",
        "components/schemas/CustomObjectUpdateInput/properties/raw_description",
        "components/schemas/CustomObjectUpdateInput/properties/raw_title",
        "components/schemas/CustomObjectUpdateInput/properties/raw_title_pluralized",
        "components/schemas/CustomObjectsResponse/properties/next_page",
        "components/schemas/JobResult",
        "components/schemas/ReverseLookupResponse/properties/custom_object_records",
        "components/schemas/ReverseLookupResponse/properties/organizations",
        "components/schemas/ReverseLookupResponse/properties/tickets",
    ],
)
def test_doubt_is_graded(place: str) -> None:
    assert GRADED[f"/{place}"]["x-evidence"] == "U"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("CustomFieldValues", "currency: not documented (U)"),
        ("CustomFieldValues", "one example of the vendor shows a string (U)"),
        ("CustomFieldValues", "other forms are not established (U)"),
        ("CustomObjectRecordFilteredSearchComparison", "regexp, currency, roll-up: not listed (U)"),
        ("CustomObjectRecordFilteredSearchGroups.$and", "is not established"),
        ("CustomObjectRecordFilteredSearchComparison.$eq", "accepted as strings too (U)"),
        ("CustomObjectField.regexp_for_validation", "the exact dialect is not established"),
        ("CustomObjectRecord.photo", "uploaded is not documented"),
        ("ExportedCustomObjectRecord", "is not established"),
    ],
)
def test_doubt_within_a_description_is_marked(place: str, words: str) -> None:
    name, _, key = place.partition(".")
    node = PROPERTIES[name, key] if key else SCHEMAS[name]
    assert words in " ".join(text(node).split())


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ("SearchCustomObjectRecords", "may lag behind writes (U)"),
        ("FilteredSearchCustomObjectRecords", "may lag behind writes (U)"),
        ("GetRelationshipFilterDefinitions", "agents are assumed (U)"),
        ("UpsertCustomObjectRecordByExternalIdOrName", "is not established"),
        ("UpdateManyObjectTriggers", "is not established"),
        ("DeleteManyObjectTriggers", "is not established"),
        ("DeleteCustomObject", "not established whether its key can be used again"),
        ("GetSourcesByTarget", "is inferred (U)"),
    ],
)
def test_doubt_about_an_operation_is_described(operation: str, words: str) -> None:
    assert words in " ".join(text(OPERATIONS[operation].definition).split())


@pytest.mark.parametrize(
    ("operation", "fact", "value"),
    [
        ("FilteredSearchCustomObjectRecords", "x-resend", "safe"),  # a POST request that only reads
        ("UpsertCustomObjectRecordByExternalIdOrName", "x-resend", "keyed"),
        ("CustomObjectRecordBulkJobs", "x-rate-budget", "jobs"),
        ("IncrementalCustomObjectRecordExportCursor", "x-rate-budget", "incremental_export"),
        ("IncrementalCustomObjectRecordExportCursor", "x-paging", "export"),
        ("FilteredSearchCustomObjectRecords", "x-allowed-for", "end_users"),
        ("CreateTokenForGrantType", "x-allowed-for", "anyone"),
        ("CreateTokenForGrantType", "x-rate-budget", "none"),
    ],
)
def test_unusual_facts_of_operations_are_set(operation: str, fact: str, value: str) -> None:
    assert OPERATIONS[operation].definition[fact] == value


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_requests_that_create_are_not_retried(operation: Described) -> None:
    """Requests that create something, and only those, are retried only after a certain refusal."""
    creates = operation.method == "POST" and not operation.id.startswith("FilteredSearch")
    if operation.definition["x-resend"] != "keyed":
        assert operation.definition["x-resend"] == ("refused" if creates else "safe")


def test_each_operation_has_the_role_that_it_needs() -> None:
    """Admins change objects, fields, permissions and triggers; agents change records."""
    for operation in OPERATIONS.values():
        group, writes = operation.definition["tags"][0], operation.method != "GET"
        role = operation.definition["x-allowed-for"]
        if (group in ("objects", "fields", "triggers") and writes) or group == "permissions":
            assert role == "admins", operation.id
        elif group in ("records", "jobs", "relationships"):
            assert role in ("agents", "end_users"), operation.id
