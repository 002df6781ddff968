"""The rules for an access rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .criteria import check_criteria
from .json_types import is_mapping
from .violations import Prepared, Violation, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["prepare_access_rule"]


def prepare_access_rule(values: Mapping[str, Any]) -> Prepared:
    """The content of `access_rule`, and everything that is wrong with it.

    Which fields and operators exist depends on the account: the service decides.
    """
    found: list[Violation] = []
    for name in ("title", "description"):
        if not isinstance(values.get(name), str | None):
            found.append(invalid(name, "text", values[name]))
    conditions = values.get("conditions", {})
    if is_mapping(conditions):
        check_criteria(conditions, "conditions", found)
    else:
        found.append(invalid("conditions", "an object of the lists all and any", conditions))
    return Prepared(dict(values), tuple(found))
