"""Requirements for a contract beyond valid OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import documents, names
from .contract import FACTS, Contract, referred_schema
from .documents import Json
from .problems import GenerationError

_WORD = r"[\w!#$&^.+-]+"
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:; ?{_WORD}={_WORD})*", re.ASCII)
_PATH = re.compile(r"(?:/(?:\{[^{}/]+\}|[\w.~!$&'()*+,;=:@%-])*)+", re.ASCII)


def load(path: Path) -> Contract:
    """Read and check a contract. Raises `GenerationError` listing all problems."""
    return checked(documents.read(path), path.name)


def checked(document: Json, name: str) -> Contract:
    """A contract that code can be generated from. Raises `GenerationError` listing all problems."""
    contract = Contract.valid(document, name)
    if problems := list(_problems(contract)):
        raise GenerationError(f"{name} is not a contract to build from:", problems)
    return contract


def _problems(contract: Contract) -> Iterator[str]:
    tags = {tag["name"]: tag for tag in contract.document.get("tags", [])}
    for name, tag in tags.items():
        if not tag.get("description"):
            yield f"tag {name}: no description"
    for method, path, operation in contract.operations():
        where = operation.get("operationId", f"{method} {path}")
        for problem in _operation_problems(contract, path, operation, tags):
            yield f"{where}: {problem}"
    yield from _name_problems(contract, tags)


def _name_problems(contract: Contract, tags: Mapping[str, Json]) -> Iterator[str]:
    """Names that cannot be used, or that have the same Python name as another."""
    operations = [
        operation["operationId"]
        for _, _, operation in contract.operations()
        if "operationId" in operation
    ]
    schemas: Json = contract.document["components"]["schemas"]
    modules = {name: names.module_name(class_) for name, class_ in contract.classes.items()}
    for kind, python_names in (
        ("operations", [(name, names.builder(name)) for name in operations]),
        ("tags", [(name, names.group(name)) for name in tags]),
        ("schemas", list(contract.classes.items())),
        ("schemas", list(modules.items())),
    ):
        for name, _ in python_names:
            if problem := names.problem(name):
                yield f"{kind}: {name!r} {problem}"
        yield from (f"{kind}: {clash}" for clash in names.clashes(python_names))
    read = contract.read_schemas()
    for name, schema in schemas.items():
        own = list(_property_names(schema))
        for each in own:
            if problem := names.problem(each):
                yield f"schema {name}: property {each!r} {problem}"
            elif name in read and {'"', "\\"} & {*each}:
                problem = "has characters that msgspec cannot read"
                yield f"schema {name}: property {each!r} {problem}"
        clashes = names.clashes((each, contract.attribute(each)) for each in own)
        yield from (f"schema {name}: properties {clash}" for clash in clashes)


def _operation_problems(
    contract: Contract, path: str, operation: Json, groups: Mapping[str, Json]
) -> Iterator[str]:
    if "operationId" not in operation:
        yield "no operationId"
    for text in ("summary", "description"):
        if not operation.get(text):
            yield f"no {text}"
    if len(operation.get("tags", [])) != 1 or operation["tags"][0] not in groups:
        yield "needs exactly one tag, of those that the document declares"
    for name, values in FACTS.items():
        if operation.get(name) not in values:
            yield f"{name} is {operation.get(name)!r}, not one of {', '.join(values)}"
    parameters = [contract.resolve(parameter) for parameter in operation["parameters"]]
    for parameter in parameters:
        yield from _parameter_problems(contract, parameter)
    clashes = names.clashes(
        (f"{each['in']} {each['name']}", names.argument(each["name"])) for each in parameters
    )
    yield from (f"parameters {clash}" for clash in clashes)
    if not _PATH.fullmatch(path):
        yield f"path {path!r} has characters that must be percent-encoded"
    content = contract.resolve(operation.get("requestBody")).get("content", {})
    if len(content) > 1:
        yield "the request body has more than one media type: only one is supported"
    for media in content.values():
        if not referred_schema(media.get("schema", {})):
            yield "the request body must be a $ref to a component schema"
    successes = [status for status in operation["responses"] if status.startswith("2")]
    if not successes:
        yield "no response with a status of 2xx"
    if "2XX" in successes:
        yield "2XX stands for several statuses: write each of them"
    answers = [contract.resolve(operation["responses"][status]) for status in successes]
    answered = (media_type for answer in answers for media_type in answer.get("content", ()))
    for media_type in sorted({*content, *answered}):
        if not _MEDIA_TYPE.fullmatch(media_type):
            yield f"{media_type!r} is not a media type"


def _parameter_problems(contract: Contract, parameter: Json) -> Iterator[str]:
    name = parameter["name"]
    if parameter["in"] not in ("path", "query"):
        yield f"parameter {name}: only path and query are supported, not {parameter['in']}"
    if not parameter.get("description"):
        yield f"parameter {name}: no description"
    if problem := names.problem(name):
        yield f"parameter {name!r} {problem}"
    kind = contract.resolve(parameter.get("schema", {})).get("type")
    comma_list = parameter.get("style", "form") == "form" and not parameter.get("explode", True)
    if kind == "array" and not comma_list:
        yield f"parameter {name}: a list must have style form and explode false"
    if kind == "object" and parameter.get("style") != "deepObject":
        yield f"parameter {name}: an object must have style deepObject"


def _property_names(schema: Json) -> Iterator[str]:
    """The names of a schema's properties, including those of inline parts."""
    yield from schema.get("properties", ())
    for part in schema.get("allOf", ()):
        yield from _property_names(part)
