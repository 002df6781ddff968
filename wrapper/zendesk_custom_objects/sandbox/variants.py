"""Variants: behaviour where that of the service is not known, or documented wrongly.

Where evidence of the real service contradicts the vendor's documentation, the evidence is the
default and the documentation the other choice.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args, get_type_hints

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Shape = Literal["observed", "documented"]


class Variants(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One choice for each uncertain fact; each attribute says first what its default is.

    A client that works with all of them works with the service. A value that does not exist raises
    ValueError.
    """

    unknown_keys: Literal["warn", "drop", "refuse"] = "warn"
    """Keys of a body that the operation does not have: dropped and named in the header
    X-Zendesk-API-Warn (as the Users API does), dropped silently, or refused (400)."""

    unknown_parameters: Literal["ignore", "refuse"] = "ignore"
    """Query parameters that the operation does not have: ignored and named in the request log, or
    refused (400). `locale` is known to all operations, and `page`, `per_page` and `page[size]` to
    the lists of objects, fields and records: working clients send them."""

    unknown_fields: Literal["refuse", "drop"] = "refuse"
    """Keys in `custom_object_fields` that are not fields of the object: refused (422), or
    dropped."""

    upsert_created_status: Literal[200, 201] = 200
    """Status of an upsert that creates. The contract has 200 only."""

    job_results_by_external_id: Shape = "observed"
    """Results of jobs that address records by external id: as a client in production gets them
    (`external_id`, `index`, `status`, and `errors` of an item that failed), or as the vendor
    documents them (`id`, `action`, `success`, `status`)."""

    job_results_by_name: Shape = "observed"
    """The same for `create_or_update_by_name`. Nobody has seen its results: the default is an
    analogy."""

    job_results_by_id: Shape = "documented"
    """The same for `create`, `update` and `delete`. Nobody has seen their results."""

    failed_item_errors: Literal["listed", "absent"] = "listed"
    """`errors` of a failed item in results of the observed shape: both have been seen."""

    dates: Literal["datetime", "date", "zulu"] = "datetime"
    """Values of date fields in replies: `2026-01-02T00:00:00+00:00` (seen), `2026-01-02`, or
    `2026-01-02T00:00:00Z`."""

    export_numbers: Literal["number", "string"] = "number"
    """Values of integer and decimal fields in the incremental export: the official example has
    strings."""

    empty_external_id: Literal["null", "text"] = "null"
    """`external_id` of a record that has none: null, or an empty text, which has been seen too."""

    last_page_link: Literal["set", "null"] = "set"
    """`links.next` on the last page of a list: set (seen; `meta.has_more` decides), or null."""

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
    """Reply to the download of an attachment: 302 to an address that needs no credentials, or the
    content."""

    request_line_limit: Literal[8192, 4096] | None = 8192
    """Characters of the longest request line (method, path with query, version); a longer one is
    answered with 414. The service's own limit is not known: 4,096 is documented for another API of
    the vendor. None is no limit."""

    def __post_init__(self) -> None:
        for name, choices in variant_choices().items():
            if getattr(self, name) not in choices:
                raise ValueError(_not_a_choice(name, getattr(self, name)))

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


class _Probed(msgspec.Struct, frozen=True):
    """The part of the report of a probe that a sandbox plays."""

    variants: dict[str, Any]


_CHOICES: Final[dict[str, tuple[Any, ...]]] = {}


def variant_choices() -> Mapping[str, tuple[Any, ...]]:
    """The values of each variant, the default first."""
    if not _CHOICES:
        hints = get_type_hints(Variants)
        names = zip(Variants.__struct_fields__, Variants.__struct_defaults__, strict=True)
        for name, default in names:
            others = [value for value in _members(hints[name]) if value != default]
            _CHOICES[name] = (default, *others)
    return _CHOICES


def choose_variants(values: Mapping[str, Any]) -> Variants:
    """Variants with these values; ValueError names the variants, or the values, that there are."""
    for name in values:
        if name not in variant_choices():
            near = get_close_matches(name, variant_choices(), 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            names = ", ".join(variant_choices())
            raise ValueError(f"there is no variant {name!r}{hint}; there are: {names}")
    return Variants(**values)


def load_variants(path: str | os.PathLike[str]) -> Variants:
    """The variants in a file that a probe of an account has written.

    ValueError if there are none in it, or one that does not exist; OSError if it cannot be read.
    """
    try:
        found = msgspec.json.decode(Path(path).read_bytes(), type=_Probed)
        return choose_variants(found.variants)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{os.fspath(path)}: {error}") from None


def parse_variants(assignments: Iterable[str], default: Variants | None = None) -> Variants:
    """As `choose_variants`, from texts such as `dates=date`; `none` is None.

    What they do not name is that of `default`.
    """
    chosen: dict[str, Any] = {} if default is None else msgspec.structs.asdict(default)
    for assignment in assignments:
        name, _, text = assignment.partition("=")
        by_text = {_text(value): value for value in variant_choices().get(name, ())}
        chosen[name] = by_text.get(text, text)
    return choose_variants(chosen)


def describe_variants() -> list[str]:
    """A line for each variant, with its values: `dates=datetime (default), date, zulu`."""
    return [f"{name}={_listed(name)}" for name in variant_choices()]


def _not_a_choice(name: str, value: object) -> str:
    return f"{name} cannot be {value!r}; choose among: {_listed(name)}"


def _listed(name: str) -> str:
    default, *others = map(_text, variant_choices()[name])
    return ", ".join([f"{default} (default)", *others])


def _text(value: object) -> str:
    return "none" if value is None else str(value)


def _members(hint: Any) -> list[Any]:
    """The values of a Literal, or of a union with None."""
    if hint is type(None):
        return [None]
    if members := get_args(hint):
        return [each for member in members for each in _members(member)]
    return [hint]


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
