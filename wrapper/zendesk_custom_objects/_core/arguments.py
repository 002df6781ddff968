"""Converts the arguments of methods into those of rules and request builders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from ..errors import ValidationError
from ..rules.violations import NOT_ALLOWED, Violation, blank, invalid
from ..unset import UNSET, Unset

if TYPE_CHECKING:
    from .._generated import models, payloads, types
    from ..rules.violations import Prepared

Address: TypeAlias = Literal["external_id", "name"]
Option: TypeAlias = "payloads.CustomFieldOptionInput | models.CustomFieldOption"

OPTION_PROPERTIES = ("id", "name", "value", "position")
"""Properties of an option that are sent; the service sets the others."""


def checked(prepared: Prepared, operation: types.Operation) -> Any:
    """The body; raises `ValidationError` with all its violations."""
    if prepared.violations:
        raise ValidationError(prepared.violations, operation=operation.id)
    return prepared.body


def definition(
    values: Mapping[str, Any],
    operation: types.Operation,
    prepare: Callable[[Mapping[str, Any]], Prepared] | None,
) -> Any:
    """The body that defines an object or a field; `prepare` validates it."""
    given = {name: value for name, value in values.items() if value is not UNSET}
    return given if prepare is None else checked(prepare(given), operation)


def options(given: Iterable[Option] | Unset) -> list[dict[str, Any]] | Unset:
    """Options without the properties that the service adds when they are read."""
    return given if given is UNSET else [_option(option) for option in given]


def _option(option: Option) -> dict[str, Any]:
    if isinstance(option, Mapping):
        return dict(option)
    values = ((name, getattr(option, name)) for name in OPTION_PROPERTIES)
    return {name: value for name, value in values if value is not None}


def merged(
    fields: Mapping[str, Any] | None, values: Mapping[str, Any], operation: types.Operation
) -> dict[str, Any]:
    """Values of custom fields from both ways to pass them; a key must not be in both."""
    fields = fields or {}
    if twice := [key for key in values if key in fields]:
        message = "passed twice: in fields and as a keyword"
        raise ValidationError(
            [Violation(key, NOT_ALLOWED, message) for key in twice], operation=operation.id
        )
    return {**fields, **values}


def address(
    by: Address | None,
    *,
    external_id: str | Unset | None,
    name: str | Unset | None,
    operation: types.Operation,
) -> tuple[Address, str]:
    """The key that addresses a record: `by`, otherwise the external id if passed, or the name.

    An empty value is refused, as the service could ignore it.
    """
    if by is None:
        by = "name" if external_id is UNSET or external_id is None else "external_id"
    if by not in ("external_id", "name"):
        raise ValueError(f'by must be "external_id" or "name", not {by!r}')
    value = cast("object", external_id if by == "external_id" else name)
    if value is UNSET or value is None:
        raise TypeError(f"to address the record by {by}, pass {by}=")
    if not isinstance(value, str):
        raise ValidationError([invalid(by, "text", value)], operation=operation.id)
    if not value.strip():
        raise ValidationError([blank(by)], operation=operation.id)
    return by, value
