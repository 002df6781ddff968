"""Searches: their requests, and the error if the service's limit would end one early."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.client.stub import Answer, Asked, Reply, Stub
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    F,
    Record,
    SearchLimitReached,
    ValidationError,
)

SEARCH = "/api/v2/custom_objects/boat/records/search"
AUTOCOMPLETE = "/api/v2/custom_objects/boat/records/autocomplete"


class Index:
    """An account whose searches return the first 10,000 records in order of relevance."""

    def __init__(self, found: int, *, most: int = 10_000) -> None:
        self.found = found
        self.most = most

    def __call__(self, asked: Asked) -> Answer:
        query = parse_qs(urlsplit(asked.target).query)
        most = self.found if "sort" in query else min(self.found, self.most)
        start = int(query.get("page[after]", ["from=0"])[0].removeprefix("from="))
        size = int(query["page[size]"][0])
        if "sort" not in query and start + size > self.most:
            return Reply(400, {"error": "BadRequest", "description": "beyond the window"})
        end = min(start + size, most)
        records = [{"id": str(number)} for number in range(start, end)]
        meta = {"has_more": end < most, "after_cursor": f"from={end}"}
        return Reply(200, {"custom_object_records": records, "meta": meta, "count": len(records)})


def ids(items: Any) -> list[str]:
    return [item.id for item in items]


def queries(stub: Stub) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(asked.target).query) for asked in stub.asked]


def test_a_search_for_words_sends_a_query(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Index(3)

    records = list(zendesk.search_records("boat", "cap & ferrat", sort="-created_at"))

    assert ids(records) == ["0", "1", "2"]
    assert all(isinstance(record, Record) for record in records)
    assert [asked.method for asked in stub.asked] == ["GET"]
    assert urlsplit(stub.asked[0].target).path == SEARCH
    assert queries(stub) == [
        {"query": ["cap & ferrat"], "sort": ["-created_at"], "page[size]": ["100"]}
    ]


def test_a_search_with_a_filter_sends_it_in_the_body(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Index(150)
    given = {"custom_object_fields.berths": {"$gte": 3}}

    found = zendesk.find_records("boat", given, validate=False)

    assert len(ids(found)) == 150
    assert [asked.method for asked in stub.asked] == ["POST", "POST"]
    assert [asked.json for asked in stub.asked] == [{"filter": given}] * 2
    assert queries(stub) == [
        {"sort": ["created_at"], "page[size]": ["100"]},
        {"sort": ["created_at"], "page[size]": ["100"], "page[after]": ["from=100"]},
    ]


@pytest.mark.parametrize(
    ("options", "query"),
    [
        ({}, {"sort": ["created_at"]}),
        ({"sort": "-name"}, {"sort": ["-name"]}),
        ({"query": "sea"}, {"query": ["sea"]}),
        ({"query": "sea", "sort": "name"}, {"query": ["sea"], "sort": ["name"]}),
    ],
)
def test_a_search_without_words_is_sorted(
    zendesk: Any, stub: Stub, options: dict[str, str], query: dict[str, list[str]]
) -> None:
    stub.otherwise = Index(1)

    list(zendesk.find_records("boat", {}, validate=False, **options))

    assert queries(stub) == [{**query, "page[size]": ["100"]}]


def test_values_in_filters_are_converted_to_json(zendesk: Any, stub: Stub) -> None:
    class Rig(enum.Enum):
        SLOOP = "sloop"

    stub.otherwise = Index(0)
    owner: Record[Any] = Record(id="01JOWNER", custom_object_key="person")
    expression = (
        (F.rig.is_in([Rig.SLOOP, "ketch"]))
        & (F.length >= Decimal("7.50"))
        & (F.launched_on < datetime.date(2020, 1, 2))
        & (F.owner == owner)
        & (F.created_at > datetime.datetime(2026, 1, 2, 3, 4, tzinfo=datetime.UTC))
    )

    list(zendesk.find_records("boat", expression, validate=False))

    assert stub.asked[0].json == {
        "filter": {
            "$and": [
                {"custom_object_fields.rig": {"$in": ["sloop", "ketch"]}},
                {"custom_object_fields.length": {"$gte": 7.5}},
                {"custom_object_fields.launched_on": {"$lt": "2020-01-02"}},
                {"custom_object_fields.owner": {"$eq": "01JOWNER"}},
                {"created_at": {"$gt": "2026-01-02T03:04:00+00:00"}},
            ]
        }
    }
    assert b'"$gte":7.50' in stub.asked[0].body


def test_autocomplete_sends_all_of_its_parameters(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Index(30)

    found = zendesk.autocomplete_records(
        "boat",
        "An",
        field_id=12,
        source="zen:ticket",
        dynamic_values={"ticket_brand_id": 38, "ticket_fields_7": "01KC9HXS"},
        requester_id=1,
        assignee_id=2,
        organization_id=3,
        limit=10,
    )

    assert len(ids(found)) == 10
    assert urlsplit(stub.asked[0].target).path == AUTOCOMPLETE
    assert queries(stub) == [
        {
            "name": ["An"],
            "field_id": ["12"],
            "source": ["zen:ticket"],
            "filter[dynamic_values][ticket_brand_id]": ["38"],
            "filter[dynamic_values][ticket_fields_7]": ["01KC9HXS"],
            "requester_id": ["1"],
            "assignee_id": ["2"],
            "organization_id": ["3"],
            "page[size]": ["10"],
        }
    ]


@pytest.mark.parametrize("given", [{"field_id": 12}, {"source": "zen:ticket"}])
def test_autocomplete_of_a_lookup_field_needs_its_source(
    zendesk: Any, stub: Stub, given: dict[str, Any]
) -> None:
    with pytest.raises(TypeError, match="together"):
        zendesk.autocomplete_records("boat", "An", **given)
    assert stub.asked == []


RANKED: dict[str, Callable[..., Any]] = {
    "search": lambda zendesk, **options: zendesk.search_records("boat", "sea", **options),
    "find": lambda zendesk, **options: zendesk.find_records(
        "boat", {}, query="sea", validate=False, **options
    ),
    "autocomplete": lambda zendesk, **options: zendesk.autocomplete_records("boat", "s", **options),
}


@pytest.fixture(params=RANKED)
def ranked(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Runs a search in order of relevance."""
    return RANKED[request.param]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """A lower limit of the service, to save time."""
    monkeypatch.setattr("zendesk_custom_objects._core.paging.MAX_RANKED_RECORDS", 250)
    return 250


