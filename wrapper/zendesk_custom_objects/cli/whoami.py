"""`zco whoami`."""

from typing import TYPE_CHECKING

from .connection import connected
from .output import Json, show

if TYPE_CHECKING:
    from .. import Client

__all__ = ["show_current_user"]

SHOWN = ("id", "name", "email", "role", "url")


@connected
def show_current_user(zendesk: "Client", as_json: Json = False) -> None:
    """Show the user of the credentials, which tests them."""
    user = zendesk.whoami()
    show(user, {name: getattr(user, name) for name in SHOWN}, as_json=as_json)
