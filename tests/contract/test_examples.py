"""Every example of the contract is valid, consistent, and readable by the generated layer."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.contract.conftest import CONTRACT, EXAMPLES, Example, validate
from zendesk_custom_objects_api import api, payloads

JSON = "application/json"


def test_example_fits_its_schema(example: Example) -> None:
    if example.media_type == JSON:
        assert validate(example.value, example.schema) == []


def test_success_decodes_without_a_misfit_or_a_loss(example: Example) -> None:
    if not example.place.startswith("2") or example.media_type != JSON:
        return
    request = build(example.operation)
    misfits: list[str] = []
    answer = request.decode(
        int(example.place), json.dumps(example.value).encode(), misfit=misfits.append
    )
    assert misfits == []
    assert without_absent(msgspec.to_builtins(answer)) == without_absent(normal(example.value))


@pytest.mark.parametrize(
    "operation", [operation["operationId"] for _, _, operation in CONTRACT.operations()]
)
def test_operation_has_examples(operation: str) -> None:
    places = {example.place for example in EXAMPLES if example.operation == operation}
    definition = next(
        found for _, _, found in CONTRACT.operations() if found["operationId"] == operation
    )
    if "requestBody" in definition:
        assert "request" in places
    for status, response in definition["responses"].items():
        if status.startswith("2") and "application/json" in CONTRACT.resolve(response).get(
            "content", {}
        ):
            assert status in places


def build(operation: str) -> Any:
    """A request for an operation, with stand-ins for its arguments."""
    definition = next(
        found for _, _, found in CONTRACT.operations() if found["operationId"] == operation
    )
    facts = CONTRACT.facts[next(k for k, v in CONTRACT.facts.items() if v["id"] == operation)]
    arguments: dict[str, Any] = {}
    for parameter in map(CONTRACT.resolve, definition["parameters"]):
        if parameter.get("required"):
            is_list = CONTRACT.resolve(parameter["schema"]).get("type") == "array"
            python = facts["parameters"][parameter["name"]]["python"]
            arguments[python] = ["1"] if is_list else "1"
    if facts["body"]:
        assert hasattr(payloads, facts["body"])
        arguments["body"] = {}
    name = next(k for k, v in CONTRACT.facts.items() if v["id"] == operation)
    return getattr(getattr(api, facts["group"]), name)(**arguments)


def normal(value: Any) -> Any:
    """An example as it looks after a round trip: times in the one form that the encoder writes."""
    return msgspec.to_builtins(value)


def without_absent(value: Any) -> Any:
    """A body without its nulls: absent and null are the same in what is read."""
    if isinstance(value, dict):
        return {key: without_absent(item) for key, item in value.items() if item is not None}
    return [without_absent(item) for item in value] if isinstance(value, list) else value
