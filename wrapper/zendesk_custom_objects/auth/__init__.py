"""Credentials of a client, and where refresh tokens are stored."""

from .credentials import ApiToken, Auth, BearerToken, ClientCredentials, RefreshToken

__all__ = ["ApiToken", "Auth", "BearerToken", "ClientCredentials", "RefreshToken"]
