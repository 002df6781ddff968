"""Search for words (facts 4.2; the operations in 2.4), and autocomplete of names (6.3)."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest

from tests.sandbox.support import ADMIN, OBJECTS, Api, Clock, InProcess
from zendesk_custom_objects.sandbox import Sandbox
from zendesk_custom_objects.sandbox.variants import Variants

_NUMBERS = itertools.count()


def found(api: Api, key: str, query: str | None = None, **params: Any) -> list[str]:
    reply = search(api, key, query, **params)
    return [record["name"] for record in reply["custom_object_records"]]


def search(api: Api, key: str, query: str | None = None, **params: Any) -> Any:
    params = {f"page[{n[5:]}]" if n.startswith("page_") else n: v for n, v in params.items()}
    if query is not None:
        params["query"] = query
    return api.call("GET", f"/{key}/records/search", status=200, params=params)


@pytest.fixture
def boats(api: Api) -> str:
    key = api.object("boat")
    api.field(key, "notes", "textarea")
    api.field(key, "port")
    api.field(key, "hull", "regexp", regexp_for_validation=".*")
    api.field(key, "launched", "date")
    api.field(key, "kind", "dropdown", custom_field_options=[{"name": "Ketch", "value": "ketch"}])
    api.record(key, "Albatross 12", notes="An old ketchup\nboat", port="Aberdeen")
    api.record(key, "Cormorant", port="Åbenrå", hull="GB-XY1", launched="2020-01-02", kind="ketch")
    api.record(key, "Petrel", notes="sails with albatross", external_id="external")
    return key


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("albatross", {"Albatross 12", "Petrel"}),
        ("alba", {"Albatross 12", "Petrel"}),
        ("ALBATROSS", {"Albatross 12", "Petrel"}),
        ("batross", set()),  # words match by their beginnings only
        ("12", {"Albatross 12"}),
        (
            "aberdeen petrel",
            {"Albatross 12", "Petrel"},
        ),  # any word of the query is enough of the query is enough
        ("aben", {"Cormorant"}),  # accents are ignored
        ("Åbenrå", {"Cormorant"}),
        ("gb xy1", {"Cormorant"}),
        ("gb-xy1", {"Cormorant"}),
        ("old, (boat)", {"Albatross 12"}),
        # Fields of other types and external ids are not searched.
        ("2020", set()),
        ("external", set()),
        ("ketch", {"Albatross 12"}),
        ("nothing", set()),
        ("!", set()),
        ('"', set()),
        ("alba*", {"Albatross 12", "Petrel"}),
        ("NOT alba OR", {"Albatross 12", "Petrel"}),
    ],
)
def test_words_find_records(api: Api, boats: str, query: str, names: set[str]) -> None:
    assert set(found(api, boats, query)) == names
    assert set(found(api, boats, query, sort="name")) == names


@pytest.mark.parametrize(
    "query",
    ["cormoran", "cormorantt", "ccormorant", "cormoramt", "cormroant", "ormorant", "xormorant"],
)
def test_a_word_with_one_typing_error_is_found(api: Api, boats: str, query: str) -> None:
    assert found(api, boats, query) == ["Cormorant"]


@pytest.mark.parametrize("query", ["kormoront", "coromrnat", "olld", "bot"])
def test_two_typing_errors_or_one_in_a_short_word_are_not_found(
    api: Api, boats: str, query: str
) -> None:
    assert found(api, boats, query) == []


def test_misspelt_words_of_other_alphabets_are_found(api: Api) -> None:
    key = api.object()
    api.record(key, "Буревестник")
    api.record(key, "Γλάρος")
    assert found(api, key, "бурвестник") == ["Буревестник"]
    assert found(api, key, "буревыстник") == ["Буревестник"]
    assert found(api, key, "γλαρως") == ["Γλάρος"]


@pytest.mark.parametrize("query", [None, "", " ", "*"])
def test_an_empty_query_finds_everything(api: Api, boats: str, query: str | None) -> None:
    assert found(api, boats, query) == ["Albatross 12", "Cormorant", "Petrel"]
    assert found(api, boats, query, sort="-name") == ["Petrel", "Cormorant", "Albatross 12"]


def test_records_are_sorted_by_relevance(api: Api) -> None:
    key = api.object()
    for name in ("gulls", "gullible", "gulle", "heron", "gulls heron", "gull"):
        api.record(key, name)
    assert found(api, key, "gulls")[:2] == ["gulls", "gulls heron"]
    assert set(found(api, key, "gulls")[2:]) == {"gulle", "gull"}  # misspelt words come last
    assert found(api, key, "gulls heron")[0] == "gulls heron"  # it contains both words
    assert found(api, key, "gull")[0] == "gull"


def test_a_rare_word_counts_more_than_a_common_one(api: Api) -> None:
    key = api.object()
    for _ in range(20):
        api.record(key, "boat")
    api.record(key, "albatross")
    assert found(api, key, "boat albatross")[0] == "albatross"


@pytest.mark.parametrize("sort", ["name", "created_at", "updated_at"])
def test_records_are_sorted(api: Api, sort: str) -> None:
    key = api.object()
    ids = []
    for name in ("boat b", "boat c", "boat a", "canoe"):
        api.clock.now += 1
        ids.append(api.record(key, name)["id"])
    api.clock.now += 1
    change = {"custom_object_record": {"external_id": "changed"}}
    api.call("PATCH", f"/{key}/records/{ids[0]}", change, status=200)
    expected = {"name": "abc", "created_at": "bca", "updated_at": "cab"}[sort]
    names = [f"boat {letter}" for letter in expected]
    assert found(api, key, "boat", sort=sort) == names
    assert found(api, key, "boat", sort=f"-{sort}") == names[::-1]


@pytest.mark.parametrize("sort", [None, "name", "-name", "created_at", "-updated_at"])
@pytest.mark.parametrize("query", [None, "boat"])
@pytest.mark.parametrize("size", [1, 3, 7])
def test_results_are_listed_in_pages(
    api: Api, query: str | None, sort: str | None, size: int
) -> None:
    key = api.object()
    for number in range(7):
        api.record(key, f"boat {number % 4}")
    params: dict[str, Any] = {"sort": sort} if sort else {}
    whole = [r["id"] for r in search(api, key, query, **params)["custom_object_records"]]
    assert len(whole) == 7
    page = search(api, key, query, page_size=size, **params)
    seen: list[str] = []
    while True:
        ids = [record["id"] for record in page["custom_object_records"]]
        assert page["count"] == len(ids)
        seen += ids
        if not page["meta"]["has_more"]:
            break
        page = api.http.get(page["links"]["next"]).json()
    assert seen == whole
    back = ids
    while page["links"]["prev"]:
        page = api.http.get(page["links"]["prev"]).json()
        back = [record["id"] for record in page["custom_object_records"]] + back
    assert back == whole


def test_a_cursor_of_another_search_is_refused(api: Api, boats: str) -> None:
    cursor = search(api, boats, "albatross", page_size=1)["meta"]["after_cursor"]
    others: list[dict[str, str]] = [{"query": "petrel"}, {"query": "albatross", "sort": "name"}, {}]
    for params in others:
        given: dict[str, str | int] = {**params, "page[after]": cursor}
        api.call("GET", f"/{boats}/records/search", status=400, params=given)


def test_an_unknown_sort_is_refused(api: Api, boats: str) -> None:
    reply = api.call("GET", f"/{boats}/records/search", status=400, params={"sort": "id"})
    assert "sort" in reply["error"]["message"]


def test_a_search_finds_records_of_its_object_only(api: Api, boats: str) -> None:
    other = api.object()
    api.record(other, "Albatross")
    assert found(api, other, "albatross") == ["Albatross"]
    assert found(api, boats, "albatross 12")[0] == "Albatross 12"


def test_a_write_is_found_at_once(api: Api, boats: str) -> None:
    record = api.record(boats, "Gannet", port="Dover")
    path = f"/{boats}/records/{record['id']}"
    change = {"custom_object_record": {"name": "Shag", "custom_object_fields": {"port": "Ystad"}}}
    assert found(api, boats, "dover") == ["Gannet"]
    api.call("PATCH", path, change, status=200)
    assert found(api, boats, "dover") == found(api, boats, "gannet") == []
    assert found(api, boats, "ystad") == found(api, boats, "shag") == ["Shag"]
    api.call("DELETE", path, status=204)
    assert found(api, boats, "ystad") == []


def test_a_refused_write_is_not_found(api: Api, boats: str) -> None:
    body = {"custom_object_record": {"name": "Gannet", "custom_object_fields": {"launched": "x"}}}
    api.refused("POST", f"/{boats}/records", body)
    assert found(api, boats, "gannet") == []


def test_texts_of_a_deleted_field_are_not_found(api: Api, boats: str) -> None:
    api.call("DELETE", f"/{boats}/fields/port", status=204)
    assert found(api, boats, "aberdeen") == []
    assert found(api, boats, "aberdeen", sort="name") == []
    api.field(boats, "port")
    assert found(api, boats, "aberdeen") == []
    assert set(found(api, boats, "old alba")) == {"Albatross 12", "Petrel"}
    record = search(api, boats, "petrel")["custom_object_records"][0]
    api.call("DELETE", f"/{boats}/records/{record['id']}", status=204)
    assert found(api, boats, "albatross") == ["Albatross 12"]


def test_a_recreated_object_finds_no_old_records(api: Api, boats: str) -> None:
    api.call("DELETE", f"/{boats}", status=204)
    assert api.object(boats) == boats
    api.record(boats, "Gannet")
    assert found(api, boats, "albatross aberdeen gannet") == ["Gannet"]


def test_10000_records_are_found_by_relevance_and_all_if_sorted() -> None:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox:
        transport = InProcess(sandbox)
        with httpx.Client(base_url="https://x", transport=transport, auth=ADMIN) as http:
            check_the_first_10000(Api(http, sandbox, clock))


def check_the_first_10000(api: Api) -> None:
    key = api.object()
    store = api.sandbox._services.store
    with store.transaction():
        number = store.one("SELECT number FROM objects WHERE key = ?", (key,))[0]
        store.run_many(
            """
            INSERT INTO records (object, id, name, fields, created_at, updated_at, created_by,
                                 updated_by, change)
            VALUES (?, ?, ?, '{}', 0, 0, '1', '1', ?)
            """,
            ((number, f"{n:026}", f"boat {n:05}", n) for n in range(10_050)),
        )
    api.record(key, "boat albatross")

    def last_page(query: str, **params: Any) -> tuple[int, str]:
        page = search(api, key, query, **params)
        seen = len(page["custom_object_records"])
        while page["meta"]["has_more"]:
            page = api.http.get(page["links"]["next"]).json()
            seen += len(page["custom_object_records"])
        return seen, page["custom_object_records"][-1]["name"]

    assert last_page("boat") == (10_000, "boat 09999")
    assert last_page("*") == (10_000, "boat 09999")
    assert last_page("boat", sort="name") == (10_051, "boat albatross")
    assert last_page("*", sort="name") == (10_051, "boat albatross")
    # The best match is among them.
    assert found(api, key, "boat albatross")[0] == "boat albatross"


def test_a_variant_counts_all_results(api: Api, boats: str) -> None:
    before = api.sandbox.variants
    assert search(api, boats, page_size=1)["count"] == 1
    api.sandbox.variants = Variants(search_count="total")
    try:
        assert search(api, boats, page_size=1)["count"] == 3
        assert search(api, boats, "albatross", page_size=1)["count"] == 2
    finally:
        api.sandbox.variants = before


class TestAutocomplete:
    def names(self, api: Api, key: str, **params: Any) -> list[str]:
        path = f"/{key}/records/autocomplete"
        reply = api.call("GET", path, status=200, params=params)
        assert reply["count"] == len(reply["custom_object_records"])
        return [record["name"] for record in reply["custom_object_records"]]

    def refused(self, api: Api, key: str, status: int, **params: Any) -> str:
        reply = api.call("GET", f"/{key}/records/autocomplete", status=status, params=params)
        return str(reply)

    @pytest.fixture
    def marinas(self, api: Api) -> str:
        """Marinas that a lookup field can refer to."""
        key = api.object("marina")
        api.field(key, "berths", "integer")
        api.field(key, "open", "checkbox")
        api.field(key, "town")
        api.field(key, "warden", "lookup", relationship_target_type="zen:user")
        api.record(key, "North Marina", berths=10, open=True, town="Aberdeen", warden="7")
        api.record(key, "South Marina", berths=50, open=False, town="Dover", warden="4300000001")
        api.record(key, "Northern Quay", town="Dover")
        api.object("inspection")
        return key

    def lookup(self, api: Api, marinas: str, *every: Any, any_of: list[Any] | None = None) -> Any:
        """The parameters for a lookup field with such a filter."""
        names = ("field", "operator", "value")
        prefix = f"custom_object.{marinas}.custom_fields."

        def written(condition: tuple[Any, ...]) -> dict[str, Any]:
            field, *rest = condition
            plain = field in ("name", "created_by_user")
            return dict(zip(names, [field if plain else prefix + field, *rest], strict=False))

        made = api.field(
            "inspection",
            f"at_{next(_NUMBERS)}",
            "lookup",
            relationship_target_type=f"zen:custom_object:{marinas}",
            relationship_filter={
                "all": [written(condition) for condition in every],
                "any": [written(condition) for condition in any_of or []],
            },
        )
        return {"field_id": str(made["id"]), "source": "zen:custom_object:inspection"}

    def test_names_are_completed(self, api: Api, marinas: str) -> None:
        assert self.names(api, marinas, name="north") == ["North Marina", "Northern Quay"]
        assert self.names(api, marinas, name="mar") == ["North Marina", "South Marina"]
        assert self.names(api, marinas, name="dover") == []  # other fields are not searched
        assert len(self.names(api, marinas)) == 3

    @pytest.mark.parametrize(
        ("condition", "expected"),
        [
            (("berths", "greater_than", 20), {"South Marina"}),
            (("berths", "less_than", "20"), {"North Marina"}),
            (("berths", "greater_than_equal", 50), {"South Marina"}),
            (("berths", "less_than_equal", 10), {"North Marina"}),
            (("berths", "present"), {"North Marina", "South Marina"}),
            (("berths", "not_present"), {"Northern Quay"}),
            (("open", "is", "true"), {"North Marina"}),
            (("town", "is", "Dover"), {"South Marina", "Northern Quay"}),
            (("town", "is_not", "Dover"), {"North Marina"}),
            (("warden", "matches", "current_user"), {"South Marina"}),
            (("warden", "not_matches", "current_user"), {"North Marina", "Northern Quay"}),
            (("created_by_user", "matches", "current_user"), None),
            (("name", "is", "South Marina"), {"South Marina"}),
        ],
    )
    def test_the_filter_of_the_field_applies(
        self, api: Api, marinas: str, condition: Any, expected: set[str] | None
    ) -> None:
        everything = {"North Marina", "South Marina", "Northern Quay"}
        params = self.lookup(api, marinas, condition)
        assert set(self.names(api, marinas, **params)) == (
            everything if expected is None else expected
        )

    def test_conditions_are_combined_with_all_and_any(self, api: Api, marinas: str) -> None:
        either = [("berths", "is", 10), ("berths", "is", 50)]
        params = self.lookup(api, marinas, ("town", "is", "Dover"), any_of=either)
        assert self.names(api, marinas, **params) == ["South Marina"]
        assert self.names(api, marinas, name="north", **params) == []

    def test_a_condition_can_use_dynamic_values(self, api: Api, marinas: str) -> None:
        params = self.lookup(api, marinas, ("warden", "matches", "requester_id"))
        assert self.names(api, marinas, **params, requester_id=7) == ["North Marina"]
        assert self.names(api, marinas, **params, requester_id=8) == []
        named = "ticket_fields_9"
        params = self.lookup(api, marinas, ("warden", "matches", named))
        for value, expected in (("7", ["North Marina"]), ("", [])):
            given = {f"filter[dynamic_values][{named}]": value}
            assert self.names(api, marinas, **params, **given) == expected
        assert named in self.refused(api, marinas, 501, **params)

    @pytest.mark.parametrize("value", ["01KC9HXSMHV3KFY6R0X9PRYSMA", "a_tag", "", "7", "-1", "ä"])
    def test_dynamic_values_must_be_text(self, api: Api, marinas: str, value: str) -> None:
        given = {"filter[dynamic_values][ticket_fields_77]": value}
        assert len(self.names(api, marinas, **given)) == 3

    @pytest.mark.parametrize(
        "condition",
        [("berths", "within_previous_n_days", 3), ("gone", "is", "x"), ("berths", "is", "many")],
    )
    def test_conditions_that_are_not_emulated_are_named(
        self, api: Api, marinas: str, condition: Any
    ) -> None:
        params = self.lookup(api, marinas, condition)
        assert str(condition[1]) in self.refused(api, marinas, 501, **params)

    def test_field_and_source_are_required_together(self, api: Api, marinas: str) -> None:
        params = self.lookup(api, marinas)
        for name in ("field_id", "source"):
            assert name in self.refused(api, marinas, 400, **{name: params[name]})

    def test_another_field_or_source_is_refused(self, api: Api, marinas: str) -> None:
        params = self.lookup(api, marinas)
        api.record("inspection", "Spring")
        assert "field" in self.refused(api, "inspection", 400, **params).lower()
        self.refused(api, marinas, 404, **{**params, "field_id": "1"})
        self.refused(api, marinas, 404, **{**params, "source": "zen:custom_object:none"})
        self.refused(api, marinas, 400, **{**params, "source": "boat"})
        assert "zen:ticket" in self.refused(api, marinas, 501, **{**params, "source": "zen:ticket"})

    @pytest.mark.parametrize("name", ["requester_id", "assignee_id", "organization_id"])
    def test_ids_of_fields_must_be_integers(self, api: Api, marinas: str, name: str) -> None:
        assert name in self.refused(api, marinas, 400, **{name: "x"})

    def test_dynamic_values_need_a_name(self, api: Api, marinas: str) -> None:
        name = "filter[dynamic_values][a][b]"
        assert name in self.refused(api, marinas, 400, **{name: "x"})

    def test_results_are_listed_in_pages(self, api: Api, marinas: str) -> None:
        params: dict[str, str | int] = {"name": "north", "page[size]": 1}
        first = api.call("GET", f"/{marinas}/records/autocomplete", status=200, params=params)
        assert first["meta"]["has_more"] is True
        second = api.http.get(first["links"]["next"]).json()
        assert [r["name"] for r in second["custom_object_records"]] == ["Northern Quay"]
        assert second["meta"]["has_more"] is False


def test_both_parameters_are_in_the_contract(api: Api, boats: str) -> None:
    response = api.http.get(f"{OBJECTS}/{boats}/records/search?name=x")
    assert response.status_code == 200
    assert api.sandbox.requests[-1].ignored_parameters == ("name",)
