# Generated from spec/ by scripts/generate.py: do not edit.
"""Lookup fields seen from their targets, and what their filters may be made of."""

from __future__ import annotations

from .. import models, operations
from ..types import Request, path_value, query_pairs


def get_sources_by_target(
    target_type: str,
    target_id: str,
    field_id: str,
    source_type: str,
    *,
    page_size: int | None = None,
    page_after: str | None = None,
    page_before: str | None = None,
) -> Request[models.ReverseLookupResponse]:
    """List what points to a thing by a lookup field

    The things of one type (the sources) whose lookup field names a given thing (the target):
    the boats owned by a user, say.

    The answer lists the sources under the name of their type. Only the list of users is
    documented; that custom objects come as `custom_object_records`, tickets as `tickets` and
    organizations as `organizations` is inferred (U).

    The service offers cursor paging, which is declared here, and offset paging, whose
    properties come in the answer when no `page[size]` is given. The types contain colons:
    encode them as `%3A`.

    Allowed for agents.

    Args:
        target_type: Type of the target: `zen:user`, `zen:ticket`, `zen:organization`, or
            `zen:custom_object:` and the key of an object.
        target_id: Id of the target, a ULID for a record and digits for everything else.
        field_id: Id of the lookup field, which belongs to the source. Digits.
        source_type: Type of the sources: `zen:user`, `zen:ticket`, `zen:organization`, or
            `zen:custom_object:` and the key of an object.
        page_size: Most items on a page. Without it the service decides, typically 100.
        page_after: Cursor from `meta.after_cursor` of another page: the page after it. Not together
            with `page[before]`. Cursors are opaque; how long they live is not documented.
        page_before: Cursor from `meta.before_cursor` of another page: the page before it. Not
            together with `page[after]`.
    """
    return Request(
        operation=operations.GET_SOURCES_BY_TARGET,
        path=f"/api/v2/{path_value('target_type', target_type)}/{path_value('target_id', target_id)}/relationship_fields/{path_value('field_id', field_id)}/{path_value('source_type', source_type)}",
        query=query_pairs(
            {
                "page[size]": page_size,
                "page[after]": page_after,
                "page[before]": page_before,
            }
        ),
        responses={
            200: models.ReverseLookupResponse,
        },
    )


def get_relationship_filter_definitions(
    target_type: str,
    *,
    source_type: str | None = None,
) -> Request[models.RelationshipFilterDefinitionResponse]:
    """List what relationship filters can be made of

    The fields, operators and values that the `relationship_filter` of a lookup field with
    this type of target can have. Who may call it is not stated; agents are assumed (U).

    Allowed for agents.

    Args:
        target_type: Type of the target: `zen:user`, `zen:ticket`, `zen:organization`, or
            `zen:custom_object:` and the key of an object.
        source_type: Type the lookup field belongs to: `zen:user`, `zen:ticket` or
            `zen:organization`.
    """
    return Request(
        operation=operations.GET_RELATIONSHIP_FILTER_DEFINITIONS,
        path=f"/api/v2/relationships/definitions/{path_value('target_type', target_type)}",
        query=query_pairs(
            {
                "source_type": source_type,
            }
        ),
        responses={
            200: models.RelationshipFilterDefinitionResponse,
        },
    )
