"""Where it is not known what the service does, the sandbox can do either."""

from __future__ import annotations

from typing import Any, Literal, cast

import msgspec


class Variants(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One choice for each uncertain fact; the first value listed is the default.

    A client that gets along with all of them gets along with the service.
    """

    unknown_keys: Literal["warn", "drop", "refuse"] = "warn"
    """Keys of a body that the operation does not have: dropped and named in the header
    X-Zendesk-API-Warn (as the Users API does), dropped without a word, or refused (400)."""

    unknown_parameters: Literal["refuse", "ignore"] = "refuse"
    """Parameters of the query string that the operation does not have: refused (400), or ignored.
    `locale` is known to all."""

    unknown_fields: Literal["refuse", "drop"] = "refuse"
    """Keys in `custom_object_fields` that are no field of the object: refused (422), or dropped."""

    upsert_created_status: Literal[200, 201] = 200
    """Status of an upsert that creates. The contract has 200 only."""

    dates: Literal["date", "datetime"] = "date"
    """Values of date fields in replies: `2026-01-02`, or `2026-01-02T00:00:00Z`, which one known
    client cuts off."""

    export_numbers: Literal["number", "string"] = "number"
    """Values of integer and decimal fields in the incremental export: the official example has
    strings."""

    search_count: Literal["page", "total"] = "page"
    """`count` in the replies of searches: the records on the page, or all that match."""

    error_items: Literal["error", "type"] = "error"
    """Key of the code in the details of a 422: `"error": "BlankValue"`, or `"type": "blank"` with
    the description `RecordValidation errors`."""

    not_found: Literal["described", "bare"] = "described"
    """The body of a 404, with a description or without."""

    rate_limited: Literal["text", "edge", "errors"] = "text"
    """The body of a 429: plain text, the JSON of the edge protection, or a list of errors. The
    incremental export always answers with its own list."""

    over_limit: Literal[422, 403] = 422
    """Status of a request for more objects or fields than the plan allows."""

    download: Literal["redirect", "content"] = "redirect"
    """What the download of an attachment answers: 302 to an address that needs no credentials, or
    the content."""

    def adapted(self, status: int, body: Any) -> Any:
        """The body of an error in the form chosen."""
        if not isinstance(body, dict):
            return body
        values = cast("dict[str, Any]", body)
        if status == 404 and self.not_found == "bare":
            return _bare(values)
        if status == 422 and self.error_items == "type":
            return _typed(values)
        return values


def _typed(body: dict[str, Any]) -> dict[str, Any]:
    details: dict[str, list[dict[str, str]]] | None = body.get("details")
    if details is None:
        return body
    return {
        **body,
        "description": "RecordValidation errors",
        "details": {
            field: [
                {"type": _lower(item["error"]), "description": item["description"]}
                for item in items
            ]
            for field, items in details.items()
        },
    }


def _lower(code: str) -> str:
    """`blank` for `BlankValue`: the two such codes that are known are made like this."""
    short = code.removesuffix("Value")
    return short[:1].lower() + short[1:]


def _bare(body: dict[str, Any]) -> dict[str, Any]:
    return {"error": body["error"]} if body.get("error") == "RecordNotFound" else body
