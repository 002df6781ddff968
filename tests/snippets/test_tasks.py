"""Tasks and definitions for workflow engines: their formats and texts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conductor.client.http.api_client import ApiClient  # type: ignore[import-untyped]
from conductor.client.http.models.workflow_def import WorkflowDef  # type: ignore[import-untyped]
from conductor.client.workflow.task.http_task import (  # type: ignore[import-untyped]
    HttpInput,
    HttpTask,
)
from jsonschema import Draft202012Validator

from tests.contract.document import EXAMPLES, OPERATIONS, Described
from tests.low_level.building import builder, stand_ins
from zendesk_custom_objects import ApiToken, BearerToken, Client, File, api
from zendesk_custom_objects.prepared import PreparedRequest
from zendesk_custom_objects.snippets import placeholder

JSON_OPERATIONS = [
    operation
    for operation in OPERATIONS.values()
    if operation.media_type in (None, "application/json")
]
each_operation = pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=str)
SCHEMA = json.loads(Path(__file__).with_name("simworkflow.schema.json").read_text("utf-8"))
Draft202012Validator.check_schema(SCHEMA)
DEFINITION = Draft202012Validator(SCHEMA)

ACME = Client("acme", auth=BearerToken("geheim"))
ANY_ACCOUNT = Client(placeholder("zendesk_subdomain"), auth=BearerToken("geheim"))


def with_placeholders(operation: Described) -> PreparedRequest:
    """An operation of any account, with the example of the contract as its body."""
    arguments = {name: placeholder(name) for name in stand_ins(operation) if name != "body"}
    for example in EXAMPLES:
        if example.operation is operation and example.place == "request":
            arguments["body"] = example.value
    return ANY_ACCOUNT.prepare(builder(operation)(**arguments))


@each_operation
def test_simworkflow_accepts_the_definition(operation: Described) -> None:
    prepared = with_placeholders(operation)
    definition = prepared.simworkflow_definition()

    assert list(DEFINITION.iter_errors(definition)) == []
    assert definition["tasks"] == {definition["startTask"]: prepared.simworkflow_task()}
    task = prepared.simworkflow_task()
    assert task["httpRequest"]["method"] == operation.method
    assert (task["httpRequest"]["body"] is not None) == (operation.media_type is not None)
    # Retries of a request that must not be repeated are not left to the engine's defaults.
    assert ("retry" in task) == (operation.definition["x-resend"] != "refused")
    is_open = operation.definition["x-allowed-for"] == "anyone"
    assert ("credentials" not in task) == is_open
    assert "Authorization" not in task["httpRequest"]["headers"]
    # Exactly the inputs that the request refers to are declared.
    text = json.dumps(task["httpRequest"])
    assert set(re.findall(r"\$\{\$\.(\w+)\}", text)) == task["inputParameters"].keys()
    assert task["inputParameters"].keys() >= stand_ins(operation).keys() - {"body"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda task: task.pop("end"),
        lambda task: task.update(nextTask="Other"),
        lambda task: task.update(type="HTTP"),
        lambda task: task["httpRequest"].update(body="{}"),
        lambda task: task["httpRequest"].pop("url"),
        lambda task: task.update(retryCount=0),
        lambda task: task.update(connectionTimeoutSeconds=0),
    ],
)
def test_the_schema_refuses_other_formats(damage: Any) -> None:
    definition = with_placeholders(OPERATIONS["CreateCustomObjectRecord"]).simworkflow_definition()
    damage(definition["tasks"][definition["startTask"]])
    assert list(DEFINITION.iter_errors(definition))


ATTRIBUTES = {name.lstrip("_"): key for name, key in HttpInput.attribute_map.items()}
"""The arguments of `HttpInput` by their names in JSON: another name would be lost there."""


def serialized(made: Any) -> Any:
    """The JSON that Conductor's client sends for one of its objects."""
    return without_nulls(ApiClient.sanitize_for_serialization(ApiClient.__new__(ApiClient), made))


def without_nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: without_nulls(value) for key, value in node.items() if value is not None}
    return [without_nulls(value) for value in node] if isinstance(node, list) else node


@each_operation
def test_conductor_builds_the_same(operation: Described) -> None:
    prepared = with_placeholders(operation)
    made = prepared.conductor_task()
    retries = made.pop("retryCount", None)
    description = made.pop("description")
    request = made["inputParameters"]["http_request"]
    values: Any = {name: request.get(key) for name, key in ATTRIBUTES.items()}

    again = serialized(HttpTask(made["taskReferenceName"], HttpInput(**values)).to_workflow_task())

    assert again["type"] == made["type"] == "HTTP"
    assert without_nulls(again["inputParameters"]) == without_nulls(made["inputParameters"])
    assert request["method"] == operation.method
    assert re.fullmatch(r"\w+", made["taskReferenceName"])
    assert description.startswith(f"{operation.definition['summary']}.")
    # Retries of a request that must not be repeated are not left to the engine's defaults.
    assert (retries == 0) == (operation.definition["x-resend"] == "refused")
    assert ("body" in request) == (operation.media_type is not None)
    for name in stand_ins(operation).keys() - {"body"}:
        assert f"${{workflow.input.{name}}}" in request["uri"]


@pytest.mark.parametrize("secrets", ["workflow.secrets", "workflow.input"])
@each_operation
def test_conductor_understands_the_whole_definition(operation: Described, secrets: str) -> None:
    definition = with_placeholders(operation).conductor_definition(secrets=secrets)
    keys = {key: name for name, key in WorkflowDef.attribute_map.items()}
    again = serialized(WorkflowDef(**{keys[key]: value for key, value in definition.items()}))
    assert {key: again[key] for key in definition} == without_nulls(definition)
    text = json.dumps(definition["tasks"])
    inputs = set(re.findall(r"\$\{workflow\.input\.(\w+)\}", text))
    assert set(definition["inputParameters"]) == inputs


