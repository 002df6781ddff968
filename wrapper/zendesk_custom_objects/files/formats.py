"""The formats of files, and their suffixes."""

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
    """The given format, or that of the file's suffix; `FileError` if that is unknown."""
    known = ", ".join(get_args(Format))
    if given is not None:
        if given not in get_args(Format):
            raise ValueError(f"not a format: {given!r} (there are {known})")
        return given
    found = _BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        suffixes = ", ".join(_BY_SUFFIX)
        raise FileError(
            f"its format is unknown: the name has none of the suffixes {suffixes}. Rename it,"
            f" or give the format ({known})",
            path=str(path),
        )
    return found
