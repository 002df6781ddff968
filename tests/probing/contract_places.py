"""Where the contract has grades of evidence that a probe can raise: `U` and `C`.

A place is an operation or a component with the names of what is in it. A remark in a text has its
number there, so that one more remark is one more place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

CONTRACT = Path(__file__).resolve().parents[2] / "spec/openapi.yaml"
UNCERTAIN = ("U", "C")
REMARK = re.compile(r"\((?:[^()]*\b)?[UC]\b[^()]*\)")
UNNAMED = frozenset({"properties", "responses"})


def graded_places() -> set[str]:
    """Every place whose grade is U or C."""
    contract = YAML(typ="safe").load(CONTRACT)
    components, paths = contract.pop("components"), contract.pop("paths")
    operations = {
        operation["operationId"]: operation
        for path in paths.values()
        for operation in path.values()
        if isinstance(operation, dict) and "operationId" in operation
    }
    return {
        ".".join(name for name in place if name not in UNNAMED or place[0] == name)
        for part in (components, operations, contract)
        for place in walk(part, [])
    }


def walk(node: Any, place: list[str]) -> Iterator[list[str]]:
    if isinstance(node, dict):
        if node.get("x-evidence") in UNCERTAIN:
            yield place
        for name, value in node.items():
            inside = [*place, str(name)]
            if isinstance(value, str):
                remarks = REMARK.findall(value)
                for number in range(1, len(remarks) + 1):
                    yield [*place, f"{name}:{number}"]
            else:
                yield from walk(value, inside)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            name = value.get("name") if isinstance(value, dict) and "in" in value else None
            yield from walk(value, [*place, str(name or number)])
