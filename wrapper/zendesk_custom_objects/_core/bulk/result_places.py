"""Which item of a job a result is about.

Results are documented with the place of their item, or with its id; real ones have its place and
its external id. They can come in another order, and there can be too few or too many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...rules.json_types import is_list, is_mapping
from .job_states import whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .items import Entry

__all__ = ["is_about_one_item", "locate"]

_IDENTITIES: Final = ("id", "external_id", "name")


def locate(entries: Sequence[Entry], results: object) -> dict[int, list[Mapping[str, Any]]]:
    """The results of each item, by the place of the item; those that cannot be placed are left out.

    What identifies an item counts first, then its index. Results that have neither are in the order
    of the items: that is relied on if there are as many, and no other result contradicts it.
    Results that identify something else are left out.
    """
    if is_mapping(results) and is_about_one_item(entries, results):
        results = [results]
    if not is_list(results):
        return {}
    listed = [(at, result) for at, result in enumerate(results) if is_mapping(result)]
    places = _places(entries)
    first = _first_index(listed, len(entries))
    located: dict[int, list[Mapping[str, Any]]] = {}
    loose: list[tuple[int, Mapping[str, Any]]] = []
    is_in_order = len(results) == len(entries)
    for at, result in listed:
        place = _place(result, first, places)
        if place is None and not _is_foreign(result, places):
            loose.append((at, result))
        elif place is not None:
            is_in_order = is_in_order and place == at
            if 0 <= place < len(entries):
                located.setdefault(place, []).append(result)
    left = [place for place in range(len(entries)) if place not in located]
    if is_in_order:
        located.update((at, [result]) for at, result in loose if at in left)
    elif len(left) == len(loose) == 1 and len(results) == len(entries):
        located[left[0]] = [loose[0][1]]
    return located


def is_about_one_item(entries: Sequence[Entry], result: Mapping[str, Any]) -> bool:
    """True if a single result is that of one item instead of all."""
    return len(entries) == 1 or _place(result, 0, _places(entries)) is not None


def _first_index(listed: Sequence[tuple[int, Mapping[str, Any]]], count: int) -> int:
    """0, unless the indexes can only have been counted from 1."""
    indexes = {whole_number(result.get("index")) for _, result in listed}
    return 1 if count in indexes and 0 not in indexes else 0


def _places(entries: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """The place of each item by what identifies it; what two items share identifies neither."""
    places: dict[tuple[str, str], int] = {}
    shared: set[tuple[str, str]] = set()
    for place, entry in enumerate(entries):
        if isinstance(entry.wire, str):
            known = [(entry.by or "id", entry.wire)]
        else:
            known = [(by, entry.wire.get(by)) for by in _IDENTITIES]
        for by, value in known:
            if isinstance(value, str):
                if (by, value) in places:
                    shared.add((by, value))
                places[by, value] = place
    return {known: place for known, place in places.items() if known not in shared}


def _place(
    result: Mapping[str, Any], first: int, places: Mapping[tuple[str, str], int]
) -> int | None:
    """The place of a result's item; `None` if the result does not say."""
    for by in ("id", "external_id"):
        if (place := places.get((by, str(result.get(by))))) is not None:
            return place
    index = whole_number(result.get("index"))
    if index is not None:
        return index - first
    return places.get(("name", str(result.get("name"))))


def _is_foreign(result: Mapping[str, Any], places: Mapping[tuple[str, str], int]) -> bool:
    """True if a result without a place is about something else than the items.

    An id that it has is that of a new record if the items have none.
    """
    have_ids = any(by == "id" for by, _ in places)
    return result.get("external_id") is not None or (have_ids and result.get("id") is not None)
