"""Differences between the contract and the OpenAPI document that the vendor publishes.

The two name and share schemas differently, so both are expanded to what goes over the wire:
operations by id, parameters by name, properties by their path in the body. Error responses are not
compared here, since the vendor declares hardly any; `official_record` notices new ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from . import documents
from .contract import Contract
from .documents import Json
from .problems import GenerationError

GRADES = ("O", "D", "H", "C", "U")
STATES = ("beyond", "missing", "other")

Types = frozenset[str]


class Difference(NamedTuple):
    where: str
    """The operation and the place in it: `CreateCustomObject request custom_object.key`."""
    state: str
    """`beyond` the vendor's document, `missing` in the contract, or `other`: a type, an address."""
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.state}: {self.where}{f' ({self.detail})' if self.detail else ''}"


@dataclass(frozen=True)
class Entry:
    """A known and intended difference; `*` in `where` matches anything."""

    where: str
    state: str
    reason: str
    grade: str

    def covers(self, difference: Difference) -> bool:
        pattern = re.escape(self.where).replace(r"\*", ".*")
        return self.state == difference.state and bool(re.fullmatch(pattern, difference.where))

    def __str__(self) -> str:
        return f"{self.state}: {self.where}"


@dataclass(frozen=True)
class Known:
    scope: re.Pattern[str]
    """The paths that are compared."""
    entries: Sequence[Entry]

    @classmethod
    def load(cls, path: Path) -> Known:
        """Read the file. Raises `GenerationError` if an entry is incomplete."""
        document = documents.read(path)
        problems, entries = [], []
        for number, row in enumerate(document.get("differences", ())):
            if not isinstance(row, dict) or row.keys() != {"where", "state", "reason", "grade"}:
                problems.append(f"entry {number}: needs where, state, reason and grade")
            elif row["state"] not in STATES or row["grade"] not in GRADES:
                problems.append(f"entry {number}: unknown state or grade")
            else:
                places = row["where"] if isinstance(row["where"], list) else [row["where"]]
                entries += [Entry(**{**row, "where": place}) for place in places]
        if problems or "scope" not in document:
            raise GenerationError(f"{path.name} needs a scope and entries:", problems)
        return cls(re.compile("|".join(document["scope"])), entries)

    def sift(self, found: Iterable[Difference]) -> tuple[list[Difference], list[Entry]]:
        """The differences that no entry covers, and the entries that cover no difference."""
        used: set[Entry] = set()
        drift = []
        for difference in found:
            covering = [entry for entry in self.entries if entry.covers(difference)]
            used.update(covering)
            if not covering:
                drift.append(difference)
        return drift, [entry for entry in self.entries if entry not in used]


def differences(ours: Contract, theirs: Contract, scope: re.Pattern[str]) -> list[Difference]:
    """All differences in the paths of the scope, sorted by place."""
    left, right = _wire(ours, scope), _wire(theirs, scope)
    return sorted(_differences(left, right))


def _differences(
    ours: dict[str, dict[str, Types]], theirs: dict[str, dict[str, Types]]
) -> Iterator[Difference]:
    for operation in ours.keys() | theirs.keys():
        if operation not in theirs or operation not in ours:
            yield Difference(operation, "beyond" if operation in ours else "missing")
            continue
        left, right = ours[operation], theirs[operation]
        lone = left.keys() ^ right.keys()
        for place in left.keys() | right.keys():
            where = f"{operation} {place}"
            if any(outer in lone for outer in _around(place)):
                continue  # reported by the place around it
            if place in lone:
                yield Difference(where, "beyond" if place in left else "missing")
            elif left[place] != right[place] and left[place] and right[place]:
                words = f"{_words(left[place])}, not {_words(right[place])}"
                yield Difference(where, "other", words)


def _around(place: str) -> Iterator[str]:
    way, _, path = place.partition(" ")
    while "." in path:
        path = path.rpartition(".")[0]
        yield f"{way} {path.removesuffix('[]')}"
    if place != way:
        yield way


def _words(types: Types) -> str:
    return " | ".join(sorted(types))


def _wire(contract: Contract, scope: re.Pattern[str]) -> dict[str, dict[str, Types]]:
    """The places of each operation (address, parameters, properties) with their types."""
    return {
        operation.get("operationId", f"{method} {path}"): {
            "address": frozenset({f"{method} {path}"}),
            **dict(_places(contract, operation)),
        }
        for method, path, operation in contract.operations()
        if scope.search(path)
    }


def _places(contract: Contract, operation: Json) -> Iterator[tuple[str, Types]]:
    for parameter in map(contract.resolve, operation["parameters"]):
        types = _types(contract, parameter.get("schema", {}))
        yield f"{parameter['in']} {parameter['name']}", types
    if "requestBody" in operation:
        yield "request", frozenset()
        for schema in _json(contract.resolve(operation["requestBody"])):
            yield from _properties(contract, schema, "request ", sent=True)
    for status, answer in operation.get("responses", {}).items():
        if str(status).startswith("2"):
            for schema in _json(contract.resolve(answer)):
                yield from _properties(contract, schema, "response ", sent=False)


def _json(message: Json) -> list[Json]:
    return [
        content.get("schema", {})
        for media_type, content in message.get("content", {}).items()
        if media_type in ("application/json", "multipart/form-data")
    ]


def _properties(
    contract: Contract, schema: Json, prefix: str, *, sent: bool, inside: tuple[str, ...] = ()
) -> Iterator[tuple[str, Types]]:
    reference = schema.get("$ref", "")
    if reference and reference in inside:
        return  # a recursive schema: its properties are listed once
    inside = (*inside, reference)
    schema = contract.resolve(schema)
    for part in _alternatives(schema):
        yield from _properties(contract, part, prefix, sent=sent, inside=inside)
    if isinstance(items := schema.get("items"), dict):
        yield from _properties(contract, items, f"{prefix}[]", sent=sent, inside=inside)
    for name, value in schema.get("properties", {}).items():
        if sent and contract.resolve(value).get("readOnly"):
            continue
        place = f"{prefix}{name}" if prefix.endswith(" ") else f"{prefix}.{name}"
        yield place, _types(contract, value)
        yield from _properties(contract, value, place, sent=sent, inside=inside)


def _alternatives(schema: Json) -> list[Json]:
    return [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ())]


def _types(contract: Contract, schema: Json) -> Types:
    """The JSON types without null, which equals absence here; empty if any type is allowed."""
    schema = contract.resolve(schema)
    kinds = schema.get("type", [])
    found = {kinds} if isinstance(kinds, str) else set(kinds)
    for part in _alternatives(schema):
        found |= _types(contract, part)
    return frozenset(found - {"null"})
