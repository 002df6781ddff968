"""A stateful emulator of the Zendesk Custom Objects API, in memory or in a file.

Nothing has to be signed up for: `Client.sandbox()` speaks to one in the same process,
`Sandbox.served()` and `serve` put one on a port for any client. What it does not emulate it refuses
with status 501, by name.
"""

from __future__ import annotations

from .authentication import DEFAULT_CLIENT, DEFAULT_USER, OAuthClient, User
from .engine import Reply, Sandbox

__all__ = ["DEFAULT_CLIENT", "DEFAULT_USER", "OAuthClient", "Reply", "Sandbox", "User"]
