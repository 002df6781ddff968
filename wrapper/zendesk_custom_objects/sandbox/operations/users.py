"""The user whose credentials a request carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._generated import operations
from ..calls.registry import Handlers
from ..wire.replies import Answer

if TYPE_CHECKING:
    from ..calls.context import Call

handlers: Final = Handlers()

_ROLES: Final = {"admin": "admin", "agent": "agent", "light_agent": "agent", "end_user": "end-user"}
"""A light agent is an agent whose role allows less."""


@handlers.answers(operations.SHOW_CURRENT_USER)
def show_current_user(call: Call) -> Answer:
    """The authenticated user."""
    assert call.caller is not None
    user = call.caller.user
    return Answer(
        200,
        {
            "user": {
                "id": user.id,
                "url": f"{call.origin}/api/v2/users/{user.id}.json",
                "name": user.name,
                "email": user.email,
                "role": _ROLES[user.role],
                "custom_role_id": user.custom_role_id,
                "active": True,
                "verified": True,
                "suspended": False,
            }
        },
    )
