"""Filters for `find_records`, written as comparisons.

    F.bedrooms >= 3
    (F.kind.is_in(["house", "flat"]) | F.name.contains("villa")) & F.sold_on.exists(False)

Each comparison needs parentheses when it is joined with others, as `&` and `|` bind more tightly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn, Protocol, TypeAlias

from .record import Record
from .rules.operators import AND, CUSTOM_FIELDS, OR, STANDARD_OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal
    from enum import Enum
    from typing import Never

__all__ = ["F", "Field", "Fields", "Filter"]

Ordered: TypeAlias = "str | int | float | Decimal | date | Enum"
Value: TypeAlias = "Ordered | Record[Any]"

PARENTHESES: Final = (
    "& and | join filters, and bind more tightly than comparisons: write each comparison in"
    " parentheses, as in (F.a > 1) & (F.b == 2)"
)


class Filter:
    """One condition, or several joined by `&` and `|`."""

    __slots__ = ("_body",)

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body

    def __and__(self, other: Filter) -> Filter:
        parts = [*_parts(self, AND), *_parts(other, AND)]
        groups = [part for part in parts if part.keys() == {OR}]
        if len(groups) != 1:
            return Filter({AND: parts})
        # Both groups side by side: whether one can be inside another is not documented.
        (group,) = groups
        return Filter({AND: [part for part in parts if part is not group], **group})

    def __or__(self, other: Filter) -> Filter:
        return Filter({OR: [*_parts(self, OR), *_parts(other, OR)]})

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a filter is neither true nor false: join filters with & and |, not with `and`, `or`,"
            " `not` or a chain such as 1 < F.a < 2"
        )

    def __repr__(self) -> str:
        return f"<Filter {self._body}>"

    def to_dict(self) -> dict[str, Any]:
        """The filter in the service's format, with the values as they were given."""
        return self._body


class Field:
    """A field to compare with values; each comparison is a `Filter`.

    The operators of a field depend on its type: `find_records` checks them.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    # Python declares that these return a bool, hence the overrides.
    def __eq__(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        self, value: Value
    ) -> Filter:
        return self._compared("$eq", value)

    def __ne__(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        self, value: Value
    ) -> Filter:
        return self._compared("$noteq", value)

    __hash__ = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]  as `==` gives no bool

    def __gt__(self, value: Ordered) -> Filter:
        return self._compared("$gt", value)

    def __ge__(self, value: Ordered) -> Filter:
        return self._compared("$gte", value)

    def __lt__(self, value: Ordered) -> Filter:
        return self._compared("$lt", value)

    def __le__(self, value: Ordered) -> Filter:
        return self._compared("$lte", value)

    def is_in(self, values: Iterable[Value]) -> Filter:
        """True if the value is one of these."""
        return self._compared("$in", _listed(values))

    def not_in(self, values: Iterable[Value]) -> Filter:
        """True if the value is none of these."""
        return self._compared("$notin", _listed(values))

    def contains(self, value: str | Enum) -> Filter:
        """True if the text contains this, or a multiselect has this value."""
        return self._compared("$contains", value)

    def not_contains(self, value: str | Enum) -> Filter:
        """True if the text does not contain this, or a multiselect does not have this value."""
        return self._compared("$notcontains", value)

    def exists(self, exists: bool = True, /) -> Filter:
        """True if there is a value; with `exists(False)`, if there is none."""
        return self._compared("$exists", exists)

    def __repr__(self) -> str:
        return f"<Field {self._name}>"

    def _compared(self, operator: str, value: object) -> Filter:
        if value is None:
            raise TypeError(f"{self._name} cannot be compared with None: use .exists(False)")
        return Filter({self._name: {operator: _plain(value)}})

    def _not_joined(self, other: Never) -> NoReturn:
        raise TypeError(PARENTHESES)

    __and__ = __rand__ = __or__ = __ror__ = _not_joined


class Moment(Protocol):
    """`created_at` and `updated_at`."""

    def __gt__(self, value: datetime | date | str) -> Filter: ...


class Identifier(Protocol):
    """`external_id`, `created_by_user` and `updated_by_user`."""

    def __eq__(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        self, value: str | int
    ) -> Filter: ...


class Text(Protocol):
    """`name`."""

    def contains(self, value: str | Enum) -> Filter:
        """True if the text contains this."""
        ...


class Fields:
    """The fields of any object: `F.bedrooms`, or `F["bedrooms"]`, is the custom field of that key.

    The standard fields are the attributes listed here. A custom field with such a name is
    `F["name"]`.
    """

    if TYPE_CHECKING:
        created_at: Moment
        updated_at: Moment
        created_by_user: Identifier
        updated_by_user: Identifier
        external_id: Identifier
        name: Text

    def __getattr__(self, key: str) -> Field:
        if key.startswith("__"):
            raise AttributeError(key)  # Python and its tools look for such names
        return Field(key) if key in STANDARD_OPERATORS else self[key]

    def __getitem__(self, key: str) -> Field:
        return Field(CUSTOM_FIELDS + key)


F: Final = Fields()
"""The fields of any object, to write filters with."""


def _listed(values: Iterable[Value]) -> list[object]:
    if isinstance(values, str):
        raise TypeError(f"is_in and not_in need a list of values, not the text {values!r}")
    return [_plain(value) for value in values]


def _plain(value: object) -> object:
    return value.id if isinstance(value, Record) else value


def _parts(joined: object, group: str) -> list[dict[str, Any]]:
    """The conditions that a filter adds to a group of this kind."""
    if not isinstance(joined, Filter):
        raise TypeError(PARENTHESES)
    body = joined.to_dict()
    if body.keys() == {group}:
        return list(body[group])
    if group == AND and body.keys() == {AND, OR}:
        return [*body[AND], {OR: body[OR]}]
    return [body]
