"""Searches, filters and autocomplete: facts 2.4, 4.2, 4.3, 4.4 and 6.3."""

from __future__ import annotations

from typing import Any

from tests.facts.accounts import Account
from tests.facts.case_fields import OPTIONS
from tests.facts.cases import fact


def found(account: Account, path: str, query: str, expected: list[str], **params: Any) -> None:
    """Wait until a search finds the expected records, in any order unless one is given."""

    def look() -> list[str]:
        page = account.call(200, "GET", f"{path}/records/search", query=query, **params)
        names = [each["name"] for each in page["custom_object_records"]]
        return names if "sort" in params else sorted(names)

    account.settled(look, lambda names: names == expected)


def filtered(account: Account, path: str, criteria: Any, expected: list[str]) -> None:
    account.settled(lambda: matching(account, path, criteria), lambda names: names == set(expected))


def birds(account: Account) -> str:
    path = account.object()
    account.field(path, "text", key="t")
    account.field(path, "dropdown", key="d", custom_field_options=OPTIONS)
    account.record(path, "Albatross grey", t="wanderer", d="sail")
    account.record(path, "Puffin", t="clown", d="motor")
    account.record(path, "Albacore")
    return path


@fact("2.4 SearchCustomObjectRecords")
def search(account: Account) -> None:
    path = birds(account)
    found(account, path, "Puffin", ["Puffin"])
    page = account.call(200, "GET", f"{path}/records/search", query="Puffin")
    assert {"custom_object_records", "meta", "links", "count"} <= set(page)


@fact("2.4 sorts of a search")
def search_sorts(account: Account) -> None:
    path = birds(account)
    found(account, path, "alba", ["Albacore", "Albatross grey"], sort="name")
    found(account, path, "alba", ["Albatross grey", "Albacore"], sort="-name")
    for order in ("created_at", "-created_at", "updated_at", "-updated_at"):
        assert account.call(200, "GET", f"{path}/records/search", query="alba", sort=order)
    params = {"query": "x", "sort": "id"}
    assert account.ask("GET", f"{path}/records/search", params=params).status_code == 400


@fact("2.4 a blank sort")
def blank_sort(account: Account) -> None:
    """One client sends `sort=` with every search."""
    path = account.object()
    account.call(200, "GET", f"{path}/records/search", query="x", sort="")


@fact("2.4 FilteredSearchCustomObjectRecords")
def filtered_search(account: Account) -> None:
    """A POST request that only reads, with status 200."""
    path = birds(account)
    filtered(account, path, {"custom_object_fields.t": {"$eq": "clown"}}, ["Puffin"])


@fact("2.4 query and filter together")
def query_and_filter(account: Account) -> None:
    path = birds(account)
    found(account, path, "alba", ["Albacore", "Albatross grey"])
    body = {"filter": {"custom_object_fields.t": {"$eq": "wanderer"}}}
    page = account.call(200, "POST", f"{path}/records/search", body, query="alba", sort="name")
    assert [each["name"] for each in page["custom_object_records"]] == ["Albatross grey"]


@fact(
    "2.4 count of a search",
    accepted={
        "page": {"search_count": "page"},
        "total": {"search_count": "total"},
    },
)
def search_count(account: Account) -> str:
    path = birds(account)
    found(account, path, "alba", ["Albacore", "Albatross grey"])
    page = account.call(200, "GET", f"{path}/records/search", query="alba", page__size=1)
    return {1: "page", 2: "total"}[page["count"]]


@fact("2.4 AutocompleteCustomObjectRecordSearch")
def autocomplete(account: Account) -> None:
    path = birds(account)

    def look() -> list[str]:
        page = account.call(200, "GET", f"{path}/records/autocomplete", name="alba")
        assert {"meta", "links", "count"} <= set(page)
        return sorted(each["name"] for each in page["custom_object_records"])

    account.settled(look, lambda names: names == ["Albacore", "Albatross grey"])


@fact("2.4 autocompletion for a lookup")
def autocomplete_for_lookup(account: Account) -> None:
    """`field_id` and `source` are required together, and the filter of the field applies."""
    path = birds(account)
    key = path.rpartition("/")[2]
    owner = account.object()
    condition = {"field": f"custom_object.{key}.custom_fields.d", "operator": "is", "value": "sail"}
    made = account.field(
        owner,
        "lookup",
        relationship_target_type=f"zen:custom_object:{key}",
        relationship_filter={"all": [condition], "any": []},
    )
    source = f"zen:custom_object:{owner.rpartition('/')[2]}"

    def look() -> list[str]:
        page = account.call(
            200,
            "GET",
            f"{path}/records/autocomplete",
            name="alba",
            field_id=str(made["id"]),
            source=source,
        )
        return [each["name"] for each in page["custom_object_records"]]

    account.settled(look, lambda names: names == ["Albatross grey"])
    for alone in ({"field_id": str(made["id"])}, {"source": source}):
        answer = account.ask("GET", f"{path}/records/autocomplete", params={"name": "a", **alone})
        assert answer.status_code in (400, 422)


