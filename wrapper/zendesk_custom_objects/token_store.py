"""The protocol of stores for refresh tokens, and the pair of tokens that they keep."""

from .auth.token_store import LockableTokenStore, TokenPair, TokenStore

__all__ = ["LockableTokenStore", "TokenPair", "TokenStore"]
