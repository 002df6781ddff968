"""The HTTP task of a workflow is what Conductor's own classes build from the same request."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conductor.client.http.api_client import ApiClient  # type: ignore[import-untyped]
from conductor.client.workflow.task.http_task import (  # type: ignore[import-untyped]
    HttpInput,
    HttpTask,
)

from tests.cli.conftest import Zco
from tests.contract.document import OPERATIONS, Described

JSON_OPERATIONS = [
    operation
    for operation in OPERATIONS.values()
    if operation.media_type in (None, "application/json")
]


def task(zco: Zco, *arguments: str) -> Any:
    result = zco("request", *arguments, "--http-task")
    assert result.code == 0, result.err
    return json.loads(result.out)


def built(reference: str, request: dict[str, Any]) -> Any:
    """What Conductor's classes make of a request, in JSON."""
    values: Any = {name: request.get(key) for name, key in ATTRIBUTES.items()}
    made = HttpTask(reference, HttpInput(**values)).to_workflow_task()
    return without_nulls(ApiClient.sanitize_for_serialization(ApiClient.__new__(ApiClient), made))


ATTRIBUTES = {name.lstrip("_"): key for name, key in HttpInput.attribute_map.items()}
"""The arguments of `HttpInput` by their names in JSON: another name would be lost there."""


def without_nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: without_nulls(value) for key, value in node.items() if value is not None}
    return [without_nulls(value) for value in node] if isinstance(node, list) else node


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=str)
def test_conductor_builds_the_same(zco: Zco, operation: Described) -> None:
    made = task(zco, operation.id)
    retries = made.pop("retryCount", None)
    reference = made["taskReferenceName"]
    request = made["inputParameters"]["http_request"]
    body = request.get("body")

    again = built(reference, request)

    assert again["type"] == made["type"] == "HTTP"
    assert without_nulls(again["inputParameters"]) == without_nulls(made["inputParameters"])
    assert request["method"] == operation.method
    assert re.fullmatch(r"\w+", reference)
    # A create is not sent again by an engine that cannot know whether it was carried out.
    assert (retries == 0) == (operation.definition["x-resend"] == "refused")
    assert (body is not None) == (operation.media_type is not None)
    for parameter in operation.parameters:
        if parameter.get("required"):
            name = parameter["name"].replace("[", "_").replace("]", "")
            assert f"${{workflow.input.{name}}}" in request["uri"]


def test_what_is_given_is_in_it(zco: Zco) -> None:
    body = '{"custom_object_record": {"name": "${workflow.input.name}", "external_id": null}}'
    made = task(
        zco,
        "CreateCustomObjectRecord",
        "custom_object_key=a b/c",
        "--subdomain",
        "acme",
        "--body",
        body,
    )
    request = made["inputParameters"]["http_request"]
    assert request["uri"] == "https://acme.zendesk.com/api/v2/custom_objects/a%20b%2Fc/records"
    assert request["body"] == json.loads(body)
    assert request["headers"] == {"Authorization": "Bearer ${workflow.secrets.zendesk_oauth_token}"}


@pytest.mark.usefixtures("account")
def test_secrets_are_named(zco: Zco) -> None:
    made = task(zco, "ListCustomObjects", "--secrets", "workflow.input")
    headers = made["inputParameters"]["http_request"]["headers"]
    assert headers == {"Authorization": "Basic ${workflow.input.zendesk_basic_credentials}"}
    token = task(zco, "CreateTokenForGrantType")["inputParameters"]["http_request"]
    assert token["body"]["client_secret"] == "${workflow.secrets.zendesk_client_secret}"
    assert token["headers"] == {}
