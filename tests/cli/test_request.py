"""`zco request`: every operation can be looked up, shown, exported and sent."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.cli.conftest import SECRET, Zco
from tests.contract.document import OPERATIONS, Described
from zendesk_custom_objects import BearerToken, Client, api
from zendesk_custom_objects.cli import operations
from zendesk_custom_objects.cli.draft import draft
from zendesk_custom_objects.prepared import PreparedRequest
from zendesk_custom_objects.snippets.placeholders import shown
from zendesk_custom_objects_api import reference


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


def test_words_without_a_match_are_reported(zco: Zco) -> None:
    result = zco("request", "--search", "xylophone")
    assert (result.code, result.out, result.err) == (0, "", "None.\n")


def test_without_words_all_operations_are_listed(zco: Zco) -> None:
    assert [each["id"] for each in zco("request", "--json").json] == list(OPERATIONS)
    assert len(zco("request").out.splitlines()) == 1 + len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=str)
def test_an_operation_is_shown_with_its_whole_reference(zco: Zco, operation: Described) -> None:
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


def test_names_of_operations_are_accepted_in_any_style(zco: Zco) -> None:
    (reference,) = zco("request", "create_custom_object_record", "--json").json
    assert reference == zco("request", "createcustomobjectRECORD", "--json").json[0]
    assert reference["id"] == "CreateCustomObjectRecord"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["CreateCustomObjectRecrd"], 'did you mean "CreateCustomObjectRecord"?'),
        (["ListCustomObjects", "colour=red"], "has no parameter colour"),
        (["ListCustomObjectRecords", "page_sise=1"], 'did you mean "page_size"?'),
        (["ListCustomObjectRecords", "page_size=many"], "is not an integer"),
        (["ListObjectTriggers", "active=maybe"], "is not true or false"),
        (["ListCustomObjectRecords", "page_size=1", "page[size]=2"], "given twice"),
        (["ShowCustomObject", "custom_object_key=.."], "cannot be used in a path"),
        (["ListCustomObjects", "--body", "{}"], "has no JSON body"),
        (["CreateCustomObjectRecordAttachment", "--body", "{}"], "give the file as NAME=@FILE"),
        (["CreateCustomObject", "--body", "{"], "not JSON"),
        (["CreateCustomObject", "--curl", "--send"], "--send and --curl cannot be combined"),
        (["CreateCustomObject", "--httpx", "--workflow"], "cannot be combined: choose one"),
        (["CreateCustomObject", "--input", "custom_object.key"], "needs --http-task or --workflow"),
        (["CreateCustomObject", "--curl", "--credentials", "7"], "needs --http-task or --workflow"),
        (["CreateCustomObject", "--workflow", "--secrets", "x"], "--http-task-format conductor"),
        (
            ["CreateCustomObject", "--workflow", "--input", "custom_object.titel"],
            'no parameter or property custom_object.titel (did you mean "custom_object.title"?)',
        ),
        (["ListCustomObjects", "--http-task", "--input", "page"], "no parameter or property page"),
        (["CreateCustomObject", "--send", "--sandbox"], "needs a body"),
        (["ShowCustomObject", "--send", "--sandbox"], "needs custom_object_key"),
        (["CreateCustomObjectRecordAttachment", "--http-task"], "uploads a file"),
    ],
)
def test_an_invalid_request_is_refused(zco: Zco, arguments: list[str], message: str) -> None:
    result = zco("request", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in " ".join(result.err.replace("│", "").split())


def test_a_request_is_sent_and_its_response_shown(zco: Zco, boats: Client, tmp_path: Path) -> None:
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


def test_an_error_response_is_shown_in_full(zco: Zco, boats: Client) -> None:
    body = json.dumps({"custom_object_record": {"custom_object_fields": {"berths": "four"}}})
    result = zco(
        "request", "CreateCustomObjectRecord", "custom_object_key=boat", "--body", body, "--send"
    )
    assert result.code == 1
    assert "422" in result.err
    assert "berths" in result.out + result.err


def test_a_deletion_asks_for_confirmation(zco: Zco, boats: Client) -> None:
    call = ["request", "DeleteCustomObject", "custom_object_key=boat", "--send"]
    assert zco(*call).code == 2
    assert boats.get_object("boat").key == "boat"
    assert zco(*call, "--yes").code == 0
    assert list(boats.list_objects()) == []


def test_files_are_uploaded_and_downloaded(zco_process: Zco, boats: Client, tmp_path: Path) -> None:
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


def test_a_shown_request_contains_no_secrets(zco: Zco, account: None) -> None:
    given = json.dumps({"grant_type": "client_credentials", "client_secret": "top-" + SECRET})
    for form in ([], ["--curl"], ["--http-task"], ["--workflow"], ["--python"], ["--httpx"]):
        result = zco("request", "CreateTokenForGrantType", "--body", given, *form)
        assert result.code == 0
        assert SECRET not in result.out + result.err


CREATE = ["CreateCustomObjectRecord", "custom_object_key=boat", "--subdomain", "acme"]


def prepared() -> PreparedRequest:
    """The request of `CREATE` with the example of the contract as its body."""
    found = operations.find("CreateCustomObjectRecord")
    assert found.body is not None
    request = api.records.create_custom_object_record("boat", body=found.body.example)
    with Client("acme", auth=BearerToken("t")) as zendesk:
        return zendesk.prepare(request)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--http-task"], prepared().simworkflow_task()),
        (["--http-task", "--credentials", "7"], prepared().simworkflow_task(credentials="7")),
        (["--workflow"], prepared().simworkflow_definition()),
        (["--workflow", "--credentials", "7"], prepared().simworkflow_definition(credentials="7")),
        (["--http-task", "--http-task-format", "simworkflow"], prepared().simworkflow_task()),
        (["--http-task", "--http-task-format", "conductor"], prepared().conductor_task()),
        (
            ["--workflow", "--http-task-format", "conductor", "--secrets", "workflow.input"],
            prepared().conductor_definition(secrets="workflow.input"),
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_request_is_written_for_a_workflow_engine(
    zco: Zco, options: list[str], expected: dict[str, Any]
) -> None:
    result = zco("request", *CREATE, *options)
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == expected
    assert list(json.loads(result.out)) == list(expected)


@pytest.mark.parametrize("form", ["curl", "python", "httpx"])
def test_a_request_is_written_for_another_program(zco: Zco, form: str) -> None:
    result = zco("request", *CREATE, f"--{form}")
    assert result.code == 0
    assert result.out == getattr(prepared(), form)() + "\n"
    assert result.err == "It reads the variables ZENDESK_OAUTH_TOKEN.\n"


def test_parameters_and_properties_refer_to_the_input(zco: Zco) -> None:
    fields = "custom_object_record.custom_object_fields"
    inputs = ["custom_object_record.name", f"{fields}.name", f"{fields}.30d", f"{fields}.new.x"]
    result = zco(
        "request", "CreateCustomObjectRecord", "--subdomain", "acme", "--http-task",
        *(word for path in inputs for word in ("--input", path)),
    )  # fmt: skip
    task = json.loads(result.out)
    record = task["httpRequest"]["body"]["custom_object_record"]
    assert record["name"] == "${$.name}"
    assert record["external_id"] == "reg-1042"
    whole = fields.replace(".", "_")
    assert record["custom_object_fields"]["name"] == f"${{$.{whole}_name}}"
    assert record["custom_object_fields"]["30d"] == f"${{$.{whole}_30d}}"
    assert record["custom_object_fields"]["new"] == {"x": "${$.x}"}
    assert record["custom_object_fields"]["berths"] == 6
    assert task["inputParameters"] == {
        name: f"${{$.workflow.input.{name}}}"
        for name in ("custom_object_key", "name", f"{whole}_name", f"{whole}_30d", "x")
    }


def test_optional_parameters_refer_to_the_input(zco: Zco) -> None:
    result = zco(
        "request", "ListCustomObjectRecords", "custom_object_key=boat", "--subdomain", "acme",
        "--http-task", "--input", "page[after]", "--input", "filter_ids", "page_size=5",
    )  # fmt: skip
    assert json.loads(result.out)["httpRequest"]["url"] == (
        "https://acme.zendesk.com/api/v2/custom_objects/boat/records"
        "?filter[ids]=${$.filter_ids}&page[size]=5&page[after]=${$.page_after}"
    )


def test_any_name_of_a_parameter_or_property_becomes_an_input_of_its_own() -> None:
    """Inputs have ASCII names that differ in more than case, as variables are in upper case."""
    names = ["Boat", "boat", "größe", "grosse", "名前", "X-Id", "class", "2nd", "zendesk_subdomain"]
    parameters = [
        reference.Parameter(name=name, argument=name, place="query", type="string")
        for name in names
    ]
    operation = msgspec.structs.replace(
        operations.find("CreateCustomObjectRecord"), id="Odd", parameters=parameters
    )
    fields = "custom_object_record.custom_object_fields"
    paths = [f"{fields}.{name}" for name in names]
    built: dict[str, Any] = {}

    def build(_: object, values: object, body: Any, *, places: Any, files: object) -> Any:
        built.update(places, body=body)
        return api.objects.list_custom_objects()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "build", build)
        draft(operation, None, {}, None, [*names, *paths])

    values = built.pop("body")["custom_object_record"]["custom_object_fields"]
    inputs = [built[name] for name in names] + [values[name] for name in names]
    found = [shown(text)[1:-1] for text in inputs]
    assert all(re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name) for name in found)
    assert len({name.upper() for name in [*found, "zendesk_subdomain"]}) == 2 * len(names) + 1
    assert found[:4] == ["Boat", "boat_2", "groe", "grosse"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_the_curl_command_runs_as_printed(zco: Zco, boats: Client) -> None:
    body = json.dumps({"custom_object_record": {"name": "It's $HOME"}})
    printed = zco(
        "request", "CreateCustomObjectRecord", "custom_object_key=boat", "--body", body, "--curl"
    )

    done = subprocess.run(["sh", "-c", printed.out], capture_output=True, check=True)

    created = json.loads(done.stdout)["custom_object_record"]
    assert boats.get_record("boat", created["id"]).name == "It's $HOME"
