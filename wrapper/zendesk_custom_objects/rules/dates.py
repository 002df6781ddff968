"""Dates on the wire: written `YYYY-MM-DD`, read with or without a time part."""

from __future__ import annotations

from datetime import date, datetime, time

__all__ = ["calendar_date"]

MIDNIGHT = time()


def calendar_date(text: str) -> str | None:
    """Text as it is sent for a date; `None` if it does not begin with one.

    A time of midnight is dropped, as the service adds one; any other is left as it is: what the
    service makes of it is not known.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text if _begins_with_date(text) else None
    return moment.date().isoformat() if moment.time() == MIDNIGHT else text


def _begins_with_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return text[10:11] in {"T", "t", " "}
