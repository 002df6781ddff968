"""No text of other people controls the terminal or breaks the output, wherever it is shown."""

from __future__ import annotations

import io
import json
import logging
import os
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from tests.cli.conftest import COMMAND, Zco, interruptible
from tests.client.stub import Reply, Stub, serving
from zendesk_custom_objects import BearerToken, Client, Sandbox, api
from zendesk_custom_objects.cli import operations, profile_file, terminal
from zendesk_custom_objects.cli.connection import complete_profile
from zendesk_custom_objects.cli.reference_page import print_page
from zendesk_custom_objects_api import reference

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj.exe\u2066\u200f\r\x7f"
"""Codes that set the title, clear the screen, reverse text or overwrite a line."""
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def connect(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENDESK_BASE_URL", stub.url)
    monkeypatch.setenv("ZENDESK_OAUTH_TOKEN", "t")


def assert_harmless(text: str) -> None:
    odd = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert odd <= {"\n"}


@given(st.text(st.characters() | st.sampled_from(EVIL)))
def test_any_text_is_escaped_and_keeps_its_lines(text: str) -> None:
    assert_harmless(terminal.safe(text))
    assert terminal.safe(text).count("\n") == text.count("\n")
    assert terminal.safe(terminal.safe(text)) == terminal.safe(text)
    assert terminal.one_line(text).isprintable() or " " not in text
    assert "\n" not in terminal.one_line(text)


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])))
def test_text_of_any_language_is_unchanged(text: str) -> None:
    assert terminal.safe(text) == text


values = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(EVIL)) | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.sampled_from(EVIL)), inner),
    max_leaves=5,
)


@given(value=values, encoding=st.sampled_from(["utf-8", "UTF-8", "cp1252", "ascii", "latin-1"]))
def test_json_is_equal_in_any_encoding(value: Any, encoding: str) -> None:
    line = terminal.json_text(json.dumps(value, ensure_ascii=False, indent=2), encoding)

    assert_harmless(line)
    assert json.loads(line.encode(encoding).decode(encoding)) == value


def test_any_table_or_panel_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(EVIL, title=EVIL, caption=EVIL)
    table.add_row(EVIL)
    terminal.console().print(table, EVIL)
    assert_harmless(capsys.readouterr().out)


@pytest.fixture
def hostile(boats: Client, sandbox: Sandbox) -> Client:
    """An account that contains such texts wherever possible."""
    field = {"key": "evil", "type": "text", "title": EVIL, "description": EVIL}
    sandbox.seed(
        objects=[
            {
                "key": "evil",
                "title": EVIL,
                "title_pluralized": EVIL,
                "description": EVIL,
                "fields": [field],
            }
        ],
        records={"evil": [{"name": EVIL, "custom_object_fields": {"evil": EVIL}}]},
    )
    return boats


@pytest.mark.parametrize(
    "line",
    [
        "objects list",
        "objects list --json",
        "objects show evil",
        "fields list evil",
        "fields show evil evil",
        "fields show evil evil --json",
        "records list evil",
        "records list evil --json",
        f"records list evil --column {EVIL}",
        f"records show evil {EVIL}",
        f"records create evil --set {EVIL}=1",
        f"records find evil {EVIL}",
        f"records find evil evil={EVIL}",
        f"records delete evil {EVIL}",
        "request ListCustomObjectRecords custom_object_key=evil --send",
        "request ShowCustomObject custom_object_key=evil --send",
        f"request ShowCustomObject custom_object_key={EVIL} --send",
        f"request --search {EVIL}",
        f"import evil {EVIL}.csv",
        f"export evil {EVIL}.xyz",
        f"--profile {EVIL}",
        EVIL,
        f"records list evil --limit {EVIL}",
    ],
)
def test_every_command_escapes_it(zco: Zco, hostile: Client, line: str) -> None:
    result = zco(*line.split(" "))
    assert_harmless(result.out.replace("\t", ""))
    assert_harmless(result.err)


