"""Lists of triggers and of relationship sources, whose pages have numbers."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.client.stub import Asked, Reply, Stub
from zendesk_custom_objects import Record, UnexpectedResponse, models

TRIGGERS = "/api/v2/custom_objects/boat/triggers"
ELSEWHERE = "https://evil.example/triggers"


class Account:
    """An account that lists its triggers in numbered pages."""

    def __init__(self, triggers: int) -> None:
        self.triggers = triggers

    def __call__(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.target).query)
        number, size = int(query.get("page", ["1"])[0]), int(query["per_page"][0])
        found = range((number - 1) * size, min(number * size, self.triggers))
        follows = number * size < self.triggers
        next_page = f"{ELSEWHERE}?per_page={size}&page={number + 1}&x=y" if follows else None
        return page(list(found), next_page=next_page, count=self.triggers)


def page(ids: list[int], **envelope: Any) -> Reply:
    triggers = [
        {"id": own, "title": "t", "conditions": {"all": [], "any": []}, "actions": []}
        for own in ids
    ]
    return Reply(200, {"triggers": triggers, **envelope})


def ids(items: Any) -> list[Any]:
    return [item.id for item in items]


def queries(stub: Stub) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(asked.target).query) for asked in stub.asked]


def test_every_numbered_page_is_read(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(250)

    triggers = list(zendesk.list_object_triggers("boat"))

    assert ids(triggers) == list(range(250))
    assert all(isinstance(trigger, models.ObjectTrigger) for trigger in triggers)
    assert queries(stub) == [
        {"per_page": ["100"]},
        {"per_page": ["100"], "page": ["2"]},
        {"per_page": ["100"], "page": ["3"]},
    ]
    assert {urlsplit(asked.target).path for asked in stub.asked} == {TRIGGERS}
    assert {asked.headers["host"] for asked in stub.asked} == {urlsplit(stub.url).netloc}


@pytest.mark.parametrize(
    "start",
    [
        lambda zendesk, **options: zendesk.list_object_triggers("boat", **options),
        lambda zendesk, **options: zendesk.search_object_triggers("boat", "t", **options),
    ],
    ids=["list", "search"],
)
def test_reading_resumes_at_a_numbered_page(zendesk: Any, stub: Stub, start: Any) -> None:
    stub.otherwise = Account(250)

    first = next(iter(start(zendesk, page_size=20).pages()))
    rest = start(zendesk, page_size=20, after=first.after_cursor)

    assert ids(first.items) == list(range(20))
    assert ids(rest) == list(range(20, 250))


def test_a_limit_does_not_change_the_size_of_numbered_pages(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(250)

    assert ids(zendesk.list_object_triggers("boat", page_size=20, limit=30)) == list(range(30))
    assert [query["per_page"] for query in queries(stub)] == [["20"], ["20"]]


def test_options_become_query_parameters(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(0)

    list(
        zendesk.list_object_triggers(
            "boat", active=True, sort_by="updated_at", sort_order="desc", page_size=7
        )
    )
    list(
        zendesk.search_object_triggers(
            "boat", "a & b", active=False, sort_by="usage_1h", include=["usage_1h", "usage_7d"]
        )
    )

    assert queries(stub) == [
        {"active": ["true"], "sort_by": ["updated_at"], "sort_order": ["desc"], "per_page": ["7"]},
        {
            "query": ["a & b"],
            "active": ["false"],
            "sort_by": ["usage_1h"],
            "include": ["usage_1h,usage_7d"],
            "per_page": ["100"],
        },
    ]
    assert urlsplit(stub.asked[1].target).path == f"{TRIGGERS}/search"


@pytest.mark.parametrize("numbers", [[2, 2], [2, 3, 2]])
def test_a_page_that_repeats_raises_instead_of_looping(
    zendesk: Any, stub: Stub, numbers: list[int]
) -> None:
    stub.will_answer(*(page([1], next_page=f"{ELSEWHERE}?page={number}") for number in numbers))

    with pytest.raises(UnexpectedResponse, match="repeats"):
        list(zendesk.list_object_triggers("boat"))
    assert len(stub.asked) == len(numbers)


@pytest.mark.parametrize("query", ["", "?page=", "?page=x", "?page=2&page=3", "?per_page=2"])
def test_a_next_page_without_a_number_raises(zendesk: Any, stub: Stub, query: str) -> None:
    stub.will_answer(page([1], next_page=ELSEWHERE + query))

    with pytest.raises(UnexpectedResponse, match="no cursor"):
        list(zendesk.list_object_triggers("boat"))


def test_active_triggers_are_paged_with_cursors(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(
        page([1], meta={"has_more": True, "after_cursor": "c"}), page([2], meta={"has_more": False})
    )

    assert ids(zendesk.list_active_object_triggers("boat", page_size=1)) == [1, 2]
    assert queries(stub) == [
        {"page[size]": ["1"]},
        {"page[size]": ["1"], "page[after]": ["c"]},
    ]
    assert urlsplit(stub.asked[0].target).path == f"{TRIGGERS}/active"


@pytest.mark.parametrize(
    ("source_type", "name", "kind"),
    [
        ("zen:custom_object:boat", "custom_object_records", Record),
        ("zen:user", "users", models.User),
        ("zen:ticket", "tickets", models.LookupSource),
        ("zen:organization", "organizations", models.LookupSource),
    ],
)
def test_records_that_refer_to_a_record_are_listed(
    zendesk: Any, stub: Stub, source_type: str, name: str, kind: Any
) -> None:
    own = "01J" if kind is Record else 7
    stub.will_answer(
        Reply(200, {name: [{"id": own}], "meta": {"has_more": True, "after_cursor": "c"}}),
        Reply(200, {name: [], "meta": {"has_more": False}}),
    )

    (found,) = zendesk.list_sources("zen:custom_object:person", "01P", 12, source_type)

    assert isinstance(found, kind)
    assert found.id == own
    encoded = source_type.replace(":", "%3A")
    assert stub.lines[0] == (
        "GET /api/v2/zen%3Acustom_object%3Aperson/01P/relationship_fields/12/"
        f"{encoded}?page%5Bsize%5D=100"
    )
    assert queries(stub)[1]["page[after]"] == ["c"]


def test_a_response_without_sources_raises(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, {"brands": []}))

    with pytest.raises(UnexpectedResponse):
        list(zendesk.list_sources("zen:user", 1, 2, "zen:user"))
