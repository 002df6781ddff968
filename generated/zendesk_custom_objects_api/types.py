# Generated from spec/ by scripts/generate.py: do not edit.
"""What every operation is made of: an `Operation`'s facts, and the `Request` that a builder returns."""

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
"""The type of an answer without a body."""

QueryValue = str | int | Sequence[str] | Mapping[str, int] | None
"""A query parameter: a text, number, flag, comma list or deepObject; `None` leaves it out."""


class Operation(msgspec.Struct, frozen=True):
    """What a sender must know of an operation of the contract."""

    id: str
    """The operation id of the contract, such as `CreateCustomObjectRecord`."""
    method: str
    path: str
    """The path template, with its parameters in braces."""
    group: str
    """The module of `api` that holds the builder."""
    allowed_for: str
    """The least privileged role that may call it: `admins`, `agents`, `end_users` or `anyone`."""
    resend: str
    """`safe`: may be sent again. `refused`: only after the service demonstrably did not act.
    `keyed`: an upsert, safe while its body leaves the addressing key unchanged."""
    paging: str
    """`none`, `cursor`, `offset` or `export`."""
    rate_budget: str
    """The allowance it draws on: `account`, `incremental_export`, `jobs` or `none`."""
    evidence: str
    """How well the operation is established: `O`, `D`, `H`, `C` or `U`, best first."""
    query: tuple[str, ...]
    """The names of its query parameters, as they are on the wire."""
    redirects: bool = False
    """Whether a success may be a redirect to the content, to be fetched without credentials."""


class File(msgspec.Struct, frozen=True):
    """A file to upload: its content may be a stream, which is then not held in memory."""

    content: bytes | BinaryIO
    name: str
    media_type: str = "application/octet-stream"


class Request(msgspec.Struct, Generic[T], frozen=True):
    """One call of an operation as data: nothing is sent, and no HTTP library is involved."""

    operation: Operation
    path: str
    """The path with every value percent-encoded."""
    query: tuple[tuple[str, str], ...] = ()
    body: Any = None
    media_type: str | None = None
    """The body's media type; `None` for a request without a body. A `multipart/form-data` body
    maps the names of its parts to a `File` each."""
    responses: Mapping[int, type[T]] = {}
    """What a success carries, by status; an empty answer is `None`'s type."""

    @property
    def method(self) -> str:
        return self.operation.method

    @property
    def target(self) -> str:
        """Path and query, encoded: what follows the host in the URL."""
        return f"{self.path}?{urlencode(self.query, quote_via=quote)}" if self.query else self.path

    def with_query(self, name: str, value: QueryValue) -> Request[T]:
        """The same request with one query parameter set (or, with `None`, left out)."""
        others = tuple(
            pair for pair in self.query if pair[0] != name and not pair[0].startswith(f"{name}[")
        )
        return msgspec.structs.replace(self, query=others + query_pairs({name: value}))

    def returning(self, response_type: type[U]) -> Request[U]:
        """The same request whose answer is decoded as `response_type`."""
        changed: Any = msgspec.structs.replace(
            self, responses=dict.fromkeys(self.responses, response_type)
        )
        return cast("Request[U]", changed)

    def decode(
        self, status: int, content: bytes, *, misfit: Callable[[str], object] | None = None
    ) -> T:
        """The body of a success.

        An undocumented success status is read like the documented one. A property whose value is
        not of its declared type keeps the value as received, and its path is handed to `misfit`.

        Raises `msgspec.DecodeError` for what is no JSON, `msgspec.ValidationError` for JSON that
        is no such body at all.
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
    """`value` percent-encoded for one path segment.

    Raises `ValueError` for an empty value and for `.` and `..`: HTTP clients resolve dot segments,
    so that the request would leave for another resource.
    """
    text = str(value)
    if text in ("", ".", ".."):
        raise ValueError(f"{name}: {text!r} cannot stand in a path")
    return quote(text, safe="")


def query_pairs(values: Mapping[str, QueryValue]) -> tuple[tuple[str, str], ...]:
    """The query parameters that have a value, in wire form.

    Raises `ValueError` for a comma list that is empty or has an item which is empty or holds a
    comma: the service could not tell what was meant.
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
        raise ValueError(f"{name}: an empty list selects nothing")
    for item in items:
        if not item or "," in item:
            raise ValueError(f"{name}: {item!r} cannot stand in a comma-separated list")
    return ",".join(items)


@lru_cache(maxsize=256)
def _decoder(type_: Any) -> msgspec.json.Decoder[Any]:
    """The decoder of a type, built once: building costs more than decoding a page."""
    return msgspec.json.Decoder(type_)


def decode(content: bytes, type_: type[T], *, misfit: Callable[[str], object] | None = None) -> T:
    """`content` as `type_`; what does not fit is kept as received (see `Request.decode`)."""
    try:
        return cast("T", _decoder(cast("Any", type_)).decode(content))
    except msgspec.ValidationError:
        value = untyped(content)
        if not isinstance(value, dict):
            raise
        return cast("T", _fit(value, type_, "", misfit or _ignore))


def untyped(content: bytes | msgspec.Raw) -> Any:
    """JSON as it is; a number that is too large for a `float` is a `Decimal`."""
    try:
        return msgspec.json.decode(content)
    except msgspec.ValidationError:
        import json  # hardly ever needed

        return json.loads(bytes(content), parse_float=_number, parse_constant=_refuse)


def _number(text: str) -> float | Decimal:
    number = float(text)
    return number if math.isfinite(number) else Decimal(text)


def _refuse(constant: str) -> None:
    raise msgspec.DecodeError(f"JSON has no {constant}")


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
    """The properties of a model by wire name: their attribute, type, and whether it must be given."""
    origin = get_origin(type_) or type_
    if isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        return {
            field.encode_name: (field.name, field.type, field.required)
            for field in msgspec.structs.fields(type_)
        }
    import attrs  # takes longer to import than this whole module, and is there with any model

    if attrs.has(origin):
        hints = get_type_hints(origin)
        return {
            field.name: (field.name, hints[field.name], field.default is attrs.NOTHING)
            for field in attrs.fields(origin)
        }
    return {}
