"""Keeps web pages away from `/_sandbox`, which needs no credentials on the sandbox's own machine.

A page in a browser can send requests to any port of the machine it is shown on. Browsers say which
page has sent a request (Origin, Sec-Fetch-Site), and by which name the page found the machine
(Host): a name that the page's own DNS has pointed to 127.0.0.1 stands there.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from .wire import errors

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

HEADERS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
"""For replies, so that browsers without Sec-Fetch-Site do not let a page read them either."""

_OWN_SITES: Final = frozenset({"same-origin", "none"})  # `none`: typed into the address bar


def require_no_web_page(
    headers: Mapping[str, str], scheme: str, allowed_hosts: Collection[str]
) -> None:
    """Refuse (403) what a page from elsewhere can have sent."""
    host = headers.get("host", "")
    name = _host_name(host)
    if not (name == "localhost" or _is_address(name) or name in allowed_hosts):
        raise errors.forbidden(
            f"Host {host[:100]!r}: name this machine by its IP address or as localhost, "
            "or allow the name with --allow-host"
        )
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"{scheme}://{host}".lower():
        raise errors.forbidden(f"Web pages cannot use /_sandbox: Origin is {origin[:100]!r}")
    site = headers.get("sec-fetch-site", "none")
    if site not in _OWN_SITES:
        raise errors.forbidden(f"Web pages cannot use /_sandbox: Sec-Fetch-Site is {site[:100]!r}")


def _host_name(host: str) -> str:
    """The name in a Host header, without its port; empty if it is not well-formed."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
