"""The curl commands run in a shell, and send the same requests as the client."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.document import OPERATIONS
from tests.low_level.building import HOSTILE, builder, stand_ins
from tests.snippets.conftest import API_TOKEN, EMAIL, Account
from zendesk_custom_objects import ApiToken, BearerToken, Client, File, api
from zendesk_custom_objects.prepared import PreparedRequest
from zendesk_custom_objects.snippets import placeholder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a POSIX shell is needed")
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")

CURL = """curl() { printf '%s\\000' "$#" "$@"; }\n"""
"""A replacement of curl that prints its arguments and their number."""


def shell(commands: list[str], **variables: str) -> list[list[str]]:
    """The arguments that a shell passes to curl in each of the commands."""
    done = subprocess.run(
        ["sh", "-eu"],
        input=(CURL + "\n".join(commands)).encode(),
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        check=True,
    )
    words = iter(done.stdout.decode().split("\0")[:-1])
    return [[next(words) for _ in range(int(count))] for count in words]


def option(arguments: list[str], name: str) -> list[str]:
    return [value for key, value in pairwise(arguments) if key == name]


texts = st.sampled_from([text for text in HOSTILE if "\x00" not in text]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1
).filter(lambda text: text not in (".", ".."))


def test_any_value_survives_the_shell() -> None:
    @settings(max_examples=25)
    @given(st.lists(st.tuples(texts, texts), min_size=1, max_size=20))
    def check(values: list[tuple[str, str]]) -> None:
        with Client("acme", auth=BearerToken("t")) as zendesk:
            prepared = [
                zendesk.prepare(
                    api.records.create_custom_object_record(
                        key, body={"custom_object_record": {"name": name}}
                    )
                )
                for key, name in values
            ]
        ran = shell([each.curl() for each in prepared], ZENDESK_OAUTH_TOKEN="s p'\"$x")
        for each, arguments in zip(prepared, ran, strict=True):
            assert option(arguments, "--request") == ["POST"]
            assert option(arguments, "--url") == [each.url]
            assert option(arguments, "--data-raw") == [(each.body or b"").decode()]
            assert "Authorization: Bearer s p'\"$x" in option(arguments, "--header")

    check()


def requests(value: Callable[[str], str]) -> list[PreparedRequest]:
    """A request for each operation, with values derived from their names."""
    prepared = []
    with Client(value("zendesk_subdomain"), auth=BearerToken("t")) as zendesk:
        for operation in OPERATIONS.values():
            arguments: dict[str, Any] = {name: value(name) for name in stand_ins(operation)}
            if operation.media_type == "application/json":
                arguments["body"] = {"key": value("inside")}
            elif operation.media_type:
                arguments["body"] = {"uploaded_data": File(b"", "plan.txt")}
            prepared.append(zendesk.prepare(builder(operation)(**arguments)))
    return prepared


def test_placeholders_are_variables_of_the_shell() -> None:
    def value(name: str) -> str:
        return f"value-of-{name.replace('_', '-')}"

    names = {name for operation in OPERATIONS.values() for name in stand_ins(operation)}
    variables = {name.upper(): value(name) for name in (*names, "zendesk_subdomain", "inside")}
    commands = [each.curl() for each in requests(placeholder)]

    ran = shell(commands, ZENDESK_OAUTH_TOKEN="t", **variables)

    for arguments, expected in zip(ran, requests(value), strict=True):
        assert option(arguments, "--url") == [expected.url]
        is_open = expected.request.operation.allowed_for == "anyone"
        assert ("Authorization: Bearer t" in arguments) != is_open
        if expected.headers.get("Content-Type") == "application/json":
            assert option(arguments, "--data-raw") == [(expected.body or b"").decode()]


def test_headers_of_the_client_are_sent() -> None:
    with Client("acme", auth=BearerToken("t")) as zendesk:
        signed = zendesk.with_options(headers={"X-Team": "it's $HOME"})
        command = signed.prepare(api.objects.list_custom_objects()).curl()
    (arguments,) = shell([command], ZENDESK_OAUTH_TOKEN="t")
    assert "x-team: it's $HOME" in option(arguments, "--header")


@pytest.fixture
def zendesk(account: Account, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ZENDESK_EMAIL", EMAIL)
    monkeypatch.setenv("ZENDESK_API_TOKEN", API_TOKEN)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    account.afresh()
    with Client(base_url=account.url, auth=ApiToken(EMAIL, API_TOKEN)) as zendesk:
        yield zendesk


def curl(command: str, folder: Path) -> bytes:
    return subprocess.run(
        ["sh", "-eu", "-c", f"{command} --silent --fail"], cwd=folder, stdout=-1, check=True
    ).stdout


@needs_curl
def test_curl_itself_gets_a_response(account: Account, zendesk: Client, tmp_path: Path) -> None:
    name = 'It\'s $HOME ${x} "é" %41'
    body: Any = {"name": name, "custom_object_fields": {"a_parent": "external_id:north"}}
    create = api.records.create_custom_object_record("boat", body={"custom_object_record": body})
    created = json.loads(curl(zendesk.prepare(create).curl(), tmp_path))["custom_object_record"]
    assert zendesk.get_record("boat", created["id"]).name == name

    found = api.records.list_custom_object_records("boat", filter_ids=[created["id"]], page_size=1)
    listed = json.loads(curl(zendesk.prepare(found).curl(), tmp_path))
    assert [each["id"] for each in listed["custom_object_records"]] == [created["id"]]


@needs_curl
def test_curl_uploads_and_downloads_files(
    account: Account, zendesk: Client, tmp_path: Path
) -> None:
    record = account.world.path["record_id"]
    path = tmp_path / 'a "plan", it\'s; é.txt'
    path.write_bytes(b"line\r\n\x00\xff")
    upload = api.attachments.create_custom_object_record_attachment(
        "boat", record, body={"uploaded_data": File(b"", str(path))}
    )
    made = json.loads(curl(zendesk.prepare(upload).curl(), tmp_path))
    attachment = made["custom_object_record_attachment"]

    download = api.attachments.download_custom_object_record_attachment(
        "boat", record, attachment["id"]
    )
    curl(zendesk.prepare(download).curl(), tmp_path)
    assert (tmp_path / "download").read_bytes() == path.read_bytes()
