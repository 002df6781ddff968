"""How the bulk jobs of a sandbox go: how long they take, and what in them fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

Action: TypeAlias = Literal[
    "create",
    "update",
    "delete",
    "delete_by_external_id",
    "create_or_update_by_external_id",
    "create_or_update_by_name",
]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

JobFault: TypeAlias = Callable[[Action], bool]
"""Whether a job fails as a whole, with nothing done: asked when it runs, with its action."""
ItemFault: TypeAlias = Callable[[Action, int, Any], bool]
"""Whether an item fails: asked when it is its turn, with action, place in the job, and item."""


@dataclass(slots=True)
class JobSettings:
    """The settings for jobs. They can be changed at any time."""

    seconds: float = 0
    """Duration of jobs submitted from now on. With 0, a job is done when it is next looked at."""
    job_fails: JobFault | None = None
    item_fails: ItemFault | None = None
