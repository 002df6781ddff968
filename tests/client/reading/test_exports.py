"""The incremental export: paged with its own cursor, resumed from a checkpoint."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.client.stub import Asked, Reply, Stub
from zendesk_custom_objects import (
    BadRequestError,
    CheckpointError,
    Client,
    CursorExpired,
    DeletedRecord,
    Record,
    UnexpectedResponse,
)

CHANGED = "2026-03-02T14:05:31Z"
GONE = "[DELETED]"


def live(id: str, **values: Any) -> dict[str, Any]:
    return {
        "id": id,
        "name": "Anna",
        "external_id": None,
        "custom_object_fields": {"berths": 4},
        "updated_at": CHANGED,
        **values,
    }


def tombstone(**values: Any) -> dict[str, Any]:
    fields = {"berths": GONE, "port": GONE}
    return live("1", name=GONE, external_id=GONE, custom_object_fields=fields, **values)


def page(*records: Any, more: Any = False, cursor: str | None = "end") -> Reply:
    body = {"custom_object_records": records, "after_cursor": cursor, "meta": {"has_more": more}}
    return Reply(200, {**body, "after_url": "https://evil.example/"})


def refusal(code: str, title: str) -> Reply:
    return Reply(400, {"errors": [{"code": code, "status": "400", "title": title}]})


class Account:
    """An account whose export returns records with a cursor after each page."""

    def __init__(self, records: int) -> None:
        self.records = records

    def __call__(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.target).query)
        start = int(query.get("cursor", ["c0"])[0].removeprefix("c"))
        end = min(start + int(query["per_page"][0]), self.records)
        records = [live(f"{number}") for number in range(start, end)]
        return page(*records, more=end < self.records, cursor=f"c{end}")


def ids(items: Any) -> list[str]:
    return [item.id for item in items]


def queries(stub: Stub) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(asked.target).query) for asked in stub.asked]


def test_every_page_is_read(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(5)

    assert ids(zendesk.export_records("boat", since=60, page_size=2)) == list("01234")
    assert stub.asked[0].target.startswith("/api/v2/incremental/custom_objects/boat/cursor?")
    assert queries(stub) == [
        {"start_time": ["60"], "per_page": ["2"]},
        {"cursor": ["c2"], "per_page": ["2"]},
        {"cursor": ["c4"], "per_page": ["2"]},
    ]


def test_an_export_is_lazy(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(5)
    export = zendesk.export_records("boat", page_size=2)
    assert stub.asked == []

    records = iter(export)
    assert ids([next(records), next(records)]) == ["0", "1"]
    assert len(stub.asked) == 1


BERLIN = datetime.timezone(datetime.timedelta(hours=1))


@pytest.mark.parametrize(
    ("since", "start_time"),
    [
        (None, "0"),
        (0, "0"),
        (1767323045, "1767323045"),
        (1767323045.678, "1767323045"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=datetime.UTC), "1767323045"),
        (datetime.datetime(2026, 1, 2, 4, 4, 5, tzinfo=BERLIN), "1767323045"),
    ],
)
def test_since_becomes_the_start_time(
    zendesk: Any, stub: Stub, since: Any, start_time: str
) -> None:
    stub.will_answer(page())

    assert list(zendesk.export_records("boat", since=since)) == []
    assert queries(stub) == [{"start_time": [start_time], "per_page": ["1000"]}]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"since": datetime.datetime(2026, 1, 2)}, ValueError),
        ({"since": -1}, ValueError),
        ({"since": float("nan")}, ValueError),
        ({"since": float("inf")}, ValueError),
        ({"since": True}, TypeError),
        ({"since": "2026-01-02"}, TypeError),
        ({"since": datetime.date(2026, 1, 2)}, TypeError),
        ({"page_size": 1001}, ValueError),
        ({"page_size": 0}, ValueError),
        ({"limit": -1}, ValueError),
        ({"deleted": "only"}, ValueError),
        ({"after": "c", "since": 60}, TypeError),
        ({"after": "c", "checkpoint": "x"}, TypeError),
    ],
)
def test_invalid_options_raise_before_a_request(
    options: dict[str, Any], error: type[Exception], unused_url: str
) -> None:
    from zendesk_custom_objects import BearerToken

    with Client(base_url=unused_url, auth=BearerToken("t")) as zendesk, pytest.raises(error):
        zendesk.export_records("boat", **options)


def test_an_export_resumes_after_a_limit(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = Account(10)

    *_, last = zendesk.export_records("boat", page_size=4, limit=6).pages()

    assert ids(last.items) == ["4", "5"]
    assert ids(zendesk.export_records("boat", after=last.after_cursor)) == list("6789")
    assert queries(stub)[1:] == [
        {"cursor": ["c4"], "per_page": ["2"]},
        {"cursor": ["c6"], "per_page": ["1000"]},
    ]


@pytest.mark.parametrize("meta", [None, {}, {"has_more": None}, {"has_more": "no"}, "odd"])
def test_a_page_without_a_usable_meta_raises(zendesk: Any, stub: Stub, meta: Any) -> None:
    stub.will_answer(Reply(200, {"custom_object_records": [live("1")], "meta": meta}))

    with pytest.raises(UnexpectedResponse):
        list(zendesk.export_records("boat"))


@pytest.mark.parametrize("records", [None, "odd", {}])
def test_a_page_without_a_list_raises(zendesk: Any, stub: Stub, records: Any) -> None:
    stub.will_answer(Reply(200, {"custom_object_records": records, "meta": {"has_more": False}}))

    with pytest.raises(UnexpectedResponse):
        list(zendesk.export_records("boat"))


def test_a_cursor_that_repeats_raises(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(page(more=True, cursor="a"), page(more=True, cursor="a"))

    with pytest.raises(UnexpectedResponse, match="repeats"):
        list(zendesk.export_records("boat"))


@pytest.mark.parametrize(
    "record",
    [
        tombstone(),
        tombstone(created_at=GONE, updated_at=GONE, created_by_user_id=GONE, url=GONE),
        {**tombstone(), "external_id": None},
        {**tombstone(), "custom_object_fields": {}},
        {**tombstone(), "custom_object_fields": {"berths": None}},
    ],
)
def test_a_tombstone_becomes_a_deleted_record(
    zendesk: Any, stub: Stub, record: dict[str, Any]
) -> None:
    stub.will_answer(page(record, live("2")))

    gone, other = zendesk.export_records("boat")

    assert type(gone) is DeletedRecord
    assert gone.id == "1"
    assert GONE not in repr(gone)
    assert type(other) is Record


def test_a_deleted_record_has_the_properties_of_its_tombstone(zendesk: Any, stub: Stub) -> None:
    told = {"created_by_user_id": "1", "updated_by_user_id": "2", "created_at": CHANGED}
    stub.will_answer(page(tombstone(custom_object_key="boat", url="u", **told)))
    moment = datetime.datetime(2026, 3, 2, 14, 5, 31, tzinfo=datetime.UTC)

    assert list(zendesk.export_records("boat")) == [
        DeletedRecord(
            id="1",
            custom_object_key="boat",
            created_by_user_id="1",
            updated_by_user_id="2",
            created_at=moment,
            updated_at=moment,
            url="u",
        )
    ]


@pytest.mark.parametrize(
    "record",
    [
        live("1", name=GONE),
        live("1", name=GONE, custom_object_fields={}),
        live("1", name=GONE, custom_object_fields={"port": GONE, "berths": 4}),
        live("1", name=GONE, custom_object_fields={"port": [GONE]}),
        live("1", name=GONE, external_id=GONE),
        live("1", external_id=GONE, custom_object_fields={"port": GONE}),
    ],
)
def test_a_live_record_with_values_of_a_tombstone_is_no_deleted_record(
    zendesk: Any, stub: Stub, record: Any
) -> None:
    stub.will_answer(page(record))

    (found,) = zendesk.export_records("boat")

    assert type(found) is Record
    assert found.fields == record["custom_object_fields"]


def test_no_record_counts_as_deleted_if_those_are_excluded(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(page(tombstone()))

    (found,) = zendesk.export_records("boat", deleted="exclude")

    assert type(found) is Record
    assert queries(stub)[0]["filter[exclude_deleted]"] == ["true"]


@dataclass
class Boat:
    berths: int | None = None


def test_fields_are_decoded_into_a_class(zendesk: Any, stub: Stub) -> None:
    text = live(
        "2", custom_object_fields={"berths": "6"}
    )  # a number as text, as in an example of the vendor
    stub.will_answer(page(tombstone(), text))

    gone, found = zendesk.export_records("boat", fields_type=Boat)

    assert type(gone) is DeletedRecord
    assert found.fields == Boat(berths=6)


def test_a_start_time_that_is_too_recent_has_its_own_error(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(refusal("StartTimeTooRecent", "start_time must be 60 seconds ago"))

    with pytest.raises(BadRequestError, match=r"60 seconds ago.*Pass an earlier since") as caught:
        list(zendesk.export_records("boat", since=2_000_000_000))

    assert caught.value.code == "StartTimeTooRecent"


def test_another_refusal_keeps_its_error(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(refusal("InvalidParameter", "no"))

    with pytest.raises(BadRequestError) as caught:
        list(zendesk.export_records("boat"))

    assert (type(caught.value), caught.value.description) == (BadRequestError, "no")


def test_the_rate_limit_of_the_export_is_respected(
    connect: Callable[..., Any], stub: Stub, waits: list[float]
) -> None:
    """Ten requests a minute, unless the service says otherwise; other requests do not wait."""
    stub.otherwise = Account(25)
    zendesk = connect()

    assert len(ids(zendesk.export_records("boat", page_size=1, limit=10))) == 10
    assert sum(waits) == 0
    assert len(ids(zendesk.export_records("boat", page_size=1, limit=5))) == 5
    assert 55 < sum(waits) < 65


# Checkpoints


def cursor(path: Path) -> Any:
    return json.loads(path.read_bytes())["cursor"] if path.exists() else None


def test_a_page_is_recorded_when_the_next_one_is_requested(
    zendesk: Any, stub: Stub, tmp_path: Path
) -> None:
    stub.otherwise = Account(5)
    noted = tmp_path / "boats.checkpoint"

    seen = [
        (record.id, cursor(noted))
        for record in zendesk.export_records("boat", page_size=2, checkpoint=noted)
    ]

    assert seen == [("0", None), ("1", None), ("2", "c2"), ("3", "c2"), ("4", "c4")]
    assert cursor(noted) == "c5"
    assert [path.name for path in tmp_path.iterdir()] == ["boats.checkpoint"]


@pytest.mark.parametrize(("read", "again"), [(1, "01234"), (2, "01234"), (3, "234"), (5, "4")])
def test_an_interrupted_export_repeats_the_unrecorded_page(
    zendesk: Any, stub: Stub, tmp_path: Path, read: int, again: str
) -> None:
    stub.otherwise = Account(5)
    noted = tmp_path / "boats.checkpoint"
    records = iter(zendesk.export_records("boat", page_size=2, checkpoint=noted))
    for _ in range(read):
        next(records)
    del records

    assert ids(zendesk.export_records("boat", page_size=2, checkpoint=noted)) == list(again)


def test_the_next_export_returns_later_changes(zendesk: Any, stub: Stub, tmp_path: Path) -> None:
    account = stub.otherwise = Account(3)
    export = zendesk.export_records("boat", since=60, checkpoint=tmp_path / "noted")
    assert ids(export) == list("012")
    assert ids(export) == []

    account.records = 5

    assert ids(export) == ["3", "4"]
    assert [query.get("cursor") for query in queries(stub)] == [None, ["c3"], ["c3"]]


def test_a_last_page_without_a_cursor_is_read_again(
    zendesk: Any, stub: Stub, tmp_path: Path
) -> None:
    noted = tmp_path / "noted"
    stub.will_answer(page(live("1"), more=True, cursor="a"), page(live("2"), cursor=None))

    list(zendesk.export_records("boat", checkpoint=noted))

    assert cursor(noted) == "a"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a checkpoint"),
        (b"{", "is not a checkpoint"),
        (b"[1]", "is not a checkpoint"),
        (b"{}", "is not a checkpoint"),
        (b"\xff\x00", "is not a checkpoint"),
        (b"[" * 100_000, "is not a checkpoint"),
    ],
)
def test_a_file_that_is_no_checkpoint_is_refused(
    zendesk: Any, stub: Stub, tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "noted"
    path.write_bytes(content)

    with pytest.raises(CheckpointError, match=says):
        list(zendesk.export_records("boat", checkpoint=path))

    assert stub.asked == []
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"account": "https://other.zendesk.com"}, "its account is 'https://other.zendesk.com'"),
        ({"object": "ship"}, "its object is 'ship', not 'boat'"),
        ({"deleted": "exclude"}, "its deleted is 'exclude', not 'include'"),
        ({"version": 2}, "is not a checkpoint"),
        ({"cursor": 5}, "is not a checkpoint"),
    ],
)
def test_the_checkpoint_of_another_export_is_refused(
    zendesk: Any, stub: Stub, tmp_path: Path, changed: dict[str, Any], says: str
) -> None:
    path = tmp_path / "noted"
    stub.will_answer(page(live("1")))
    list(zendesk.export_records("boat", checkpoint=path))
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **changed}))

    with pytest.raises(CheckpointError, match=says):
        list(zendesk.export_records("boat", checkpoint=path))

    assert len(stub.asked) == 1


def test_a_checkpoint_needs_an_existing_folder(zendesk: Any, stub: Stub, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CheckpointError, match="cannot be read"):
        list(zendesk.export_records("boat", checkpoint=tmp_path / "file" / "noted"))
    with pytest.raises(CheckpointError, match="its folder does not exist"):
        list(zendesk.export_records("boat", checkpoint=tmp_path / "no" / "noted"))
    assert stub.asked == []


def test_an_expired_cursor_raises_with_a_time_to_start_from(
    zendesk: Any, stub: Stub, tmp_path: Path
) -> None:
    path = tmp_path / "noted"
    stub.will_answer(
        page(live("1"), more=True, cursor="a"), refusal("InvalidCursor", "invalid or expired")
    )

    with pytest.raises(CursorExpired) as caught:
        list(zendesk.export_records("boat", checkpoint=path))

    error = caught.value
    assert error.since == datetime.datetime(2026, 3, 2, 14, 5, 31, tzinfo=datetime.UTC)
    assert (error.code, error.status) == ("InvalidCursor", 400)
    for part in ("invalid or expired", "since=2026-03-02T14:05:31+00:00", str(path)):
        assert part in str(error)

    stub.will_answer(refusal("InvalidCursor", "invalid or expired"))
    with pytest.raises(CursorExpired) as caught:
        list(zendesk.export_records("boat", checkpoint=path))
    assert caught.value.since == error.since


def test_an_invalid_cursor_raises(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(refusal("InvalidCursor", "invalid or expired"))

    with pytest.raises(CursorExpired, match="an earlier since") as caught:
        list(zendesk.export_records("boat", after="x"))

    assert caught.value.since is None
