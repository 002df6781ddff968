"""A check that a custom contract still has everything that the wrapper uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from .problems import GenerationError

_MODULES = ("api", "models", "operations", "payloads")
_DEPTH = {"api": 2}
"""The number of names after the module: `api.records.list_custom_object_records`."""


def require(wrapper: Mapping[Path, bytes], package: Mapping[Path, bytes]) -> None:
    """Raise `GenerationError` naming what the wrapper uses and the low level lacks.

    It checks names and arguments; a type checker checks properties.
    """
    offered = _offered(package)
    problems = {
        f"{name.as_posix()}: {problem}"
        for name, source in wrapper.items()
        if name.suffix == ".py"
        for problem in _lacking(ast.parse(source), offered)
    }
    if problems:
        raise GenerationError(
            "the wrapper needs parts that the contract does not have:", sorted(problems)
        )


def _offered(package: Mapping[Path, bytes]) -> dict[str, set[str]]:
    """Every dotted name of the low level; functions with their arguments."""
    found: dict[str, set[str]] = {}
    for path, source in package.items():
        parts = path.with_suffix("").parts
        module = "models" if parts[0] == "models" else ".".join(parts)
        for node in ast.parse(source).body if path.suffix == ".py" else ():
            if isinstance(node, ast.FunctionDef):
                arguments = (*node.args.args, *node.args.kwonlyargs)
                found[f"{module}.{node.name}"] = {argument.arg for argument in arguments}
            elif isinstance(node, ast.ClassDef):
                found[f"{module}.{node.name}"] = set()
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                found[f"{module}.{ast.unparse(target)}"] = set()
    return found


def _lacking(tree: ast.Module, offered: Mapping[str, set[str]]) -> Iterator[str]:
    modules = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("_generated")
        for alias in node.names
        if alias.name in _MODULES
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = ast.unparse(node.func)
            if "api" in modules and name.startswith("api.") and name in offered:
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                for missing in given - offered[name]:
                    yield f"{name} has no argument {missing}"
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            module, *rest = name.split(".")
            if module in modules and len(rest) == _DEPTH.get(module, 1) and name not in offered:
                yield f"no {name}"
