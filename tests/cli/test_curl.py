"""The printed curl commands run in a shell, and ask for what the client would have sent."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Zco
from tests.contract.document import EXAMPLES, OPERATIONS
from tests.low_level.building import HOSTILE, argument
from zendesk_custom_objects import BearerToken, Client, api
from zendesk_custom_objects.cli import curl, draft, operations
from zendesk_custom_objects.cli.connection import Account

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a POSIX shell is needed")

ACCOUNT = Account("acme", None, BearerToken("t"))
FAKE = f"""#!{sys.executable}
import json, sys
print(json.dumps(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs commands in a shell whose curl prints its arguments."""
    folder = tmp_path_factory.mktemp("bin")
    fake = folder / "curl"
    fake.write_text(FAKE)
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)

    def run(commands: list[str], **variables: str) -> list[list[str]]:
        environment = {"PATH": f"{folder}:{os.environ['PATH']}", **variables}
        script = "\n".join(commands)
        done = subprocess.run(
            ["sh", "-eu"], input=script, env=environment, capture_output=True, text=True, check=True
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def option(arguments: list[str], name: str) -> list[str]:
    return [value for key, value in pairwise(arguments) if key == name]


texts = st.sampled_from([text for text in HOSTILE if "\x00" not in text]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1
).filter(lambda text: text not in (".", ".."))


def test_any_value_survives_the_shell(shell: Any) -> None:
    @settings(max_examples=25)
    @given(st.lists(st.tuples(texts, texts), min_size=1, max_size=20))
    def check(values: list[tuple[str, str]]) -> None:
        found = operations.find("CreateCustomObjectRecord")
        drafts = [
            draft.draft(
                found, ACCOUNT, {"custom_object_key": key}, {"custom_object_record": {"name": name}}
            )
            for key, name in values
        ]
        ran = shell([curl.command(each) for each in drafts], ZENDESK_OAUTH_TOKEN="s p'\"$x")
        assert len(ran) == len(values)
        with Client("acme", auth=BearerToken("t")) as zendesk:
            for (key, name), arguments in zip(values, ran, strict=True):
                prepared = zendesk.prepare(
                    api.records.create_custom_object_record(
                        key, body={"custom_object_record": {"name": name}}
                    )
                )
                assert option(arguments, "--request") == ["POST"]
                assert option(arguments, "--url") == [prepared.url]
                assert option(arguments, "--data-raw") == [(prepared.body or b"").decode()]
                assert "Authorization: Bearer s p'\"$x" in option(arguments, "--header")

    check()


def test_every_operation_with_what_is_missing(shell: Any) -> None:
    drafts = [draft.draft(operations.find(name), None, {}, None) for name in OPERATIONS]
    variables = {name for each in drafts for name in curl.variables(each)}
    values = {name: f"value-of-{name.lower().replace('_', '-')}" for name in variables}

    ran = shell([curl.command(each) for each in drafts], **values)

    for operation, arguments in zip(OPERATIONS.values(), ran, strict=True):
        (url,) = option(arguments, "--url")
        path = operation.path
        for parameter in operation.parameters:
            value = f"value-of-{argument(parameter['name']).replace('_', '-')}"
            path = path.replace(f"{{{parameter['name']}}}", value)
        host = "https://value-of-zendesk-subdomain.zendesk.com"
        assert url.partition("?")[0] == f"{host}{path}"
        signed = "Authorization: Bearer value-of-zendesk-oauth-token"
        assert (signed in arguments) == (operation.id != "CreateTokenForGrantType")
        if operation.media_type == "application/json" and "client_secret" not in str(arguments):
            example = next(
                each.value
                for each in EXAMPLES
                if each.operation is operation and each.place == "request"
            )
            assert json.loads(option(arguments, "--data-raw")[0]) == example


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_it_runs_as_printed(zco: Zco, boats: Client, tmp_path: Path) -> None:
    body = json.dumps({"custom_object_record": {"name": "It's $HOME"}})
    printed = zco(
        "request", "CreateCustomObjectRecord", "custom_object_key=boat", "--body", body, "--curl"
    )

    done = subprocess.run(["sh", "-c", printed.out], capture_output=True, check=True)

    created = json.loads(done.stdout)["custom_object_record"]
    assert boats.get_record("boat", created["id"]).name == "It's $HOME"
