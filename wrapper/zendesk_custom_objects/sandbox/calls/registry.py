"""How handlers are registered for the operations of the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ..wire.replies import Answer
from .context import Call

if TYPE_CHECKING:
    from ..._generated import types
    from ..wire.errors import RefusedError

Handler: TypeAlias = Callable[[Call], Answer]


class Registration(NamedTuple):
    """A handler, whether it only reads (then it runs without a transaction), and for whom."""

    handler: Handler
    reads: bool
    allowed_for: str
    """The least privileged role that can call it: `admins`, `agents`, `end_users`, `anyone`."""
    reshaped: Callable[[RefusedError], RefusedError] | None
    """Puts a refusal into the operation's own shape, if it has one."""


class Handlers(dict[str, Registration]):
    """The handlers of a group of operations, by operation id."""

    def answers(
        self,
        operation: types.Operation,
        *,
        reads: bool | None = None,
        allowed_for: str | None = None,
        reshaped: Callable[[RefusedError], RefusedError] | None = None,
    ) -> Callable[[Handler], Handler]:
        """Register a function for an operation. By default a GET reads and anything else writes.

        `allowed_for` replaces the contract's role where the handler itself decides more finely.
        """

        def register(handler: Handler) -> Handler:
            only_reads = operation.method == "GET" if reads is None else reads
            self[operation.id] = Registration(
                handler, only_reads, allowed_for or operation.allowed_for, reshaped
            )
            return handler

        return register
