"""Importing is cheap: an operation loads only the models of its responses."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.contract.document import OPERATIONS, SCHEMAS, Json, component
from tests.low_level.building import builder, stand_ins

LOADED = """
import json, sys
print(json.dumps({
    "modules": sorted(name.partition(".")[0] for name in sys.modules),
    "models": sorted(
        value.__name__
        for name, module in sys.modules.items() if "_api.models." in name
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == name
    ),
}))
"""


def loaded_after(code: str) -> Any:
    """The modules and models that a fresh process has loaded after running code."""
    done = subprocess.run(
        [sys.executable, "-c", code + LOADED], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def models_of(node: Any) -> set[str]:
    """The models that a part of the contract refers to."""
    found: set[str] = set()
    waiting: list[Any] = [node]
    while waiting:
        match waiting.pop():
            case {"$ref": str() as reference} if component({"$ref": reference}) not in found:
                found.add(component({"$ref": reference}))
                waiting.append(SCHEMAS[component({"$ref": reference})])
            case dict() as inner:
                waiting += inner.values()
            case list() as inner:
                waiting += inner
    return {name for name in found if SCHEMAS[name].get("properties")}


def answers(operation: str) -> list[Json]:
    return [
        content["schema"]
        for answer in OPERATIONS[operation].answers("2").values()
        for content in answer.get("content", {}).values()
    ]


def test_importing_loads_no_model_and_no_http_library() -> None:
    loaded = loaded_after(
        "from zendesk_custom_objects_api import api, models, operations, payloads, types\n"
        "assert callable(api.objects.list_custom_objects)"
    )
    assert loaded["models"] == []
    assert not {"asyncio", "http", "httpx", "socket", "ssl", "zendesk_custom_objects"} & set(
        loaded["modules"]
    )


@pytest.mark.parametrize(
    "operation",
    [
        "ListCustomObjects",
        "ShowCustomObjectField",
        "DeleteCustomObjectRecord",
        "ListCustomObjectRecords",
        "ListCustomObjectRecordAttachments",
        "ListPermissionPolicies",
        "GetObjectTrigger",
        "ShowJobStatus",
        "GetSourcesByTarget",
        "CreateTokenForGrantType",
    ],
)
def test_a_request_loads_the_models_of_its_responses(operation: str) -> None:
    described = OPERATIONS[operation]
    group, name = described.definition["tags"][0], builder(described).__name__
    loaded = loaded_after(
        f"from zendesk_custom_objects_api.api import {group}\n"
        f"assert {group}.{name}(**{stand_ins(described)!r}).target.startswith('/')"
    )
    assert set(loaded["models"]) == models_of(answers(operation))
    assert not {"asyncio", "http", "httpx", "socket", "ssl"} & set(loaded["modules"])
