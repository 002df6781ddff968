# Generated from spec/ by scripts/generate.py: do not edit.
"""Access tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import models, operations
from ..types import Request

if TYPE_CHECKING:
    from .. import payloads


def create_token_for_grant_type(
    *,
    body: payloads.TokenRequest,
) -> Request[models.OAuthToken]:
    """Create an access token

    Exchanges client credentials, a refresh token or an authorization code for an access
    token. The request authenticates itself by its body. What a grant needs besides
    `client_id`:

    * `client_credentials`: `client_secret`; confidential clients only
    * `refresh_token`: `refresh_token`, and `client_secret` for a confidential client
    * `authorization_code`: `code`, `redirect_uri`, and `client_secret` or `code_verifier`

    The grants `password` and `implicit` no longer exist.

    A malformed or unknown scope may be accepted here; every later call with the token then
    answers 403.

    Allowed for anyone.
    """
    return Request(
        operation=operations.CREATE_TOKEN_FOR_GRANT_TYPE,
        path="/oauth/tokens",
        body=body,
        media_type="application/json",
        responses={
            200: models.OAuthToken,
            201: models.OAuthToken,
        },
    )
