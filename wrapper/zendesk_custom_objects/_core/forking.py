"""Forks: what a forked process must not share with its parent is replaced in the child.

That is connections, whose responses the two would take from each other, and locks, which another
thread can have held at the time of the fork and which nobody would release in the child.
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet

__all__ = ["abandon", "register"]


class ForkAware(Protocol):
    """An object with state that must not be shared."""

    def after_fork(self) -> None:
        """Replace that state. Called in the child, before any other code of the program."""


_registered: WeakSet[ForkAware] = WeakSet()


def register(shared: ForkAware) -> None:
    """Call `after_fork` of an object in forked processes, as long as it exists."""
    _registered.add(shared)


def abandon(inherited: object) -> None:
    """Keep an object of the parent alive until the end of the process, without ever closing it.

    To close it, or to let it be collected, would end TLS sessions of the parent, or remove its
    sockets from its event loop.
    """
    import ctypes  # only forked processes need it

    ctypes.pythonapi.Py_IncRef(ctypes.py_object(inherited))


def _after_fork() -> None:
    for each in list(_registered):
        each.after_fork()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no forks
    os.register_at_fork(after_in_child=_after_fork)
