"""The user whose credentials a client has."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import AuthenticationError, Client, Sandbox, UnexpectedResponse
from zendesk_custom_objects.auth import ApiToken, BearerToken
from zendesk_custom_objects.sandbox import User


@pytest.mark.parametrize("role", ["admin", "agent", "end_user"])
def test_the_user_of_the_credentials_is_returned(role: Any) -> None:
    user = User(id=7, email="anna@example.com", name="Anna", role=role, api_token="t" * 20)
    with Client.sandbox(
        Sandbox(users=[user], clients=[]), auth=ApiToken(user.email, "t" * 20)
    ) as zendesk:
        found = zendesk.whoami()

    assert (found.id, found.name, found.email) == (7, "Anna", "anna@example.com")
    assert found.role == role.replace("_", "-")


def test_refused_credentials() -> None:
    with (
        Client.sandbox(auth=BearerToken("wrong")) as zendesk,
        pytest.raises(AuthenticationError) as caught,
    ):
        zendesk.whoami()

    assert caught.value.status == 401


def test_an_anonymous_user_raises(zendesk: Any, stub: Stub) -> None:
    """The service can send this response to credentials that it does not know."""
    stub.will_answer(Reply(200, {"user": {"id": None, "name": "Anonymous user"}}))

    with pytest.raises(AuthenticationError, match="anonymous"):
        zendesk.whoami()


@pytest.mark.parametrize("body", [{}, {"user": None}, {"user": "anna"}, []])
def test_a_response_without_a_user_raises(zendesk: Any, stub: Stub, body: Any) -> None:
    stub.will_answer(Reply(200, body))

    with pytest.raises(UnexpectedResponse):
        zendesk.whoami()
