"""Requests as data: building, changing and decoding them."""

from __future__ import annotations

import msgspec
import pytest

from zendesk_custom_objects_api import api, models, operations


def test_a_request_carries_the_facts_of_its_operation() -> None:
    request = api.records.create_custom_object_record(
        "boat", body={"custom_object_record": {"name": "Nordwind"}}
    )
    assert request.method == "POST"
    assert request.target == "/api/v2/custom_objects/boat/records"
    assert request.operation is operations.CREATE_CUSTOM_OBJECT_RECORD
    assert request.operation.resend == "refused"
    assert request.operation.allowed_for == "agents"
    assert request.body == {"custom_object_record": {"name": "Nordwind"}}
    assert request.media_type == "application/json"


def test_flags_numbers_and_comma_lists() -> None:
    fields = api.fields.list_custom_object_fields("boat", include_standard_fields=True)
    assert fields.query == (("include_standard_fields", "true"),)
    records = api.records.list_custom_object_records("boat", filter_ids=["a", "b"], page_size=7)
    assert records.query == (("filter[ids]", "a,b"), ("page[size]", "7"))
    assert records.target.endswith("?filter%5Bids%5D=a%2Cb&page%5Bsize%5D=7")


def test_deep_objects() -> None:
    search = api.records.autocomplete_custom_object_record_search(
        "boat",
        filter_dynamic_values={"ticket_fields_7": "01KC9HXS", "ticket_fields_8": ""},
        name="alba",
    )
    assert dict(search.query) == {
        "name": "alba",
        "filter[dynamic_values][ticket_fields_7]": "01KC9HXS",
        "filter[dynamic_values][ticket_fields_8]": "",
    }


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
    assert request.query == (("page[size]", "7"),)


def test_with_query_replaces_a_deep_object_whole() -> None:
    request = api.records.autocomplete_custom_object_record_search(
        "boat", filter_dynamic_values={"a": "1", "b": "2"}
    )
    assert request.with_query("filter[dynamic_values]", {"c": 3}).query == (
        ("filter[dynamic_values][c]", "3"),
    )


def test_returning_another_type() -> None:
    class Names(msgspec.Struct):
        custom_object_records: list[dict[str, str]]

    request = api.records.list_custom_object_records("boat", page_size=2)
    other = request.returning(Names)
    assert other.target == request.target
    found = other.decode(200, b'{"custom_object_records": [{"name": "Albatross"}]}')
    assert found == Names([{"name": "Albatross"}])


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


def test_responses_without_a_body() -> None:
    assert api.objects.delete_custom_object("boat").decode(204, b"") is None
    reorder = api.fields.reorder_custom_object_fields("boat", body={"custom_object_field_ids": []})
    assert reorder.decode(200, b'""') == reorder.decode(200, b"") == ""


def test_binary_content_is_returned_unchanged() -> None:
    download = api.attachments.download_custom_object_record_attachment("boat", "1", "2")
    assert download.decode(200, b"%PDF-1.7 \xff") == b"%PDF-1.7 \xff"
    assert download.operation.redirects


def test_job_results_can_be_a_list_or_a_single_object() -> None:
    job = api.jobs.show_job_status("V3-1")
    listed = job.decode(
        200, b'{"job_status": {"id": "V3-1", "results": [{"index": 0, "id": "01K"}]}}'
    )
    assert listed.job_status.results == [models.JobResult(index=0, id="01K")]
    single = job.decode(200, b'{"job_status": {"id": "V3-1", "results": {"success": true}}}')
    assert single.job_status.results == models.JobResult(success=True)


def test_repr_hides_secrets() -> None:
    request = api.oauth.create_token_for_grant_type(
        body={"grant_type": "client_credentials", "client_id": "harbour", "client_secret": "hs-1"}
    )
    token = request.decode(201, b'{"access_token": "ha-1", "refresh_token": "hr-1"}')
    assert token.access_token == "ha-1"
    assert "ha-1" not in repr(token)
    assert "hr-1" not in repr(token)
