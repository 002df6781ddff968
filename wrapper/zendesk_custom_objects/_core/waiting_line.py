"""The order in which waiting requests are sent."""

from __future__ import annotations

from typing import Generic, TypeVar

W = TypeVar("W")


class WaitingLine(Generic[W]):
    """Those that wait for the same thing, first come first served."""

    __slots__ = ("_places",)

    def __init__(self) -> None:
        self._places: dict[W, None] = {}

    def join(self, waiting: W) -> None:
        """Take the last place; one that waits already keeps its own."""
        self._places[waiting] = None

    def leave(self, waiting: W) -> None:
        """Give up the place, if there is one."""
        if self._places:
            self._places.pop(waiting, None)

    def ahead_of(self, waiting: W) -> int:
        """How many are ahead; all of them for one that does not wait yet."""
        for place, each in enumerate(self._places):
            if each is waiting:
                return place
        return len(self._places)
