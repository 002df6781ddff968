"""Dates in all forms in which the service, a file or a program writes them.

The value of a date field is a calendar date, without a time zone. It is sent as `2025-01-02`. The
service was seen to return it as `2025-01-02T00:00:00+00:00`; `2025-01-02` and
`2025-01-02T00:00:00Z` are read as well. The date is always the one that is written: an offset never
moves it to the day before or after, not even one other than zero, as the time beside it is only
what was added to a date.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

__all__ = ["calendar_date", "read_date"]

_MIDNIGHT: Final = time()
_LENGTH: Final = len("YYYY-MM-DD")


def read_date(value: object) -> date | None:
    """The calendar date of a date, a datetime or a text; `None` of anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if type(value) is not str:
        return None
    text = value.strip()
    moment = _read_moment(text)
    if moment is not None:
        return moment.date()
    # A time that Python cannot read, such as "00:00:00 UTC".
    if text[_LENGTH : _LENGTH + 1] not in {"T", "t", " "}:
        return None
    moment = _read_moment(text[:_LENGTH])
    return None if moment is None else moment.date()


def calendar_date(text: str) -> str | None:
    """The text to send for a date; `None` if the text is not one.

    A time part of midnight is dropped. Any other is sent as it is: what the service makes of a time
    is not known.
    """
    text = text.strip()
    moment = _read_moment(text)
    if moment is not None and moment.time() == _MIDNIGHT:
        return moment.date().isoformat()
    return None if read_date(text) is None else text


def _read_moment(text: str) -> datetime | None:
    """Read a date as its midnight; `None` if the text is neither a date nor a datetime."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
