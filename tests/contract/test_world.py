"""All examples come from one account: things that one refers to are shown by another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.contract.document import DOCUMENT, EXAMPLES, JSON, Example, Json

PEOPLE = {"38291047561234", "38291047569999", "38291050217788"}
"""Ids of the admin, the agent and the owner of a boat."""

ELSEWHERE = {"38291049330021", "38290000000077"}
"""Ids of an organization and a brand, which no operation of the contract shows."""

OURS = [
    example
    for example in EXAMPLES
    if example.media_type == JSON and (example.is_success or example.place == "request")
]
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WRAPPERS = {
    "custom_object": "object",
    "custom_objects": "object",
    "custom_object_field": "field",
    "custom_object_fields": "field",
    "custom_object_record": "record",
    "custom_object_records": "record",
    "custom_object_record_attachment": "attachment",
    "custom_object_record_attachments": "attachment",
    "access_rule": "access rule",
    "access_rules": "access rule",
    "policy": "policy",
    "policies": "policy",
    "trigger": "trigger",
    "triggers": "trigger",
    "job_status": "job",
    "job_statuses": "job",
}


def things(kind: str, examples: list[Example] = OURS, *, shown: bool = True) -> Iterator[Json]:
    """Things of a kind in responses, or, if not `shown`, in requests."""
    for example in examples:
        if example.is_success == shown and isinstance(example.value, dict):
            for wrapper, value in example.value.items():
                if WRAPPERS.get(wrapper) == kind:
                    yield from value if isinstance(value, list) else [value]


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from strings(key)
            yield from strings(value)
    elif isinstance(node, list):
        for item in node:
            yield from strings(item)
    elif isinstance(node, str):
        yield node


def parameter(name: str) -> Any:
    return DOCUMENT["components"]["parameters"][name]["example"]


def owner(field: Json) -> str:
    """The key of the object of a field, from the URL of the field."""
    found: str = field["url"].split("/")[6]
    return found


OBJECTS = {thing["key"] for thing in things("object")}
FIELDS = {(owner(field), field["key"]): field for field in things("field")}
RECORDS = {record["id"]: record for record in things("record")}
ATTACHMENTS = {attachment["id"] for attachment in things("attachment")}
ACCESS_RULES = {rule["id"] for rule in things("access rule")}
POLICIES = {policy["id"] for policy in things("policy")}
TRIGGERS = {trigger["id"] for trigger in things("trigger")}
JOBS = {job["id"] for job in things("job")}
EVERYTHING = [
    *(example.value for example in EXAMPLES),
    *(node["example"] for node in DOCUMENT["components"]["parameters"].values()),
]


def custom(key: str) -> dict[str, Json]:
    """Custom fields of an object, by key."""
    return {
        name: field
        for (object_key, name), field in FIELDS.items()
        if object_key == key and not name.startswith("standard::")
    }


def test_there_are_enough_examples() -> None:
    assert {"boat", "marina", "inspection"} == OBJECTS
    assert len(FIELDS) >= 20
    assert min(map(len, (RECORDS, ATTACHMENTS, ACCESS_RULES, POLICIES, TRIGGERS, JOBS))) >= 1


def test_examples_refer_to_known_objects() -> None:
    assert parameter("CustomObjectKey") in OBJECTS
    assert {key for key, _ in FIELDS} == OBJECTS
    assert {record["custom_object_key"] for record in RECORDS.values()} == OBJECTS
    named = {
        match[1]
        for text in strings(EVERYTHING)
        for match in re.finditer(r"zen:custom_object:(\w+)|custom_object\.(\w+)\.", text)
        if match[1]
    }
    assert named == OBJECTS


def test_conditions_name_known_fields() -> None:
    for text in strings(EVERYTHING):
        if match := re.fullmatch(r"custom_object\.(\w+)\.custom_fields\.(\w+)", text):
            assert match[2] in custom(match[1])
        if match := re.fullmatch(r"custom_object_fields\.(\w+)", text):
            assert any(match[1] in custom(key) for key in OBJECTS)


def test_ids_of_fields_are_known() -> None:
    ids = {str(field["id"]): field for field in FIELDS.values()}
    assert parameter("CustomObjectFieldKeyOrId") in custom("boat")
    lookup = ids[parameter("LookupFieldId")]
    assert (lookup["type"], lookup["relationship_target_type"]) == (
        "lookup",
        parameter("TargetType"),
    )
    assert owner(lookup) == parameter("SourceType").removeprefix("zen:custom_object:")
    narrowed = ids[parameter("AutocompleteFieldId")]
    assert owner(narrowed) == parameter("AutocompleteSource").removeprefix("zen:custom_object:")
    for example in OURS:
        if "custom_object_field_ids" in (example.value or ()):
            assert set(example.value["custom_object_field_ids"]) <= ids.keys()
        if "definitions" in (example.value or ()):
            for definition in example.value["definitions"]["conditions_all"]:
                if "metadata" in definition:
                    field = ids[str(definition["metadata"]["field_id"])]
                    assert definition["subject"].endswith(f".{field['key']}")
                    assert definition["title"] == field["title"]


def test_field_limits_have_the_right_count() -> None:
    limits = [e.value for e in OURS if e.operation.id == "CustomObjectFieldsLimit"]
    assert limits == [{"count": len(custom("boat")), "limit": 100}]


def test_object_limits_have_the_right_count() -> None:
    limits = [e.value for e in OURS if e.operation.id == "CustomObjectsLimit"]
    assert [limit["count"] for limit in limits] == [len(OBJECTS)]


# ----------------------------------------------------------------------------------------- records

VALUES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "textarea": (str,),
    "checkbox": (bool,),
    "integer": (int,),
    "decimal": (int, float),
}


def fits(value: Any, field: Json) -> bool:
    if value is None:
        return True
    options = {option["value"] for option in field.get("custom_field_options") or ()}
    match field["type"]:
        case "date":
            return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None
        case "regexp":
            pattern = field["regexp_for_validation"].replace(r"\z", r"\Z")
            return re.search(pattern, value) is not None
        case "dropdown":
            return value in options
        case "multiselect":
            return set(value) <= options
        case "lookup" | "parent":
            return is_target(value, field["relationship_target_type"])
        case other:
            return type(value) in VALUES[other]


def is_target(value: str, target: str) -> bool:
    if target == "zen:user":
        return value in PEOPLE
    candidates = [
        record
        for record in RECORDS.values()
        if record["custom_object_key"] == target.removeprefix("zen:custom_object:")
    ]
    kind, colon, name = value.partition(":")
    return any(record[kind if colon else "id"] == (name or value) for record in candidates)


def exported() -> list[Json]:
    return [r for e in OURS if "Export" in e.operation.id for r in e.value["custom_object_records"]]


@pytest.mark.parametrize(
    "record",
    [record for record in things("record") if record not in exported()],
    ids=lambda record: record["name"],
)
def test_values_in_responses_fit_their_fields(record: Json) -> None:
    fields = custom(record["custom_object_key"])
    for key, value in record["custom_object_fields"].items():
        assert fits(value, fields[key]), (key, value)


def written() -> Iterator[Json]:
    yield from things("record", shown=False)
    for example in OURS:
        if example.place == "request" and "job" in example.value:
            yield from (item for item in example.value["job"]["items"] if isinstance(item, dict))


@pytest.mark.parametrize("record", list(written()), ids=lambda record: record.get("name", "-"))
def test_values_in_requests_fit_their_fields(record: Json) -> None:
    """They are of the only object that has all the fields, and none is computed by the service."""
    values = record["custom_object_fields"]
    (fields,) = (custom(key) for key in OBJECTS if values.keys() <= custom(key).keys())
    for key, value in values.items():
        assert fits(value, fields[key]), (key, value)
        assert not fields[key]["readonly"]


def test_new_records_have_all_required_values() -> None:
    for example in OURS:
        if example.operation.id == "CreateCustomObjectRecord" and example.place == "request":
            record = example.value["custom_object_record"]
            key = "boat" if example.name == "boat" else "inspection"
            for name, field in custom(key).items():
                if field["required"]:
                    assert record["custom_object_fields"].get(name) is not None
            numbering = FIELDS[key, "standard::name"]["properties"]["autoincrement_enabled"]
            assert ("name" in record) != numbering


def test_ids_of_records_are_known() -> None:
    assert parameter("CustomObjectRecordId") in RECORDS
    assert set(parameter("FilterIds")) <= RECORDS.keys()
    assert parameter("AttachmentRecordId") in RECORDS
    external_ids = {record["external_id"] for record in things("record")}
    assert parameter("ExternalId") in external_ids
    assert set(parameter("FilterExternalIds")) <= external_ids
    assert parameter("Name") in {record["name"] for record in things("record")}
    for example in OURS:
        if example.place == "request" and example.value.get("job", {}).get("action") == "delete":
            assert set(example.value["job"]["items"]) <= RECORDS.keys()
        for job in [j for j in things("job", [example]) if isinstance(j.get("results"), list)]:
            assert {result["id"] for result in job["results"] if "id" in result} <= RECORDS.keys()


def ulids() -> set[str]:
    return {text for text in strings(EVERYTHING) if re.fullmatch(r"[0-9A-Z]{26}", text)}


@pytest.mark.parametrize("ulid", sorted(ulids()))
def test_an_id_is_a_ulid(ulid: str) -> None:
    assert set(ulid) <= set(ALPHABET)
    assert ulid[0] <= "7"


@pytest.mark.parametrize("kind", ["record", "attachment"])
def test_an_id_contains_the_time_of_creation(kind: str) -> None:
    for thing in things(kind):
        milliseconds = 0
        for character in thing["id"][:10]:
            milliseconds = milliseconds * 32 + ALPHABET.index(character)
        created = datetime.fromtimestamp(milliseconds / 1000, UTC)
        assert datetime.fromisoformat(thing["created_at"]) == created


# --------------------------------------------------------------------------------- everything else


def test_ids_of_users_are_known() -> None:
    for kind in ("object", "record"):
        for thing in things(kind):
            assert {thing["created_by_user_id"], thing["updated_by_user_id"]} <= PEOPLE
    assert parameter("TargetId") in PEOPLE
    assert {str(parameter("RequesterId")), str(parameter("AssigneeId"))} <= PEOPLE
    assert str(parameter("OrganizationId")) in ELSEWHERE
    assert {str(value) for value in parameter("DynamicValues").values()} <= {*ELSEWHERE, *RECORDS}
    for example in OURS:
        for user in example.value.get("users", ()) if isinstance(example.value, dict) else ():
            assert str(user["id"]) in PEOPLE
            assert user["user_fields"]["home_marina"] in RECORDS


def test_attachments_are_consistent() -> None:
    assert parameter("AttachmentId") in ATTACHMENTS
    objects = {thing["key"]: thing for thing in things("object")}
    for attachment in things("attachment"):
        record = RECORDS[attachment["custom_object_record_id"]]
        assert objects[record["custom_object_key"]]["allows_attachments"]
        assert attachment["content_url"].split("/")[6:-1] == [
            record["custom_object_key"],
            "records",
            record["id"],
            "attachments",
            attachment["id"],
        ]


def test_access_rules_and_policies_are_consistent() -> None:
    assert int(parameter("AccessRuleId")) in ACCESS_RULES
    assert parameter("PermissionPolicyId") in POLICIES
    for shown in (True, False):
        for policy in things("policy", shown=shown):
            for action in policy["records"].values():
                assert action["rule_id"] in {None, *ACCESS_RULES}
                assert action["allowed"] or action["rule_id"] is None
    for policy in POLICIES:
        assert re.fullmatch(r"custom-role-\d+|end-user", policy)


def test_triggers_are_consistent() -> None:
    assert parameter("TriggerId") in TRIGGERS
    assert set(map(int, parameter("TriggerIds"))) <= TRIGGERS
    for example in OURS:
        if example.operation.id == "UpdateManyObjectTriggers" and example.place == "request":
            assert {item["id"] for item in example.value["triggers"]} <= TRIGGERS
        elif "triggers" in (example.value or ()):
            positions = [trigger["position"] for trigger in example.value["triggers"]]
            assert positions == sorted(set(positions))
            assert example.value.get("count", len(positions)) == len(positions)


def test_jobs_are_consistent() -> None:
    assert parameter("JobStatusId") in JOBS
    assert set(parameter("JobStatusIds")) <= JOBS
    for example in EXAMPLES:
        if isinstance(example.value, dict) and "current_job_ids" in example.value:
            assert set(example.value["current_job_ids"]) <= JOBS
        if example.operation.id == "ShowManyJobStatuses" and example.is_success:
            shown = [job["id"] for job in example.value["job_statuses"]]
            assert shown == parameter("JobStatusIds")
    for job in things("job"):
        assert job["url"].endswith(f"/job_statuses/{job['id']}.json")
        if isinstance(job["results"], list):
            assert len(job["results"]) == job["total"] == job["progress"]
        assert (job["status"] == "completed") == (job["results"] is not None)


def test_links_and_cursors_of_pages_are_consistent() -> None:
    for example in OURS:
        page = example.value if isinstance(example.value, dict) else {}
        if "links" in page:
            assert page["meta"]["has_more"] == (page["links"]["next"] is not None)
            for link, cursor in (("next", "after_cursor"), ("prev", "before_cursor")):
                if page["links"][link]:
                    assert page["meta"][cursor] in page["links"][link]
        if "after_url" in page:
            assert (page["after_url"] is not None) == page["meta"]["has_more"]
    cursors = {
        page["meta"].get("after_cursor") or page.get("after_cursor")
        for page in (e.value for e in OURS if isinstance(e.value, dict) and "meta" in e.value)
    }
    assert {parameter("PageAfter"), parameter("ExportCursor")} <= cursors


CHANGES = ("malware", "updated", "usage")
"""Properties that depend on the time of reading."""


def test_examples_of_the_same_thing_have_equal_values() -> None:
    """A thing has the same values in all examples that only read it."""
    looks = [
        example for example in OURS if example.operation.method == "GET" and example.is_success
    ]
    for kind in sorted({*WRAPPERS.values()} - {"job"}):
        seen: Json = {}
        for thing in things(kind, looks):
            if thing in exported():
                continue
            for key, value in thing.items():
                if key.startswith(CHANGES):
                    continue
                name = f"{thing.get('id') or thing['key']} {key}"
                seen.setdefault(name, value)
                known = seen[name]
                if key == "custom_object_fields":  # lists contain some properties only
                    shared = known.keys() & value.keys()
                    assert {k: known[k] for k in shared} == {k: value[k] for k in shared}
                else:
                    assert value == known, (kind, key)


def test_urls_are_of_the_account() -> None:
    for text in strings([example.value for example in OURS]):
        if text.startswith("http") and ".example" not in text:
            assert re.match(r"https?://harbour\.zendesk\.com/api/v2/", text)
