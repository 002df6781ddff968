"""The commands of the guide "How to start integrating" run, and print what it shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.client.stub import Reply, serving
from zendesk_custom_objects import Client, Sandbox

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a POSIX shell is needed")

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/guides/integrating.md").read_text("utf-8")
SCHEMA = json.loads((ROOT / "tests/snippets/simworkflow.schema.json").read_text("utf-8"))
SANDBOX_URL = "http://127.0.0.1:8787"
SIMWORKFLOW_URL = "https://api.simworkflow.com"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with its output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        end = 1
        while lines[end - 1].endswith("\\\n"):
            end += 1
        if "<< 'END'" in lines[0]:
            end = lines.index("END\n") + 1
        yield "".join(lines[:end]), "".join(lines[end:])


def in_a_shell(command: str, folder: Path) -> str:
    """The output of a command at a terminal."""
    paths = [str(Path(sys.executable).parent), os.environ["PATH"]]
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def test_every_command_prints_what_the_guide_shows(
    sandbox: Sandbox, url: str, tmp_path: Path
) -> None:
    for block in blocks("console"):
        for command, shown in commands(block):
            here = command.replace("--sandbox", f"--sandbox --base-url {url}")
            printed = in_a_shell(here, tmp_path).replace(url, SANDBOX_URL)
            wanted = ".*?".join(map(re.escape, shown.split("...")))
            printed = re.sub(" +$", "", printed, flags=re.MULTILINE)
            assert re.fullmatch(wanted, printed, re.DOTALL), f"{command}\n{printed}"

    with Client.sandbox(sandbox) as zendesk:
        (record,) = zendesk.list_records("boat")
    assert (record.name, record.fields["berths"]) == ("Nordwind", 4)

    serve, post = blocks("sh")
    assert serve == "zco sandbox serve\n"
    if shutil.which("curl"):
        posted(post, tmp_path)


def posted(command: str, folder: Path) -> None:
    """The definition arrives as the engine expects it."""
    with serving() as stub:
        stub.will_answer(Reply(200, '"0NRnuLkcXGPHmtV5qLUErk"'))
        here = command.replace(SIMWORKFLOW_URL, stub.url).replace("curl ", "curl --silent ", 1)
        in_a_shell(f"SIMWORKFLOW_TOKEN=t NO_PROXY=127.0.0.1; export NO_PROXY\n{here}", folder)
        (asked,) = stub.asked
    assert asked.line == "POST /workflow-definitions"
    assert asked.headers["authorization"] == "Bearer t"
    assert asked.headers["content-type"] == "application/json"
    assert list(Draft202012Validator(SCHEMA).iter_errors(asked.json)) == []
    assert asked.json["startTask"] == "Create a record"
