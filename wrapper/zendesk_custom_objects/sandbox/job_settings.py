"""Duration and failures of a sandbox's bulk jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..rules.job_actions import Action

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
