"""Facts that a probe leaves out, with the reasons."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

__all__ = ["OMISSIONS", "Omission", "Why"]

Why: TypeAlias = Literal["limit", "access", "budget"]
"""`limit`: it would use up a limit of the account. `access`: it needs another account, plan, role
or credential, or something that only the service can do. `budget`: it needs more than one object,
or too many requests."""


class Omission(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that is not probed."""

    id: str
    fact: str
    grade: str
    why: Why
    reason: str
    is_variant: bool = False
    places: tuple[str, ...] = ()


_RESPONSES: Final = "schemas.ReverseLookupResponse"

OMISSIONS: Final = (
    Omission(
        id="rate_limited",
        fact="body of a 429",
        grade="C",
        why="limit",
        reason="it would use up the account's requests of a minute",
        is_variant=True,
    ),
    Omission(
        id="over_limit",
        fact="status beyond the limits of a plan",
        grade="U",
        why="limit",
        reason="it would use up the objects of the account, or the 100 fields of an object",
        is_variant=True,
    ),
    Omission(
        id="page_size",
        fact="default size of a page of records",
        grade="U",
        why="budget",
        reason="it needs more than 100 records",
    ),
    Omission(
        id="object_keys",
        fact="object keys: length, characters, reuse",
        grade="U",
        why="budget",
        reason="it needs an object for each form of key",
    ),
    Omission(
        id="numbered_names",
        fact="a name of null where names are numbered",
        grade="C",
        why="budget",
        reason="it needs a second object, as names cannot be both unique and numbered",
        places=("schemas.CustomObjectRecordCreateInput.name.description:1",),
    ),
    Omission(
        id="dynamic_values",
        fact="dynamic values of filters are text",
        grade="C",
        why="budget",
        reason="it needs a second object, whose lookup field has a filter",
        places=("schemas.DynamicFilterValues.x-correction:1",),
    ),
    Omission(
        id="other_filters",
        fact="filters: parent, regexp and others",
        grade="U",
        why="budget",
        reason="parent fields and roll-ups need a second object; the operators are a request each",
        places=(
            "schemas.CustomObjectRecordFilteredSearchComparison.description:7",
            "schemas.CustomObjectRecordFilteredSearchComparison.description:8",
        ),
    ),
    Omission(
        id="other_sources",
        fact="tickets and organizations as sources",
        grade="U",
        why="budget",
        reason="it needs fields of tickets and of organizations, outside of the probe's object",
        places=(f"{_RESPONSES}.tickets", f"{_RESPONSES}.organizations"),
    ),
    Omission(
        id="unfinished_jobs",
        fact="jobs that are aborted or killed",
        grade="C",
        why="access",
        reason="only the service can end a job like that",
        places=("schemas.JobState.description:1", "schemas.JobState.description:2"),
    ),
    Omission(
        id="refused_credentials",
        fact="body of a 401",
        grade="U",
        why="access",
        reason="it needs other credentials than those in use",
        places=("responses.Unauthorized",),
    ),
    Omission(
        id="anonymous_user",
        fact="current user without credentials",
        grade="U",
        why="access",
        reason="it needs a request without credentials",
        places=("ShowCurrentUser.description:1",),
    ),
    Omission(
        id="token_status",
        fact="status of a new access token",
        grade="U",
        why="access",
        reason="it needs an OAuth client of the account",
        places=("CreateTokenForGrantType.200",),
    ),
    Omission(
        id="token_refused",
        fact="body of a refused access token",
        grade="U",
        why="access",
        reason="it needs an OAuth client of the account, and a sign-in that fails",
        places=("responses.TokenRefused",),
    ),
    Omission(
        id="definition_readers",
        fact="readers of the definitions of filters",
        grade="U",
        why="access",
        reason="it needs the credentials of an agent beside those of an admin",
        places=("GetRelationshipFilterDefinitions.description:1",),
    ),
)
