"""Checks before an operation: paths, methods, bodies, headers (facts: error bodies)."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.sandbox.support import OBJECTS, Api
from zendesk_custom_objects import _generated
from zendesk_custom_objects.sandbox import Sandbox
from zendesk_custom_objects.sandbox.dispatch import MAX_BODY_BYTES
from zendesk_custom_objects.sandbox.wire.errors import RefusedError
from zendesk_custom_objects.sandbox.wire.queries import Query

JSON = {"Content-Type": "application/json"}
BEARER = [("Authorization", "Bearer sandbox")]


def test_every_reply_has_a_request_id_and_rate_limit_headers(api: Api) -> None:
    replies = [api.http.get(OBJECTS), api.http.get(OBJECTS), api.http.get("/api/v2/nothing")]
    assert len({reply.headers["X-Zendesk-Request-Id"] for reply in replies}) == 3
    for reply in replies:
        limit = int(reply.headers["X-Rate-Limit"])
        assert limit == int(reply.headers["ratelimit-limit"])
        assert 0 < int(reply.headers["X-Rate-Limit-Remaining"]) <= limit
        assert 0 < int(reply.headers["ratelimit-reset"]) <= 60
        assert reply.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "", "GET, POST"),
        ("PUT", "/boat", "DELETE, GET, PATCH"),
        ("POST", "/limits/object_limit", "GET"),
        ("PUT", "/boat/records/x", "DELETE, GET, PATCH"),
        ("OPTIONS", "/boat/records", "DELETE, GET, PATCH, POST"),
        ("HEAD", "/boat", "DELETE, GET, PATCH"),
        ("TRACE", "/boat", "DELETE, GET, PATCH"),
        ("get", "", "GET, POST"),
    ],
)
def test_other_methods_are_refused(api: Api, method: str, path: str, allowed: str) -> None:
    request = httpx.Request(method, api.http.base_url.join(OBJECTS + path))
    request.method = method  # which httpx would convert to upper case
    reply = api.http.send(request)
    assert (reply.status_code, reply.headers["allow"]) == (405, allowed)
    assert bool(reply.content) is (method != "HEAD")


@pytest.mark.parametrize(
    "path", ["/api", "/api/v2", "/api/v2/tickets/7", "/api/v2/custom_objects/boat/records/x/events"]
)
def test_an_operation_that_the_contract_lacks_is_named(api: Api, path: str) -> None:
    reply = api.http.get(path)
    assert reply.status_code == 501
    assert reply.json()["error"] == "NotEmulated"
    assert f"GET {path}" in reply.json()["description"]


def test_a_path_outside_the_api_is_not_found(api: Api) -> None:
    for path in ("/", "/oauth", "/agent/dashboard", "/apix"):
        assert api.http.get(path).status_code == 404


def test_every_operation_is_emulated_or_named() -> None:
    with Sandbox() as sandbox:
        for operation in _generated.operations.ALL:
            path = re.sub("{[^}]*}", "x", operation.path)
            reply = sandbox.handle(operation.method, path, BEARER)
            if reply.status == 501:
                assert operation.id.encode() in reply.body
            else:
                assert reply.status in (200, 201, 204, 400, 404), operation.id


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/boat/fields/..", 400),
        ("/boat/fields/.", 400),
        ("/boat/fields/%2e%2E", 400),
        ("/boat/fields/%2E", 400),
        ("/../../etc/passwd", 400),
        ("/boat/records/%", 400),
        ("/boat/records/%zz", 400),
        ("/boat/records/%ff", 400),
        ("/boat/records/%ed%a0%80", 400),
        ("/boat/records/é", 400),
        ("/boat/records#x", 400),
        ("/", 404),
        ("//", 501),
        ("/boat/records/", 404),
        ("//records", 404),
        ("/boat%2Frecords", 404),
        ("/boat/records/%00", 404),
        ("/boat/records/" + "x" * 8_000, 404),
        ("/boat/records/" + "x" * 20_000, 414),
        ("/%F0%9F%9B%A5", 404),
        ("/' OR 1=1 --", 404),
        ("/%27%20OR%201%3D1%20--", 404),
        ("/BOAT", 404),
        ("?%", 400),
        ("?%ff=1", 400),
        ("?é=1", 400),
    ],
)
def test_a_hostile_path_is_refused(path: str, status: int) -> None:
    with Sandbox() as sandbox:
        body = b'{"custom_object":{"key":"boat","title":"Boat","title_pluralized":"Boats"}}'
        headers = [*BEARER, *JSON.items()]
        assert sandbox.handle("POST", OBJECTS, headers, body).status == 201
        for method in ("GET", "DELETE"):
            if method == "GET" or "?" not in path:
                assert sandbox.handle(method, OBJECTS + path, headers).status == status, method
        assert sandbox.handle("GET", f"{OBJECTS}/boat", headers).status == 200


@pytest.mark.parametrize("target", ["", "api/v2/custom_objects", "*", "ftp://x/api", "https://"])
def test_a_target_that_is_neither_a_path_nor_a_url_is_refused(target: str) -> None:
    with Sandbox() as sandbox:
        assert sandbox.handle("GET", target, BEARER).status == 400


def test_links_have_the_scheme_and_host_of_the_request() -> None:
    body = b'{"custom_object":{"key":"boat","title":"Boat","title_pluralized":"Boats"}}'
    headers = [*BEARER, *JSON.items()]
    with Sandbox() as sandbox:
        sandbox.handle("POST", OBJECTS, headers, body)
        for target, host, origin in (
            (f"{OBJECTS}/boat", None, "https://sandbox.zendesk.com"),
            (f"{OBJECTS}/boat", "acme.zendesk.com", "https://acme.zendesk.com"),
            (f"http://127.0.0.1:8000{OBJECTS}/boat", "other", "http://127.0.0.1:8000"),
        ):
            hosted = [*headers, ("Host", host)] if host else headers
            reply = sandbox.handle("GET", target, hosted)
            assert f'"url":"{origin}{OBJECTS}/boat.json"'.encode() in reply.body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1",
        b"{}",
        b'{"custom_object": null}',
        b'{"custom_object": []}',
        b'{"custom_object": "boat"}',
        b'{"key": "boat", "title": "Boat", "title_pluralized": "Boats"}',
        b'{"ticket_field": {}}',
        b"{'custom_object': {}}",
        b'{"custom_object": {}} x',
        b'{"custom_object": {"key": NaN}}',
        b'{"custom_object": {"key": "\xff"}}',
        b'{"custom_object": {"key": "\\ud800"}}',
        b"[" * 100_000,
        b'{"custom_object": {"key": ' + b"9" * 5_000 + b"}}",
        b"key=boat",
    ],
)
def test_a_body_without_its_envelope_is_refused(api: Api, content: bytes) -> None:
    reply = api.http.post(OBJECTS, content=content, headers=JSON)
    assert reply.status_code == 400
    assert set(reply.json()) == {"error"}
    assert set(reply.json()["error"]) == {"title", "message"}


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_needs_the_content_type_json(api: Api, content_type: str) -> None:
    body = b'{"custom_object":{"key":"boat","title":"Boat","title_pluralized":"Boats"}}'
    reply = api.http.post(OBJECTS, content=body, headers={"Content-Type": content_type})
    assert reply.status_code == 400
    assert "Content-Type" in reply.json()["error"]["message"]
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}
    assert api.http.post(OBJECTS, content=body, headers=headers).status_code == 201


def test_unknown_properties_are_dropped_with_a_warning(api: Api) -> None:
    key = api.object()
    body: dict[str, Any] = {
        "custom_object_record": {"name": "x", "colour": "red", "id": "7"},
        "name": "outside",
    }
    reply = api.http.post(f"{OBJECTS}/{key}/records", json=body)
    assert reply.status_code == 201
    assert "colour" not in reply.json()["custom_object_record"]
    warnings = reply.headers.get_list("X-Zendesk-API-Warn")
    assert any('unpermitted_keys ["colour", "id"]' in text for text in warnings)
    assert any('unpermitted_keys ["name"]' in text for text in warnings)
    assert any('"custom_object_fields"' in text for text in warnings)
    body = {"custom_object_record": {"name": "x"}}
    reply = api.http.post(f"{OBJECTS}/{key}/records", json=body)
    assert "X-Zendesk-API-Warn" not in reply.headers


def test_a_warning_is_a_valid_header_whatever_the_names(api: Api) -> None:
    hostile = {"é\r\nSet-Cookie: x=1": 1, "x" * 10_000: 2, **{f"k{n}": n for n in range(1000)}}
    body = {"custom_object_record": {"name": "x", **hostile}}
    reply = api.http.post(f"{OBJECTS}/{api.object()}/records", json=body)
    assert reply.status_code == 201
    assert "set-cookie" not in reply.headers
    assert len(reply.headers["X-Zendesk-API-Warn"]) < 5_000


def test_an_unexpected_body_causes_a_warning(api: Api) -> None:
    """A GET search with a filter in its body would find everything."""
    path = f"{OBJECTS}/{api.object()}/records/search"
    filtered = api.http.request("GET", path, json={"filter": {"name": {"$eq": "x"}}})
    assert filtered.status_code == 200
    assert 'unpermitted_keys ["filter"]' in filtered.headers["x-zendesk-api-warn"]
    nothings: list[Any] = [{}, None]
    for nothing in nothings:
        reply = api.http.request("GET", path, json=nothing)
        assert "x-zendesk-api-warn" not in reply.headers
    assert api.http.request("GET", path, content=b"filter").status_code == 400


def test_properties_beside_a_list_cause_a_warning(api: Api) -> None:
    path = f"{OBJECTS}/{api.object()}"
    body = {"custom_object_field_ids": [], "colour": "red"}
    reply = api.http.put(f"{path}/fields/reorder", json=body)
    assert 'unpermitted_keys ["colour"]' in reply.headers["x-zendesk-api-warn"]


def test_custom_fields_must_be_an_object(api: Api) -> None:
    key = api.object()
    values: list[Any] = [[], "x", 7, True]
    for value in values:
        body: dict[str, Any] = {
            "custom_object_record": {"name": "x", "custom_object_fields": value}
        }
        api.call("POST", f"/{key}/records", body, status=400)
    body = {"custom_object_record": {"name": "x", "custom_object_fields": None}}
    api.call("POST", f"/{key}/records", body, status=201)


def test_no_parameter_is_ignored() -> None:
    """A parameter of the contract that an operation does not use is named in a 501."""
    query = Query("sort=id&filter[dynamic_values][user]=7")
    query.drop_unknown(["sort", "filter[dynamic_values]"])
    query.text("sort")
    with pytest.raises(RefusedError) as caught:
        query.require_read()
    assert caught.value.status == 501
    assert "filter[dynamic_values][user]" in caught.value.body["description"]


def test_a_body_that_is_too_large_is_refused(api: Api) -> None:
    try:
        reply = api.http.post(OBJECTS, content=b" " * (MAX_BODY_BYTES + 1), headers=JSON)
    except httpx.WriteError:
        # The connection ended while sending, which a server is allowed to do.
        return
    assert reply.status_code == 413
    assert set(reply.json()["error"]) == {"title", "message"}
    assert api.http.get(OBJECTS).status_code == 200
