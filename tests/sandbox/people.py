"""An account with a person of every role, each with an `Api` of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx

from tests.sandbox.support import Api, Clock, InProcess
from zendesk_custom_objects.sandbox import CustomRole, Sandbox, User

HARBOUR = CustomRole(id=7001, name="Harbour office")
TRIGGERERS = CustomRole(id=7002, name="Triggerers", manage_triggers=True)
USERS = {
    "admin": User(id=1, email="a@example.com", name="Ada", access_token="admin"),
    "agent": User(id=2, email="b@example.com", name="Ben", role="agent", access_token="agent"),
    "light": User(
        id=3, email="c@example.com", name="Cleo", role="light_agent", access_token="light"
    ),
    "officer": User(
        id=4,
        email="d@example.com",
        name="Dora",
        role="agent",
        custom_role_id=HARBOUR.id,
        access_token="officer",
    ),
    "triggerer": User(
        id=5,
        email="e@example.com",
        name="Emil",
        role="agent",
        custom_role_id=TRIGGERERS.id,
        access_token="triggerer",
    ),
    "customer": User(
        id=6, email="f@example.com", name="Fay", role="end_user", access_token="customer"
    ),
}


class People:
    """The people by their roles; `admin` and the others are their views of the account."""

    admin: Api
    agent: Api
    light: Api
    officer: Api
    triggerer: Api
    customer: Api

    def __init__(self, sandbox: Sandbox, clock: Clock, stack: ExitStack) -> None:
        self.sandbox = sandbox
        self.clock = clock
        for name in USERS:
            http = httpx.Client(
                base_url="https://acme.zendesk.com",
                transport=InProcess(sandbox),
                headers={"Authorization": f"Bearer {name}"},
            )
            setattr(self, name, Api(stack.enter_context(http), sandbox, clock))


@contextmanager
def account() -> Iterator[People]:
    """A sandbox in the same process, without objects, and its people."""
    clock = Clock()
    with ExitStack() as stack:
        sandbox = Sandbox(
            users=list(USERS.values()), custom_roles=[HARBOUR, TRIGGERERS], clients=[], clock=clock
        )
        yield People(stack.enter_context(sandbox), clock, stack)