@fact("4.2 which fields are searched")
def searched_fields(account: Account) -> None:
    path = account.object()
    account.field(path, "text", key="a")
    account.field(path, "textarea", key="b")
    account.field(path, "regexp", key="c", regexp_for_validation="[a-z]+")
    account.field(path, "dropdown", key="d", custom_field_options=OPTIONS)
    account.record(path, "A", a="gannet", b="kittiwake", c="fulmar", d="motor")
    for word in ("gannet", "kittiwake", "fulmar"):
        found(account, path, word, ["A"])
    found(account, path, "motor", [])


@fact("4.2 prefixes of any word")
def prefixes(account: Account) -> None:
    path = birds(account)
    found(account, path, "gre", ["Albatross grey"])
    found(account, path, "puff gre", ["Albatross grey", "Puffin"])


@fact("4.2 typing errors")
def typing_errors(account: Account) -> None:
    found(account, birds(account), "albatros", ["Albatross grey"])
    found(account, birds(account), "pufin", ["Puffin"])


@fact("4.2 order of relevance")
def relevance(account: Account) -> None:
    """The best match first: records with both words before records with one."""
    path = account.object()
    for name in ("Grey", "Grey seal", "Seal"):
        account.record(path, name)

    def look() -> list[str]:
        page = account.call(200, "GET", f"{path}/records/search", query="grey seal")
        return [each["name"] for each in page["custom_object_records"]]

    account.settled(look, lambda names: len(names) == 3 and names[0] == "Grey seal")


@fact("4.3 no filter is all")
def no_filter(account: Account) -> None:
    filtered(account, birds(account), {}, ["Albacore", "Albatross grey", "Puffin"])


@fact("4.3 $and, $or and both")
def groups(account: Account) -> None:
    path = birds(account)
    wanderer = {"custom_object_fields.t": {"$eq": "wanderer"}}
    clown = {"custom_object_fields.t": {"$eq": "clown"}}
    sail = {"custom_object_fields.d": {"$eq": "sail"}}
    filtered(account, path, {"$and": [wanderer, sail]}, ["Albatross grey"])
    filtered(account, path, {"$and": [clown, sail]}, [])
    filtered(account, path, {"$or": [wanderer, clown]}, ["Albatross grey", "Puffin"])
    filtered(account, path, {"$and": [sail], "$or": [wanderer, clown]}, ["Albatross grey"])


@fact("4.3 prefix of custom fields")
def prefix(account: Account) -> None:
    path = birds(account)
    body = {"filter": {"t": {"$eq": "clown"}}}
    assert account.ask("POST", f"{path}/records/search", body).status_code in (400, 422)


@fact("4.3 standard fields")
def standard_fields(account: Account) -> None:
    path = account.object()
    made = account.record(path, "Auk", external_id="x-1")
    user = made["created_by_user_id"]
    for criteria in (
        {"created_at": {"$gt": "2020-01-01T00:00:00Z"}},
        {"updated_at": {"$gt": "2020-01-01T00:00:00Z"}},
        {"created_by_user": {"$eq": user}},
        {"updated_by_user": {"$eq": user}},
        {"external_id": {"$eq": "x-1"}},
        {"name": {"$contains": "uk"}},
    ):
        filtered(account, path, criteria, ["Auk"])
    filtered(account, path, {"created_at": {"$gt": "2999-01-01T00:00:00Z"}}, [])


def operators(account: Account, kind: str, value: Any, cases: dict[str, Any], **more: Any) -> None:
    """Each operator with an operand for which exactly the record with the value is found."""
    path = account.object()
    account.field(path, kind, **more)
    account.record(path, "Auk", f=value)
    account.record(path, "Nothing")
    account.settled(lambda: matching(account, path, {}), lambda names: len(names) == 2)
    for operator, operand in cases.items():
        found = matching(account, path, {"custom_object_fields.f": {operator: operand}})
        if operator.startswith("$not"):
            # No source says whether a negative operator matches a record without a value.
            found.discard("Nothing")
        assert found == {"Auk"}, operator


def matching(account: Account, path: str, criteria: Any) -> set[str]:
    page = account.call(200, "POST", f"{path}/records/search", {"filter": criteria})
    return {each["name"] for each in page["custom_object_records"]}


ORDERED = ("$gt", "$gte", "$lt", "$lte")


@fact("4.3 checkbox")
def checkboxes(account: Account) -> None:
    operators(account, "checkbox", True, {"$eq": True})


@fact("4.3 date")
def dates(account: Account) -> None:
    before, it, after = "2026-01-01", "2026-01-02", "2026-01-03"
    operands = dict(zip(ORDERED, (before, it, after, it), strict=True))
    cases = {"$eq": it, "$noteq": after, "$exists": True, **operands}
    operators(account, "date", it, cases)


@fact("4.3 integer and decimal")
def numbers(account: Account) -> None:
    for kind in ("integer", "decimal"):
        operands = dict(zip(ORDERED, (6, 7, 8, 7), strict=True))
        cases = {"$eq": 7, "$noteq": 8, "$exists": True, "$in": [7, 9], "$notin": [8, 9]}
        operators(account, kind, 7, {**cases, **operands})


