"""A stateful emulator of the Zendesk Custom Objects API, in memory or in a file.

Nobody has to sign up: `Client.sandbox()` uses one in the same process, `Sandbox.served()` and
`serve` put one on a port for any client. What it does not emulate is refused with status 501 and
its name. Triggers are stored, and never run.
"""

from __future__ import annotations

from .clock import Clock
from .emulator import Sandbox
from .faults import Fault, Faults
from .plans import PLANS, Plan
from .request_log import LoggedRequest, RequestLog
from .responses import PreparedResponse, PreparedResponses
from .security.authentication import DEFAULT_CLIENT, DEFAULT_USER, CustomRole, OAuthClient, User
from .variants import Variants
from .wire.replies import Effect, Reply

__all__ = [
    "DEFAULT_CLIENT",
    "DEFAULT_USER",
    "PLANS",
    "Clock",
    "CustomRole",
    "Effect",
    "Fault",
    "Faults",
    "LoggedRequest",
    "OAuthClient",
    "Plan",
    "PreparedResponse",
    "PreparedResponses",
    "Reply",
    "RequestLog",
    "Sandbox",
    "User",
    "Variants",
]
