"""The limits of each plan (Custom data introduction and rate limits, Zendesk docs).

Options per field (2000) and the size of a record (32 KB) are the same for every plan: the rules
know them. The limit of records is reported, and not enforced: nobody creates 50 million.
"""

from __future__ import annotations

from typing import Final

import msgspec


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of an account. A test can have its own: `Plan(objects=2)`."""

    name: str = "custom"
    objects: int = 50
    fields: int = 100
    """Per object, without the standard ones."""
    lookups: int = 10
    """Lookup fields per object."""
    records: int = 50_000_000
    """Of the whole account."""
    requests_per_minute: int = 1_000_000
    exports_per_minute: int = 10
    """Calls of the incremental export; 30 with the High Volume API add-on."""

    def __post_init__(self) -> None:
        for name in ("requests_per_minute", "exports_per_minute"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more: with 0 every request is refused")


DEFAULT_PLAN: Final = Plan(name="sandbox")
"""The limits of Suite Enterprise, with a rate limit that no account has: 1,000,000 a minute."""

PLANS: Final[dict[str, Plan]] = {
    plan.name: plan
    for plan in (
        DEFAULT_PLAN,
        Plan(name="suite_team", objects=3, lookups=5, requests_per_minute=200),
        Plan(name="suite_growth", objects=5, lookups=5, requests_per_minute=400),
        Plan(name="suite_professional", objects=30, requests_per_minute=400),
        Plan(name="suite_enterprise", requests_per_minute=700),
        Plan(name="suite_enterprise_plus", requests_per_minute=2500),
        Plan(name="support_enterprise", objects=30, requests_per_minute=700),
    )
}
"""The plans that have custom objects, by name, and the sandbox's own."""


def plan_named(name: str) -> Plan:
    """The plan with this name; its first word can be left out: `growth`."""
    plan = PLANS.get(name) or PLANS.get(f"suite_{name}")
    if plan is None:
        raise ValueError(f"there is no plan {name!r}; there are: {', '.join(PLANS)}")
    return plan
