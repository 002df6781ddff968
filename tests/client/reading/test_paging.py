"""Lists are lazy, read one page at a time, and end when `has_more` says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.client.stub import Asked, Reply, Stub
from zendesk_custom_objects import AsyncClient, BearerToken, Client, ServerError, UnexpectedResponse

LINKS = {"next": "https://evil.example/api/v2/custom_objects/boat/records?page[after]=x"}


class Account:
    """An account that lists its records in pages."""

    def __init__(self, records: int, **options: Any) -> None:
        self.records = records
        self.largest = options.get("largest", 100)

    def __call__(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.target).query)
        size = min(int(query["page[size]"][0]), self.largest)
        start = int(query.get("page[after]", ["c+/=0"])[0].removeprefix("c+/="))
        numbers = range(start, min(start + size, self.records))
        end = start + len(numbers)
        meta = {"has_more": end < self.records, "after_cursor": f"c+/={end}", "before_cursor": None}
        return page([f"{number}" for number in numbers], meta=meta)


def page(ids: list[str], **envelope: Any) -> Reply:
    records = [{"id": own, "custom_object_fields": {}} for own in ids]
    return Reply(200, {"custom_object_records": records, "links": LINKS, **envelope})


def ids(items: Any) -> list[str]:
    return [item.id for item in items]


def queries(stub: Stub) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(asked.target).query) for asked in stub.asked]


def test_every_page_is_read(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(250)

    assert ids(zendesk.list_records("boat")) == [f"{number}" for number in range(250)]
    assert queries(stub) == [
        {"page[size]": ["100"]},
        {"page[size]": ["100"], "page[after]": ["c+/=100"]},
        {"page[size]": ["100"], "page[after]": ["c+/=200"]},
    ]


def test_a_page_is_read_when_it_is_needed(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(250)
    listing = zendesk.list_records("boat")
    assert stub.asked == []

    iterator = iter(listing)
    for _ in range(100):
        next(iterator)
    assert len(stub.asked) == 1
    next(iterator)
    assert len(stub.asked) == 2


def test_each_iteration_starts_at_the_first_page(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(3)
    listing = zendesk.list_records("boat")

    assert ids(listing) == ids(listing) == ["0", "1", "2"]


def test_a_next_link_on_the_last_page_is_not_followed(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(page(["1"], meta={"has_more": False, "after_cursor": "more"}))

    assert ids(zendesk.list_records("boat")) == ["1"]
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    "envelope", [{}, {"meta": None}, {"meta": {}}, {"meta": {"has_more": "yes"}}, {"meta": "odd"}]
)
def test_a_list_without_a_usable_meta_is_one_page(
    zendesk: Any, stub: Stub, envelope: dict[str, Any]
) -> None:
    stub.will_answer(page(["1", "2"], **envelope))

    assert ids(zendesk.list_records("boat")) == ["1", "2"]


def test_an_empty_page_does_not_end_the_list(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(
        page(["1"], meta={"has_more": True, "after_cursor": "a"}),
        page([], meta={"has_more": True, "after_cursor": "b"}),
        page(["2"], meta={"has_more": False, "after_cursor": None}),
    )

    assert ids(zendesk.list_records("boat")) == ["1", "2"]


@pytest.mark.parametrize("cursors", [["a", "a"], ["a", "b", "a"], ["a", "b", "c", "b"]])
def test_a_cursor_that_repeats_raises_instead_of_looping(
    zendesk: Any, stub: Stub, cursors: list[str]
) -> None:
    stub.will_answer(
        *(page([cursor], meta={"has_more": True, "after_cursor": cursor}) for cursor in cursors)
    )
    records = iter(zendesk.list_records("boat"))

    assert [next(records).id for _ in cursors] == cursors
    with pytest.raises(UnexpectedResponse, match="repeats"):
        next(records)
    assert len(stub.asked) == len(cursors)


def test_the_start_cursor_counts_as_already_seen(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(page(["1"], meta={"has_more": True, "after_cursor": "a"}))

    with pytest.raises(UnexpectedResponse, match="repeats"):
        list(zendesk.list_records("boat", after="a"))


def test_has_more_without_a_cursor_raises(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(page(["1"], meta={"has_more": True, "after_cursor": None}))

    with pytest.raises(UnexpectedResponse, match="no cursor"):
        list(zendesk.list_records("boat"))


@pytest.mark.parametrize(
    ("limit", "sizes"),
    [(0, []), (1, ["1"]), (100, ["100"]), (130, ["100", "30"]), (300, ["100", "100", "100"])],
)
def test_a_limit_reads_no_more_records_than_needed(
    zendesk: Any, stub: Stub, limit: int, sizes: list[str]
) -> None:
    stub.otherwise = Account(250)

    assert len(ids(zendesk.list_records("boat", limit=limit))) == min(limit, 250)
    assert [query["page[size]"][0] for query in queries(stub)] == sizes


def test_a_limit_holds_if_a_page_has_more_records_than_requested(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(page(["1", "2", "3"], meta={"has_more": True, "after_cursor": "c"}))

    (only,) = zendesk.list_records("boat", limit=2).pages()

    assert ids(only.items) == ["1", "2"]
    assert only.has_more
    assert only.after_cursor is None  # its cursor would skip the third record


def test_reading_resumes_after_a_page(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(5)

    first = next(iter(zendesk.list_records("boat", page_size=2).pages()))
    assert (ids(first.items), first.has_more) == (["0", "1"], True)

    rest = list(zendesk.list_records("boat", page_size=2, after=first.after_cursor).pages())
    assert [ids(page.items) for page in rest] == [["2", "3"], ["4"]]
    assert [page.has_more for page in rest] == [True, False]


def test_reading_resumes_after_a_limit_without_a_gap(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(10, largest=4)

    *_, last = zendesk.list_records("boat", limit=7).pages()
    rest = zendesk.list_records("boat", after=last.after_cursor)

    assert ids(last.items) == ["4", "5", "6"]
    assert ids(rest) == ["7", "8", "9"]


def test_options_become_query_parameters(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(0)

    list(zendesk.list_records("boat", ids=["1", "2"], sort="-updated_at", page_size=7))
    list(zendesk.list_records("boat", external_ids=["a&b=c", "ü"]))

    assert queries(stub) == [
        {"filter[ids]": ["1,2"], "sort": ["-updated_at"], "page[size]": ["7"]},
        {"filter[external_ids]": ["a&b=c,ü"], "page[size]": ["100"]},
    ]


@pytest.mark.parametrize("options", [{"page_size": 0}, {"page_size": 101}, {"limit": -1}])
@pytest.mark.parametrize("method", ["list_records", "list_fields"])
def test_invalid_paging_options_raise_before_a_request(
    method: str, options: dict[str, int], make: Callable[[], Client | AsyncClient]
) -> None:
    with pytest.raises(ValueError, match="must"):
        getattr(make(), method)("boat", **options)


@pytest.fixture(params=[Client, AsyncClient])
def make(request: pytest.FixtureRequest) -> Callable[[], Client | AsyncClient]:
    return lambda: request.param("acme", auth=BearerToken("t"), http_client=object())


def test_fields_are_paged(zendesk: Any, stub: Stub) -> None:
    def fields(keys: list[str], **meta: Any) -> Reply:
        listed = [{"id": 1, "key": key, "type": "text"} for key in keys]
        return Reply(200, {"custom_object_fields": listed, "meta": meta})

    stub.will_answer(
        fields(["a", "b"], has_more=True, after_cursor="x"), fields(["c"], has_more=False)
    )

    found = zendesk.list_fields("boat", include_standard_fields=True, page_size=2)

    assert [field.key for field in found] == ["a", "b", "c"]
    assert queries(stub)[1] == {
        "include_standard_fields": ["true"],
        "page[size]": ["2"],
        "page[after]": ["x"],
    }


def test_objects_are_listed_in_one_page(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, {"custom_objects": [{"key": "boat"}], "next_page": LINKS["next"]}))

    assert [found.key for found in zendesk.list_objects()] == ["boat"]
    assert stub.lines == ["GET /api/v2/custom_objects"]


@pytest.mark.parametrize(
    "body", [{}, {"custom_object_records": None}, {"custom_object_records": "x"}]
)
def test_a_page_without_a_list_raises(zendesk: Any, stub: Stub, body: Any) -> None:
    stub.will_answer(Reply(200, body))

    with pytest.raises(UnexpectedResponse):
        list(zendesk.list_records("boat"))


def test_an_error_in_the_middle_does_not_lose_earlier_records(
    connect: Callable[..., Any], stub: Stub
) -> None:
    account = Account(4)
    stub.otherwise = lambda asked: account(asked) if len(stub.asked) == 1 else Reply(500)
    pages = connect(retries=0).list_records("boat", page_size=2).pages()

    first = next(pages)
    with pytest.raises(ServerError):
        next(pages)
    stub.otherwise = account
    rest = connect().list_records("boat", after=first.after_cursor)

    assert ids(first.items) + ids(rest) == ["0", "1", "2", "3"]
