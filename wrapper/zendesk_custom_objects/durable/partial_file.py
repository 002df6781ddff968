"""How far a file is written that is not whole yet."""

from __future__ import annotations

import msgspec

from ..rules.field_types import Kind

__all__ = ["Column", "Part"]


class Column(msgspec.Struct, frozen=True):
    """One column."""

    name: str
    key: str
    """Key of a custom field, or else the attribute of `Record`."""
    kind: Kind
    is_custom: bool = False


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a file that is sure to be on the disk."""

    name: str
    """The name that the file will have."""
    format: str
    columns: tuple[Column, ...]
    size: int = 0
    """Bytes. Whatever is behind them is to be cut off: it comes again."""
    records: int = 0
    deleted: int = 0
    is_whole: bool = False
    """Whether the file only has to be made of it."""
