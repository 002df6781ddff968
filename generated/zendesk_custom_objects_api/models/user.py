# Generated from spec/ by scripts/generate.py: do not edit.
from __future__ import annotations

import datetime
from typing import Any

from attrs import define

from ..models.photo import Photo
from ..models.user_separation import UserSeparation
from ..models.user_suspension import UserSuspension


@define(kw_only=True)
class User:
    """A user. What is there depends on the role of the caller."""

    id: int
    """Identifies the user."""
    name: str | None = None
    """Name of the user."""
    email: str | None = None
    """Primary email address."""
    external_id: str | None = None
    """The user's id in another system."""
    alias: str | None = None
    """Name shown to end users."""
    role: str | None = None
    """`end-user`, `agent` or `admin`."""
    role_type: int | None = None
    """Kind of the user's agent role, as a number."""
    custom_role_id: int | None = None
    """Id of the custom role."""
    active: bool | None = None
    """False once the user is deleted."""
    verified: bool | None = None
    """Whether an identity of the user is verified."""
    suspended: bool | None = None
    """Whether the user is suspended."""
    suspension_details: UserSuspension | None = None
    """Where the user is suspended."""
    moderator: bool | None = None
    """Whether the user moderates forums."""
    chat_only: bool | None = None
    """Whether the user is an agent of Chat only."""
    restricted_agent: bool | None = None
    """Whether the agent sees some tickets only."""
    only_private_comments: bool | None = None
    """Whether the agent may write private comments only."""
    ticket_restriction: str | None = None
    """Which tickets the user sees."""
    report_csv: bool | None = None
    """Without effect."""
    default_group_id: int | None = None
    """Id of the agent's default group."""
    organization_id: int | None = None
    """Id of the organization."""
    agent_brand_ids: list[int] | None = None
    """Ids of the brands the agent works for."""
    separation: UserSeparation | None = None
    """Whether the user belongs to one brand only."""
    locale: str | None = None
    """Language, such as `en-GB`."""
    locale_id: int | None = None
    """Id of the language."""
    time_zone: str | None = None
    """Time zone, by its name at Zendesk."""
    iana_time_zone: str | None = None
    """Time zone, by its name in the tz database."""
    phone: str | None = None
    """Primary telephone number."""
    shared_phone_number: bool | None = None
    """Whether others have that number too."""
    photo: Photo | None = None
    """Picture of the user."""
    remote_photo_url: str | None = None
    """Address of a picture elsewhere."""
    shared: bool | None = None
    """Whether the user is shared from another account."""
    shared_agent: bool | None = None
    """Whether the user is an agent of another account."""
    signature: str | None = None
    """Signature of an agent."""
    details: str | None = None
    """Details about the user."""
    notes: str | None = None
    """Notes about the user."""
    tags: list[str] | None = None
    """Tags of the user."""
    user_fields: dict[str, Any] | None = None
    """Values of custom fields, by the keys of the fields. Null is no value: it clears one that
    is written, and a field without a value may come back as null or be missing.

    * text, textarea, regexp: string; its greatest length is not documented
    * checkbox: boolean (C)
    * integer: number; one example of the vendor shows a string (U)
    * decimal: number (C); other forms are not established (U)
    * date: `YYYY-MM-DD`; it may come back with a time after a `T` (C)
    * dropdown: `value` of an option
    * multiselect: list of `value`s of options
    * lookup, parent: id of the target as a string. Written also as `external_id:` and the
    external id or, where names are unique, `name:` and the name; kept and read as the id
    * currency: not documented (U)
    * roll-up: computed; it cannot be written"""
    two_factor_auth_enabled: bool | None = None
    """Whether two-factor authentication is on."""
    last_login_at: datetime.datetime | None = None
    """When the user last signed in."""
    created_at: datetime.datetime | None = None
    """When the user was created."""
    updated_at: datetime.datetime | None = None
    """When the user was last changed."""
    url: str | None = None
    """Address of the user. Opaque."""