def test_errors_about_rows_of_a_file_are_escaped(zco: Zco, hostile: Client, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(f"name,evil\nA,{'x' * 70_000}\n\x1b[2J,\n", "utf-8")
    assert_harmless(zco("import", "evil", str(file)).err)
    file.write_text(f"name,{EVIL}\nA,B\n", "utf-8")
    refused = zco("import", "evil", str(file), "--dry-run")
    assert_harmless(refused.err)
    assert "\\x1b" in refused.err


def test_headers_of_a_table_are_escaped(zco: Zco, monkeypatch: pytest.MonkeyPatch) -> None:
    record = {"id": "1", "name": EVIL, "custom_object_fields": {EVIL: EVIL}}
    with serving() as stub:
        stub.otherwise = lambda asked: Reply(200, {"custom_object_records": [record]})
        connect(stub, monkeypatch)
        listed = zco("records", "list", "boat")
    assert "\\x1b[2J" in listed.out
    assert_harmless(listed.out)


@pytest.mark.parametrize("status", [200, 400, 403, 404, 422, 500])
def test_warnings_and_errors_of_a_service_are_escaped(
    zco_process: Zco, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    body = {
        "error": f"E{EVIL}",
        "description": EVIL,
        "details": {"base": [{"description": EVIL, "error": EVIL}]},
        "custom_object": {"key": EVIL, "title": EVIL},
    }
    # Only bytes above 127 are harmful in a header: they are decoded as C1 codes.
    headers = {"X-Zendesk-API-Warn": "\x9b31mred\x85", "X-Zendesk-Request-Id": "\x9b2J"}
    with serving() as stub:
        stub.otherwise = lambda asked: Reply(status, body, headers)
        connect(stub, monkeypatch)
        done = zco_process("objects", "show", "boat")
    assert_harmless(done.out)
    assert_harmless(done.err)
    assert "Traceback" not in done.err


def test_a_traceback_of_our_own_is_escaped(zco_process: Zco) -> None:
    program = (
        "import sys\n"
        "from zendesk_custom_objects.cli import application, main\n"
        "sys.argv = ['zco', '--version']\n"
        "def fail(*args, **options): raise RuntimeError(sys.stdin.read())\n"
        "application.application = fail\n"
        "main()\n"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=EVIL,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "RuntimeError" in done.stderr
    assert_harmless(done.stderr)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "utf-16"])
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_output_can_be_encoded_in_every_encoding(
    boats: Client, options: tuple[str, ...], encoding: str
) -> None:
    names = ["Straße", "Łódź", "北海", "⛵ sailing 🚢", "plain"]
    for name in names:
        boats.create_record("boat", name=name, port=name)
    done = subprocess.run(
        [*COMMAND, "records", "list", "boat", *options],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    out = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(out.splitlines()) == len(names) + (0 if options else 1)
    if options:
        assert [json.loads(line)["name"] for line in out.splitlines()] == names


def test_names_completed_by_the_shell_are_escaped(home: Path) -> None:
    for name in ("acme", f"acme{EVIL}"):
        profile = profile_file.Profile(subdomain="acme", oauth_token="t")
        profile_file.save({**profile_file.load(), name: profile})
    assert complete_profile("ac") == ["acme"]


def test_log_records_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logger = logging.getLogger("zendesk_custom_objects")
    before = list(logger.handlers)
    hook = sys.excepthook
    try:
        terminal.prepare()
        logger.warning("the service warns: %s", EVIL)
    finally:
        sys.excepthook = hook
        logger.handlers[:] = before
    assert "\\x1b" in stream.getvalue()
    assert_harmless(stream.getvalue())


@POSIX_ONLY
def test_a_terminated_command_records_its_progress(
    boats: Client, sandbox: Sandbox, tmp_path: Path
) -> None:
    """As when a container is stopped: progress is recorded, and the exit status says so."""
    file = tmp_path / "boats.csv"
    file.write_text("name\n" + "".join(f"Boat {number}\n" for number in range(300)))
    sandbox.faults.slow_jobs(3_600)
    arguments = [*COMMAND, "import", "boat", str(file)]
    with subprocess.Popen(
        arguments, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible
    ) as process:
        while not any(each.operation == "ShowManyJobStatuses" for each in list(sandbox.requests)):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 143
    assert err.startswith("Terminated: ")
    assert "the same command resumes" in err
    assert "Traceback" not in err
    sandbox.clock.advance(3_600)
    assert subprocess.run(arguments, capture_output=True, check=False).returncode == 0
    assert boats.count_records("boat").value == 300


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "arguments",
    [
        ("records", "create", "boat", "--name", "A", "--set-json", f"port={DEEP}"),
        ("records", "find", "boat", "--filter", DEEP),
        ("records", "create", "boat", "--name", "A", "--set", f"gear={DEEP}"),
        ("records", "find", "boat", "__x=1"),
        ("records", "find", "boat", "berths>"),
        ("records", "find", "boat", "berths=1e99999999999999999999"),
        ("records", "create", "boat", "--name", "A", "--set", "berths=1e99999999999999999999"),
        ("records", "create", "boat", "--name", "A", "--set", "berths=-1e-99999999999999999999"),
        ("records", "create", "boat", "--name", "A", "--set-json", "berths=1e9999999999999999999"),
    ],
)
def test_absurd_values_are_refused_without_a_traceback(
    zco: Zco, boats: Client, arguments: tuple[str, ...]
) -> None:
    result = zco(*arguments)
    assert result.code in (1, 2)
    assert result.err
    assert len(result.err) < 5_000
    assert "Traceback" not in result.err
    assert list(boats.list_records("boat")) == []


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["ready=1"], ["A"]),
        (["ready=TRUE"], ["A"]),
        (["ready=0"], ["B"]),
        (["built=2025-01-02"], ["A"]),
        (["built>=2025-01-02T00:00:00Z"], ["A", "B"]),
        (["berths= 4 "], ["A"]),
        (["berths=4.0"], ["A"]),
        (["gear~a;b"], ["B"]),
        (["port="], ["A", "C"]),
        (["port!="], ["B"]),
        (["name~A"], ["A"]),
    ],
)
def test_conditions_and_values_are_parsed_alike(
    zco: Zco, boats: Client, texts: list[str], found: list[str]
) -> None:
    """`--set`, a cell of a file and a condition parse the same text to the same value."""
    boats.create_field("boat", "built", title="Built", type="date")
    boats.update_field("boat", "gear", custom_field_options=[{"name": "x", "value": "a;b"}])
    one = ("--set", "ready=1", "--set", "berths=4.0", "--set", "built=2025-01-02T00:00:00+00:00")
    two = ("--set", "ready=0", "--set", 'gear=["a;b"]', "--set", "built=2025-03-04")
    assert zco("records", "create", "boat", "--name", "A", *one, "--set", "port=").code == 0
    assert zco("records", "create", "boat", "--name", "B", *two, "--set", "port=Kiel").code == 0
    assert zco("records", "create", "boat", "--name", "C").code == 0

    result = zco("records", "find", "boat", *texts, "--json")

    assert (result.code, result.err) == (0, "")
    assert sorted(record["name"] for record in result.json) == found


