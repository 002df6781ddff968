"""The language of filtered searches (facts 4.3)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.support import OBJECTS, OWNERS, Api, Clock
from zendesk_custom_objects.rules.field_types import FIELD_TYPES
from zendesk_custom_objects.rules.operators import STANDARD_OPERATORS
from zendesk_custom_objects.sandbox import DEFAULT_USER, Sandbox

OPTIONS = [{"name": value.title(), "value": value} for value in ("sail", "motor", "sailing")]
FIELDS: dict[str, dict[str, Any]] = {
    "port": {"type": "text"},
    "notes": {"type": "textarea"},
    "hull": {"type": "regexp", "regexp_for_validation": ".*"},
    "insured": {"type": "checkbox"},
    "berths": {"type": "integer"},
    "length": {"type": "decimal"},
    "launched": {"type": "date"},
    "kind": {"type": "dropdown", "custom_field_options": OPTIONS},
    "rig": {"type": "multiselect", "custom_field_options": OPTIONS},
    "near": {"type": "lookup", "relationship_target_type": "zen:custom_object:boat"},
    "owner": {"type": "parent", "relationship_target_type": "zen:user"},
    "price": {"type": "currency", "properties": {"allowed_currencies": ["EUR"]}},
}
TYPES = {key: field["type"] for key, field in FIELDS.items()}


def boats(api: Api) -> str:
    key = api.object("boat")
    for name, definition in FIELDS.items():
        api.field(key, name, **definition)
    return key


def search(api: Api, key: str, criteria: Any, **params: Any) -> list[str]:
    body = {"filter": criteria}
    reply = api.call("POST", f"/{key}/records/search", body, status=200, params=params)
    return [record["name"] for record in reply["custom_object_records"]]


def refused(api: Api, key: str, body: Any, status: int = 400) -> str:
    reply = api.call("POST", f"/{key}/records/search", body, status=status)
    if status == 400:
        assert set(reply) == {"error"}
        assert set(reply["error"]) == {"title", "message"}
    return json.dumps(reply)


def custom(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {f"custom_object_fields.{field}": {operator: value}}


@pytest.fixture
def fleet(api: Api) -> str:
    key = boats(api)
    api.record(
        key,
        "Albatross",
        external_id="A-1",
        port="Aberdeen",
        insured=True,
        berths=4,
        length=9.5,
        launched="2020-05-01",
        kind="sail",
        rig=["sail", "motor"],
        hull="GB1",
        owner="7",
        price="12.50",
    )
    api.clock.now += 10
    api.record(key, "Cormorant", berths=12, insured=False, kind="sailing", rig=[], owner="8")
    api.clock.now += 10
    api.record(key, "Petrel", external_id="1", port="aberdeen", owner="7", price=3)
    return key


@pytest.mark.parametrize(
    ("criteria", "names"),
    [
        (custom("port", "$eq", "Aberdeen"), "A"),
        (custom("port", "$noteq", "Aberdeen"), "CP"),
        (custom("port", "$contains", "BERD"), "AP"),
        (custom("port", "$notcontains", "berd"), "C"),
        (custom("port", "$exists", True), "AP"),
        (custom("port", "$exists", False), "C"),
        (custom("port", "$exists", "true"), "AP"),
        (custom("insured", "$eq", True), "A"),
        (custom("insured", "$eq", False), "C"),
        (custom("berths", "$eq", 12), "C"),
        (custom("berths", "$eq", "12"), "C"),
        (custom("berths", "$gt", 4), "C"),
        (custom("berths", "$gte", "4"), "AC"),
        (custom("berths", "$lt", 4.5), "A"),
        (custom("berths", "$lte", 12), "AC"),
        (custom("berths", "$noteq", 12), "AP"),
        (custom("berths", "$in", ["4", 12]), "AC"),
        (custom("berths", "$notin", [4]), "CP"),
        (custom("length", "$eq", "9.50"), "A"),
        (custom("launched", "$eq", "2020-05-01"), "A"),
        (custom("launched", "$eq", "2020-05-01T09:00:00Z"), "A"),
        (custom("launched", "$gt", "2020-05-01"), ""),
        (custom("launched", "$lt", "2020-05-02"), "A"),
        (custom("launched", "$noteq", "2020-05-01"), "CP"),
        (custom("kind", "$eq", "sail"), "A"),
        (custom("kind", "$noteq", "sail"), "CP"),
        (custom("kind", "$contains", "sail"), "AC"),
        (custom("kind", "$notcontains", "sailing"), "AP"),
        (custom("kind", "$exists", False), "P"),
        (custom("rig", "$eq", "motor"), "A"),
        (custom("rig", "$contains", "sail"), "A"),
        (custom("rig", "$notcontains", "sail"), "CP"),
        (custom("rig", "$in", ["motor", "sailing"]), "A"),
        (custom("rig", "$notin", ["motor"]), "CP"),
        (custom("rig", "$exists", True), "A"),
        (custom("rig", "$exists", False), "CP"),
        (custom("owner", "$eq", "7"), "AP"),
        (custom("owner", "$eq", 7), "AP"),
        (custom("owner", "$noteq", "7"), "C"),
        (custom("near", "$exists", False), "ACP"),
        (custom("hull", "$eq", "GB1"), "A"),
        (custom("price", "$gt", 5), "A"),
        (custom("price", "$lt", 5), "P"),
        ({"external_id": {"$eq": "A-1"}}, "A"),
        ({"external_id": {"$eq": "a-1"}}, ""),
        ({"external_id": {"$eq": 1}}, "P"),
        ({"name": {"$contains": "or"}}, "C"),
        ({"name": {"$contains": "TR"}}, "AP"),
        ({"created_by_user": {"$eq": "4300000001"}}, "ACP"),
        ({"updated_by_user": {"$eq": 4300000002}}, ""),
        ({"created_at": {"$gt": "2026-01-02T03:04:05Z"}}, "CP"),
        ({"created_at": {"$gt": "2026-01-02T04:04:15+01:00"}}, "P"),
        ({"updated_at": {"$gt": "2026-01-02"}}, "ACP"),
        ({"updated_at": {"$gt": "2026-01-03"}}, ""),
        # Groups
        ({"$and": [custom("owner", "$eq", "7"), custom("port", "$eq", "aberdeen")]}, "P"),
        ({"$or": [{"external_id": {"$eq": "A-1"}}, custom("berths", "$gt", 4)]}, "AC"),
        (
            {
                "$and": [custom("owner", "$eq", "7")],
                "$or": [custom("berths", "$gt", 3), custom("insured", "$eq", False)],
            },
            "A",
        ),
        ({"$or": [{"$and": [custom("berths", "$gt", 3), custom("kind", "$eq", "sail")]}]}, "A"),
        ({"$or": [{"external_id": {"$eq": "A-1"}}, {"external_id": {"$eq": "1"}}]}, "AP"),
        ({}, "ACP"),
        ({"$and": [], "$or": []}, "ACP"),
    ],
)
def test_an_operator_finds_the_right_records(
    api: Api, fleet: str, criteria: Any, names: str
) -> None:
    assert "".join(name[0] for name in search(api, fleet, criteria)) == names
    by_name = search(api, fleet, criteria, sort="-name")
    assert "".join(name[0] for name in by_name) == names[::-1]


def test_a_search_without_a_filter_finds_everything(api: Api, fleet: str) -> None:
    reply = api.call("POST", f"/{fleet}/records/search", {}, status=200)
    assert len(reply["custom_object_records"]) == reply["count"] == 3


def test_a_query_and_a_filter_are_combined(api: Api, fleet: str) -> None:
    owned = custom("owner", "$eq", "7")
    assert search(api, fleet, owned, query="aberdeen cormorant") == ["Albatross", "Petrel"]
    assert search(api, fleet, custom("berths", "$gt", 1), query="aberdeen") == ["Albatross"]
    assert search(api, fleet, owned, query="petrel", sort="name") == ["Petrel"]


@pytest.mark.parametrize("sort", [None, "name", "-created_at"])
@pytest.mark.parametrize("criteria", [{}, custom("owner", "$eq", "7"), custom("berths", "$gt", 0)])
def test_every_page_needs_the_same_body(api: Api, sort: str | None, criteria: Any) -> None:
    key = boats(api)
    for number in range(5):
        api.record(key, f"n{number}", berths=number + 1, owner="7")
    params: dict[str, Any] = {"page[size]": 2} | ({"sort": sort} if sort else {})
    path, body = f"/{key}/records/search", {"filter": criteria}
    page = api.call("POST", path, body, status=200, params=params)
    seen: list[str] = []
    while True:
        seen += [record["name"] for record in page["custom_object_records"]]
        if not page["meta"]["has_more"]:
            break
        params["page[after]"] = page["meta"]["after_cursor"]
        page = api.call("POST", path, body, status=200, params=params)
    names = [f"n{number}" for number in range(5)]
    assert seen == (names[::-1] if sort == "-created_at" else names)
    other = {"filter": custom("berths", "$gt", 1)}
    api.call("POST", path, other, status=400, params=params)


def test_records_are_found_by_the_target_of_a_lookup(api: Api, fleet: str) -> None:
    target = api.call("GET", f"/{fleet}/records", status=200)["custom_object_records"][1]["id"]
    api.record(fleet, "Gannet", near=target, owner="9")
    api.record(fleet, "Shag", near="name:Cormorant", owner="9")
    assert search(api, fleet, custom("near", "$eq", target)) == ["Gannet", "Shag"]
    both = {"$and": [custom("near", "$eq", target), {"name": {"$contains": "shag"}}]}
    assert search(api, fleet, both) == ["Shag"]


def test_records_are_found_by_the_value_of_a_roll_up(api: Api) -> None:
    key, child = api.object("marina"), api.object("boat")
    target = f"zen:custom_object:{key}"
    api.field(child, "marina", "parent", relationship_target_type=target)
    api.field(child, "berths", "integer")
    for field, aggregation in (("boats", "COUNT"), ("most", "MAX")):
        properties = {
            "rollup_child_object": f"zen:custom_object:{child}",
            "rollup_aggregation_type": aggregation,
        }
        if aggregation != "COUNT":
            properties["rollup_aggregated_field"] = "berths"
        api.field(key, field, "integer", properties=properties)
    for name, berths in (("North", [1, 5]), ("South", [3]), ("East", [])):
        record = api.record(key, name)
        for number in berths:
            api.record(child, berths=number, marina=record["id"])
    assert search(api, key, custom("boats", "$gte", 1)) == ["North", "South"]
    assert search(api, key, custom("boats", "$eq", 0)) == ["East"]
    assert search(api, key, custom("most", "$in", [3, "4"])) == ["South"]
    assert search(api, key, custom("most", "$noteq", 5)) == ["South", "East"]
    assert search(api, key, custom("most", "$exists", False)) == ["East"]
    assert "most" in refused(api, key, {"filter": custom("most", "$contains", 1)})


def test_removed_options_count_as_no_values(api: Api, fleet: str) -> None:
    for field in ("kind", "rig"):
        left = {"custom_object_field": {"custom_field_options": OPTIONS[1:]}}
        api.call("PATCH", f"/{fleet}/fields/{field}", left, status=200)
    assert search(api, fleet, custom("kind", "$exists", True)) == ["Cormorant"]
    assert search(api, fleet, custom("kind", "$contains", "sail")) == ["Cormorant"]
    assert search(api, fleet, custom("kind", "$eq", "sail")) == []
    assert search(api, fleet, custom("rig", "$notin", ["sail"])) == [
        "Albatross",
        "Cormorant",
        "Petrel",
    ]


@pytest.mark.parametrize(
    ("criteria", "named"),
    [
        (custom("gone", "$eq", "x"), "custom_object_fields.gone"),
        ({"port": {"$eq": "x"}}, "custom_object_fields.port"),
        ({"custom_object_fields.standard::name": {"$eq": "x"}}, "standard::name"),
        ({"id": {"$eq": "x"}}, "id"),
        ({"name": {"$eq": "x"}}, "$eq"),
        ({"external_id": {"$noteq": "x"}}, "$noteq"),
        ({"created_at": {"$lt": "2026-01-01"}}, "$lt"),
        (custom("insured", "$noteq", True), "$noteq"),
        (custom("port", "$gt", "x"), "$gt"),
        (custom("berths", "$contains", 1), "$contains"),
        (custom("kind", "$in", ["sail"]), "$in"),
        (custom("near", "$contains", "x"), "$contains"),
        (custom("port", "$ne", "x"), "$ne"),
        (custom("port", "$not", "x"), "$not"),
        ({"$not": [custom("port", "$eq", "x")]}, "$not"),
        (custom("berths", "$eq", "many"), "berths"),
        (custom("berths", "$eq", True), "berths"),
        (custom("berths", "$eq", None), "berths"),
        (custom("berths", "$in", 4), "$in"),
        (custom("berths", "$in", ["x"]), "$in"),
        (custom("launched", "$gt", "soon"), "launched"),
        (custom("insured", "$eq", "maybe"), "insured"),
        (custom("insured", "$eq", 1), "insured"),
        (custom("port", "$eq", 1), "port"),
        (custom("port", "$eq", ["x"]), "port"),
        (custom("port", "$exists", 1), "$exists"),
        (custom("rig", "$in", [1]), "rig"),
        ({"created_at": {"$gt": 1}}, "created_at"),
        ({"custom_object_fields.port": "x"}, "port"),
        ({"custom_object_fields.port": {}}, "port"),
        ({"$and": {}}, "$and"),
        ({"$or": [1]}, "filter"),
        ([], "filter"),
        (None, "filter"),
    ],
)
def test_an_invalid_part_of_a_filter_is_named(
    api: Api, fleet: str, criteria: Any, named: str
) -> None:
    assert named in refused(api, fleet, {"filter": criteria})


def test_a_misspelt_filter_is_refused(api: Api, fleet: str) -> None:
    assert "filters" in refused(api, fleet, {"filters": {}})


def test_too_large_filters_are_not_emulated(api: Api, fleet: str) -> None:
    deep: Any = {}
    for _ in range(50):
        deep = {"$and": [deep]}
    assert "nested" in refused(api, fleet, {"filter": deep}, 501)
    assert "parts" in refused(api, fleet, {"filter": {"$or": [{}] * 1000}}, 501)
    many = {"$or": [custom("berths", "$eq", number) for number in range(200)]}
    assert search(api, fleet, many) == ["Albatross", "Cormorant"]


def test_every_type_has_operators() -> None:
    assert set(FIELD_TYPES) == set(TYPES.values())
    assert {key for key, value in STANDARD_OPERATORS.items() if value} == set(STANDARD_OPERATORS)


# Compared with a plain evaluation of the records in replies.

TEXT = st.text(alphabet="aAbBéÉ ß%_'\"\\1", max_size=4)
NUMBERS = st.integers(-3, 3) | st.sampled_from([2**53 + 1, 2**62, -(2**62)])
DECIMALS = st.integers(-30, 30).map(lambda n: n / 10) | st.sampled_from([0.1 + 0.2, 1e18, 1e-7])
DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 5)).map(date.isoformat)
CHOICES = st.sampled_from(["sail", "motor", "sailing"])
OWNER_IDS = st.sampled_from([str(owner.id) for owner in OWNERS])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "port": TEXT,
    "notes": TEXT,
    "hull": TEXT,
    "insured": st.booleans(),
    "berths": NUMBERS,
    "length": DECIMALS,
    "launched": DAYS,
    "kind": CHOICES,
    "rig": st.lists(CHOICES, unique=True),
    "owner": OWNER_IDS,
}
RECORDS = st.fixed_dictionaries(
    {"name": st.text(alphabet="aBé1", min_size=1, max_size=3)},
    optional={"external_id": st.sampled_from(["x", "y", "Z"])}
    | {f"fields.{key}": strategy for key, strategy in VALUES.items() if key != "owner"},
)


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    field = draw(st.sampled_from([*VALUES, "name", "external_id"]))
    known = STANDARD_OPERATORS.get(field) or FIELD_TYPES[TYPES[field]].filter_operators
    operator = draw(st.sampled_from(known))
    own = {"name": TEXT, "external_id": st.sampled_from(["x", "z", "Z"]), "rig": CHOICES}
    strategy = own[field] if field in own else VALUES[field]
    if operator in ("$in", "$notin"):
        strategy = st.lists(strategy, max_size=3)
    elif operator == "$exists":
        strategy = st.booleans()
    name = field if field in STANDARD_OPERATORS else f"custom_object_fields.{field}"
    return {name: {operator: draw(strategy)}}


FILTERS = st.recursive(
    comparisons(),
    lambda inner: st.dictionaries(
        st.sampled_from(["$and", "$or"]), st.lists(inner, min_size=1, max_size=3), min_size=1
    ),
    max_leaves=5,
)


def fold(text: str) -> str:
    return text.lower().replace("é", "e").replace("ß", "ss")


POSITIVE: dict[str, Callable[[Any, Any], bool]] = {
    "$gt": lambda own, value: own > value,
    "$gte": lambda own, value: own >= value,
    "$lt": lambda own, value: own < value,
    "$lte": lambda own, value: own <= value,
    "$eq": lambda own, value: value in own if isinstance(own, list) else own == value,
    "$in": lambda own, value: (
        any(each in value for each in own) if isinstance(own, list) else own in value
    ),
    "$contains": lambda own, value: (
        value in own if isinstance(own, list) else fold(value) in fold(own)
    ),
}


def holds(record: dict[str, Any], criteria: dict[str, Any]) -> bool:
    """True if a filter matches a record of a reply."""
    results: list[bool] = []
    for name, value in criteria.items():
        if name == "$and":
            results.append(all(holds(record, part) for part in value))
        elif name == "$or":
            results.append(any(holds(record, part) for part in value))
        else:
            ((operator, operand),) = value.items()
            key = name.removeprefix("custom_object_fields.")
            own = record[name] if key == name else record["custom_object_fields"][key]
            if own is not None and TYPES.get(key) == "date":
                own = own[:10]  # it is shown with a time part
            results.append(compare(own, operator, operand))
    return all(results)


def compare(own: Any, operator: str, value: Any) -> bool:
    empty = own is None or own == []
    if operator == "$exists":
        return value is not empty
    positive = operator.replace("$not", "$")
    held = not empty and POSITIVE[positive](own, value)
    return not held if positive != operator else held


@pytest.fixture(scope="module")
def account() -> Iterator[Sandbox]:
    with Sandbox(users=[DEFAULT_USER, *OWNERS], clock=Clock()) as sandbox:
        yield sandbox


def send(sandbox: Sandbox, path: str, body: Any, status: int) -> Any:
    headers = [("Authorization", "Bearer sandbox"), ("Content-Type", "application/json")]
    reply = sandbox.handle("POST", OBJECTS + path, headers, json.dumps(body).encode())
    assert reply.status == status, reply.body
    return json.loads(reply.body)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    drafts=st.lists(
        RECORDS, min_size=1, max_size=5, unique_by=lambda r: r.get("external_id", id(r))
    ),
    owners=st.lists(OWNER_IDS, min_size=5, max_size=5),
    questions=st.lists(FILTERS, min_size=1, max_size=8),
)
def test_any_filter_finds_the_records_that_it_matches(
    account: Sandbox, drafts: list[dict[str, Any]], owners: list[str], questions: list[Any]
) -> None:
    account.reset()
    definition = {"key": "boat", "title": "Boat", "title_pluralized": "Boats"}
    send(account, "", {"custom_object": definition}, 201)
    for key, field in FIELDS.items():
        body = {"custom_object_field": {"key": key, "title": key, **field}}
        send(account, "/boat/fields", body, 201)
    records: list[dict[str, Any]] = []
    for draft, owner in zip(drafts, owners, strict=False):
        values = {
            name.removeprefix("fields."): value
            for name, value in draft.items()
            if name.startswith("fields.")
        }
        plain = {name: value for name, value in draft.items() if not name.startswith("fields.")}
        body = {
            "custom_object_record": {**plain, "custom_object_fields": {**values, "owner": owner}}
        }
        records.append(send(account, "/boat/records", body, 201)["custom_object_record"])
    for question in questions:
        expected = [record["id"] for record in records if holds(record, question)]
        for sort in ("", "?sort=created_at"):
            reply = send(account, f"/boat/records/search{sort}", {"filter": question}, 200)
            found = [record["id"] for record in reply["custom_object_records"]]
            assert found == expected
