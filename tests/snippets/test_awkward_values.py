"""Values with a meaning to an engine, a URL or a program arrive unchanged."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.low_level.building import HOSTILE
from tests.snippets.conftest import API_TOKEN, BASIC, EMAIL, Account
from tests.snippets.engines import Conductor, SimWorkflow, TaskFailed
from zendesk_custom_objects import ApiToken, Client, ZendeskError, api
from zendesk_custom_objects.prepared import PreparedRequest
from zendesk_custom_objects.snippets import placeholder
from zendesk_custom_objects_api.types import Request

ENGINES = [
    *("${", "}", "$${", "$$", "$", "${}", "${x}", "$${x}", "$$${x}", "a ${$.x} b", "${workflow.x}"),
    *("jsonata:", "jsonata:1+1", 'jsonata:"${x}"', " jsonata:", "{{x}}", "%7B", "100%", "%2F"),
    *("{0}", "\\u0041", "\\", '"""', "f'{x}'", "os.environ", "$HOME", "`id`", "\N{NO-BREAK SPACE}"),
]
"""Texts that engines and programs could interpret."""

texts = (
    st.sampled_from([*ENGINES, *HOSTILE])
    | st.lists(st.sampled_from([*ENGINES, *HOSTILE]), min_size=2, max_size=4).map("".join)
    | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
)
segments = texts.filter(lambda text: text not in (".", ".."))
keys = st.sampled_from(["a", "b_1", 'q"', "é", "$and", "a.b", " "])
values = st.recursive(
    texts | st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
bodies = st.dictionaries(keys, values, min_size=1, max_size=3)


@pytest.fixture(scope="module")
def zendesk(account: Account) -> Iterator[Client]:
    auth = ApiToken(EMAIL, API_TOKEN)
    with Client(base_url=account.url, auth=auth, retries=0) as zendesk:
        yield zendesk


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client() as http:
        yield http


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENDESK_EMAIL", EMAIL)
    monkeypatch.setenv("ZENDESK_API_TOKEN", API_TOKEN)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def by_simworkflow(prepared: PreparedRequest, http: httpx.Client, given: Any) -> None:
    definition = json.loads(json.dumps(prepared.simworkflow_definition(credentials="id")))
    SimWorkflow(http, {"id": {"Authorization": f"Basic {BASIC}"}}).run(definition, given)


def by_conductor(prepared: PreparedRequest, http: httpx.Client, given: Any) -> None:
    secrets = {"zendesk_basic_credentials": BASIC}
    Conductor(http, secrets).run(json.loads(json.dumps(prepared.conductor_definition())), given)


def by_httpx(prepared: PreparedRequest, http: httpx.Client, given: Any) -> None:
    exec(compile(prepared.httpx(), "snippet", "exec", dont_inherit=True), {})


def by_python(prepared: PreparedRequest, http: httpx.Client, given: Any) -> None:
    exec(compile(prepared.python(), "snippet", "exec", dont_inherit=True), {"print": id})


forms = pytest.mark.parametrize("execute", [by_simworkflow, by_conductor, by_httpx, by_python])
Execute = Callable[[PreparedRequest, httpx.Client, Any], None]


def arrived(account: Account) -> tuple[Any, ...]:
    """The received request, decoded, and the status of its response."""
    logged = account.sandbox.requests[0]
    account.sandbox.requests.clear()
    path, _, query = logged.target.partition("?")
    steps = [unquote(step) for step in path.split("/")]
    pairs = parse_qsl(query, keep_blank_values=True)
    body = None if logged.body is None else json.loads(logged.body or b"null")
    return logged.operation, logged.method, steps, pairs, logged.status, body


def requests_of(key: str, text: str, body: Any) -> list[Request[Any]]:
    """Requests with awkward values in the path, the query, and the body."""
    return [
        api.records.show_custom_object_record(key, text if text not in (".", "..") else "x"),
        api.records.search_custom_object_records("boat", query=text),
        api.records.list_custom_object_records("boat", filter_external_ids=[key.replace(",", "-")]),
        api.records.create_custom_object_record(key, body=body),
    ]


@forms
def test_fixed_values_arrive_unchanged(
    execute: Execute, account: Account, zendesk: Client, http: httpx.Client
) -> None:
    account.afresh()

    @settings(max_examples=40)
    @given(segments, segments, bodies)
    def check(key: str, text: str, body: Any) -> None:
        for request in requests_of(key, text, body):
            with contextlib.suppress(ZendeskError):
                zendesk.send(request)
            expected = arrived(account)
            with contextlib.suppress(TaskFailed, ZendeskError, httpx.HTTPStatusError):
                execute(zendesk.prepare(request), http, {})
            assert arrived(account) == expected

    check()


@pytest.mark.parametrize("execute", [by_simworkflow, by_conductor])
def test_input_arrives_unchanged(
    execute: Execute, account: Account, zendesk: Client, http: httpx.Client
) -> None:
    """With values of any type beside texts that the engine must not change."""
    account.afresh()

    @settings(max_examples=40)
    @given(values, texts)
    def check(value: Any, text: str) -> None:
        def create(name: Any) -> Request[Any]:
            body: Any = {"custom_object_record": {"name": name, "external_id": text}}
            return api.records.create_custom_object_record("boat", body=body)

        with contextlib.suppress(ZendeskError):
            zendesk.send(create(value))
        expected = arrived(account)
        with contextlib.suppress(TaskFailed):
            execute(zendesk.prepare(create(placeholder("name"))), http, {"name": value})
        assert arrived(account) == expected

    check()


@pytest.mark.parametrize("execute", [by_httpx, by_python])
def test_variables_arrive_unchanged(
    execute: Execute,
    account: Account,
    zendesk: Client,
    http: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Programs percent-encode the values that they insert into the URL."""
    account.afresh()

    @settings(max_examples=40)
    @given(segments.filter(lambda text: "\x00" not in text))
    def check(value: str) -> None:
        def ask(text: str) -> list[Request[Any]]:
            body: Any = {"custom_object_record": {"name": f"{{a}} {text}\\"}}
            return [
                api.records.create_custom_object_record(text, body=body),
                api.records.search_custom_object_records("boat", query=f"{{a}} {text}\\"),
            ]

        monkeypatch.setenv("VALUE", value)
        for known, unknown in zip(ask(value), ask(placeholder("value")), strict=True):
            with contextlib.suppress(ZendeskError):
                zendesk.send(known)
            expected = arrived(account)
            with contextlib.suppress(ZendeskError, httpx.HTTPStatusError):
                execute(zendesk.prepare(unknown), http, {})
            assert arrived(account) == expected

    check()


def test_texts_around_a_placeholder_arrive_unchanged(
    account: Account, zendesk: Client, http: httpx.Client
) -> None:
    account.afresh()
    body: Any = {"custom_object_record": {"name": "${x} " + placeholder("name") + " $${y}"}}
    prepared = zendesk.prepare(api.records.create_custom_object_record("gone", body=body))
    for execute in (by_simworkflow, by_conductor):
        with pytest.raises(TaskFailed):
            execute(prepared, http, {"name": "Nordwind"})
        assert arrived(account)[-1] == {"custom_object_record": {"name": "${x} Nordwind $${y}"}}


def test_a_dollar_before_a_placeholder_arrives_unchanged(
    account: Account, zendesk: Client, http: httpx.Client
) -> None:
    account.afresh()
    body: Any = {"custom_object_record": {"name": "costs $" + placeholder("price") + " ${"}}
    prepared = zendesk.prepare(api.records.create_custom_object_record("gone", body=body))
    with pytest.raises(TaskFailed):
        by_simworkflow(prepared, http, {"price": "5"})
    assert arrived(account)[-1] == {"custom_object_record": {"name": "costs $5 ${"}}
    with pytest.raises(ValueError, match="put the \\$ into the placeholder's value"):
        prepared.conductor_task()


def test_headers_arrive_unchanged(zendesk: Client) -> None:
    header = '${x} it\'s "$HOME"'
    prepared = zendesk.with_options(headers={"X-Team": header}).prepare(
        api.objects.list_custom_objects()
    )
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={})

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        by_simworkflow(prepared, http, {})
        by_conductor(prepared, http, {})
    assert [request.headers["x-team"] for request in asked] == [header, header]


@pytest.mark.parametrize(
    "digits", ["12345678901234567890.123456789", "0.1000000000000000000001", "1E+400"]
)
def test_decimals_keep_their_digits(
    digits: str, account: Account, zendesk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.afresh()
    body: Any = {"custom_object_record": {"custom_object_fields": {"price": Decimal(digits)}}}
    prepared = zendesk.prepare(api.records.create_custom_object_record("gone", body=body))

    for task in (prepared.simworkflow_task(), prepared.conductor_task()):
        written = (task.get("httpRequest") or task["inputParameters"]["http_request"])["body"]
        assert written == body
    assert digits in prepared.curl()
    for code in (prepared.python(), prepared.httpx()):
        with contextlib.suppress(ZendeskError, httpx.HTTPStatusError):
            exec(compile(code, "snippet", "exec", dont_inherit=True), {})
        logged = account.sandbox.requests[0]
        account.sandbox.requests.clear()
        assert digits.encode() in (logged.body or b"")
