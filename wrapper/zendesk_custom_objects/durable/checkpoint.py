"""Where an export goes on: noted in a file, which is replaced as a whole."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from ..deleted_record import Deleted
from ..errors import CheckpointError
from .atomic_file import replace
from .partial_file import Part

if TYPE_CHECKING:
    import os


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far an export has come."""

    version: Literal[1] = 1
    account: str
    object: str
    deleted: Deleted
    cursor: str | None
    """`None` as long as nothing was read."""
    changed_at: datetime.datetime | None = None
    """When the last record that was read was changed."""
    file: Part | None = None

    def behind(
        self,
        cursor: str | None,
        changed_at: datetime.datetime | None,
        *,
        file: Part | None = None,
    ) -> Place:
        """The place behind a page: its cursor, and when its last record was changed, if known."""
        return msgspec.structs.replace(
            self,
            cursor=cursor or self.cursor,
            changed_at=changed_at or self.changed_at,
            file=file,
        )


class Checkpoint:
    """The file that notes it, for the export of one object of one account."""

    def __init__(
        self, path: str | os.PathLike[str], *, account: str, key: str, deleted: Deleted
    ) -> None:
        self.path = Path(path)
        self._start = Place(account=account, object=key, deleted=deleted, cursor=None)

    def load(self) -> Place:
        """The place to go on at; at first that is the beginning.

        Raises `CheckpointError` for a file that is not this export's.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            if not self.path.parent.is_dir():
                raise CheckpointError(f"{self.path}: its folder does not exist") from None
            return self._start
        except OSError as error:
            raise CheckpointError(f"{self.path} cannot be read: {error.strerror}") from error
        try:
            place = msgspec.json.decode(content, type=Place)
        except (ValueError, RecursionError) as error:
            raise CheckpointError(f"{self.path} holds no checkpoint: {error}") from None
        for what in ("account", "object", "deleted"):
            noted, wanted = getattr(place, what), getattr(self._start, what)
            if noted != wanted:
                raise CheckpointError(
                    f"{self.path} is the checkpoint of another export: its {what} is {noted!r},"
                    f" not {wanted!r}"
                )
        return place

    def save(self, place: Place) -> None:
        """Note a place, and return when it is on the disk."""
        replace(self.path, msgspec.json.encode(place))


def is_over(path: Path) -> bool:
    """Whether a checkpoint's file has been made, so that it only tells where changes go on."""
    try:
        place = msgspec.json.decode(path.read_bytes(), type=Place)
    except (OSError, ValueError, RecursionError):
        return False  # whoever goes on with it will say what is wrong
    return place.file is None and place.cursor is not None
