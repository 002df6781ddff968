"""The protocol of stores for refresh tokens, and the pair of tokens that they keep."""

from .auth.token_store import TokenPair, TokenStore

__all__ = ["TokenPair", "TokenStore"]
