"""A caller of a package that was generated from a hostile contract.

`test_hostile_contract.py` runs it: it reads its input from stdin and writes the results to stdout.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
import typing
from collections.abc import Callable
from typing import Any

import msgspec

import zendesk_custom_objects_api as package

for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
    importlib.import_module(module.name)

from zendesk_custom_objects_api import api, models, operations, payloads  # noqa: E402
from zendesk_custom_objects_api.reference import OperationReference, load  # noqa: E402


def operation(identity: str) -> tuple[OperationReference, Callable[..., Any]]:
    (found,) = (each for each in load().operations if each.id == identity)
    return found, getattr(getattr(api, found.group), found.builder)


def hints(function: Callable[..., Any]) -> dict[str, Any]:
    names = vars(sys.modules[function.__module__]) | {"payloads": payloads}
    return typing.get_type_hints(function, names)


def literals(kind: Any) -> list[Any]:
    """The known values in a type, at any depth."""
    if typing.get_origin(kind) is typing.Literal:
        return list(typing.get_args(kind))
    return [value for inner in typing.get_args(kind) for value in literals(inner)]


def use(given: dict[str, Any]) -> dict[str, Any]:
    listing, list_boats = operation(given["listing"])
    _, create_boat = operation("import")
    arguments = {each.argument: f"value of {each.name}" for each in listing.parameters}
    request = list_boats(**arguments)
    creation = create_boat(body={"boat": {}})
    answer = request.decode(200, msgspec.json.encode({"boats": [given["boat"]]}))
    misfits: list[str] = []
    misfit = msgspec.json.encode(given["boat"] | {given["integer"]: "x"})
    broken = creation.decode(201, misfit, misfit=misfits.append)
    boat: Any = vars(models)["Boat"]
    wanted = hints(list_boats)
    return {
        "query": dict(request.query),
        "path": request.path,
        "operations": [
            {"id": each.id, "path": each.path, "query": each.query} for each in operations.ALL
        ],
        "boats": msgspec.to_builtins(answer)["boats"],
        "shown": repr(answer.boats[0]),
        "broken": msgspec.to_builtins(broken),
        "misfits": misfits,
        "attributes": list(typing.get_type_hints(boat)),
        "known of parameters": {
            each.name: literals(wanted[each.argument]) for each in listing.parameters
        },
        "known": literals(vars(payloads)["Kinds"]),
        "captain": {
            key: literals(kind)
            for key, kind in typing.get_type_hints(vars(payloads)["CaptainInput"]).items()
        },
        "keys": list(vars(payloads)["BoatInput"].__annotations__),
        "docstring": inspect.getdoc(list_boats),
        "summary": listing.summary,
        "description": listing.description,
        "parameters": [[each.name, each.description] for each in listing.parameters],
        "values": {each.name: each.values for each in listing.parameters},
    }


if __name__ == "__main__":
    json.dump(use(json.load(sys.stdin)), sys.stdout)
