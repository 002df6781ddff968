"""The parts of the package that a copy can be made without: one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from .._core.exit_codes import ExitCode
from .failure import VendoringError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["NONE", "PARTS", "Part", "listed", "named", "part_of"]


class Part(NamedTuple):
    """A part of the package that a copy can leave out."""

    name: str
    """Its name on the command line."""
    title: str
    """Its name in messages."""
    modules: tuple[str, ...]
    """The modules of the package, with all that is in them."""


_ROWS: Final = (
    Part("cli", "the command line", ("cli",)),
    Part("sandbox", "the sandbox", ("sandbox", "pytest_plugin")),
)
PARTS: Final = {part.name: part for part in _ROWS}

NONE: Final = "none"
"""On the command line: leave nothing out."""


def named(text: str) -> frozenset[str]:
    """The parts in a list such as `sandbox,cli`; `VendoringError` if there is no such part."""
    names = frozenset(name.strip() for name in text.split(",")) - {""}
    if list(names) == [NONE]:
        return frozenset()
    if unknown := names - PARTS.keys():
        raise VendoringError(
            f"--without: there is no part {min(unknown)!r}. There are {listed(PARTS)},"
            f" and {NONE!r} to leave nothing out",
            ExitCode.USAGE,
        )
    return names


def part_of(module: str) -> Part | None:
    """The part with a module, such as `sandbox.engine`; `None` if it is in every copy."""
    first = module.partition(".")[0]
    return next((part for part in _ROWS if first in part.modules), None)


def listed(names: Iterable[str]) -> str:
    """Names in a sentence."""
    return " and ".join(sorted(names))
