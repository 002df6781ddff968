"""Builders: what leaves for the wire, for values of every kind."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zendesk_custom_objects_api import api, models, operations

hostile = st.one_of(
    st.sampled_from(["/", "a/b", "?", "#", "%2e", "%", "a b", "é", "☃", "..a", "a;b", "\x00", "+"]),
    st.text(min_size=1).filter(lambda text: text not in (".", "..")),
)


@given(key=hostile, record_id=hostile)
def test_path_values_stay_in_their_segment(key: str, record_id: str) -> None:
    try:
        key.encode(), record_id.encode()
    except UnicodeEncodeError:
        return
    target = urlsplit(api.records.show_custom_object_record(key, record_id).target)
    segments = target.path.split("/")
    assert segments[:4] == ["", "api", "v2", "custom_objects"]
    assert (unquote(segments[4]), segments[5], unquote(segments[6])) == (key, "records", record_id)
    assert len(segments) == 7
    assert target.path.isascii()
    assert not target.query
    assert not target.fragment


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_path_values_that_clients_would_resolve_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="custom_object_field_key_or_id"):
        api.fields.delete_custom_object_field("apartment", value)
    with pytest.raises(ValueError, match="custom_object_key"):
        api.fields.delete_custom_object_field(value, "bedrooms")


@given(external_id=hostile, sort=hostile, cursor=hostile)
def test_query_values_arrive_as_they_are(external_id: str, sort: str, cursor: str) -> None:
    try:
        (external_id + sort + cursor).encode()
    except UnicodeEncodeError:
        return
    request = api.records.list_custom_object_records("boat", sort=sort, page_after=cursor)
    assert dict(parse_qsl(urlsplit(request.target).query, keep_blank_values=True)) == {
        "sort": sort,
        "page[after]": cursor,
    }
    deletion = api.records.delete_custom_object_record_by_external_id_or_name(
        "boat", external_id=external_id
    )
    assert parse_qsl(urlsplit(deletion.target).query) == [("external_id", external_id)]


def test_flags_numbers_and_comma_lists() -> None:
    fields = api.fields.list_custom_object_fields("boat", include_standard_fields=True)
    assert fields.query[0] == ("include_standard_fields", "true")
    records = api.records.list_custom_object_records("boat", filter_ids=["a", "b"], page_size=7)
    assert records.query == (("filter[ids]", "a,b"), ("page[size]", "7"))
    assert records.target.endswith("?filter%5Bids%5D=a%2Cb&page%5Bsize%5D=7")


@pytest.mark.parametrize("values", [[], [""], ["a", "b,c"]])
def test_comma_lists_that_the_service_would_misread_are_refused(values: list[str]) -> None:
    with pytest.raises(ValueError, match="external_ids"):
        api.records.list_custom_object_records("boat", filter_external_ids=values)


def test_with_query_replaces_and_removes() -> None:
    request = api.records.list_custom_object_records("boat", page_size=7)
    assert request.with_query("page[after]", "c").query == (
        ("page[size]", "7"),
        ("page[after]", "c"),
    )
    assert request.with_query("page[size]", 9).query == (("page[size]", "9"),)
    assert request.with_query("page[size]", None).query == ()


def test_a_request_says_what_a_sender_must_know() -> None:
    request = api.records.create_custom_object_record(
        "boat", body={"custom_object_record": {"name": "Nordwind"}}
    )
    assert request.method == "POST"
    assert request.operation is operations.CREATE_CUSTOM_OBJECT_RECORD
    assert request.operation.resend == "refused"
    assert request.operation.allowed_for == "agents"
    assert request.body == {"custom_object_record": {"name": "Nordwind"}}
    assert request.media_type == "application/json"


def test_decoding() -> None:
    request = api.records.show_custom_object_record("boat", "1")
    answer = request.decode(
        200,
        b'{"custom_object_record": {"id": "1", "created_at": "2026-01-02T03:04:05Z",'
        b' "external_id": null, "custom_object_fields": {"berths": 4}, "surprise": {"a": 1}}}',
    )
    record = answer.custom_object_record
    assert isinstance(record, models.CustomObjectRecord)
    assert record.created_at is not None
    assert record.created_at.isoformat() == "2026-01-02T03:04:05+00:00"
    assert record.custom_object_fields == {"berths": 4}
    assert record.external_id is None


def test_an_undocumented_success_is_read_like_the_documented_one() -> None:
    request = api.records.show_custom_object_record("boat", "1")
    assert request.decode(203, b'{"custom_object_record": {"id": "1"}}').custom_object_record.id


def test_answers_without_a_body() -> None:
    assert api.objects.delete_custom_object("boat").decode(204, b"") is None
    reorder = api.fields.reorder_custom_object_fields("boat", body={"custom_object_field_ids": []})
    assert reorder.decode(200, b'""') == reorder.decode(200, b"") == ""


def test_a_misfit_in_one_record_keeps_the_page() -> None:
    misfits: list[str] = []
    page = api.records.list_custom_object_records("boat").decode(
        200,
        b'{"custom_object_records": [{"id": "1", "created_at": "yesterday", "name": 7},'
        b' {"id": "2", "created_at": "2026-01-02T03:04:05Z"}], "meta": {"has_more": "maybe"}}',
        misfit=misfits.append,
    )
    first, second = page.custom_object_records
    assert (first.id, first.created_at, first.name) == ("1", "yesterday", 7)
    assert second.created_at is not None
    assert second.created_at.year == 2026
    assert page.meta is not None
    assert sorted(misfits) == [
        "custom_object_records[0].created_at",
        "custom_object_records[0].name",
        "meta.has_more",
    ]


def test_importing_loads_no_model_and_no_http_library() -> None:
    code = (
        "import sys; from zendesk_custom_objects_api import api, operations\n"
        "api.objects.list_custom_objects\n"
        "loaded = [name for name in sys.modules if name.partition('.')[0] in"
        " ('httpx', 'asyncio', 'ssl') or '_api.models.' in name]\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
