"""Values with their schemas: the parts that the contract declares, and their types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tests.contract.document import Json, resolved

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A part of a value, and the schemas that can describe it."""

    path: Path
    value: Any
    schemas: Sequence[Json]
    """Alternatives without references and unions. Empty if the contract does not know the part."""

    @property
    def types(self) -> set[str]:
        """The JSON types that it can have; empty for any type."""
        return set().union(*(types_of(schema) for schema in self.schemas)) if self.typed else set()

    @property
    def typed(self) -> bool:
        return bool(self.schemas) and all(types_of(schema) for schema in self.schemas)

    @property
    def name(self) -> str:
        """The path in readable form: `custom_object_records[0].id`."""
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
    """A value and all of its parts that the contract declares."""
    yield from _places(value, alternatives(schema), ())


def _places(value: Any, schemas: Sequence[Json], path: Path) -> Iterator[Place]:
    yield Place(path, value, schemas)
    for key, item, inner in _parts(value, schemas):
        yield from _places(item, inner, (*path, key))


def declared(value: Any, schema: Json) -> Any:
    """The declared parts of a value, with times parsed; absent and null are equal.

    A part of another type than declared is kept unchanged.
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
    """True if any value is allowed here, or inside."""
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
