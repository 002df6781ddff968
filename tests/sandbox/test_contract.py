"""The sandbox answers what the contract says: every reply decodes without a misfit."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from zendesk_custom_objects._generated import api, types
from zendesk_custom_objects.sandbox import Sandbox
from zendesk_custom_objects.sandbox.engine import HANDLERS

T = TypeVar("T")


class Account:
    """Sends the requests of the low level, and remembers which operations it has seen."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.seen: set[str] = set()

    def send(self, request: types.Request[T]) -> T:
        headers = [("Authorization", "Bearer sandbox")]
        if request.media_type:
            headers.append(("Content-Type", request.media_type))
        content = b"" if request.body is None else msgspec.json.encode(request.body)
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


def test_every_reply_fits_the_contract() -> None:
    with Sandbox() as sandbox:
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

        send(api.objects.custom_objects_limit())
        send(api.fields.custom_object_fields_limit("boat"))
        send(api.records.custom_object_records_limit())
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
