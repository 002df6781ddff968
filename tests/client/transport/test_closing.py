"""Closing a client closes what it opened itself; a closed client sends nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import Client, Sandbox


@pytest.mark.parametrize("used", [False, True])
def test_a_closed_client_refuses_to_send(zendesk: Any, stub: Stub, used: bool) -> None:
    if used:
        stub.will_answer(Reply(200, {"custom_objects": []}))
        list(zendesk.list_objects())
    before = len(stub.asked)

    zendesk.close()

    with pytest.raises(RuntimeError, match="closed"):
        zendesk.get_object("boat")
    assert len(stub.asked) == before


@pytest.mark.parametrize("used", [False, True])
def test_a_client_closes_its_own_sandbox(used: bool, monkeypatch: Any) -> None:
    closed: list[Sandbox] = []
    monkeypatch.setattr(Sandbox, "close", lambda self: closed.append(self))

    with Client.sandbox() as zendesk:
        if used:
            list(zendesk.list_objects())

    assert len(closed) == 1


def test_a_client_leaves_a_shared_sandbox_open() -> None:
    with Sandbox() as sandbox:
        with Client.sandbox(sandbox) as first:
            first.create_object("boat", title="Boat", title_pluralized="Boats")
        with Client.sandbox(sandbox) as second:
            assert [found.key for found in second.list_objects()] == ["boat"]
