# Generated from spec/ by scripts/generate.py: do not edit.
"""The user whose credentials are used."""

from __future__ import annotations

from .. import models, operations
from ..types import Request


def show_current_user() -> Request[models.CurrentUserResponse]:
    """Show the current user

    The user whose credentials are used, which makes it the usual test of credentials. Without
    credentials, or with an email that is unknown, the service can answer with an anonymous
    user, whose `id` is null (U).

    Allowed for end users.
    """
    return Request(
        operation=operations.SHOW_CURRENT_USER,
        path="/api/v2/users/me",
        responses={
            200: models.CurrentUserResponse,
        },
    )
