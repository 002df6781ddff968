"""Credentials are only sent to the intended host."""

from __future__ import annotations

from typing import Any

import pytest

from zendesk_custom_objects import AsyncClient, BearerToken, Client, ConfigurationError
from zendesk_custom_objects._core.address import origin

AUTH = BearerToken("a-token-that-nobody-may-see")


@pytest.mark.parametrize(
    "subdomain",
    [
        "",
        " ",
        "evil.example/#",
        "evil.example",
        "acme.zendesk.com",
        "https://acme.zendesk.com",
        "acme/",
        "acme#",
        "acme?",
        "acme@evil",
        "acme:80",
        "acme\\evil",
        "acme evil",
        "acme\n",
        "\tacme",
        "acme%2eevil",
        "-acme",
        "acme-",
        "a" * 64,
        "ακμη",
        "acme\u3002evil",  # an ideographic full stop, which some resolvers treat as a dot
        "\u212aelvin",  # a Kelvin sign, which lower-cases to k
        "ａcme",  # noqa: RUF001  a full-width letter
    ],
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_subdomain_that_could_name_another_host_is_refused(
    kind: type[Client | AsyncClient], subdomain: str
) -> None:
    with pytest.raises(ConfigurationError, match="not a subdomain"):
        kind(subdomain, auth=AUTH)


@pytest.mark.parametrize("subdomain", ["a", "acme", "acme-2", "4you", "x" * 63])
def test_a_subdomain_becomes_the_host(subdomain: str) -> None:
    assert origin(subdomain, None) == f"https://{subdomain}.zendesk.com"


def test_the_case_of_a_subdomain_does_not_matter() -> None:
    assert origin("Acme", None) == "https://acme.zendesk.com"


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://acme.zendesk.com", "https://acme.zendesk.com"),
        ("https://acme.zendesk.com/", "https://acme.zendesk.com"),
        ("HTTPS://ACME.zendesk.com:443", "https://acme.zendesk.com"),
        ("https://proxy.acme.example:8443", "https://proxy.acme.example:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:80/", "http://localhost"),
        ("http://[::1]:9", "http://[::1]:9"),
    ],
)
def test_a_base_url_becomes_the_host(base_url: str, expected: str) -> None:
    assert origin(None, base_url) == expected


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "acme.zendesk.com",
        "//acme.zendesk.com",
        "ftp://acme.zendesk.com",
        "https://",
        "https:///path",
        "https://acme.zendesk.com/api",
        "https://acme.zendesk.com//",
        "https://acme.zendesk.com?",
        "https://acme.zendesk.com#",
        "https://user:geheim@acme.zendesk.com",
        "https://geheim@acme.zendesk.com",
        "https://acme.zendesk.com\\@evil.example",
        "https://acme.zendesk.com\n",
        "https://acme.zendesk.com:port",
        "https://acme.zendesk.com:0",
        "https://acme.zendesk.com:65536",
        "https://[acme]",
        "https://[127.0.0.1]",
        "https://[:::]",
        "https://ακμη.example",
    ],
)
def test_a_base_url_with_more_or_less_than_an_origin_is_refused(base_url: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        origin(None, base_url)

    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(
    "host",
    [
        "acme.zendesk.com",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.1",
        "2130706433",
        "0.0.0.0",
        "10.0.0.1",
        "[::]",
        "[::ffff:10.0.0.1]",
    ],
)
def test_plain_http_to_another_machine_must_be_allowed(host: str) -> None:
    with pytest.raises(ConfigurationError, match="unencrypted"):
        origin(None, f"http://{host}")

    assert origin(None, f"http://{host}", allow_insecure=True) == f"http://{host}"


def test_exactly_one_of_subdomain_and_base_url_is_required() -> None:
    with pytest.raises(ConfigurationError, match="not both"):
        origin("acme", "https://acme.zendesk.com")
    with pytest.raises(ConfigurationError, match="pass the account's subdomain"):
        origin(None, None)


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": float("nan")},
        {"retries": -1},
        {"retry_budget": -1},
        {"retry_budget": float("nan")},
        {"on_rate_limit": "ignore"},
    ],
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_settings_out_of_range_are_refused(kind: Any, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        kind("acme", auth=AUTH, **options)