def test_an_escaped_text_is_laid_out_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """It takes more columns than the original, in a table as well as in a line."""
    table = Table("Name", f"Title {EVIL}")
    table.add_row(EVIL, EVIL)
    out = terminal.console()
    out.print(table)
    out.print(EVIL)

    shown = capsys.readouterr().out
    assert_harmless(shown)
    assert shown.count(terminal.safe(EVIL)) == 4


def test_the_reference_of_a_hostile_contract_is_harmless(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Texts of an overlay are escaped wherever they are shown, and shown whole."""
    hostile = f"a{EVIL}"
    parameter = reference.Parameter(
        name=hostile, argument="a", place="query", type=hostile, is_required=False,
        description=hostile, values=[f"{hostile}\n", "honest"],
    )  # fmt: skip
    operation = msgspec.structs.replace(
        operations.find("ListCustomObjects"),
        summary=hostile, description=hostile, side_effects=hostile, permission=hostile,
        parameters=[parameter], answers=[reference.Answer("200", hostile)],
    )  # fmt: skip
    with Client("acme", auth=BearerToken("t")) as zendesk:
        print_page(operation, zendesk.prepare(api.objects.list_custom_objects()))

    shown = capsys.readouterr().out
    assert_harmless(shown)
    assert "".join(f"One of: {terminal.safe(hostile)}\\n, honest.".split()) in "".join(
        shown.split()
    )
