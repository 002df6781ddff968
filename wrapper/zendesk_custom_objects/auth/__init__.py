"""Credentials of a client, and the stores of refresh tokens."""

from .credentials import ApiToken, Auth, BearerToken, ClientCredentials, RefreshToken

__all__ = ["ApiToken", "Auth", "BearerToken", "ClientCredentials", "RefreshToken"]
