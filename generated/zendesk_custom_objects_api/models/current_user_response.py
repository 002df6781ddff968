# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

from attrs import define

from ..models.user import User


@define(kw_only=True)
class CurrentUserResponse:
    """The current user."""

    user: User
    """A user. What is there depends on the role of the caller."""
