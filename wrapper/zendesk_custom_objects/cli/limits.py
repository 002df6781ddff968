"""`zco limits`."""

from typing import TYPE_CHECKING, Annotated

import typer

from .connection import connected
from .output import Json, show_all

if TYPE_CHECKING:
    from .. import Client

__all__ = ["show_limits"]


@connected
def show_limits(
    zendesk: "Client",
    key: Annotated[
        str | None, typer.Argument(metavar="KEY", help="Show the fields of this object as well.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the numbers of objects and records, and their limits."""
    limits = {"objects": zendesk.object_limit(), "records": zendesk.record_limit()}
    if key is not None:
        limits[f"fields of {key}"] = zendesk.field_limit(key)
    rows = [
        {"of": name, "count": limit.count, "limit": limit.limit} for name, limit in limits.items()
    ]
    show_all(lambda limit: rows, lambda row: row, as_json=as_json)
