"""The conditions of a lookup field's filter and of a roll-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .json_types import is_list, is_mapping
from .violations import Violation, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["check_criteria"]


def check_criteria(criteria: Mapping[str, Any], path: str, found: list[Violation]) -> None:
    """Check that they are conditions. Which fields and operators exist is left to the service."""
    for name in ("all", "any"):
        conditions = criteria.get(name)
        if conditions is None:
            continue
        if not is_list(conditions):
            found.append(invalid(f"{path}.{name}", "a list of conditions", conditions))
            continue
        for position, condition in enumerate(conditions):
            own = f"{path}.{name}[{position}]"
            if not is_mapping(condition):
                found.append(invalid(own, "an object of field, operator and value", condition))
                continue
            for part in ("field", "operator"):
                if not isinstance(condition.get(part), str | None):
                    found.append(invalid(f"{own}.{part}", "text", condition[part]))
