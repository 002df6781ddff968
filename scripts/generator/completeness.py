"""A check that the generators dropped no part of the contract: they do so without a warning."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from . import names
from .contract import Contract
from .problems import GenerationError


def require(contract: Contract, package: Path) -> None:
    """Raise `GenerationError` naming each operation, parameter or property without code."""
    problems = [
        *_operation_problems(contract, package),
        *_property_problems(
            contract, _classes(package / "models"), contract.read_schemas(), contract.attribute
        ),
        *_property_problems(
            contract,
            _classes(package / "payloads.py"),
            contract.reachable(contract.body_schemas()),
            str,
        ),
    ]
    if problems:
        raise GenerationError("the generators dropped parts of the contract:", problems)


def _operation_problems(contract: Contract, package: Path) -> Iterator[str]:
    for name, facts in contract.facts.items():
        path = package / "api" / f"{facts['group']}.py"
        builders = {
            node.name: {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            for node in (_tree(path).body if path.exists() else ())
            if isinstance(node, ast.FunctionDef)
        }
        if name not in builders:
            yield f"{facts['id']}: no builder"
            continue
        wanted = {parameter["argument"] for parameter in facts["parameters"].values()}
        wanted |= {"body"} if facts["body"] else set()
        for missing in sorted(wanted - builders[name]):
            yield f"{facts['id']}: no argument {missing}"


def _property_problems(
    contract: Contract,
    classes: Mapping[str, set[str]],
    schemas: set[str],
    key: Callable[[str], str],
) -> Iterator[str]:
    """`key` gives the name that a property has in the classes."""
    every = contract.document["components"]["schemas"]
    for name in sorted(schemas & contract.schemas_with_properties()):
        found = classes.get(names.class_name(name))
        if found is None:
            yield f"schema {name}: no class"
            continue
        for each in sorted(every[name]["properties"]):
            if key(each) not in found:
                yield f"schema {name}: no property {each}"


def _classes(place: Path) -> dict[str, set[str]]:
    """The classes of a module or of a folder of modules, each with its properties."""
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
                # TypedDict("Name", {...}), the form for keys that are not identifiers
                call = node.value
                if ast.unparse(call.func) == "TypedDict" and isinstance(call.args[1], ast.Dict):
                    found[ast.literal_eval(call.args[0])] = {
                        ast.literal_eval(key) for key in call.args[1].keys if key is not None
                    }
    return found


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
