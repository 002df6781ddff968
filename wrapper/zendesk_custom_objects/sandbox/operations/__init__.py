"""The operations of the contract, one module per group of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import (
    attachments,
    exports,
    fields,
    job_operations,
    limits,
    oauth,
    objects,
    permissions,
    record_operations,
    relationships,
    searches,
    triggers,
    users,
)

if TYPE_CHECKING:
    from ..calls.registry import Registration

HANDLERS: Final[dict[str, Registration]] = {
    **objects.handlers,
    **fields.handlers,
    **record_operations.handlers,
    **searches.handlers,
    **relationships.handlers,
    **job_operations.handlers,
    **exports.handlers,
    **limits.handlers,
    **oauth.handlers,
    **permissions.handlers,
    **triggers.handlers,
    **attachments.handlers,
    **users.handlers,
}
"""Every operation that is emulated, by its id."""
