"""The address and the credentials in environment variables."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..errors import ConfigurationError
from .credentials import ApiToken, BearerToken, ClientCredentials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .credentials import Auth

ADDRESS = ("ZENDESK_SUBDOMAIN", "ZENDESK_BASE_URL")
KINDS: dict[tuple[str, ...], Callable[..., Auth]] = {
    ("ZENDESK_CLIENT_ID", "ZENDESK_CLIENT_SECRET"): ClientCredentials,
    ("ZENDESK_OAUTH_TOKEN",): BearerToken,
    ("ZENDESK_EMAIL", "ZENDESK_API_TOKEN"): ApiToken,
}
CHOICES = "; or ".join(" with ".join(names) for names in KINDS)


def address(environ: Mapping[str, str] = os.environ) -> tuple[str | None, str | None]:
    """Subdomain or base URL, whichever is set. An empty variable counts as not set."""
    subdomain, base_url = (environ.get(name) or None for name in ADDRESS)
    if subdomain and base_url:
        raise ConfigurationError(f"{' and '.join(ADDRESS)} are both set: unset one of them")
    if not subdomain and not base_url:
        raise ConfigurationError(f"no address: set {' or '.join(ADDRESS)}")
    return subdomain, base_url


def credentials(environ: Mapping[str, str] = os.environ) -> Auth:
    """The only set of credentials that is set. Messages name variables, never their values."""
    found = {name for names in KINDS for name in names if environ.get(name)}
    sets = [names for names in KINDS if found.intersection(names)]
    if not sets:
        raise ConfigurationError(f"no credentials: set {CHOICES}")
    if len(sets) > 1:
        raise ConfigurationError(
            f"credentials of different kinds are set ({', '.join(sorted(found))}):"
            f" keep only {CHOICES}"
        )
    if missing := [name for name in sets[0] if name not in found]:
        raise ConfigurationError(
            f"{', '.join(found)} is set, but {', '.join(missing)} is missing: set it as well"
        )
    values = [environ[name] for name in sets[0]]
    try:
        return KINDS[sets[0]](*values)
    except ConfigurationError as error:
        raise ConfigurationError(f"{' with '.join(sets[0])}: {error}") from None
