# Generated from spec/ by scripts/generate.py: do not edit.
"""The parts of every operation: its facts, and the `Request` that its builder returns."""

from __future__ import annotations

import math
import types
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import (
    Any,
    BinaryIO,
    Generic,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from urllib.parse import quote, urlencode

import msgspec

T = TypeVar("T")
U = TypeVar("U")

NOTHING: type[None] = type(None)
"""The type of a response without a body."""

QueryValue = str | int | Sequence[str] | Mapping[str, str] | Mapping[str, int] | None
"""A query parameter: text, number, flag, comma-separated list or deepObject; `None` omits it."""


class Operation(msgspec.Struct, frozen=True):
    """The facts of an operation that are needed to send it."""

    id: str
    """The operation id of the contract, such as `CreateCustomObjectRecord`."""
    method: str
    path: str
    """The path template, with its parameters in braces."""
    group: str
    """The module of `api` that holds the builder."""
    allowed_for: str
    """The least privileged role that is allowed to call it: `admins`, `agents`, `end_users` or
    `anyone`."""
    resend: str
    """`safe`: can be retried. `refused`: can be retried only if the service demonstrably did not act.
    `keyed`: an upsert, safe to retry if its body leaves the addressing key unchanged."""
    paging: str
    """`none`, `cursor`, `offset` or `export`."""
    rate_budget: str
    """The rate limit it counts against: `account`, `incremental_export`, `jobs` or `none`."""
    evidence: str
    """The grade of evidence for the operation: `O`, `D`, `H`, `C` or `U`, best first."""
    query: tuple[str, ...]
    """The names of its query parameters on the wire."""
    redirects: bool = False
    """True if a success can be a redirect to the content, which is fetched without credentials."""


class File(msgspec.Struct, frozen=True):
    """A file to upload. A stream as content is not held in memory."""

    content: bytes | BinaryIO
    name: str
    media_type: str = "application/octet-stream"


class Request(msgspec.Struct, Generic[T], frozen=True):
    """One call of an operation as data: it sends nothing, and knows no HTTP library."""

    operation: Operation
    path: str
    """The path, with every value percent-encoded."""
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    media_type: str | None = None
    """The media type of the body; `None` without a body. A `multipart/form-data` body maps the name
    of each part to a `File`."""
    responses: Mapping[int, type[T]] = {}
    """The types of successful responses by status; the type of `None` for one without a body."""

    @property
    def method(self) -> str:
        return self.operation.method

    @property
    def target(self) -> str:
        """Path and query, encoded, as they follow the host in the URL."""
        return f"{self.path}?{urlencode(self.query, quote_via=quote)}" if self.query else self.path

    def with_query(self, name: str, value: QueryValue) -> Request[T]:
        """The same request with one query parameter set, or with `None` removed."""
        others = tuple(
            pair for pair in self.query if pair[0] != name and not pair[0].startswith(f"{name}[")
        )
        return msgspec.structs.replace(self, query=others + query_pairs({name: value}))

    def returning(self, response_type: type[U]) -> Request[U]:
        """The same request, with a response that is decoded as `response_type`."""
        changed: Any = msgspec.structs.replace(
            self, responses=dict.fromkeys(self.responses, response_type)
        )
        return cast("Request[U]", changed)

    def decode(
        self, status: int, content: bytes, *, misfit: Callable[[str], object] | None = None
    ) -> T:
        """Decode the body of a success.

        A success with an undocumented status is decoded like the documented one. A property whose
        value does not have its declared type keeps the value as received, and its path is passed
        to `misfit`.

        Raises `msgspec.DecodeError` if the content is not JSON, `msgspec.ValidationError` if it is
        JSON of another kind, such as a list in place of an object.
        """
        response_type: Any = self.responses.get(status) or next(iter(self.responses.values()))
        decoded: Any
        if response_type is NOTHING:
            decoded = None
        elif response_type is bytes:
            decoded = content
        elif response_type is str and not content:
            decoded = ""
        else:
            decoded = decode(content, response_type, misfit=misfit)
        return cast("T", decoded)


def path_value(name: str, value: str | int) -> str:
    """Percent-encode `value` for one path segment.

    Raises `ValueError` for an empty value and for `.` and `..`: HTTP clients resolve dot segments,
    so the request would go to another resource.
    """
    text = str(value)
    if text in ("", ".", ".."):
        raise ValueError(f"{name}: {text!r} cannot be used in a path")
    return quote(text, safe="")


def query_pairs(values: Mapping[str, QueryValue]) -> tuple[tuple[str, str], ...]:
    """The query parameters that have a value, in wire form.

    Raises `ValueError` for a comma-separated list that is empty, or with an item that is empty or
    contains a comma: it would be read as something else.
    """
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            pairs += [(f"{name}[{key}]", str(item)) for key, item in value.items()]
        elif isinstance(value, bool):
            pairs.append((name, "true" if value else "false"))
        elif isinstance(value, (str, int)):
            pairs.append((name, str(value)))
        else:
            pairs.append((name, _comma_list(name, value)))
    return tuple(pairs)


def _comma_list(name: str, values: Sequence[str]) -> str:
    items = list(values)
    if not items:
        raise ValueError(
            f"{name}: an empty list selects nothing: leave the argument out to select all"
        )
    for item in items:
        if not item or "," in item:
            raise ValueError(f"{name}: {item!r} cannot be an item of a comma-separated list")
    return ",".join(items)


@lru_cache(maxsize=256)
def _decoder(type_: Any) -> msgspec.json.Decoder[Any]:
    """The decoder of a type, cached: building it takes longer than decoding a page."""
    return msgspec.json.Decoder(type_)


def decode(content: bytes, type_: type[T], *, misfit: Callable[[str], object] | None = None) -> T:
    """Decode `content` as `type_`; values of other types are kept as received (see `Request.decode`)."""
    try:
        return cast("T", _decoder(cast("Any", type_)).decode(content))
    except msgspec.ValidationError:
        value = untyped(content)
        if not isinstance(value, dict):
            raise
        return cast("T", _fit(value, type_, "", misfit or _ignore))


def untyped(content: bytes | msgspec.Raw) -> Any:
    """Decode JSON without a type; a number that is too large for a `float` becomes a `Decimal`."""
    try:
        return msgspec.json.decode(content)
    except msgspec.ValidationError:
        import json  # rarely needed

        return json.loads(bytes(content), parse_float=_number, parse_constant=_refuse)


def _number(text: str) -> float | Decimal:
    number = float(text)
    return number if math.isfinite(number) else Decimal(text)


def _refuse(constant: str) -> None:
    raise msgspec.DecodeError(f"JSON does not have {constant}")


def shown(model: msgspec.Struct, *, without: Sequence[str]) -> str:
    """A model as `repr` shows it, without its secrets."""
    attributes = (name for name in model.__struct_fields__ if name not in without)
    shown = ", ".join(f"{name}={getattr(model, name)!r}" for name in attributes)
    return f"{type(model).__name__}({shown})"


def _ignore(path: str) -> None:
    pass


def _fit(value: Any, type_: Any, path: str, misfit: Callable[[str], object]) -> Any:
    try:
        return msgspec.convert(value, type_)
    except msgspec.ValidationError:
        pass
    for option in _options(type_):
        if isinstance(value, list) and get_origin(option) is list:
            item_type = get_args(option)[0]
            return [
                _fit(item, item_type, f"{path}[{index}]", misfit)
                for index, item in enumerate(value)
            ]
        if isinstance(value, dict) and (properties := _properties(option)):
            return (get_origin(option) or option)(
                **{
                    attribute: _fit(value.get(name), hint, f"{path}.{name}".lstrip("."), misfit)
                    for name, (attribute, hint, is_required) in properties.items()
                    if is_required or value.get(name) is not None
                }
            )
    if value is not None:
        misfit(path)
    return value


def _options(type_: Any) -> tuple[Any, ...]:
    return get_args(type_) if get_origin(type_) in (Union, types.UnionType) else (type_,)


def _properties(type_: Any) -> dict[str, tuple[str, Any, bool]]:
    """The properties of a model by wire name: attribute, type, and whether it is required."""
    origin = get_origin(type_) or type_
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        return {
            field.encode_name: (field.name, field.type, field.required)
            for field in msgspec.structs.fields(type_)
        }
    import attrs  # slower to import than this module; every model has imported it already

    if attrs.has(origin):
        hints = get_type_hints(origin)
        return {
            field.name: (field.name, hints[field.name], field.default is attrs.NOTHING)
            for field in attrs.fields(origin)
        }
    return {}
