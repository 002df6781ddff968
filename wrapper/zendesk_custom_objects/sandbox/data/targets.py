"""Users, organizations and tickets that lookup and parent fields can point to.

They are seeded with an id and a name, and have nothing else. Users who can call the sandbox are
targets too. Any id of an organization or a ticket is accepted until one has been seeded, so that
tests do not have to name everything that their records point to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ...rules.json_types import is_mapping
from ...rules.references import USER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..calls.context import Services

ORGANIZATION: Final = "zen:organization"
TICKET: Final = "zen:ticket"


def add(services: Services, target_type: str, given: Iterable[Mapping[str, Any]]) -> None:
    """Store some; ValueError for one without an id and a name. A known id gets the new name."""
    services.store.run_many(
        "INSERT OR REPLACE INTO targets VALUES (?, ?, ?)",
        [(target_type, *_checked(target_type, each)) for each in given],
    )


def exists(services: Services, target_type: str, target_id: str) -> bool:
    """Whether something can point to it."""
    if target_type == USER and services.directory.knows(target_id):
        return True
    row = services.store.find(
        "SELECT 1 FROM targets WHERE type = ? AND id = ?", (target_type, target_id)
    )
    return row is not None or (target_type != USER and not _any(services, target_type))


def id_by_name(services: Services, target_type: str, name: str) -> str | None:
    """The id of the one with this name; None if there is none, or several."""
    found = {
        row[0]
        for row in services.store.all(
            "SELECT id FROM targets WHERE type = ? AND name = ?", (target_type, name)
        )
    }
    if target_type == USER:
        found.update(services.directory.ids_by_name(name))
    return found.pop() if len(found) == 1 else None


def _any(services: Services, target_type: str) -> bool:
    return services.store.find("SELECT 1 FROM targets WHERE type = ?", (target_type,)) is not None


def _checked(target_type: str, given: Any) -> tuple[str, str]:
    kind = target_type.removeprefix("zen:")
    if not is_mapping(given) or set(given) != {"id", "name"}:
        raise ValueError(f"{kind}: give an id and a name, and nothing else: {given!r:.200}")
    target_id, name = given["id"], given["name"]
    if isinstance(target_id, bool) or not str(target_id).isascii() or not str(target_id).isdigit():
        raise ValueError(f"{kind}: the id must be a number: {target_id!r:.200}")
    if not isinstance(name, str) or not name:
        raise ValueError(f"{kind} {target_id}: the name must be a text, and not empty")
    return str(target_id), name
