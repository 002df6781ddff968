"""An account with something of everything, and a successful request for each operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from tests.sandbox.support import Api


class Wanted(NamedTuple):
    """A request for an operation."""

    query: Mapping[str, Any] = {}
    body: Any = None
    path: Mapping[str, Any] = {}
    """Path parameters that differ from those of the account."""


class World(NamedTuple):
    """The contents of the seeded account."""

    path: Mapping[str, Any]
    """A value for each path parameter, by name."""
    fields: Mapping[str, str]
    """The ids of the fields of boats, by key."""
    ids: Mapping[str, Any]
    """A value for the path parameter `id`, by operation."""
    wanted: Mapping[str, tuple[Wanted, ...]]
    """Successful requests, by operation, where the path alone is not enough."""


BOAT: Final = "zen:custom_object:boat"
MINE: Final = {
    "field": "custom_object.boat.custom_fields.a_lookup",
    "operator": "matches",
    "value": "current_user",
}
OPTIONS: Final = [{"name": "Sail", "value": "sail"}, {"name": "Motor", "value": "motor"}]
FIELDS: Final[dict[str, dict[str, Any]]] = {
    "text": {},
    "textarea": {},
    "checkbox": {"tag": "insured"},
    "integer": {},
    "decimal": {},
    "date": {},
    "regexp": {"regexp_for_validation": r"\A[A-Z]+\z"},
    "dropdown": {"custom_field_options": OPTIONS},
    "multiselect": {"custom_field_options": [{"name": "Radar", "value": "radar"}]},
    "lookup": {"relationship_target_type": "zen:user"},
    "currency": {"properties": {"allowed_currencies": ["EUR"]}},
    "parent": {"relationship_target_type": "zen:custom_object:marina"},
}
VALUES: Final[dict[str, Any]] = {
    "a_text": "Aberdeen",
    "a_textarea": "Shallow\ndraught",
    "a_checkbox": True,
    "a_integer": 6,
    "a_decimal": 11.4,
    "a_date": "2011-06-18",
    "a_regexp": "AVX",
    "a_dropdown": "sail",
    "a_multiselect": ["radar"],
    "a_lookup": "7",
    "a_currency": "12.50",
    "a_parent": "external_id:north",
}
LOOKUP: Final = {"title": "L", "type": "lookup", "relationship_target_type": BOAT}
STRANGE: Final = {"field": "gone", "operator": "is", "value": "x"}
"""A condition on a field that does not exist."""
TITLES: Final = {"title": "Boat", "title_pluralized": "Boats", "allows_attachments": True}
SEEDED: Final[list[dict[str, Any]]] = [
    {
        "key": "marina",
        "title": "Marina",
        "title_pluralized": "Marinas",
        "fields": [{"key": "berths", "title": "Berths", "type": "integer"}],
    },
    {
        "key": "boat",
        **TITLES,
        "fields": [
            {"key": f"a_{kind}", "title": kind.title(), "type": kind, **more}
            for kind, more in FIELDS.items()
        ]
        + [
            {"key": "sister", **LOOKUP},
            {"key": "rival", **LOOKUP, "relationship_filter": {"all": [STRANGE], "any": []}},
        ],
    },
]


def seeded(api: Api) -> World:
    """Empty the account, and fill it."""
    api.sandbox.reset()
    api.sandbox.seed(objects=SEEDED)
    north = {"name": "North", "external_id": "north"}
    boat = {"name": "Albatross", "external_id": "reg-1", "custom_object_fields": VALUES}
    api.sandbox.seed(records={"marina": [north]})
    record = api.sandbox.seed(records={"boat": [boat]})["boat"][0]["id"]
    listed = api.call("GET", "/boat/fields", status=200)["custom_object_fields"]
    ids = {field["key"]: str(field["id"]) for field in listed}

    needed = {"a_parent": "external_id:north"}
    sister = {"name": "Sister", "custom_object_fields": {**needed, "sister": record}}
    fulmar = {"name": "Fulmar", "custom_object_fields": needed}
    api.call("POST", "/boat/records", {"custom_object_record": sister}, status=201)
    rule = {"access_rule": {"title": "Mine", "conditions": {"all": [MINE], "any": []}}}
    rule_id = api.call("POST", "/boat/access_rules", rule, status=201)["access_rule"]["id"]
    trigger = {
        "trigger": {
            "title": "Note",
            "conditions": {"all": [{"field": "name", "operator": "is", "value": "x"}], "any": []},
            "actions": [
                {"field": "custom_object.boat.custom_fields.a_multiselect", "value": ["radar"]}
            ],
        }
    }
    trigger_id = api.call("POST", "/boat/triggers", trigger, status=201)["trigger"]["id"]
    job = {"job": {"action": "create", "items": [fulmar, {}]}}
    job_id = api.call("POST", "/boat/jobs", job, status=201)["job_status"]["id"]
    form = {"uploaded_data": ("survey.pdf", b"content", "application/pdf")}
    url = f"/api/v2/custom_objects/boat/records/{record}/attachments"
    upload = api.http.post(url, files=form).json()["custom_object_record_attachment"]

    changed = {"custom_object_record": {"custom_object_fields": {"a_integer": 7}}}
    client = {"client_id": "sandbox", "client_secret": "sandbox"}
    return World(
        path={
            "custom_object_key": "boat",
            "custom_object_record_id": record,
            "record_id": record,
            "custom_object_field_key_or_id": "a_dropdown",
            "trigger_id": trigger_id,
            "job_status_id": job_id,
            "target_type": BOAT,
            "target_id": record,
            "field_id": ids["sister"],
            "source_type": BOAT,
        },
        fields=ids,
        ids={
            **{
                f"{verb}CustomObjectRecordAttachment": upload["id"]
                for verb in ("Update", "Delete", "Download")
            },
            **{f"{verb}AccessRule": str(rule_id) for verb in ("Show", "Update", "Delete")},
            **{f"{verb}PermissionPolicy": "end-user" for verb in ("Show", "Update")},
        },
        wanted={
            "ListCustomObjectFields": (
                Wanted({"include_standard_fields": "true", "page[size]": "3"}),
                Wanted(),
            ),
            "ListCustomObjectRecords": (
                Wanted({"filter[ids]": record}),
                Wanted({"filter[external_ids]": "reg-1,none"}),
                Wanted({"sort": "-updated_at", "page[size]": "1"}),
            ),
            "CreateCustomObject": (Wanted(body={"custom_object": {"key": "berth", **TITLES}}),),
            "UpdateCustomObject": (Wanted(body={"custom_object": {"description": "Floats"}}),),
            "CreateCustomObjectField": tuple(
                Wanted(body={"custom_object_field": {"key": f"b_{kind}", "title": "B", **more}})
                for kind, more in (
                    ("text", {}),
                    ("dropdown", {"type": "dropdown", "custom_field_options": OPTIONS}),
                )
            ),
            "UpdateCustomObjectField": (Wanted(body={"custom_object_field": {"title": "Kind"}}),),
            "ReorderCustomObjectFields": (
                Wanted(body={"custom_object_field_ids": [ids["a_text"], ids["a_date"]]}),
            ),
            "CreateCustomObjectRecord": (
                Wanted(body={"custom_object_record": {**boat, "external_id": "reg-2"}}),
            ),
            "UpdateCustomObjectRecord": (Wanted(body=changed),),
            "UpsertCustomObjectRecordByExternalIdOrName": (
                Wanted({"external_id": "reg-1"}, changed),
                Wanted({"external_id": "reg-3"}, {"custom_object_record": fulmar}),
            ),
            "DeleteCustomObjectRecordByExternalIdOrName": (Wanted({"external_id": "reg-1"}),),
            "AutocompleteCustomObjectRecordSearch": (Wanted({"name": "Alb"}),),
            "SearchCustomObjectRecords": (Wanted({"query": "alb", "sort": "name"}), Wanted()),
            "FilteredSearchCustomObjectRecords": (
                Wanted(body={"filter": {"custom_object_fields.a_integer": {"$gte": 6}}}),
            ),
            "CustomObjectRecordBulkJobs": (
                Wanted(body=job),
                Wanted(body={"job": {"action": "delete", "items": [record]}}),
            ),
            "IncrementalCustomObjectRecordExportCursor": (
                Wanted({"start_time": "1"}),
                Wanted({"start_time": "1", "filter[exclude_deleted]": "true", "per_page": "1"}),
            ),
            "CreateCustomObjectRecordAttachment": (Wanted(body={"uploaded_data": b"content"}),),
            "UpdateCustomObjectRecordAttachment": (
                Wanted(body={"custom_object_record_attachment": {"malware_access_override": True}}),
            ),
            "CreateAccessRule": (Wanted(body=rule),),
            "UpdateAccessRule": (Wanted(body={"access_rule": {"title": "Mine"}}),),
            "UpdatePermissionPolicy": (
                Wanted(body={"policy": {"records": {"read": {"allowed": True}}}}),
            ),
            "CreateObjectTrigger": (Wanted(body=trigger),),
            "UpdateObjectTrigger": (Wanted(body={"trigger": {"active": False}}),),
            "DeleteManyObjectTriggers": (Wanted({"ids": str(trigger_id)}),),
            "SearchObjectTriggers": (
                Wanted({"query": "no", "include": "usage_24h"}),
                Wanted({"filter": '{"json":{"title":"Note"}}'}),
            ),
            "UpdateManyObjectTriggers": (
                Wanted(body={"triggers": [{"id": trigger_id, "position": 2}]}),
            ),
            "ShowManyJobStatuses": (Wanted({"ids": job_id}),),
            "CreateTokenForGrantType": (
                Wanted(body={"grant_type": "client_credentials", **client}),
            ),
        },
    )
