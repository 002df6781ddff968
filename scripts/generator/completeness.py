"""Nothing of the contract may get lost on the way: generators drop pieces without a word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from .contract import Contract, snake_case
from .problems import GenerationError


def require(contract: Contract, package: Path) -> None:
    """Raises `GenerationError` naming each operation, parameter or property without its code."""
    problems = [
        *_operation_problems(contract, package),
        *_property_problems(contract, _classes(package / "models"), contract.read_schemas()),
        *_property_problems(
            contract, _classes(package / "payloads.py"), contract.reachable(contract.body_schemas())
        ),
    ]
    if problems:
        raise GenerationError("the generators dropped pieces of the contract:", problems)


def _operation_problems(contract: Contract, package: Path) -> Iterator[str]:
    for _, _, operation in contract.operations():
        name = snake_case(operation["operationId"])
        path = package / "api" / f"{operation['tags'][0]}.py"
        builders = {
            node.name: {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            for node in (_tree(path).body if path.exists() else ())
            if isinstance(node, ast.FunctionDef)
        }
        if name not in builders:
            yield f"{operation['operationId']}: no builder"
            continue
        facts = contract.facts[name]
        wanted = {parameter["python"] for parameter in facts["parameters"].values()}
        wanted |= {"body"} if facts["body"] else set()
        for missing in sorted(wanted - builders[name]):
            yield f"{operation['operationId']}: no argument {missing}"


def _property_problems(
    contract: Contract, classes: dict[str, set[str]], names: set[str]
) -> Iterator[str]:
    schemas = contract.document["components"]["schemas"]
    for name in sorted(names & contract.schemas_with_properties()):
        if name not in classes:
            yield f"schema {name}: no class"
            continue
        for missing in sorted(schemas[name]["properties"].keys() - classes[name]):
            yield f"schema {name}: no property {missing}"


def _classes(place: Path) -> dict[str, set[str]]:
    """The classes of a module or a folder of modules, each with its properties."""
    found: dict[str, set[str]] = {}
    for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = {
                    item.target.id
                    for item in node.body
                    if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
                }
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                # TypedDict("Name", {...}), the form for keys that are no identifiers
                call = node.value
                if ast.unparse(call.func) == "TypedDict" and isinstance(call.args[1], ast.Dict):
                    found[ast.literal_eval(call.args[0])] = {
                        ast.literal_eval(key) for key in call.args[1].keys if key is not None
                    }
    return found


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
