"""Seeds a sandbox from plain dicts, by the operations that a client would call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

import msgspec

from .._generated import operations
from ..rules.schema import RECORD_ATTRIBUTES
from .calls.context import Call
from .wire import errors
from .wire.json_text import encode
from .wire.queries import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .._generated import types
    from .calls.context import Services
    from .calls.registry import Registration
    from .security.authentication import Caller

_ORIGIN: Final = "https://sandbox.zendesk.com"
_MAX_QUOTE_LENGTH: Final = 200


class Seed(TypedDict):
    """The arguments of `Engine.seed`."""

    objects: list[dict[str, Any]]
    records: dict[str, list[dict[str, Any]]]
    users: list[dict[str, Any]]
    organizations: list[dict[str, Any]]
    tickets: list[dict[str, Any]]


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    objects: list[dict[str, Any]] = []
    records: dict[str, list[dict[str, Any]]] = {}
    users: list[dict[str, Any]] = []
    organizations: list[dict[str, Any]] = []
    tickets: list[dict[str, Any]] = []


def read_seed(content: bytes) -> Seed:
    """The seed in a JSON text; ValueError if it cannot be one."""
    try:
        body = msgspec.json.decode(content, type=_Body)
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None
    return Seed(
        objects=body.objects,
        records=body.records,
        users=body.users,
        organizations=body.organizations,
        tickets=body.tickets,
    )


class Step(NamedTuple):
    """One call of an operation."""

    operation: types.Operation
    path: dict[str, str]
    body: dict[str, Any]


def object_steps(objects: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
    """Steps for each object and its `fields`: name and external id change, others are made."""
    for given in objects:
        values = dict(given)
        fields: Iterable[Mapping[str, Any]] = values.pop("fields", ())
        yield Step(operations.CREATE_CUSTOM_OBJECT, {}, {"custom_object": values})
        path = {"custom_object_key": values["key"]}
        for field in fields:
            key = field.get("key", "")
            if key in RECORD_ATTRIBUTES:
                changes = {name: value for name, value in field.items() if name != "key"}
                yield Step(
                    operations.UPDATE_CUSTOM_OBJECT_FIELD,
                    {**path, "custom_object_field_key_or_id": key},
                    {"custom_object_field": changes},
                )
            else:
                body = {"custom_object_field": dict(field)}
                yield Step(operations.CREATE_CUSTOM_OBJECT_FIELD, path, body)


def record_steps(key: str, records: Iterable[Mapping[str, Any]]) -> Iterator[Step]:
    """Steps for the records of an object."""
    for record in records:
        yield Step(
            operations.CREATE_CUSTOM_OBJECT_RECORD,
            {"custom_object_key": key},
            {"custom_object_record": dict(record)},
        )


def carry_out(
    services: Services,
    handlers: Mapping[str, Registration],
    caller: Caller | None,
    now: int,
    steps: Iterable[Step],
) -> list[Any]:
    """The bodies of the answers to all steps; ValueError, and nothing done, if one is refused."""
    with services.store.transaction():
        try:
            return [
                _answered(
                    handlers[step.operation.id],
                    Call(
                        services=services,
                        now=now,
                        origin=_ORIGIN,
                        caller=caller,
                        operation=step.operation,
                        path=step.path,
                        link_path="",
                        query=Query(),
                        content_type="application/json",
                        content=encode(step.body),
                    ),
                )
                for step in steps
            ]
        finally:
            services.catalog.settle()


def _answered(registration: Registration, call: Call) -> Any:
    try:
        answer = registration.handler(call)
    except errors.RefusedError as refusal:
        _, problem = errors.described(refusal.body)
    else:
        # What the service would drop is a mistake in a test's own data.
        if not call.warnings:
            return answer.body
        problem = call.warnings[0]
    raise ValueError(f"{call.content.decode()[:_MAX_QUOTE_LENGTH]} is refused: {problem}")
