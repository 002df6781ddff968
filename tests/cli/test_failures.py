"""Failures: a readable message on stderr, nothing on stdout, and an exit status for scripts."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Zco
from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects._core.exit_codes import EXIT_CODES, ExitCode

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "command-line.md"


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("records list", 2, "Missing argument"),
        ("records lst boat", 2, "No such command"),
        ("records show boat nope", 3, "404 RecordNotFound"),
        ("records list yacht", 3, "404"),
        ("records list boat --sort size", 1, "sort must be one of"),
        ("records show boat ..", 2, "cannot be used in a path"),
        ("records create boat --set berths", 2, "is not key=value"),
        ("records create boat --set a=1 --set a=2", 2, "given twice"),
        ("records create boat --set a=1 --set-json a=2", 2, "set twice"),
        ("records create boat --set-json 'a={'", 2, "not JSON"),
        ("records upsert boat", 2, "--external-id or --name"),
        ("records upsert boat --name x --by external_id", 2, "there is no external_id"),
        ("records delete boat 1 --name x -y", 2, "one of ID"),
        ("records find boat", 2, "either conditions or --filter"),
        ("records find boat berths", 2, "not a condition"),
        ("records find boat 'brths>3'", 1, "did you mean"),
        ("records find boat --filter @/nowhere/filter.json", 2, "No such file"),
        ("objects update boat", 2, "nothing to change"),
        ("fields update boat port", 2, "nothing to change"),
        ("jobs show nope", 3, "404"),
    ],
)
def test_an_invalid_command_has_a_message_and_an_exit_status(
    zco: Zco, boats: Client, line: str, code: int, message: str
) -> None:
    result = zco(*shlex.split(line))
    assert (result.code, result.out) == (code, "")
    assert message in " ".join(result.err.split())
    assert "Traceback" not in result.err


def test_each_violation_has_a_line(zco: Zco, boats: Client) -> None:
    result = zco("records", "create", "boat", "--set", "berths=four", "--set", "prot=Kiel")
    assert result.code == 1
    first, *rest = result.err.splitlines()
    assert first == "Error: CreateCustomObjectRecord: nothing sent"
    assert sorted(line.split(":")[0].strip() for line in rest) == ["berths", "name", "prot"]


def test_an_unknown_outcome_has_its_own_exit_status(
    zco: Zco, boats: Client, sandbox: Sandbox
) -> None:
    sandbox.faults.add(operation="CreateCustomObjectRecord", status=503, times=1)
    result = zco("records", "create", "boat", "--name", "Fulmar")
    assert result.code == 5
    assert "it is not known whether it was carried out" in result.err


def test_a_failed_connection_has_its_own_exit_status(
    zco: Zco, monkeypatch: pytest.MonkeyPatch, account: None
) -> None:
    monkeypatch.setenv("ZENDESK_BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setattr("zendesk_custom_objects._sync._runtime.sleep", lambda seconds: None)
    result = zco("objects", "list")
    assert result.code == 7
    assert "no connection to 127.0.0.1:1: " in result.err


def test_refused_credentials_have_their_own_exit_status(
    zco: Zco, account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENDESK_API_TOKEN", "not-the-token-of-anybody")
    result = zco("objects", "list")
    assert result.code == 4
    assert "not-the-token-of-anybody" not in result.err


def test_help_and_guide_list_all_exit_statuses() -> None:
    helped = re.findall(r"^  (\d+) +(.+)$", EXIT_CODES, re.MULTILINE)
    assert re.findall(r"^\| (\d+) \| (.+) \|$", GUIDE.read_text("utf-8"), re.MULTILINE) == helped
    assert [int(status) for status, _ in helped] == list(ExitCode)