@pytest.mark.parametrize("found", [10_000, 12_345])
def test_a_search_that_reaches_the_limit_of_the_service_raises(
    zendesk: Any, stub: Stub, found: int
) -> None:
    stub.otherwise = Index(found)
    read: list[str] = []

    with pytest.raises(SearchLimitReached, match="10,000"):
        read.extend(record.id for record in zendesk.search_records("boat", "sea"))

    assert len(read) == 10_000
    assert len(stub.asked) == 100


def test_a_limit_up_to_that_of_the_service_does_not_raise(
    zendesk: Any, stub: Stub, ranked: Callable[..., Any], few: int
) -> None:
    stub.otherwise = Index(999, most=few)

    assert len(ids(ranked(zendesk, limit=few))) == few
    with pytest.raises(SearchLimitReached):
        list(ranked(zendesk, limit=few + 1))


def test_fewer_results_than_the_limit_do_not_raise(
    zendesk: Any, stub: Stub, ranked: Callable[..., Any], few: int
) -> None:
    stub.otherwise = Index(few - 1, most=few)

    assert len(ids(ranked(zendesk))) == few - 1


def test_the_last_page_ends_at_the_limit_of_the_service(
    zendesk: Any, stub: Stub, ranked: Callable[..., Any], few: int
) -> None:
    stub.otherwise = Index(999, most=few)

    with pytest.raises(SearchLimitReached):
        list(ranked(zendesk, page_size=99))
    assert [query["page[size]"] for query in queries(stub)] == [["99"], ["99"], ["52"]]


def test_a_resumed_search_continues_counting(
    zendesk: Any, stub: Stub, ranked: Callable[..., Any], few: int
) -> None:
    stub.otherwise = Index(999, most=few)

    *_, last = ranked(zendesk, limit=140).pages()
    read: list[str] = []
    with pytest.raises(SearchLimitReached):
        read.extend(record.id for record in ranked(zendesk, after=last.after_cursor))

    assert (read[0], read[-1], len(read)) == ("140", "249", 110)
    assert queries(stub)[2]["page[after]"] == ["from=140"]


def test_a_search_resumes_from_a_cursor_of_the_service(
    zendesk: Any, stub: Stub, ranked: Callable[..., Any]
) -> None:
    stub.otherwise = Index(9)

    assert ids(ranked(zendesk, after="from=7")) == ["7", "8"]


