"""The cache of schemas: what is known of an object's fields, and for how long it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from .._clock import monotonic
from ..errors import AuthenticationError, PermissionDeniedError, RateLimitError, ZendeskError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._generated import models, types
    from ..rules.schema import ObjectSchema

LIFETIME_SECONDS = 300.0
"""Age at which a cached schema is read again."""

OBJECT_KEY = "{custom_object_key}"


class CachedSchema(NamedTuple):
    """The result of reading the fields of an object."""

    schema: ObjectSchema | None
    """`None` if they could not be read."""
    read_at: float

    def is_current(self) -> bool:
        return monotonic() < self.read_at + LIFETIME_SECONDS


def arrange(key: str, fields: Sequence[models.CustomObjectField]) -> ObjectSchema | None:
    """The schema; `None` if a definition is unknown, as its field would seem not to exist."""
    # It loads the rules, which programs that never write do not need.
    from ..rules.schema import ObjectSchema

    try:
        schema = ObjectSchema.from_fields(key, fields)
    except (AttributeError, TypeError):
        return None
    return schema if len(schema.fields) + len(schema.standard) == len(fields) else None


def can_do_without(error: ZendeskError) -> bool:
    """Whether a write can continue without the schema.

    It cannot if it would fail the same way: refused credentials, a used-up rate limit.
    """
    return not isinstance(error, AuthenticationError | RateLimitError)


def is_lasting(error: ZendeskError) -> bool:
    """Whether the next attempt to read the schema would fail the same way."""
    return isinstance(error, PermissionDeniedError)


def changed_object(request: types.Request[Any]) -> str | None:
    """Key of the object whose fields a request can change; `None` if it changes none."""
    operation = request.operation
    template = operation.path.split("/")
    if operation.method == "GET" or operation.group not in ("objects", "fields"):
        return None
    if OBJECT_KEY not in template:
        return None
    return unquote(request.path.split("/")[template.index(OBJECT_KEY)])
