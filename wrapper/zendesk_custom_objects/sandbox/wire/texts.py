"""Texts that the service has twice: as shown, and raw, with placeholders of dynamic content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def with_raw_texts(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The values with the shown text as the raw one, as the sandbox has no dynamic content.

    Clients write the shown one. Whether the raw one can be written is not known, so it counts if it
    is given alone.
    """
    completed = dict(values)
    for name in names:
        raw = f"raw_{name}"
        if name in values or raw in values:
            completed[name] = completed[raw] = values.get(name, values.get(raw))
    return completed