def test_a_task_contains_the_values_of_the_request() -> None:
    body: Any = {"custom_object_record": {"name": "A", "external_id": None}}
    prepared = ACME.prepare(api.records.create_custom_object_record("a b/c", body=body))
    url = "https://acme.zendesk.com/api/v2/custom_objects/a%20b%2Fc/records"

    task = prepared.simworkflow_task(credentials="4711")
    assert task["credentials"] == "4711"
    assert task["httpRequest"] == {
        "url": url,
        "method": "POST",
        "headers": {"Accept": "application/json", "Content-Type": "application/json"},
        "body": body,
    }
    assert "inputParameters" not in task

    request = prepared.conductor_task()["inputParameters"]["http_request"]
    assert (request["uri"], request["body"]) == (url, body)
    assert request["headers"] == {"Authorization": "Bearer ${workflow.secrets.zendesk_oauth_token}"}


def test_values_are_percent_encoded_only_where_necessary() -> None:
    request = api.relationships.get_sources_by_target(
        "zen:custom_object:boat", "01J", "7", "zen:custom_object:trip", page_size=2
    )
    task = ACME.prepare(request).simworkflow_task()
    assert task["httpRequest"]["url"] == (
        "https://acme.zendesk.com/api/v2/zen:custom_object:boat/01J/relationship_fields/7"
        "/zen:custom_object:trip?page[size]=2"
    )


@pytest.mark.parametrize(
    ("auth", "words"),
    [
        (BearerToken("geheim"), "an OAuth access token"),
        (ApiToken("anna@acme.example", "geheim"), "an email address followed by /token"),
    ],
    ids=repr,
)
def test_the_credentials_are_explained(auth: Any, words: str) -> None:
    with Client("acme", auth=auth) as zendesk:
        prepared = zendesk.prepare(api.objects.list_custom_objects())
    task = prepared.simworkflow_task()
    assert task["credentials"] == "ID_OF_SAVED_CREDENTIALS"
    assert "Replace ID_OF_SAVED_CREDENTIALS" in task["description"]
    assert words in task["description"]
    assert words not in prepared.simworkflow_task(credentials="4711")["description"]


def test_secrets_of_conductor_are_referred_to() -> None:
    with Client("acme", auth=ApiToken("anna@acme.example", "geheim")) as zendesk:
        prepared = zendesk.prepare(api.objects.list_custom_objects())
    request = prepared.conductor_task(secrets="workflow.input")["inputParameters"]["http_request"]
    authorization = "Basic ${workflow.input.zendesk_basic_credentials}"
    assert request["headers"] == {"Authorization": authorization}


def test_no_form_contains_a_secret() -> None:
    body: Any = {
        "grant_type": "refresh_token",
        "refresh_token": "geheim",
        "client_secret": "geheim",
    }
    prepared = ACME.prepare(api.oauth.create_token_for_grant_type(body=body))
    assert b"geheim" in (prepared.body or b"")
    forms = [
        json.dumps(prepared.simworkflow_definition()),
        json.dumps(prepared.conductor_definition()),
        prepared.curl(),
        prepared.python(),
        prepared.httpx(),
    ]
    for form in forms:
        assert "geheim" not in form
        assert "zendesk_client_secret" in form.lower()
        assert "zendesk_refresh_token" in form.lower()
    assert "the engine stores inputs" in prepared.simworkflow_task()["description"]


def test_a_subdomain_from_the_input_is_pointed_out() -> None:
    request = api.objects.list_custom_objects()
    words = "decides where the credentials are sent"
    assert words in ANY_ACCOUNT.prepare(request).simworkflow_task()["description"]
    assert words not in ACME.prepare(request).simworkflow_task()["description"]


@pytest.mark.parametrize("form", ["simworkflow_task", "conductor_definition"])
def test_a_file_cannot_be_sent_by_a_task(form: str) -> None:
    request = api.attachments.create_custom_object_record_attachment(
        "boat", "1", body={"uploaded_data": File(b"", "a.txt")}
    )
    with pytest.raises(ValueError, match="uploads a file, which an HTTP task cannot send"):
        getattr(ACME.prepare(request), form)()


def test_an_upsert_is_retried_if_its_body_keeps_the_key() -> None:
    def upsert(record: Any) -> Any:
        return api.records.upsert_custom_object_record_by_external_id_or_name(
            "boat", external_id="1", body={"custom_object_record": record}
        )

    assert "retry" in ACME.prepare(upsert({"name": "A"})).simworkflow_task()
    assert "retry" not in ACME.prepare(upsert({"external_id": "2"})).simworkflow_task()


def test_an_expression_contains_no_placeholder() -> None:
    """So that the order of evaluating expressions and placeholders makes no difference."""
    body: Any = {"custom_object_record": {"name": "jsonata:${x}"}}
    task = ACME.prepare(api.records.create_custom_object_record("b", body=body)).simworkflow_task()
    written = task["httpRequest"]["body"]["custom_object_record"]["name"]
    assert written.startswith("jsonata:")
    assert "${" not in written


@pytest.mark.parametrize("name", ["", "a-b", "class", "é", "1st", "a b", "a}"])
def test_names_of_placeholders_are_identifiers(name: str) -> None:
    with pytest.raises(ValueError, match="not a name for a placeholder"):
        placeholder(name)
