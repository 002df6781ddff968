"""A value seen through its schema: which parts the contract declares, and as what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tests.contract.document import Json, resolved

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A part of a value, and the schemas that may describe it."""

    path: Path
    value: Any
    schemas: Sequence[Json]
    """Alternatives, with references and unions spelt out. None: the contract does not know it."""

    @property
    def types(self) -> set[str]:
        """The JSON types it may have; empty if any."""
        return set().union(*(types_of(schema) for schema in self.schemas)) if self.typed else set()

    @property
    def typed(self) -> bool:
        return bool(self.schemas) and all(types_of(schema) for schema in self.schemas)

    @property
    def name(self) -> str:
        """The path as people write it: `custom_object_records[0].id`."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(parts).removeprefix(".")


def alternatives(schema: Json) -> list[Json]:
    """A schema without references and unions."""
    schema = resolved(schema)
    if "anyOf" in schema:
        return [found for option in schema["anyOf"] for found in alternatives(option)]
    return [schema]


def types_of(schema: Json) -> set[str]:
    kind = schema.get("type", [])
    return {kind} if isinstance(kind, str) else set(kind)


def type_name(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "number")


def places(value: Any, schema: Json) -> Iterator[Place]:
    """A value and all its parts, as deep as the contract knows them."""
    yield from _places(value, alternatives(schema), ())


def _places(value: Any, schemas: Sequence[Json], path: Path) -> Iterator[Place]:
    yield Place(path, value, schemas)
    for key, item, inner in _parts(value, schemas):
        yield from _places(item, inner, (*path, key))


def declared(value: Any, schema: Json) -> Any:
    """What the contract declares of a value, times as moments; absent and null are the same.

    What is of another type than declared is kept whole.
    """
    return _declared(value, alternatives(schema))


def _declared(value: Any, schemas: Sequence[Json]) -> Any:
    is_misfit = not any(type_name(value) in types_of(schema) for schema in schemas)
    if is_misfit or _is_free(value, schemas):
        return value
    if isinstance(value, str) and any(schema.get("format") == "date-time" for schema in schemas):
        return _moment(value)
    parts = [(key, _declared(item, inner)) for key, item, inner in _parts(value, schemas) if inner]
    if isinstance(value, list):
        return [item for _, item in parts]
    if isinstance(value, dict):
        return {key: item for key, item in parts if item is not None}
    return value


def _parts(value: Any, schemas: Sequence[Json]) -> Iterator[tuple[str | int, Any, list[Json]]]:
    if _is_free(value, schemas):
        return
    fitting = [schema for schema in schemas if type_name(value) in types_of(schema)]
    if isinstance(value, dict):
        for key, item in value.items():
            options = [
                schema.get("properties", {}).get(key, schema.get("additionalProperties"))
                for schema in fitting
            ]
            yield (
                key,
                item,
                [found for option in options if option for found in alternatives(option)],
            )
    elif isinstance(value, list):
        items = [found for schema in fitting for found in alternatives(schema["items"])]
        for index, item in enumerate(value):
            yield index, item, items


def _is_free(value: Any, schemas: Sequence[Json]) -> bool:
    """Whether anything may stand here, or in here."""
    return any(
        not types_of(schema)
        or (type_name(value) == "object" and schema.get("additionalProperties") == {})
        for schema in schemas
    )


def _moment(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def replaced(value: Any, path: Path, new: Any) -> Any:
    """A copy of a value with another part at a path."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy
