"""Replies of the sandbox are decoded into the models of the contract without a misfit."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from tests.sandbox.support import OWNERS
from zendesk_custom_objects._generated import api, types
from zendesk_custom_objects.sandbox import DEFAULT_USER, Sandbox, Variants
from zendesk_custom_objects.sandbox.operations import HANDLERS

T = TypeVar("T")


FORM = b"""--xx\r
Content-Disposition: form-data; name="uploaded_data"; filename="a.txt"\r
\r
content\r
--xx--"""


class Account:
    """Sends requests of the low level, and records their operations."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.seen: set[str] = set()

    def send(self, request: types.Request[T]) -> T:
        headers = [("Authorization", "Bearer sandbox")]
        if request.media_type:
            headers.append(("Content-Type", request.media_type))
        content = b"" if request.body is None else msgspec.json.encode(request.body)
        if request.media_type == "multipart/form-data":
            content = FORM
            headers[-1] = ("Content-Type", "multipart/form-data; boundary=xx")
        reply = self._sandbox.handle(request.method, request.target, headers, content)
        assert reply.status in request.responses, reply.body
        misfits: list[str] = []
        decoded = request.decode(reply.status, reply.body, misfit=misfits.append)
        assert misfits == []
        self.seen.add(request.operation.id)
        return decoded


def fields() -> list[dict[str, Any]]:
    options = [{"name": "Sail", "value": "sail"}]
    definitions: dict[str, dict[str, Any]] = {
        "text": {},
        "checkbox": {"tag": "t"},
        "integer": {"required": True},
        "decimal": {"description": "d"},
        "date": {},
        "regexp": {"regexp_for_validation": "x"},
        "dropdown": {"custom_field_options": options},
        "multiselect": {"custom_field_options": options},
        "lookup": {"relationship_target_type": "zen:user"},
        "currency": {"properties": {"allowed_currencies": ["EUR"]}},
        "parent": {"relationship_target_type": "zen:ticket"},
    }
    return [
        {"key": f"a_{kind}", "title": kind, "type": kind, **more}
        for kind, more in definitions.items()
    ]


def permissions(account: Account) -> None:
    send = account.send
    field = "custom_object.boat.custom_fields.a_lookup"
    conditions: Any = {"all": [{"field": field, "operator": "matches", "value": "current_user"}]}
    rule: Any = {"access_rule": {"title": "Own", "conditions": conditions}}
    made = send(api.permissions.create_access_rule("boat", body=rule)).access_rule
    rule_id = str(made.id)
    send(api.permissions.show_access_rule("boat", rule_id))
    send(api.permissions.update_access_rule("boat", rule_id, body=rule))
    assert len(send(api.permissions.list_access_rules("boat")).access_rules) == 1
    found = send(api.permissions.list_access_rule_definitions("boat")).definitions
    assert found.conditions_all
    policy: Any = {"policy": {"records": {"read": {"allowed": True, "rule_id": made.id}}}}
    send(api.permissions.update_permission_policy("boat", "end-user", body=policy))
    assert send(api.permissions.list_permission_policies("boat")).policies
    send(api.permissions.show_permission_policy("boat", "end-user"))
    policy["policy"]["records"]["read"]["rule_id"] = None
    send(api.permissions.update_permission_policy("boat", "end-user", body=policy))
    send(api.permissions.delete_access_rule("boat", rule_id))


def triggers(account: Account) -> None:
    send = account.send
    conditions = {"all": [{"field": "name", "operator": "is", "value": 5}], "any": []}
    actions = [{"field": "custom_object.boat.custom_fields.a_multiselect", "value": ["sail"]}]
    body: Any = {"trigger": {"title": "T", "conditions": conditions, "actions": actions}}
    ids = [send(api.triggers.create_object_trigger("boat", body=body)).trigger.id for _ in range(3)]
    send(api.triggers.get_object_trigger("boat", ids[0]))
    send(api.triggers.update_object_trigger("boat", ids[0], body=body))
    items: Any = {"triggers": [{"id": ids[0], "position": 5}]}
    send(api.triggers.update_many_object_triggers("boat", body=items))
    assert len(send(api.triggers.list_object_triggers("boat", per_page=2)).triggers) == 2
    assert len(send(api.triggers.list_active_object_triggers("boat")).triggers) == 3
    assert send(api.triggers.list_active_object_triggers("boat", page_size=1)).meta
    assert send(api.triggers.search_object_triggers("boat", include=["usage_1h"])).count == 3
    assert send(api.triggers.list_object_triggers_definitions("boat")).definitions.actions
    send(api.triggers.delete_object_trigger("boat", ids[0]))
    send(api.triggers.delete_many_object_triggers("boat", ids=[str(each) for each in ids[1:]]))


def attachments(account: Account, record_id: str) -> None:
    send = account.send
    allow: Any = {"custom_object": {"allows_attachments": True}}
    send(api.objects.update_custom_object("boat", body=allow))
    create = api.attachments.create_custom_object_record_attachment
    file = types.File(b"", "a.txt")
    body: Any = {"uploaded_data": file}
    made = send(create("boat", record_id, body=body)).custom_object_record_attachment
    assert send(api.attachments.list_custom_object_record_attachments("boat", record_id))
    release: Any = {"custom_object_record_attachment": {"malware_access_override": True}}
    update = api.attachments.update_custom_object_record_attachment
    send(update("boat", record_id, made.id, body=release))
    download = api.attachments.download_custom_object_record_attachment
    assert send(download("boat", record_id, made.id)) == b"content"
    send(api.attachments.delete_custom_object_record_attachment("boat", record_id, made.id))


