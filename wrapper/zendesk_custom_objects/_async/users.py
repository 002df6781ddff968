"""The client's method for the user whose credentials it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._core.decoders import present
from .._generated import api
from ..errors import AuthenticationError
from .calls import Calls

if TYPE_CHECKING:
    from .._generated import models


class UserCalls(Calls):
    """The current user."""

    async def whoami(self) -> models.User:
        """Get the user whose credentials the client has, which shows whether they are valid.

        Raises `AuthenticationError` if the service refuses the credentials, or treats the client as
        anonymous.
        """
        request = api.users.show_current_user()
        response = await self._call(request, lambda answer: present(answer.user))
        user = response.body
        # A value that is not of its declared type, such as null, is kept as received.
        if cast("object", user.id) is None:
            raise AuthenticationError(
                "the service does not know the user of these credentials: it is anonymous",
                operation=request.operation.id,
                status=response.status,
                request_id=response.request_id,
            )
        return user