@fact("4.3 dropdown, text and textarea")
def texts(account: Account) -> None:
    cases = {"$eq": "sail", "$noteq": "x", "$contains": "ai", "$notcontains": "x", "$exists": True}
    operators(account, "text", "sail", cases)
    operators(account, "textarea", "sail", cases)
    cases = {**cases, "$noteq": "motor", "$contains": "sail", "$notcontains": "motor"}
    operators(account, "dropdown", "sail", cases, custom_field_options=OPTIONS)


@fact("4.3 multiselect")
def multiselects(account: Account) -> None:
    cases: dict[str, Any] = {"$eq": "sail", "$noteq": "motor", "$exists": True}
    cases |= {"$contains": "sail", "$notcontains": "motor"}
    cases |= {"$in": ["sail", "motor"], "$notin": ["motor"]}
    operators(account, "multiselect", ["sail"], cases, custom_field_options=OPTIONS)


@fact("4.3 lookup")
def lookups(account: Account) -> None:
    target = account.object()
    made = account.record(target)
    to = f"zen:custom_object:{target.rpartition('/')[2]}"
    cases = {"$eq": made["id"], "$noteq": made["id"][::-1], "$exists": True}
    operators(account, "lookup", made["id"], cases, relationship_target_type=to)


@fact("4.3 parent with $eq", accepted={"found": {}})
def parents(account: Account) -> str:
    target, path = account.object(), account.object()
    made = account.record(target)
    to = f"zen:custom_object:{target.rpartition('/')[2]}"
    account.field(path, "parent", relationship_target_type=to)
    account.record(path, "Chick", f=made["id"])
    filtered(account, path, {"custom_object_fields.f": {"$eq": made["id"]}}, ["Chick"])
    return "found"


@fact("4.3 numbers as texts", accepted={"found": {}, "refused": None})
def numbers_as_texts(account: Account) -> str:
    path = account.object()
    account.field(path, "integer")
    account.record(path, "Auk", f=12)
    filtered(account, path, {"custom_object_fields.f": {"$eq": 12}}, ["Auk"])
    body = {"filter": {"custom_object_fields.f": {"$eq": "12"}}}
    answer = account.ask("POST", f"{path}/records/search", body)
    if answer.status_code != 200:
        return "refused"
    assert [each["name"] for each in answer.json()["custom_object_records"]] == ["Auk"]
    return "found"


@fact("4.3 operators that there are not")
def no_such_operators(account: Account) -> None:
    path = birds(account)
    for operator in ("$not", "$noneof", "$ne", "$like"):
        body = {"filter": {"custom_object_fields.t": {operator: "x"}}}
        assert account.ask("POST", f"{path}/records/search", body).status_code in (400, 422)


@fact("4.4 list, count and search", needs="roles")
def cascading_lists(account: Account) -> None:
    path, _ = cascading(account)
    agent = account.of("agent")
    for place in ("", "/count", "/search?query=x"):
        agent.call(403, "GET", f"{path}/records{place}")
        account.call(200, "GET", f"{path}/records{place}")


@fact("4.4 filtered search", needs="roles")
def cascading_filters(account: Account) -> None:
    path, parent = cascading(account)
    agent = account.of("agent")
    agent.call(403, "POST", f"{path}/records/search", {"filter": {}})
    of_parent = {"custom_object_fields.f": {"$eq": parent}}
    other = {"custom_object_fields.f": {"$exists": True}}
    agent.call(403, "POST", f"{path}/records/search", {"filter": other})
    for criteria in (of_parent, {"$and": [of_parent]}):
        page = agent.call(200, "POST", f"{path}/records/search", {"filter": criteria})
        assert [each["name"] for each in page["custom_object_records"]] == ["Chick"]


@fact("4.4 autocompletion", needs="roles")
def cascading_autocomplete(account: Account) -> None:
    path, _ = cascading(account)
    account.of("agent").call(403, "GET", f"{path}/records/autocomplete", name="C")
    owner = account.object()
    key = path.rpartition("/")[2]
    made = account.field(owner, "lookup", relationship_target_type=f"zen:custom_object:{key}")
    page = account.of("agent").call(
        200,
        "GET",
        f"{path}/records/autocomplete",
        name="C",
        field_id=str(made["id"]),
        source=f"zen:custom_object:{owner.rpartition('/')[2]}",
    )
    assert [each["name"] for each in page["custom_object_records"]] == ["Chick"]


def cascading(account: Account) -> tuple[str, str]:
    """An object with the permissions of its parents, and the id of the parent of its record."""
    target, path = account.object(), account.object()
    account.field(
        path,
        "parent",
        relationship_target_type=f"zen:custom_object:{target.rpartition('/')[2]}",
        properties={"cascade_permissions_enabled": True},
    )
    parent = account.record(target)["id"]
    account.record(path, "Chick", f=parent)
    return path, parent
