"""Invalid environment variables for httpx are named by an error of this package."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    ConfigurationError,
    UnexpectedResponse,
    aiohttp_client,
)

AUTH = BearerToken("a-token-that-nobody-may-see")


def read(kind: str) -> None:
    async def main() -> None:
        async with AsyncClient("acme", auth=AUTH) as zendesk:
            await zendesk.get_record("boat", "01J")

    async def over_aiohttp() -> None:
        async with aiohttp_client():
            pass

    if kind == "sync":
        with Client("acme", auth=AUTH) as zendesk:
            zendesk.get_record("boat", "01J")
    asyncio.run(main() if kind == "async" else over_aiohttp())


@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
@pytest.mark.parametrize(
    ("variable", "proxy"),
    [
        ("https_proxy", "gopher://user:geheim@127.0.0.1:1"),
        ("https_proxy", "http://user:geheim@127.0.0.1:port"),
        ("all_proxy", "http://user:geheim@[::1"),
    ],
)
def test_a_malformed_proxy_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, variable: str, proxy: str, kind: str
) -> None:
    monkeypatch.setenv(variable, proxy)

    with pytest.raises(ConfigurationError, match=variable) as caught:
        read(kind)

    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
def test_a_socks_proxy_needs_an_extra_of_httpx(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "socksio", None)

    with pytest.raises(ConfigurationError, match=r"all_proxy.*httpx\[socks\]"):
        read(kind)


@pytest.mark.parametrize("kind", ["sync", "async", "aiohttp"])
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_loaded_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, content: str | None
) -> None:
    file = tmp_path / "certificates.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE") as caught:
        read(kind)

    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    "location",
    [
        "https://[bad",
        "https://host:port/",
        "https://host:99999/",
        "http://host name/",
        "https://" + "a" * 70_000,
        "https://xn--\udcff/",
    ],
)
@pytest.mark.parametrize("to_file", [False, True])
def test_a_download_redirected_to_a_malformed_url_raises(
    zendesk: Any, stub: Stub, tmp_path: Path, location: str, to_file: bool
) -> None:
    headers = {"location": location.encode("utf-8", "surrogateescape").decode("latin-1")}
    stub.otherwise = lambda asked: Reply(302, b"", headers)

    with pytest.raises(UnexpectedResponse):
        zendesk.download_attachment(
            "boat", "01J", "1", **({"to": tmp_path / "x"} if to_file else {})
        )

    assert len(stub.asked) == 1
