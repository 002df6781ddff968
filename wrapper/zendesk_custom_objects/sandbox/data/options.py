"""Options of dropdown and multiselect fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..calls.context import Session


def stored_options(
    session: Session, given: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """The full list of options to store; an option that is left out is deleted with its values.

    An option is the same as an earlier one if it has the same id or, without a known id, the same
    value.
    """
    known = {str(option["id"]): option["id"] for option in before}
    ids: list[int | None] = [known.pop(str(option.get("id")), None) for option in given]
    left = {option["value"]: option["id"] for option in before if str(option["id"]) in known}
    ids = [
        option_id or left.pop(option["value"], None)
        for option_id, option in zip(ids, given, strict=True)
    ]
    fresh = iter(session.store.new_ids(ids.count(None)))
    return [
        {
            "id": option_id or next(fresh),
            "name": option["name"],
            "raw_name": option["name"],
            "value": option["value"],
            "position": index if option.get("position") is None else option["position"],
        }
        for index, (option_id, option) in enumerate(zip(ids, given, strict=True))
    ]
