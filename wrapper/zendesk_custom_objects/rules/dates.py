"""Dates on the wire: written `YYYY-MM-DD`, read with or without a time part."""

from __future__ import annotations

from datetime import date, datetime, time

__all__ = ["calendar_date", "from_datetime"]

MIDNIGHT = time()


def from_datetime(moment: datetime) -> str:
    """The date at midnight, else ISO 8601: what the service makes of a time is not known."""
    return (moment.date() if moment.time() == MIDNIGHT else moment).isoformat()


def calendar_date(text: str) -> str | None:
    """Text as it is sent for a date; `None` if it does not begin with one.

    A time part of midnight is dropped, as the service may add one; any other is left as it is.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text if _begins_with_date(text) else None
    return from_datetime(moment) if moment.time() == MIDNIGHT else text


def _begins_with_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return text[10:11] in {"T", "t", " "}
