# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import attrs
from attrs import define


@define(kw_only=True)
class OAuthToken:
    """An access token, and what comes with it."""

    access_token: str = attrs.field(repr=False)
    """The token, for the header `Authorization` with the scheme `Bearer`. A secret."""
    token_type: str | None = None
    """Always `bearer`."""
    scope: str | None = None
    """Scopes of the token, separated by spaces."""
    expires_in: int | None = None
    """Seconds the access token is valid. None if it does not expire."""
    refresh_token: str | None = attrs.field(default=None, repr=False)
    """Good for one exchange. None for client credentials. A secret."""
    refresh_token_expires_in: int | None = None
    """Seconds the refresh token is valid."""
