"""No secret is ever shown: by no credentials, in no error, in no log line."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.client.stub import Reply, Reset, Stub
from zendesk_custom_objects import (
    ApiToken,
    AuthenticationError,
    BearerToken,
    ClientCredentials,
    ConfigurationError,
    RefreshToken,
    ZendeskError,
)

SECRET = "geheim-geheim-geheim"
KINDS: list[Any] = [
    ClientCredentials("sync", SECRET, scope="read", expires_in=300),
    RefreshToken("sync", SECRET, SECRET, access_token=SECRET),
    BearerToken(SECRET),
    ApiToken("anna@acme.example", SECRET),
]


@pytest.mark.parametrize("auth", KINDS, ids=repr)
def test_the_repr_of_credentials_hides_the_secret(auth: Any) -> None:
    assert SECRET not in f"{auth} {auth!r} {vars(auth)} {auth.secret}"
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(auth)
    with pytest.raises(TypeError):
        msgspec.json.encode(auth)


@pytest.mark.parametrize("auth", KINDS, ids=repr)
def test_credentials_compare_by_value_and_are_immutable(auth: Any) -> None:
    assert copy.copy(auth) == auth
    assert copy.deepcopy(auth) == auth
    assert hash(copy.deepcopy(auth)) == hash(auth)
    assert auth not in [other for other in KINDS if other is not auth]
    with pytest.raises(AttributeError):
        auth.secret = "other"


def test_credentials_with_different_secrets_differ() -> None:
    assert BearerToken("one") != BearerToken("two")
    assert ApiToken("anna@acme.example", "one") != ApiToken("anna@acme.example", "two")
    assert ClientCredentials("sync", "one") != ClientCredentials("sync", "two")


@pytest.mark.parametrize("value", ["", " ", f"{SECRET}\n", f" {SECRET}", f"{SECRET}\r\nX-Evil: 1"])
@pytest.mark.parametrize(
    "make",
    [
        BearerToken,
        lambda value: ApiToken("anna@acme.example", value),
        lambda value: ClientCredentials("sync", value),
        lambda value: ClientCredentials(value, "secret"),
        lambda value: RefreshToken("sync", value, "refresh"),
        lambda value: RefreshToken("sync", "secret", value),
        lambda value: RefreshToken("sync", "secret", "refresh", access_token=value),
        lambda value: ApiToken(value, "secret"),
    ],
)
def test_invalid_credentials_are_refused_without_showing_them(
    make: Callable[[str], object], value: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        make(value)

    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("token", ["ge heim", "geheim\x7f", "gehëim"])
def test_a_bearer_token_cannot_add_headers(token: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        BearerToken(token)

    assert "he" not in str(raised.value).replace("the ", "")


@pytest.mark.parametrize("seconds", [0, 299, 172_801])
def test_a_lifetime_outside_the_limits_of_the_service_is_refused(
    seconds: int,
) -> None:
    with pytest.raises(ConfigurationError, match="300 to 172,800"):
        ClientCredentials("sync", SECRET, expires_in=seconds)


def test_each_kind_of_credentials_has_its_header(connect: Callable[..., Any], stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, {"custom_objects": []})

    list(connect(auth=BearerToken(SECRET)).list_objects())
    list(connect(auth=ApiToken("anna@acme.example", SECRET)).list_objects())

    basic = b64encode(f"anna@acme.example/token:{SECRET}".encode()).decode()
    assert [asked.headers["authorization"] for asked in stub.asked] == [
        f"Bearer {SECRET}",
        f"Basic {basic}",
    ]


@pytest.mark.parametrize("auth", KINDS, ids=repr)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
def test_an_error_hides_secrets_that_the_service_echoes(
    connect: Callable[..., Any],
    stub: Stub,
    caplog: pytest.LogCaptureFixture,
    auth: Any,
    status: int,
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.otherwise = lambda asked: Reply(
        status,
        {
            "error": f"bad {asked.headers.get('authorization')}",
            "description": f"{SECRET} {asked.body.decode()}",
            "details": {"base": [{"description": SECRET}]},
        },
    )

    with pytest.raises(ZendeskError) as raised:
        connect(auth=auth, retries=0).get_object("boat")

    shown = "".join(traceback.format_exception(raised.value)) + repr(vars(raised.value))
    basic = b64encode(f"anna@acme.example/token:{SECRET}".encode()).decode()
    for secret in (SECRET, basic):
        assert secret not in shown
        assert secret not in caplog.text


def test_the_cause_of_a_lost_connection_contains_no_credentials(
    connect: Callable[..., Any], stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub.will_answer(Reset())

    with pytest.raises(ZendeskError) as raised:
        connect(retries=0, auth=BearerToken(SECRET)).get_object("boat")

    left = vars(raised.value.__cause__).values()
    assert all("authorization" not in getattr(part, "headers", {}) for part in left)
    assert SECRET not in caplog.text


def test_a_common_word_used_as_a_token_is_not_hidden(
    connect: Callable[..., Any], stub: Stub
) -> None:
    stub.will_answer(Reply(501, {"error": "NotEmulated", "description": "not by this sandbox"}))

    with pytest.raises(ZendeskError, match="by this sandbox"):
        connect(auth=BearerToken("sandbox")).get_object("boat")


def test_refused_client_credentials_have_a_clear_message(
    connect: Callable[..., Any], stub: Stub
) -> None:
    stub.will_answer(
        Reply(401, {"error": "invalid_client", "error_description": f"{SECRET} is unknown"})
    )

    with pytest.raises(AuthenticationError) as raised:
        connect(auth=ClientCredentials("sync", SECRET)).get_object("boat")

    assert raised.value.operation == "CreateTokenForGrantType"
    assert raised.value.code == "invalid_client"
    assert str(raised.value) == (
        "CreateTokenForGrantType: 401 invalid_client: no access token was granted for the client "
        "credentials: <secret> is unknown"
    )
    assert len(stub.asked) == 1
