"""Every form of a request, executed on a served sandbox, has the same response as the client's."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from tests.contract.document import OPERATIONS, Described
from tests.sandbox.seeded import Wanted
from tests.snippets.conftest import API_TOKEN, BASIC, EMAIL, Account
from tests.snippets.engines import Conductor, SimWorkflow, TaskFailed
from zendesk_custom_objects import ApiToken, Client, File, api
from zendesk_custom_objects.prepared import PreparedRequest
from zendesk_custom_objects.snippets import placeholder
from zendesk_custom_objects_api.types import Request

MULTIPART = "multipart/form-data"
JSON_OPERATIONS = [each for each in OPERATIONS.values() if each.media_type != MULTIPART]
SECRET = {"zendesk_client_secret": "sandbox"}


class Answer(NamedTuple):
    """A response, and the request that the server received."""

    status: int | None
    body: Any
    arrived: tuple[Any, ...]


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(follow_redirects=True) as http:
        yield http


@pytest.fixture
def zendesk(account: Account) -> Iterator[Client]:
    with Client(base_url=account.url, auth=ApiToken(EMAIL, API_TOKEN), retries=0) as zendesk:
        yield zendesk


@pytest.fixture(autouse=True)
def environment(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment variables of commands and programs."""
    monkeypatch.setenv("ZENDESK_EMAIL", EMAIL)
    monkeypatch.setenv("ZENDESK_API_TOKEN", API_TOKEN)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def client_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Separate from the others, as `from_env` refuses two kinds of credentials."""
    for name, secret in SECRET.items():
        monkeypatch.setenv(name.upper(), secret)


GENERATED = re.compile(
    rb"""
    01[0-9A-Z]{24}                  # ids of records and attachments
    | \b44[0-9]{8}\b                # all other ids
    | V3-[0-9a-f]{32}               # ids of jobs
    | [0-9a-f]{64}                  # tokens
    | (?<=_cursor":")[^"]+          # positions, here and in links
    | (?<=%5Bafter%5D=)[^"&]+ | (?<=%5Bbefore%5D=)[^"&]+ | (?<=cursor=)[^"&]+
    """,
    re.VERBOSE,
)


def answered(account: Account, content: bytes | None) -> Answer:
    """The response to the received request; a download can cause a second one."""
    logged = account.sandbox.requests[0]
    sent = decoded(logged.body)
    return Answer(logged.status, decoded(content), (logged.operation, logged.method, sent))


def decoded(content: bytes | None) -> Any:
    """A body with each generated value replaced by the number of its first occurrence."""
    seen: dict[bytes, int] = {}

    def numbered(found: re.Match[bytes]) -> bytes:
        return b"%d" % (10**9 + seen.setdefault(found[0], len(seen)))

    numbered_content = GENERATED.sub(numbered, content or b"null")
    try:
        return json.loads(numbered_content)
    except ValueError:
        return numbered_content


def by_client(account: Account, zendesk: Client, request: Request[Any]) -> Answer:
    """The response to the client: the JSON as received."""
    plain = (bytes, str, type(None))
    kinds: Any = {
        status: kind if kind in plain else msgspec.Raw for status, kind in request.responses.items()
    }
    body: Any = zendesk.send(msgspec.structs.replace(request, responses=kinds))
    if isinstance(body, msgspec.Raw):
        body = bytes(body)
    return answered(account, json.dumps(body).encode() if isinstance(body, str) else body)


Execute = Callable[[PreparedRequest, httpx.Client], bytes | None]


def by_simworkflow(prepared: PreparedRequest, http: httpx.Client) -> bytes:
    definition = json.loads(json.dumps(prepared.simworkflow_definition(credentials="saved")))
    saved = {"saved": {"Authorization": f"Basic {BASIC}"}}
    return SimWorkflow(http, saved).run(definition, SECRET).content


def by_conductor(prepared: PreparedRequest, http: httpx.Client) -> bytes:
    secrets = {"zendesk_basic_credentials": BASIC, **SECRET}
    return Conductor(http, secrets).run(prepared.conductor_definition(), {}).content


def by_httpx(prepared: PreparedRequest, http: httpx.Client) -> bytes | None:
    content: bytes | None = executed(prepared.httpx())["response"].content
    return content


def executed(code: str) -> dict[str, Any]:
    """The global names of a program after its run."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        exec(compile(code, "snippet", "exec", dont_inherit=True), names)
    return names


def wanted(operation: Described, account: Account) -> tuple[Wanted, ...]:
    return account.world.wanted.get(operation.id, (Wanted(),))


@pytest.mark.parametrize(
    "execute",
    [by_simworkflow, by_conductor, by_httpx],
    ids=["SimWorkflow", "Conductor", "httpx"],
)
@pytest.mark.usefixtures("client_secret")
@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=str)
def test_the_response_is_equal_to_that_of_the_client(
    operation: Described,
    execute: Execute,
    account: Account,
    zendesk: Client,
    http: httpx.Client,
) -> None:
    for number in range(len(wanted(operation, account))):
        account.afresh()
        request = account.request(operation, wanted(operation, account)[number])
        expected = by_client(account, zendesk, request)

        account.afresh()
        prepared = zendesk.prepare(account.request(operation, wanted(operation, account)[number]))
        assert answered(account, execute(prepared, http)) == expected
        assert expected.status in (200, 201, 204, 302)


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=str)
def test_the_program_with_this_package_has_the_response_of_the_client(
    operation: Described, account: Account, zendesk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(len(wanted(operation, account))):
        account.afresh()
        request = account.request(operation, wanted(operation, account)[number])
        expected = answered(account, encoded(zendesk.send(request)))

        account.afresh()
        request = account.request(operation, wanted(operation, account)[number])
        if operation.definition["x-allowed-for"] == "anyone":  # its secret is in the body
            monkeypatch.setenv("ZENDESK_CLIENT_SECRET", SECRET["zendesk_client_secret"])
        names = executed(zendesk.prepare(request).python())
        assert answered(account, encoded(names.get("answer"))) == expected


def encoded(answer: Any) -> bytes:
    return answer if isinstance(answer, bytes) else msgspec.json.encode(answer)


def test_a_conductor_that_encodes_urls_has_the_same_response(
    account: Account, zendesk: Client, http: httpx.Client
) -> None:
    """With names, keys and ids that need no encoding, so that nothing is encoded twice."""
    engine = Conductor(http, {"zendesk_basic_credentials": BASIC}, encodes_urls=True)
    account.afresh()
    request = api.records.list_custom_object_records(
        "boat", filter_external_ids=["reg-1", "none"], page_size=2, sort="-updated_at"
    )
    target = account.request(OPERATIONS["GetSourcesByTarget"], Wanted())
    for each in (request, target):
        response = engine.run(zendesk.prepare(each).conductor_definition(), {})
        assert response.json() == json.loads(encoded(zendesk.send(each.returning(msgspec.Raw))))


def test_placeholders_are_filled_from_the_input_of_the_workflow(
    account: Account, zendesk: Client, http: httpx.Client
) -> None:
    account.afresh()
    parent = "external_id:" + placeholder("marina")
    record: Any = {
        "name": placeholder("name"),
        "custom_object_fields": {"a_integer": placeholder("n"), "a_parent": parent},
    }
    prepared = zendesk.prepare(
        api.records.create_custom_object_record(
            placeholder("custom_object_key"), body={"custom_object_record": record}
        )
    )
    given = {"custom_object_key": "boat", "name": '${$.n} "é"', "n": 6, "marina": "north"}

    saved = {"saved": {"Authorization": f"Basic {BASIC}"}}
    definition = prepared.simworkflow_definition(credentials="saved")
    responses = [SimWorkflow(http, saved).run(definition, given)]
    task = prepared.simworkflow_task(credentials="saved")
    responses.append(SimWorkflow(http, saved).test_request(task, given))
    engine = Conductor(http, {"zendesk_basic_credentials": BASIC})
    responses.append(engine.run(prepared.conductor_definition(), given))

    for response in responses:
        created = response.json()["custom_object_record"]
        assert created["name"] == given["name"]
        assert created["custom_object_fields"]["a_integer"] == 6


@pytest.mark.parametrize("form", ["python", "httpx"])
def test_programs_run_unchanged(form: str, account: Account, zendesk: Client) -> None:
    account.afresh()
    request = api.records.show_custom_object_record(
        placeholder("custom_object_key"), account.world.path["custom_object_record_id"]
    )
    code = getattr(zendesk.prepare(request), form)()

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "CUSTOM_OBJECT_KEY": "boat"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Albatross" in done.stdout
    assert account.sandbox.requests[-1].operation == "ShowCustomObjectRecord"


@pytest.mark.parametrize("form", ["python", "httpx"])
def test_programs_upload_files(
    form: str, account: Account, zendesk: Client, tmp_path: Path
) -> None:
    account.afresh()
    path = tmp_path / 'a "plan" é.txt'
    path.write_bytes(b"line\r\n\x00\xff")
    record = account.world.path["record_id"]
    request = api.attachments.create_custom_object_record_attachment(
        "boat", record, body={"uploaded_data": File(b"", str(path), "text/plain")}
    )

    executed(getattr(zendesk.prepare(request), form)())

    attachments = list(zendesk.list_attachments("boat", record))
    (found,) = (each for each in attachments if each.filename == path.name)
    assert zendesk.download_attachment("boat", record, found.id) == path.read_bytes()


def test_a_read_is_retried_and_a_create_is_not(
    account: Account, zendesk: Client, http: httpx.Client
) -> None:
    body: Any = {
        "custom_object_record": {"custom_object_fields": {"a_parent": "external_id:north"}}
    }
    requests: list[tuple[Request[Any], list[int]]] = [
        (api.records.count_custom_object_records("boat"), [503, 200]),
        (api.records.create_custom_object_record("boat", body=body), [503]),
    ]
    for execute in (by_simworkflow, by_conductor):
        for request, statuses in requests:
            account.afresh()
            account.sandbox.faults.add(status=503, times=1)
            with contextlib.suppress(TaskFailed):
                execute(zendesk.prepare(request), http)
            assert [each.status for each in account.sandbox.requests] == statuses
