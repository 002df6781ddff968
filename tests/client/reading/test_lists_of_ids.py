"""Lists of ids of any length are requested in parts, and read like a single list."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import Client, Record, Sandbox
from zendesk_custom_objects._core import id_lists
from zendesk_custom_objects._generated import api

COUNT = 240
UNKNOWN = ["01ZZZZZZZZZZZZZZZZZZZZZZZZ", "nobody-has-this"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """An object with records whose external ids are short, long, or in other alphabets."""
    random = Random(5)
    with Sandbox() as sandbox, Client.sandbox(sandbox) as zendesk:
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        texts = ["e{}", "boot-ä-{}-" + "ß" * 20, "b {}&=#" + "x" * 60, "船{}" + "号" * 30]
        boats = [
            {"name": f"Boat {n}", "external_id": random.choice(texts).format(n)}
            for n in range(COUNT)
        ]
        assert zendesk.create_records("boat", boats).run().created == COUNT
        some = random.sample([record.id for record in zendesk.list_records("boat")], 30)
        for record_id in some:
            sandbox.clock.advance(1)
            zendesk.update_record("boat", record_id, name=f"Changed {record_id}")
        yield sandbox


@pytest.fixture(scope="module")
def zendesk(sandbox: Sandbox) -> Iterator[Client]:
    with Client.sandbox(sandbox) as zendesk:
        yield zendesk


@pytest.fixture(scope="module")
def records(zendesk: Client) -> list[Record[dict[str, Any]]]:
    return list(zendesk.list_records("boat"))


def lines(sandbox: Sandbox) -> list[str]:
    """The request lines of the lists of records."""
    return [
        f"{entry.method} {entry.target}"
        for entry in sandbox.requests
        if entry.target.split("?")[0].endswith("/records")
    ]


def in_order(
    records: list[Record[dict[str, Any]]], sort: str | None
) -> list[Record[dict[str, Any]]]:
    def key(record: Record[dict[str, Any]]) -> Any:
        return (record.updated_at, record.id) if "updated_at" in (sort or "") else record.id

    return sorted(records, key=key, reverse=(sort or "").startswith("-"))


def test_the_parts_of_a_list_are_short_and_complete(
    sandbox: Sandbox, zendesk: Client, records: list[Record[dict[str, Any]]]
) -> None:
    sandbox.requests.clear()

    found = list(
        zendesk.list_records("boat", external_ids=[str(record.external_id) for record in records])
    )

    sent = lines(sandbox)
    assert {record.id for record in found} == {record.id for record in records}
    assert len(found) == COUNT
    assert len(sent) > COUNT / 100
    assert max(map(len, sent)) <= 4000


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_a_list_in_parts_is_read_like_one_list(
    sandbox: Sandbox,
    zendesk: Client,
    records: list[Record[dict[str, Any]]],
    data: st.DataObject,
) -> None:
    """With any ids, order, pages and limit, and resumed anywhere."""
    chosen = Random(data.draw(st.integers(0, 2**32))).sample(
        records, data.draw(st.integers(1, COUNT))
    )
    name = data.draw(st.sampled_from(["ids", "external_ids"]))
    ids = [record.id if name == "ids" else str(record.external_id) for record in chosen]
    ids = data.draw(st.permutations([*ids, *ids[:3], *UNKNOWN]))
    sort: Any = data.draw(st.sampled_from([None, "id", "-id", "updated_at", "-updated_at"]))
    page_size = data.draw(st.sampled_from([1, 7, 40, 100]))
    limit = data.draw(st.none() | st.integers(0, COUNT))
    given: dict[str, Any] = {name: ids, "sort": sort, "page_size": page_size}
    sandbox.requests.clear()

    pages = list(zendesk.list_records("boat", **given, limit=limit).pages())

    found = [record.id for page in pages for record in page.items]
    sent = lines(sandbox)
    assert max(map(len, sent), default=0) <= 4000
    assert all(unquote(line).count(",") < 100 for line in sent)
    expected = [record.id for record in in_order(chosen, sort)]
    whole = list(zendesk.list_records("boat", **given))
    assert {record.id for record in whole} == set(expected)
    if sort is not None or name == "ids":
        assert [record.id for record in whole] == expected
    assert found == [record.id for record in whole][:limit]
    if pages:
        assert not pages[-1].has_more or limit is not None
    done = 0
    for page in data.draw(st.lists(st.sampled_from(pages), max_size=2)) if pages else []:
        if page.after_cursor is None:
            continue
        done = sum(len(each.items) for each in pages[: pages.index(page) + 1])
        rest = zendesk.list_records("boat", **given, after=page.after_cursor)
        assert [record.id for record in rest] == [record.id for record in whole][done:]


def test_both_lists_are_split_and_records_must_match_both(
    sandbox: Sandbox, zendesk: Client, records: list[Record[dict[str, Any]]]
) -> None:
    sandbox.requests.clear()

    found = zendesk.list_records(
        "boat",
        ids=[record.id for record in records[:150]],
        external_ids=[str(record.external_id) for record in records[100:]],
        sort="id",
    )

    assert [record.id for record in found] == [record.id for record in records[100:150]]
    assert max(map(len, lines(sandbox))) <= 4000


def test_a_cursor_belongs_to_its_list_of_ids(
    zendesk: Client, records: list[Record[dict[str, Any]]]
) -> None:
    ids = [record.id for record in records[:150]]
    cursor = next(zendesk.list_records("boat", ids=ids).pages()).after_cursor

    with pytest.raises(ValueError, match="another list of ids"):
        list(zendesk.list_records("boat", ids=ids[1:], after=cursor))
    for other in ("abc", "7:00:", "12"):
        with pytest.raises(ValueError, match="not a cursor"):
            list(zendesk.list_records("boat", ids=ids, after=other))
        with pytest.raises(ValueError, match="not a cursor"):
            list(zendesk.list_records("boat", ids=ids, after=other, sort="updated_at"))


def test_a_short_list_is_one_request_with_the_cursors_of_the_service(
    sandbox: Sandbox, zendesk: Client, records: list[Record[dict[str, Any]]]
) -> None:
    ids = [record.id for record in records[:100]]
    sandbox.requests.clear()

    (page,) = zendesk.list_records("boat", ids=[*ids, ids[0]]).pages()

    assert [record.id for record in page.items] == ids
    (line,) = lines(sandbox)
    assert f"filter%5Bids%5D={'%2C'.join(ids)}" in line


@given(
    st.lists(st.text(min_size=1, max_size=90).filter(lambda text: "," not in text), unique=True),
    st.integers(20, 3000),
)
def test_parts_have_every_id_once_and_fit(ids: list[str], room: int) -> None:
    ids = [each.encode("utf-8", "ignore").decode() or "x" for each in ids]
    parts = id_lists.cut(ids, room=room)

    assert [each for part in parts for each in part] == ids
    for part in parts:
        request = api.records.list_custom_object_records("boat", filter_ids=part)
        length = len(request.target.partition("=")[2])
        assert len(part) <= 100
        assert length <= room or len(part) == 1


def job(job_id: str) -> dict[str, Any]:
    return {"id": job_id, "status": "completed"}


def test_jobs_are_read_by_their_ids(zendesk: Any, connect: Any, stub: Stub) -> None:
    ids = [f"V3-{n:032x}" for n in range(250)]

    def otherwise(asked: Any) -> Reply:
        wanted = unquote(asked.target).partition("ids=")[2].split("&")[0].split(",")
        return Reply(200, {"job_statuses": [job(each) for each in wanted if each != ids[3]]})

    stub.otherwise = otherwise
    client = connect()

    found = [each.id for each in client.list_job_statuses(ids=ids)]

    assert found == [each for each in ids if each != ids[3]]
    assert all(len(line) < 4000 for line in stub.lines)
    assert all(line.startswith("GET /api/v2/job_statuses/show_many?ids=") for line in stub.lines)
    assert [each.id for each in client.list_job_statuses(ids=ids, limit=101)] == found[:101]


def test_triggers_are_deleted_by_their_ids(connect: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(204)

    connect().delete_object_triggers("boat", range(10**15, 10**15 + 230))

    assert [line.count("%2C") + 1 for line in stub.lines] == [100, 100, 30]
    assert all(line.startswith("DELETE ") and "destroy_many" in line for line in stub.lines)
