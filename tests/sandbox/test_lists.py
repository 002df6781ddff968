"""Lists of records (facts: the operation, cursor paging)."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.sandbox.support import OBJECTS, Api


def names(page: dict[str, Any]) -> list[str]:
    return [record["name"] for record in page["custom_object_records"]]


def page(api: Api, key: str, **params: Any) -> dict[str, Any]:
    wire = {
        name.replace("__", "[") + ("]" if "__" in name else ""): params[name] for name in params
    }
    reply: dict[str, Any] = api.call("GET", f"/{key}/records", status=200, params=wire)
    return reply


def filled(api: Api, count: int) -> str:
    key = api.object()
    for number in range(count):
        api.clock.now += 1
        api.record(key, str(number), external_id=f"x{number}")
    return key


def test_an_empty_list_has_no_cursors(api: Api) -> None:
    assert page(api, api.object()) == {
        "custom_object_records": [],
        "meta": {"has_more": False, "after_cursor": None, "before_cursor": None},
        "links": {"next": None, "prev": None},
    }


def test_the_default_page_size_is_100(api: Api) -> None:
    key = filled(api, 101)
    first = page(api, key)
    assert names(first) == [str(number) for number in range(100)]
    assert first["meta"]["has_more"] is True
    assert names(page(api, key, page__after=first["meta"]["after_cursor"])) == ["100"]


@pytest.mark.parametrize("size", ["0", "101", "-1", "ten", "1.5", "", "9" * 30])
def test_page_sizes_are_limited(api: Api, size: str) -> None:
    reply = api.call("GET", f"/{api.object()}/records", status=400, params={"page[size]": size})
    assert "page[size]" in reply["error"]["message"]


@pytest.mark.parametrize("sort", ["id", "-id", "updated_at", "-updated_at"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_pages_are_read_forwards_and_backwards(api: Api, sort: str, size: int) -> None:
    key = filled(api, 7)
    order = [str(number) for number in range(7)]
    if sort.startswith("-"):
        order.reverse()
    whole = page(api, key, sort=sort)
    assert names(whole) == order

    seen: list[str] = []
    last = page(api, key, sort=sort, page__size=size)
    seen += names(last)
    while last["meta"]["has_more"]:
        cursor = last["meta"]["after_cursor"]
        last = page(api, key, sort=sort, page__size=size, page__after=cursor)
        seen += names(last)
    assert seen == order

    back = names(last)
    while last["links"]["prev"]:
        cursor = last["meta"]["before_cursor"]
        last = page(api, key, sort=sort, page__size=size, page__before=cursor)
        back = names(last) + back
    assert back[-7:] == order


def test_has_more_refers_to_the_direction_of_reading(api: Api) -> None:
    key = filled(api, 5)
    first = page(api, key, page__size=2)
    second = page(api, key, page__size=2, page__after=first["meta"]["after_cursor"])
    back = page(api, key, page__size=2, page__before=second["meta"]["before_cursor"])
    assert names(back) == names(first)
    assert back["meta"]["has_more"] is False
    assert back["links"]["prev"] is None
    assert back["links"]["next"] is not None


def test_links_are_absolute_and_keep_the_parameters(api: Api) -> None:
    key = filled(api, 5)
    params: dict[str, str | int] = {
        "page[size]": 2,
        "sort": "-id",
        "filter[external_ids]": "x0,x1,x2",
    }
    first = api.call("GET", f"/{key}/records", status=200, params=params)
    assert names(first) == ["2", "1"]
    following = first["links"]["next"]
    assert following.startswith(str(api.http.base_url).rstrip("/") + OBJECTS)
    second = api.http.get(following).json()
    assert names(second) == ["0"]
    assert second["meta"]["has_more"] is False
    assert names(api.http.get(second["links"]["next"]).json()) == []
    assert names(api.http.get(second["links"]["prev"]).json()) == ["2", "1"]


def test_a_list_resumes_from_its_last_cursor(api: Api) -> None:
    key = filled(api, 2)
    cursor = page(api, key)["meta"]["after_cursor"]
    assert names(page(api, key, page__after=cursor)) == []
    api.record(key, "new")
    assert names(page(api, key, page__after=cursor)) == ["new"]


@pytest.mark.parametrize("sort", ["id", "-id"])
def test_cursors_are_stable_under_writes(api: Api, sort: str) -> None:
    key = filled(api, 10)
    first = page(api, key, sort=sort, page__size=4)
    ids = [record["id"] for record in first["custom_object_records"]]
    # The record at the cursor and one before it are deleted, and new ones are created.
    for record_id in (ids[-1], ids[0]):
        api.call("DELETE", f"/{key}/records/{record_id}", status=204)
    api.record(key, "new")
    rest = page(api, key, sort=sort, page__after=first["meta"]["after_cursor"])
    expected = [*list("456789"), "new"] if sort == "id" else list("543210")
    assert names(rest) == expected


def test_an_updated_record_moves_to_the_end_if_sorted_by_update(api: Api) -> None:
    key = filled(api, 4)
    first = page(api, key, sort="updated_at", page__size=2)
    api.clock.now += 1
    record = first["custom_object_records"][0]
    body = {"custom_object_record": {"external_id": "moved"}}
    api.call("PATCH", f"/{key}/records/{record['id']}", body, status=200)
    rest = page(api, key, sort="updated_at", page__after=first["meta"]["after_cursor"])
    assert names(rest) == ["2", "3", "0"]


def test_records_are_filtered_by_ids(api: Api) -> None:
    key, other = filled(api, 5), filled(api, 5)
    records = page(api, key)["custom_object_records"]
    foreign = page(api, other)["custom_object_records"][0]
    ids = [records[3]["id"], records[1]["id"], records[3]["id"], foreign["id"], "none"]
    assert names(page(api, key, filter__ids=",".join(ids))) == ["1", "3"]
    assert names(page(api, key, filter__external_ids="x4,x0,nobody")) == ["0", "4"]
    assert names(page(api, key, filter__external_ids="X4")) == []
    assert names(page(api, key, filter__external_ids="x4,x0", sort="-updated_at")) == ["4", "0"]
    assert names(page(api, key, filter__ids="")) == []
    both = page(api, key, filter__ids=",".join(ids), filter__external_ids="x1,x2")
    assert names(both) == ["1"]


def test_an_unknown_sort_is_named(api: Api) -> None:
    reply = api.call("GET", f"/{api.object()}/records", status=400, params={"sort": "name"})
    assert "sort" in reply["error"]["message"]


@pytest.mark.parametrize(
    "query", ["filter[assigned_to]=1", "per_page=10", "page=2", "page[size", "", "Sort=id"]
)
def test_unknown_parameters_are_ignored_and_logged(api: Api, query: str) -> None:
    key = filled(api, 2)
    query = query or "=1"
    response = api.http.get(f"{OBJECTS}/{key}/records?{quote(query, safe='=')}&sort=-id")
    assert names(response.json()) == ["1", "0"]
    assert api.sandbox.requests[-1].ignored_parameters == (query.partition("=")[0],)


def test_a_parameter_given_twice_is_refused(api: Api) -> None:
    response = api.http.get(f"{OBJECTS}/{api.object()}/records?sort=id&sort=-id")
    assert response.status_code == 400
    assert "sort" in response.json()["error"]["message"]


class TestCursors:
    def refused(self, api: Api, key: str, **params: str) -> None:
        reply = api.call("GET", f"/{key}/records", status=400, params=params)
        assert set(reply) == {"error"}
        assert set(reply["error"]) == {"title", "message"}

    @pytest.mark.parametrize(
        "cursor",
        ["", "x", "=", "null", "a" * 5000, "eyJvIjoiaWQifQ==", "é", "+", "\x00", "W10=" * 6],
    )
    @pytest.mark.parametrize("parameter", ["page[after]", "page[before]"])
    def test_a_malformed_cursor_is_refused(self, api: Api, parameter: str, cursor: str) -> None:
        self.refused(api, filled(api, 3), **{parameter: cursor})

    def test_an_altered_cursor_is_refused(self, api: Api) -> None:
        key = filled(api, 3)
        cursor = page(api, key, page__size=1)["meta"]["after_cursor"]
        raw = base64.b64decode(cursor)
        for index in range(len(raw)):
            changed = raw[:index] + bytes([raw[index] ^ 1]) + raw[index + 1 :]
            self.refused(api, key, **{"page[after]": base64.b64encode(changed).decode()})

    def test_a_cursor_of_another_list_is_refused(self, api: Api) -> None:
        key, other = filled(api, 3), filled(api, 3)
        cursor = page(api, key, page__size=1)["meta"]["after_cursor"]
        self.refused(api, other, **{"page[after]": cursor})
        self.refused(api, key, **{"page[after]": cursor, "sort": "-id"})
        self.refused(api, key, **{"page[after]": cursor, "filter[ids]": "a"})

    def test_a_cursor_of_a_deleted_object_is_refused(self, api: Api) -> None:
        key = filled(api, 3)
        cursor = page(api, key, page__size=1)["meta"]["after_cursor"]
        api.call("DELETE", f"/{key}", status=204)
        api.object(key)
        self.refused(api, key, **{"page[after]": cursor})

    def test_two_cursors_at_once_are_refused(self, api: Api) -> None:
        key = filled(api, 3)
        meta = page(api, key, page__size=1)["meta"]
        self.refused(
            api,
            key,
            **{"page[after]": meta["after_cursor"], "page[before]": meta["before_cursor"]},
        )

    def test_cursors_need_encoding(self, api: Api) -> None:
        """Cursors of the service contain `+`, so a client that does not encode them must fail."""
        key = filled(api, 60)
        cursors = {page(api, key, page__size=size)["meta"]["after_cursor"] for size in range(1, 60)}
        with_plus = next(cursor for cursor in cursors if "+" in cursor)
        url = f"{OBJECTS}/{key}/records?page%5Bafter%5D="
        assert api.http.get(url + quote(with_plus, safe="")).status_code == 200
        # httpx does not encode a plus sign in a given query, where it means a space.
        assert (
            api.http.get(httpx.URL(str(api.http.base_url)).join(url + with_plus)).status_code == 400
        )
