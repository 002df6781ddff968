"""The formats of files, and how to tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from ..errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Format", "format_of"]

Format: TypeAlias = Literal["csv", "jsonl", "parquet", "arrow"]

_BY_SUFFIX: Final[dict[str, Format]] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".arrow": "arrow",
}


def format_of(path: Path, given: Format | None) -> Format:
    """The format that is given, or that the name of the file says; `FileError` if it says none."""
    if given is not None:
        if given not in get_args(Format):
            raise ValueError(f"a format is one of {', '.join(get_args(Format))}, not {given!r}")
        return given
    found = _BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        known = ", ".join(_BY_SUFFIX)
        raise FileError(f"its name tells no format, as it ends in none of {known}", path=str(path))
    return found
