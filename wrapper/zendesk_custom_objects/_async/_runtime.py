"""What the asynchronous client does its own way; the other side has the same names."""

from __future__ import annotations

from asyncio import Lock, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._exchange import AsyncHTTPClient
    from ..sandbox import Sandbox

__all__ = ["Lock", "http_client", "sandbox_http_client", "sleep"]


def http_client() -> AsyncHTTPClient:
    from .. import _http  # httpx is loaded only for a caller who brings no client

    return _http.async_client()


def sandbox_http_client(sandbox: Sandbox, *, owned: bool) -> AsyncHTTPClient:
    from .. import _http

    return _http.async_sandbox_client(sandbox, owned=owned)
