"""Address and credentials from environment variables."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import (
    ApiToken,
    AsyncClient,
    BearerToken,
    Client,
    ClientCredentials,
    ConfigurationError,
)
from zendesk_custom_objects.auth.environment import address, credentials

CLIENT = {"ZENDESK_CLIENT_ID": "sync", "ZENDESK_CLIENT_SECRET": "geheim-1"}
OAUTH = {"ZENDESK_OAUTH_TOKEN": "geheim-2"}
API = {"ZENDESK_EMAIL": "anna@acme.example", "ZENDESK_API_TOKEN": "geheim-3"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (CLIENT, ClientCredentials("sync", "geheim-1")),
        (OAUTH, BearerToken("geheim-2")),
        (API, ApiToken("anna@acme.example", "geheim-3")),
        (
            {**CLIENT, "ZENDESK_OAUTH_TOKEN": "", "ZENDESK_EMAIL": ""},
            ClientCredentials("sync", "geheim-1"),
        ),
    ],
)
def test_one_complete_set_of_credentials_is_used(environ: dict[str, str], expected: object) -> None:
    assert credentials(environ) == expected


@pytest.mark.parametrize(
    "environ",
    [{**CLIENT, **OAUTH}, {**OAUTH, **API}, {**CLIENT, "ZENDESK_EMAIL": "anna@acme.example"}],
)
def test_two_kinds_of_credentials_are_an_error(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match="different kinds") as raised:
        credentials(environ)

    assert all(name in str(raised.value) for name in environ)
    assert not any(value in str(raised.value) for value in environ.values())


@pytest.mark.parametrize("missing", [*CLIENT, *API])
def test_an_incomplete_set_names_the_missing_variable(missing: str) -> None:
    environ = dict(CLIENT if missing in CLIENT else API)
    del environ[missing]

    with pytest.raises(ConfigurationError, match=f"{missing} is missing"):
        credentials(environ)


def test_missing_credentials_list_the_possible_variables() -> None:
    with pytest.raises(ConfigurationError) as raised:
        credentials({})

    assert all(name in str(raised.value) for name in {**CLIENT, **OAUTH, **API})


def test_invalid_credentials_name_the_variable_without_its_value() -> None:
    with pytest.raises(ConfigurationError, match="ZENDESK_OAUTH_TOKEN") as raised:
        credentials({"ZENDESK_OAUTH_TOKEN": "geheim-2\n"})

    assert "geheim" not in str(raised.value)


def test_the_address_is_read_from_either_variable() -> None:
    assert address({"ZENDESK_SUBDOMAIN": "acme"}) == ("acme", None)
    assert address({"ZENDESK_BASE_URL": "https://x.example"}) == (None, "https://x.example")
    with pytest.raises(ConfigurationError, match="both"):
        address({"ZENDESK_SUBDOMAIN": "acme", "ZENDESK_BASE_URL": "https://x.example"})
    with pytest.raises(ConfigurationError, match="ZENDESK_SUBDOMAIN or ZENDESK_BASE_URL"):
        address({"ZENDESK_SUBDOMAIN": ""})


@pytest.fixture
def environ(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("SUBDOMAIN", "BASE_URL", "OAUTH_TOKEN", "CLIENT_ID", "EMAIL"):
        monkeypatch.delenv(f"ZENDESK_{name}", raising=False)
    return monkeypatch


def test_a_client_is_made_from_the_environment(environ: pytest.MonkeyPatch, stub: Stub) -> None:
    environ.setenv("ZENDESK_BASE_URL", stub.url)
    environ.setenv("ZENDESK_OAUTH_TOKEN", "geheim-2")
    stub.will_answer(Reply(200, {"custom_objects": []}))

    with Client.from_env(timeout=5) as zendesk:
        assert list(zendesk.list_objects()) == []

    assert stub.asked[0].headers["authorization"] == "Bearer geheim-2"


def test_arguments_take_precedence_over_the_environment(
    environ: pytest.MonkeyPatch, stub: Stub
) -> None:
    environ.setenv("ZENDESK_SUBDOMAIN", "not a subdomain")
    environ.setenv("ZENDESK_EMAIL", "half a set")
    stub.will_answer(Reply(200, {"custom_objects": []}))

    with Client.from_env(base_url=stub.url, auth=BearerToken("mine")) as zendesk:
        assert list(zendesk.list_objects()) == []

    assert stub.asked[0].headers["authorization"] == "Bearer mine"


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_empty_environment_is_an_error(environ: pytest.MonkeyPatch, kind: Any) -> None:
    with pytest.raises(ConfigurationError, match="ZENDESK_SUBDOMAIN"):
        kind.from_env()
