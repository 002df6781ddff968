"""The address of the service: credentials can only be sent to the intended host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import ConfigurationError

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)
"""A subdomain: one label of a host name, so that it cannot name another host."""

BASE_URL = r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?/?"
"""Scheme, host and port, without anything that URL parsers read in different ways."""

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(subdomain: str | None, base_url: str | None, *, allow_insecure: bool = False) -> str:
    """Scheme, host and port of the service, from either a subdomain or a base URL."""
    if subdomain is not None and base_url is not None:
        raise ConfigurationError("pass a subdomain or a base_url, not both")
    if subdomain is not None:
        return _of_subdomain(subdomain)
    if base_url is not None:
        return _of_base_url(base_url, allow_insecure=allow_insecure)
    raise ConfigurationError("no address: pass the account's subdomain, or a base_url")


def _of_subdomain(subdomain: str) -> str:
    if not LABEL.fullmatch(subdomain):
        raise ConfigurationError(
            f"not a subdomain: {subdomain!r} (letters, digits and hyphens;"
            ' for https://acme.zendesk.com it is "acme")'
        )
    return f"https://{subdomain.lower()}.zendesk.com"


def _of_base_url(base_url: str, *, allow_insecure: bool) -> str:
    parts = re.fullmatch(BASE_URL, base_url, re.IGNORECASE | re.ASCII)
    if not parts:
        # The value is not repeated: a URL can contain a password.
        raise ConfigurationError(
            "not a base_url: it must have a scheme, a host and optionally a port, such as"
            ' "https://acme.zendesk.com"'
        )
    scheme, host = parts["scheme"].lower(), parts["host"].lower()
    address = _ip_address(host)
    if host.startswith("[") and (address is None or address.version != 6):
        raise ConfigurationError(f"not an IPv6 address: {host}")
    port = int(parts["port"] or DEFAULT_PORTS[scheme])
    if not 0 < port < 65_536:
        raise ConfigurationError(f"the port of the base_url must be 1 to 65,535, not {port}")
    if scheme == "http" and not _is_loopback_host(host) and not allow_insecure:
        raise ConfigurationError(
            f"http://{host} would send the credentials unencrypted: use https, or pass"
            " allow_insecure=True to send them anyway"
        )
    return f"{scheme}://{host}" if port == DEFAULT_PORTS[scheme] else f"{scheme}://{host}:{port}"


def is_loopback(base_url: str) -> bool:
    """Whether the address is one of this machine."""
    parts = re.fullmatch(BASE_URL, base_url, re.IGNORECASE | re.ASCII)
    return parts is not None and _is_loopback_host(parts["host"].lower())


def _is_loopback_host(host: str) -> bool:
    address = _ip_address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _ip_address(host: str) -> IPv4Address | IPv6Address | None:
    from ipaddress import ip_address  # few programs use a base_url

    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None
