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


NUMBERS = [
    "1e999",
    "-1e999999",
    "1e-999999",
    "1e9999999999999999999",
    "-1e99999999999999999999999",
    "1e-99999999999999999999",
    "0e99999999999999999999999",
    "9" * 400,
    "-" + "9" * 5000,
]
HERE = "@"


def conditions(operator: str) -> dict[str, Any]:
    field = "custom_object.boat.custom_fields.length"
    return {"all": [{"field": field, "operator": operator, "value": HERE}], "any": []}


def record(key: str) -> dict[str, Any]:
    return {"custom_object_record": {"name": "q", "custom_object_fields": {key: HERE}}}


def criteria(key: str, operator: str) -> dict[str, Any]:
    value: Any = [HERE] if operator == "$notin" else HERE
    return {"filter": {f"custom_object_fields.{key}": {operator: value}}}


BOAT = f"{OBJECTS}/boat"
OPTION = {"id": HERE, "name": "a", "value": "a", "position": HERE}
NUMBERED = {"autoincrement_padding": HERE, "autoincrement_next_sequence": HERE}
CLIENT = {"grant_type": "client_credentials", "client_id": "sandbox", "client_secret": "sandbox"}
TRIGGER = {"title": "t", "position": HERE, "actions": [{"field": "x", "value": HERE}]}
PLACES: list[tuple[str, str, dict[str, Any]]] = [
    *(("POST", RECORDS, record(key)) for key in FIELDS),
    *(
        ("POST", f"{RECORDS}/search", criteria(key, operator))
        for key in FIELDS
        for operator in ("$eq", "$lt", "$notin")
    ),
    ("POST", f"{RECORDS}/search", {"filter": {"created_at": {"$gt": HERE}}}),
    ("POST", RECORDS, {"custom_object_record": {"name": HERE, "external_id": HERE}}),
    ("PATCH", f"{RECORDS}?external_id=x", {"custom_object_record": {"name": HERE}}),
    ("POST", OBJECTS, {"custom_object": {"key": HERE, "title": HERE, "title_pluralized": HERE}}),
    ("POST", f"{BOAT}/fields", {"custom_object_field": {"key": "k", "position": HERE}}),
    ("PATCH", f"{BOAT}/fields/kind", {"custom_object_field": {"custom_field_options": [OPTION]}}),
    ("PATCH", f"{BOAT}/fields/standard::name", {"custom_object_field": {"properties": NUMBERED}}),
    ("PUT", f"{BOAT}/fields/reorder", {"custom_object_field_ids": [HERE]}),
    ("POST", f"{BOAT}/jobs", {"job": {"action": "create", "items": [{"name": HERE}]}}),
    ("POST", f"{BOAT}/jobs", {"job": {"action": HERE, "items": [HERE]}}),
    ("POST", f"{BOAT}/jobs", {"job": {"action": "update", "items": [{"id": HERE}]}}),
    ("POST", f"{BOAT}/access_rules", {"access_rule": {"conditions": conditions("is")}}),
    ("POST", f"{BOAT}/access_rules", {"access_rule": {"conditions": conditions("less_than")}}),
    (
        "PATCH",
        f"{BOAT}/permission_policies/end-user",
        {"policy": {"records": {"read": {"allowed": True, "rule_id": HERE}}}},
    ),
    ("POST", f"{BOAT}/triggers", {"trigger": {**TRIGGER, "conditions": conditions("is")}}),
    ("PUT", f"{BOAT}/triggers/update_many", {"triggers": [{"id": HERE, "position": HERE}]}),
    ("POST", "/oauth/tokens", {**CLIENT, "expires_in": HERE}),
]


def put(sandbox: Sandbox, method: str, path: str, body: Any, text: str) -> int:
    """Send a body with a text in place of `HERE`; everything can be read afterwards."""
    content = json.dumps(body).replace(json.dumps(HERE), text).encode()
    reply = sandbox.handle(method, path, HEADERS, content)
    for name in ("records", "fields", "triggers", "access_rules"):
        read = sandbox.handle("GET", f"{OBJECTS}/boat/{name}", HEADERS)
        assert read.status == 200
        json.loads(read.body)
    assert sandbox.handle("GET", "/api/v2/job_statuses", HEADERS).status == 200
    return reply.status


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
def test_any_number_has_a_reply(number: str) -> None:
    with Sandbox() as sandbox:
        fill(sandbox)
        for method, path, body in PLACES:
            status = put(sandbox, method, path, body, number)
            assert status in {200, 201, 204, 400, 404, 422, 501}, (method, path, body)


@pytest.mark.parametrize("depth", [40, 500, 1_000, 3_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('{"$and":[', "]}")])
def test_deeply_nested_values_have_a_reply(depth: int, opening: str, closing: str) -> None:
    nested = opening * depth + "1" * opening.endswith(":") + closing * depth
    with Sandbox() as sandbox:
        fill(sandbox)
        for method, path, body in [*PLACES, ("POST", f"{RECORDS}/search", {"filter": HERE})]:
            status = put(sandbox, method, path, body, nested)
            allowed = {400} if depth == 100_000 else {200, 201, 400, 404, 422, 501}
            assert status in allowed, (method, path, body)
