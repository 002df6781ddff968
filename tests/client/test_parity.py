"""Both clients have the same methods, arguments and documentation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import pytest

from zendesk_custom_objects import (
    AsyncBulkRun,
    AsyncClient,
    AsyncRecordListing,
    BulkRun,
    Client,
    RecordListing,
)
from zendesk_custom_objects._async.listing import AsyncListing
from zendesk_custom_objects._sync.listing import Listing

SYNC_NAMES = {
    "AsyncBulkRun": "BulkRun",
    "AsyncClient": "Client",
    "AsyncHTTPClient": "HTTPClient",
    "AsyncIterator": "Iterator",
    "AsyncListing": "Listing",
    "AsyncRecordListing": "RecordListing",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "aclose": "close",
}


def to_sync(text: str) -> str:
    text = re.sub(r"\b(async|await) (?=\w)", "", text)
    return re.sub(r"\w+", lambda found: SYNC_NAMES.get(found[0], found[0]), text)


def members(kind: type) -> Iterator[tuple[str, str, str]]:
    """Names, signatures and docstrings of the public members of a class."""
    for name, member in inspect.getmembers(kind, callable):
        is_public = not name.startswith("_") or name in (*SYNC_NAMES, *SYNC_NAMES.values())
        if is_public or name == "__init__":
            signature = str(inspect.signature(member))
            yield to_sync(name), to_sync(signature), to_sync(inspect.getdoc(member) or "")


@pytest.mark.parametrize(
    ("asynchronous", "synchronous"),
    [
        (AsyncClient, Client),
        (AsyncListing, Listing),
        (AsyncRecordListing, RecordListing),
        (AsyncBulkRun, BulkRun),
    ],
)
def test_both_classes_have_the_same_members(asynchronous: type, synchronous: type) -> None:
    assert sorted(members(asynchronous)) == sorted(members(synchronous))
    assert to_sync(asynchronous.__doc__ or "") == synchronous.__doc__


def test_every_method_is_documented() -> None:
    undocumented = [
        name
        for name, member in inspect.getmembers(Client, inspect.isfunction)
        if not name.startswith("_") and not inspect.getdoc(member)
    ]
    assert undocumented == []


def test_the_keywords_of_record_methods_are_final() -> None:
    """A new keyword would shadow somebody's field of that name."""
    taken = {
        "create_record": ["name", "external_id", "fields", "validate"],
        "update_record": ["name", "external_id", "fields", "validate"],
        "upsert_record": ["name", "external_id", "fields", "validate"],
    }
    for method, expected in taken.items():
        parameters = inspect.signature(getattr(Client, method)).parameters.values()
        keywords = [each.name for each in parameters if each.kind is each.KEYWORD_ONLY]
        positional = [each.kind for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
        assert keywords == expected
        assert positional == []
