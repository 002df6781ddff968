"""What the synchronous client does its own way; the other side has the same names."""

from __future__ import annotations

from threading import Lock
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._exchange import HTTPClient
    from ..sandbox import Sandbox

__all__ = ["Lock", "http_client", "sandbox_http_client", "sleep"]


def http_client() -> HTTPClient:
    from .. import _http  # httpx is loaded only for a caller who brings no client

    return _http.client()


def sandbox_http_client(sandbox: Sandbox, *, owned: bool) -> HTTPClient:
    from .. import _http

    return _http.sandbox_client(sandbox, owned=owned)
