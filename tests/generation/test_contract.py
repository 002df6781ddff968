"""Unusable contracts are refused with all their problems."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import requirements
from generator.completeness import require
from generator.contract import Contract
from generator.problems import GenerationError

Document = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
OBJECTS = "/api/v2/custom_objects"


def load(document: Document, folder: Path) -> Contract:
    path = folder / "openapi.yaml"
    path.write_text(json.dumps(document), "utf-8")
    return requirements.load(path)


def drop_fact(document: Document) -> None:
    del document["paths"][OBJECTS]["get"]["x-resend"]


def unknown_fact(document: Document) -> None:
    document["paths"][OBJECTS]["get"]["x-paging"] = "scroll"


def dangling_reference(document: Document) -> None:
    schema = {"$ref": "#/components/schemas/Nowhere"}
    document["paths"][OBJECTS]["get"]["responses"]["200"]["content"] = {
        "application/json": {"schema": schema}
    }


def inline_body(document: Document) -> None:
    body = document["paths"][OBJECTS]["post"]["requestBody"]
    body["content"]["application/json"]["schema"] = {"type": "object"}


def exploded_list(document: Document) -> None:
    document["paths"][OBJECTS]["get"]["parameters"] = [
        {
            "name": "ids",
            "in": "query",
            "description": "Ids.",
            "schema": {"type": "array", "items": {"type": "string"}},
        }
    ]


def properties_alike(document: Document) -> None:
    properties = document["components"]["schemas"]["CustomObject"]["properties"]
    properties["raw-title"] = {"type": "string"}


def no_description(document: Document) -> None:
    del document["paths"][OBJECTS]["post"]["description"]


def misspelt_keyword(document: Document) -> None:
    document["paths"][OBJECTS]["post"]["respones"] = document["paths"][OBJECTS]["post"].pop(
        "responses"
    )


@pytest.mark.parametrize(
    ("breakage", "message"),
    [
        (drop_fact, "ListCustomObjects: x-resend is None, not one of safe, refused, keyed"),
        (unknown_fact, "ListCustomObjects: x-paging is 'scroll'"),
        (dangling_reference, "#/components/schemas/Nowhere: broken reference"),
        (inline_body, "CreateCustomObject: the request body must be a $ref to a component schema"),
        (exploded_list, "parameter ids: a list must have style form and explode false"),
        (
            properties_alike,
            "schema CustomObject: properties 'raw_title' and 'raw-title' would both be raw_title in"
            " Python",
        ),
        (no_description, "CreateCustomObject: no description"),
        (misspelt_keyword, "respones"),
    ],
)
def test_broken_contract(
    breakage: Callable[[Document], None],
    message: str,
    contract: Callable[[], Document],
    tmp_path: Path,
) -> None:
    document = contract()
    breakage(document)
    with pytest.raises(GenerationError) as caught:
        load(document, tmp_path)
    assert message in str(caught.value)
    assert str(caught.value).startswith("openapi.yaml is not a contract to build from:\n")


def test_all_problems_are_listed_at_once(contract: Callable[[], Document], tmp_path: Path) -> None:
    document = contract()
    drop_fact(document)
    no_description(document)
    with pytest.raises(GenerationError) as caught:
        load(document, tmp_path)
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [("a: [", "cannot be read"), ("- just\n- a list\n", "is not a document of keys and values")],
)
def test_a_file_that_is_not_a_contract(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(text)
    with pytest.raises(GenerationError, match=message):
        requirements.load(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="cannot be read"):
        requirements.load(tmp_path / "openapi.yaml")


def test_missing_builders_and_properties_are_found(
    contract: Callable[[], Document], tmp_path: Path
) -> None:
    """A second check after the warnings of the generators, which omit some parts silently."""
    document = contract()
    document["paths"][OBJECTS]["get"]["operationId"] = "ListAllObjects"
    document["components"]["schemas"]["CustomObject"]["properties"]["mascot"] = {"type": "string"}
    schemas = document["components"]["schemas"]
    schemas["CustomObjectCreateInput"]["properties"]["mascot"] = {"type": "string"}
    with pytest.raises(GenerationError) as caught:
        require(load(document, tmp_path), ROOT / "generated" / "zendesk_custom_objects_api")
    assert str(caught.value).splitlines() == [
        "the generators dropped parts of the contract:",
        "  ListAllObjects: no builder",
        "  schema CustomObject: no property mascot",
        "  schema CustomObjectCreateInput: no property mascot",
    ]
