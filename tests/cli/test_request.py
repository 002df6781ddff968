"""`zco request`: every operation can be looked up, shown, taken along and tried."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SECRET, Zco
from tests.contract.document import OPERATIONS, Described
from zendesk_custom_objects import Client


@pytest.mark.parametrize(
    ("words", "operation"),
    [
        ("create record", "CreateCustomObjectRecord"),
        ("list the records of an object", "ListCustomObjectRecords"),
        ("upsert", "UpsertCustomObjectRecordByExternalIdOrName"),
        ("delete trigger", "DeleteObjectTrigger"),
        ("job status", "ShowJobStatus"),
        ("access token", "CreateTokenForGrantType"),
        ("incremental export", "IncrementalCustomObjectRecordExportCursor"),
    ],
)
def test_words_find_an_operation(zco: Zco, words: str, operation: str) -> None:
    assert (
        operation in [each["id"] for each in zco("request", "--search", words, "--json").json][:3]
    )


def test_words_that_find_nothing(zco: Zco) -> None:
    result = zco("request", "--search", "xylophone")
    assert (result.code, result.out, result.err) == (0, "", "None.\n")


def test_without_words_all_are_listed(zco: Zco) -> None:
    assert [each["id"] for each in zco("request", "--json").json] == list(OPERATIONS)
    assert len(zco("request").out.splitlines()) == 1 + len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_its_page_has_the_whole_reference(zco: Zco, operation: Described) -> None:
    result = zco("request", operation.id)
    assert result.code == 0, result.err
    page = "".join(result.out.split())

    def has(text: str) -> bool:
        return "".join(text.split()) in page

    assert has(f"{operation.id}: {operation.definition['summary']}")
    assert has(f"{operation.method} {operation.path}")
    assert has(operation.definition["description"])
    for parameter in operation.parameters:
        assert has(parameter["name"])
    for status in operation.definition["responses"]:
        assert f"\n{status} " in result.out
    assert "Authorization: Bearer <secret>" in result.out


def test_names_are_taken_as_people_write_them(zco: Zco) -> None:
    (reference,) = zco("request", "create_custom_object_record", "--json").json
    assert reference == zco("request", "createcustomobjectRECORD", "--json").json[0]
    assert reference["id"] == "CreateCustomObjectRecord"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["CreateCustomObjectRecrd"], 'did you mean "CreateCustomObjectRecord"?'),
        (["ListCustomObjects", "colour=red"], "has no parameter colour"),
        (["ListCustomObjectRecords", "page_sise=1"], 'did you mean "page_size"?'),
        (["ListCustomObjectRecords", "page_size=many"], "is no integer"),
        (["ListCustomObjectRecords", "page_size=1", "page[size]=2"], "given twice"),
        (["ShowCustomObject", "custom_object_key=.."], "cannot stand in a path"),
        (["ListCustomObjects", "--body", "{}"], "has no body"),
        (["CreateCustomObject", "--body", "{"], "not JSON"),
        (["CreateCustomObject", "--curl", "--send"], "exclude each other"),
        (["CreateCustomObject", "--send", "--sandbox"], "needs a body"),
        (["ShowCustomObject", "--send", "--sandbox"], "needs custom_object_key"),
        (["CreateCustomObjectRecordAttachment", "--http-task"], "uploads a file"),
    ],
)
def test_what_cannot_be(zco: Zco, arguments: list[str], message: str) -> None:
    result = zco("request", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in " ".join(result.err.replace("│", "").split())


def test_it_is_sent_and_its_answer_shown(zco: Zco, boats: Client, tmp_path: Path) -> None:
    body = {"custom_object_record": {"name": "Nordwind", "custom_object_fields": {"berths": 4}}}
    file = tmp_path / "body.json"
    file.write_text(json.dumps(body))
    for given, stdin in ((json.dumps(body), ""), (f"@{file}", ""), ("-", json.dumps(body))):
        result = zco(
            "request",
            "CreateCustomObjectRecord",
            "custom_object_key=boat",
            *("--body", given, "--send"),
            stdin=stdin,
        )
        assert result.code == 0, result.err
        created = json.loads(result.out)["custom_object_record"]
        assert boats.get_record("boat", created["id"]).fields["berths"] == 4
        assert result.err.startswith("201 POST /api/v2/custom_objects/boat/records\n")
        assert "x-zendesk-request-id: " in result.err

    listed = zco(
        "request", "ListCustomObjectRecords", "custom_object_key=boat", "page[size]=2", "--send"
    )
    assert len(json.loads(listed.out)["custom_object_records"]) == 2


def test_a_refusal_is_shown_in_full(zco: Zco, boats: Client) -> None:
    body = json.dumps({"custom_object_record": {"custom_object_fields": {"berths": "four"}}})
    result = zco(
        "request", "CreateCustomObjectRecord", "custom_object_key=boat", "--body", body, "--send"
    )
    assert result.code == 1
    assert "422" in result.err
    assert "berths" in result.out + result.err


def test_a_deletion_asks(zco: Zco, boats: Client) -> None:
    call = ["request", "DeleteCustomObject", "custom_object_key=boat", "--send"]
    assert zco(*call).code == 2
    assert boats.get_object("boat").key == "boat"
    assert zco(*call, "--yes").code == 0
    assert list(boats.list_objects()) == []


def test_files_go_both_ways(zco_process: Zco, boats: Client, tmp_path: Path) -> None:
    boats.update_object("boat", allows_attachments=True)
    record = boats.create_record("boat", name="Nordwind")
    file = tmp_path / "plan.txt"
    file.write_bytes(b"line\r\n\x00\xff")
    sent = zco_process(
        "request", "CreateCustomObjectRecordAttachment", "custom_object_key=boat",
        f"record_id={record.id}", f"uploaded_data=@{file}", "--send",
    )  # fmt: skip
    assert sent.code == 0, sent.err
    (attachment,) = boats.list_attachments("boat", record.id)
    assert boats.download_attachment("boat", record.id, attachment.id) == file.read_bytes()


def test_secrets_stay_out_of_what_is_shown(zco: Zco, account: None) -> None:
    given = json.dumps({"grant_type": "client_credentials", "client_secret": "top-" + SECRET})
    for form in ([], ["--curl"], ["--http-task"]):
        result = zco("request", "CreateTokenForGrantType", "--body", given, *form)
        assert result.code == 0
        assert SECRET not in result.out + result.err
