"""Every request has a reply in JSON: never an exception, never a 500."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.sandbox.support import OBJECTS
from zendesk_custom_objects.sandbox import Sandbox

HEADERS = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
OPTIONS = [{"name": "Sail", "value": "sail"}, {"name": "Motor", "value": "motor"}]
FIELDS: dict[str, dict[str, Any]] = {
    "port": {"type": "text"},
    "insured": {"type": "checkbox"},
    "berths": {"type": "integer"},
    "length": {"type": "decimal"},
    "launched": {"type": "date"},
    "hull": {"type": "regexp", "regexp_for_validation": "^[A-Z]+$"},
    "kind": {"type": "dropdown", "custom_field_options": OPTIONS},
    "rig": {"type": "multiselect", "custom_field_options": OPTIONS},
    "empty": {"type": "dropdown", "custom_field_options": []},
    "near": {"type": "lookup", "relationship_target_type": "zen:custom_object:boat"},
    "price": {"type": "currency", "properties": {"allowed_currencies": ["EUR"]}},
}

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["sail", "2026-01-02", "zen:user", "name:n", "external_id:x", "true", "7"])
)
names = st.sampled_from(
    [
        *FIELDS,
        "key",
        "title",
        "title_pluralized",
        "raw_title",
        "description",
        "type",
        "position",
        "required",
        "active",
        "properties",
        "custom_field_options",
        "relationship_target_type",
        "relationship_filter",
        "is_unique",
        "autoincrement_enabled",
        "autoincrement_next_sequence",
        "autoincrement_padding",
        "autoincrement_prefix",
        "allowed_currencies",
        "id",
        "name",
        "value",
        "external_id",
        "custom_object_fields",
        "custom_object_field_ids",
        "grant_type",
        "expires_in",
        "client_id",
        "$and",
        "$or",
        "$eq",
        "$in",
        "$contains",
        "$exists",
        *(f"custom_object_fields.{key}" for key in FIELDS),
    ]
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(names | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=12,
)
objects = st.dictionaries(names, values, max_size=6)
RECORDS = f"{OBJECTS}/boat/records"
TARGETS = [
    ("POST", OBJECTS, "custom_object"),
    ("PATCH", f"{OBJECTS}/boat", "custom_object"),
    ("POST", f"{OBJECTS}/boat/fields", "custom_object_field"),
    ("PATCH", f"{OBJECTS}/boat/fields/standard::name", "custom_object_field"),
    ("PATCH", f"{OBJECTS}/boat/fields/standard::external_id", "custom_object_field"),
    *(("PATCH", f"{OBJECTS}/boat/fields/{key}", "custom_object_field") for key in FIELDS),
    ("PUT", f"{OBJECTS}/boat/fields/reorder", None),
    ("POST", RECORDS, "custom_object_record"),
    ("POST", f"{RECORDS}/search", "filter"),
    ("POST", f"{RECORDS}/search?query=n&sort=name", "filter"),
    ("PATCH", f"{RECORDS}?external_id=x", "custom_object_record"),
    ("PATCH", f"{RECORDS}?name=n", "custom_object_record"),
    ("POST", "/oauth/tokens", None),
]


def fill(sandbox: Sandbox) -> None:
    def send(path: str, body: Any) -> None:
        reply = sandbox.handle("POST", OBJECTS + path, HEADERS, json.dumps(body).encode())
        assert reply.status == 201, reply.body

    body = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    send("", {"custom_object": body})
    for key, definition in FIELDS.items():
        send("/boat/fields", {"custom_object_field": {"key": key, "title": key, **definition}})
    record = {"name": "n", "external_id": "x", "custom_object_fields": {"rig": ["sail"]}}
    send("/boat/records", {"custom_object_record": record})


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        fill(sandbox)
        yield sandbox


def check(sandbox: Sandbox, method: str, target: str, body: bytes) -> None:
    reply = sandbox.handle(method, target, HEADERS, body)
    assert reply.status in {200, 201, 204, 400, 401, 404, 405, 422, 501}, reply.body
    if reply.status != 204 and method != "HEAD":
        json.loads(reply.body)
    # An accepted value can be read again.
    for path in ("", "/boat/fields?include_standard_fields=true", "/boat/records"):
        assert sandbox.handle("GET", OBJECTS + path, HEADERS).status == 200


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(target=st.sampled_from(TARGETS), body=objects)
@example(
    target=TARGETS[3],
    body={"properties": {"is_unique": None, "autoincrement_padding": None}},
)
@example(target=TARGETS[2], body={"key": "k", "title": "t", "position": None, "type": None})
@example(target=TARGETS[2], body={"key": "k2", "title": "t", "position": 2**63})
@example(target=TARGETS[3], body={"properties": {"autoincrement_next_sequence": 2**63}})
@example(target=TARGETS[5], body={"position": -(2**63)})
@example(target=TARGETS[5], body={"custom_field_options": []})
def test_any_body_has_a_reply(
    sandbox: Sandbox, target: tuple[str, str, str | None], body: Any
) -> None:
    method, path, envelope = target
    content = json.dumps({envelope: body} if envelope else body).encode()
    check(sandbox, method, path, content)
    sandbox.reset()
    fill(sandbox)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    method=st.sampled_from(["GET", "POST", "PATCH", "PUT", "HEAD"]) | st.text(max_size=5),
    path=st.lists(
        st.sampled_from(["api", "v2", "custom_objects", "boat", "records", "fields", "limits"])
        | st.text(max_size=5),
        max_size=7,
    ),
    query=st.text(max_size=20) | st.sampled_from(["sort=-id", "page[size]=1", "name=n"]),
    body=st.binary(max_size=30),
)
def test_any_path_has_a_reply(
    sandbox: Sandbox, method: str, path: list[str], query: str, body: bytes
) -> None:
    check(sandbox, method, f"/{'/'.join(path)}?{query}", body)
    check(sandbox, method, f"{OBJECTS}/{'/'.join(path)}?{query}", body)