def test_a_sorted_search_returns_every_record(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Index(10_050)

    assert len(ids(zendesk.search_records("boat", "sea", sort="name"))) == 10_050
    assert len(ids(zendesk.find_records("boat", {}, validate=False))) == 10_050


@pytest.mark.parametrize("options", [{"page_size": 0}, {"page_size": 101}, {"limit": -1}])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_invalid_paging_options_raise_before_a_request(
    kind: type[Client | AsyncClient], options: dict[str, int], ranked: Callable[..., Any]
) -> None:
    offline: Any = object()

    with pytest.raises(ValueError, match="must"):
        ranked(kind("acme", auth=BearerToken("t"), http_client=offline), **options)


FIELDS = {
    "berths": "integer",
    "insured": "checkbox",
    "launched_on": "date",
    "length": "decimal",
    "owner": "lookup",
    "price": "currency",
    "registration": "regexp",
    "remarks": "text",
    "rig": "dropdown",
    "tags": "multiselect",
    "yard": "parent",
}


class Account:
    """An account that has an object with a field of each type."""

    def __init__(self) -> None:
        self.fields = dict(FIELDS)
        self.reads = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.method == "POST":
            return Reply(200, {"custom_object_records": [], "meta": {"has_more": False}})
        self.reads += 1
        fields: list[dict[str, Any]] = [
            {"id": 2, "key": key, "type": kind} for key, kind in self.fields.items()
        ]
        rollup = {"rollup_aggregation_type": "COUNT"}
        fields.append({"id": 3, "key": "trips", "type": "integer", "properties": rollup})
        return Reply(200, {"custom_object_fields": fields, "meta": {"has_more": False}})


@pytest.fixture
def account(stub: Stub) -> Account:
    stub.otherwise = account = Account()
    return account


@pytest.mark.parametrize(
    "given",
    [
        F.berths >= 3,
        F.berths.is_in([3, 4]),
        F.insured == True,  # noqa: E712  a comparison of the filter's
        F.launched_on.exists(),
        F.length < 7.5,
        F.owner != "01J",
        F.rig.not_contains("sloop"),
        F.tags.not_in(["a"]),
        F.name.contains("Anna"),
        F.external_id == "e",
        F.created_by_user == "12",
        # Operators that no source lists are left to the service.
        F.price > 3,
        F.registration.contains("x"),
        F.trips.contains("x"),
        F.yard != "01J",
        {"some_standard_field": {"$odd": 1}},
        {},
        {"$or": [{"$and": [{"name": {"$contains": "x"}}]}]},
    ],
)
def test_documented_operators_are_sent(
    zendesk: Any, stub: Stub, account: Account, given: Any
) -> None:
    assert list(zendesk.find_records("boat", given)) == []
    expected = given if isinstance(given, dict) else given.to_dict()
    assert stub.asked[-1].json == {"filter": expected}


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        (F.insured != True, "custom_object_fields.insured", "$noteq is not allowed; use $eq"),  # noqa: E712  as above
        (
            F.launched_on.is_in(["2020-01-02"]),
            "custom_object_fields.launched_on",
            "$in is not allowed",
        ),
        (F.owner > "01J", "custom_object_fields.owner", "$gt is not allowed"),
        (F.remarks > "a", "custom_object_fields.remarks", "$gt is not allowed"),
        (F.rig.is_in(["sloop"]), "custom_object_fields.rig", "$in is not allowed"),
        (F["length"].contains("7"), "custom_object_fields.length", "$contains is not allowed"),
        ({"name": {"$eq": "Anna"}}, "name", "$eq is not allowed; use $contains"),
        ({"custom_object_fields.berths": {"$ne": 3}}, "custom_object_fields.berths", "$ne"),
        (F.berhts > 3, "custom_object_fields.berhts", '"custom_object_fields.berths"?'),
        ({"berths": {"$gt": 3}}, "berths", '"custom_object_fields.berths"?'),
        ({"custom_object_fields.berths": 3}, "custom_object_fields.berths", "an operator"),
        ({"$and": {"name": {"$contains": "x"}}}, "filter.$and", "a list"),
        ({"$or": ["name"]}, "filter.$or[0]", "a condition"),
        (F.length == float("nan"), "filter.custom_object_fields.length.$eq", "cannot be sent"),
        (F.length == object(), "filter.custom_object_fields.length.$eq", "a Python object"),
    ],
)
def test_undocumented_operators_are_refused_before_a_request(
    zendesk: Any, stub: Stub, account: Account, given: Any, field: str, says: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        list(zendesk.find_records("boat", given))

    (violation,) = caught.value.violations
    assert violation.field == field
    assert says in str(violation)
    assert caught.value.operation == "FilteredSearchCustomObjectRecords"
    assert [asked.method for asked in stub.asked] == ["GET"] * len(stub.asked)


def test_all_errors_in_a_filter_are_reported_at_once(zendesk: Any, account: Account) -> None:
    with pytest.raises(ValidationError) as caught:
        list(zendesk.find_records("boat", (F.owner > "a") & (F.mast == 1) & (F.rig < "b")))

    assert [each.field for each in caught.value.violations] == [
        "custom_object_fields.owner",
        "custom_object_fields.mast",
        "custom_object_fields.rig",
    ]


def test_a_stale_schema_causes_no_refusal(zendesk: Any, account: Account) -> None:
    list(zendesk.find_records("boat", F.berths > 3))
    account.fields["mast"] = "integer"
    list(zendesk.find_records("boat", F.mast > 3))

    assert account.reads == 2


def test_an_unreadable_schema_causes_no_refusal(zendesk: Any, stub: Stub) -> None:
    empty = {"custom_object_records": [], "meta": {"has_more": False}}
    stub.will_answer(Reply(403, {"error": "Forbidden"}), Reply(200, empty))

    assert list(zendesk.find_records("boat", F.mast > 3)) == []
    assert len(stub.asked) == 2


def test_a_filter_is_checked_when_the_first_record_is_read(zendesk: Any, stub: Stub) -> None:
    zendesk.find_records("boat", F.mast > 3)

    assert stub.asked == []