def searches(account: Account) -> None:
    send = account.send
    assert send(api.records.search_custom_object_records("boat", query="n")).custom_object_records
    criteria: Any = {"filter": {"name": {"$contains": "n"}}}
    found = send(api.records.filtered_search_custom_object_records("boat", body=criteria))
    assert len(found.custom_object_records) == 1
    send(api.records.autocomplete_custom_object_record_search("boat", name="n"))
    export = api.records.incremental_custom_object_record_export_cursor
    assert send(export("boat", start_time=1)).custom_object_records


def jobs(account: Account) -> None:
    send = account.send
    values = {"a_integer": 1, "a_parent": "7"}
    record_id: str | int | None = None
    for action in ("create_or_update_by_name", "create"):
        items: list[Any] = [{"name": action, "custom_object_fields": values}, {}]
        job: Any = {"job": {"action": action, "items": items}}
        made = send(api.records.custom_object_record_bulk_jobs("boat", body=job)).job_status
        ended = send(api.jobs.show_job_status(made.id)).job_status
        assert isinstance(ended.results, list)
        failed = ended.results[1]
        assert failed.error == "RecordInvalid" or failed.status == "Failed"
        record_id = ended.results[0].id
    job = {"job": {"action": "delete", "items": [record_id]}}
    made = send(api.records.custom_object_record_bulk_jobs("boat", body=job)).job_status
    assert send(api.jobs.list_job_statuses()).job_statuses
    assert send(api.jobs.show_job_status(made.id)).job_status.status == "completed"
    export = api.records.incremental_custom_object_record_export_cursor
    assert send(export("boat", start_time=1)).custom_object_records[-1].name == "[DELETED]"
    assert len(send(api.jobs.show_many_job_statuses(ids=[made.id])).job_statuses) == 1


def relationships(account: Account) -> None:
    send = account.send
    listed = send(api.fields.list_custom_object_fields("boat")).custom_object_fields
    field = next(each for each in listed if each.key == "a_lookup")
    sources = api.relationships.get_sources_by_target
    send(sources("zen:user", "7", str(field.id), "zen:custom_object:boat"))
    send(api.relationships.get_relationship_filter_definitions("zen:custom_object:boat"))


def test_every_reply_fits_the_contract() -> None:
    users = [DEFAULT_USER, *OWNERS]
    with Sandbox(users=users, variants=Variants(download="content")) as sandbox:
        account = Account(sandbox)
        send = account.send
        boat: Any = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
        assert send(api.objects.create_custom_object(body={"custom_object": boat})).custom_object
        send(api.objects.show_custom_object("boat"))
        send(api.objects.update_custom_object("boat", body={"custom_object": {"title": "B"}}))
        assert send(api.objects.list_custom_objects()).custom_objects[0].title == "B"

        definition: Any
        for definition in fields():
            request = api.fields.create_custom_object_field(
                "boat", body={"custom_object_field": definition}
            )
            assert send(request).custom_object_field.key == definition["key"]
        send(api.fields.show_custom_object_field("boat", "a_dropdown"))
        unique: Any = {"custom_object_field": {"properties": {"is_unique": True}}}
        send(api.fields.update_custom_object_field("boat", "standard::name", body=unique))
        listed = send(api.fields.list_custom_object_fields("boat", include_standard_fields=True))
        assert len(listed.custom_object_fields) == len(fields()) + 2
        ids = [str(field.id) for field in listed.custom_object_fields[2:4]]
        order: Any = {"custom_object_field_ids": ids}
        assert send(api.fields.reorder_custom_object_fields("boat", body=order)) == ""
        send(api.fields.delete_custom_object_field("boat", "a_text"))

        values: Any = {"a_integer": 1, "a_decimal": 1.5, "a_parent": "7", "a_multiselect": ["sail"]}
        record: Any = {"custom_object_record": {"name": "n", "custom_object_fields": values}}
        made = send(api.records.create_custom_object_record("boat", body=record))
        record_id = made.custom_object_record.id
        change: Any = {"custom_object_record": {"external_id": "x"}}
        send(api.records.update_custom_object_record("boat", record_id, body=change))
        send(api.records.show_custom_object_record("boat", record_id))
        upsert = api.records.upsert_custom_object_record_by_external_id_or_name
        send(upsert("boat", external_id="x", body=change))
        send(api.records.list_custom_object_records("boat", page_size=1))
        assert send(api.records.count_custom_object_records("boat")).count

        permissions(account)
        triggers(account)
        attachments(account, record_id)
        searches(account)
        jobs(account)
        relationships(account)

        send(api.objects.custom_objects_limit())
        send(api.fields.custom_object_fields_limit("boat"))
        send(api.records.custom_object_records_limit())
        assert send(api.users.show_current_user()).user.id == 4_300_000_001
        grant: Any = {
            "grant_type": "client_credentials",
            "client_id": "sandbox",
            "client_secret": "sandbox",
        }
        assert send(api.oauth.create_token_for_grant_type(body=grant)).token_type == "bearer"

        delete = api.records.delete_custom_object_record_by_external_id_or_name
        send(delete("boat", external_id="x"))
        again: Any = {"custom_object_record": {"name": "m", "custom_object_fields": values}}
        made = send(api.records.create_custom_object_record("boat", body=again))
        send(api.records.delete_custom_object_record("boat", made.custom_object_record.id))
        send(api.objects.delete_custom_object("boat"))
        assert account.seen == set(HANDLERS)
