"""Stores for refresh tokens: the protocol, and the pair of tokens that it keeps."""

from .auth.token_store import TokenPair, TokenStore

__all__ = ["TokenPair", "TokenStore"]
