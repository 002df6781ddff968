"""The report of a probe has words of this package only, whatever the service answers."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.lengths import examples
from tests.probing.accounts import contents, furnish, intercepted
from zendesk_custom_objects import Client, Sandbox
from zendesk_custom_objects.probing.questions import QUESTIONS
from zendesk_custom_objects.probing.report import Report

SECRET = "hush"
NUMBER = 987654321
ULID = re.compile("[0-9A-HJKMNP-TV-Z]{26}")


def words(value: Any) -> Iterator[str]:
    """All keys and texts."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from words(item)
    elif isinstance(value, list):
        for item in value:
            yield from words(item)
    elif isinstance(value, str):
        yield value


def require_nothing_of_the_account(report: Report, sandbox: Sandbox) -> None:
    text = report.to_json().decode()
    assert SECRET not in text
    assert str(NUMBER) not in text
    assert "zco_probe" not in text
    assert "sandbox.zendesk.com" not in text
    assert "admin@example.com" not in text
    assert not ULID.search(text)
    assert not re.search(r"\d{5}", re.sub(r"\d+\.\d+(e-\d+)?", "", text))
    facts = {each.fact for each in QUESTIONS}
    foreseen = {answer for each in QUESTIONS for answer in (*each.answers, *each.others)}
    for finding in report.findings:
        assert finding.fact in facts
        account = finding.account
        assert account is None or account in {*foreseen, "other"} or re.fullmatch(r"\d{3}", account)


def test_it_has_nothing_of_the_account(
    zendesk: Client, zendesk_sandbox: Sandbox, tmp_path: Path
) -> None:
    furnish(zendesk_sandbox)
    report = zendesk.probe(note=tmp_path / "note")
    require_nothing_of_the_account(report, zendesk_sandbox)
    assert not {"boat", "Boat", "Nordwind"} & set(words(json.loads(report.to_json())))


def test_it_says_what_the_bulk_actions_have_reported(zendesk: Client, tmp_path: Path) -> None:
    report = zendesk.probe(note=tmp_path / "note")
    assert [(each.action, each.state, each.shape) for each in report.bulk] == [
        ("create", "completed", "documented"),
        ("update", "completed", "documented"),
        ("delete", "completed", "documented"),
        ("delete_by_external_id", "completed", "observed"),
        ("create_or_update_by_external_id", "completed", "observed"),
        ("create_or_update_by_name", "completed", "observed"),
    ]
    assert report.bulk[4].succeeded == ("external_id", "index", "status CreateOrUpdate")
    assert report.bulk[4].failed == ("errors", "external_id", "index", "status Failed")


class Distortion:
    """Changes the body of every reply at some places, at random."""

    def __init__(self, number: int) -> None:
        self._chance = random.Random(number)
        self._rate = self._chance.choice((0.02, 0.1, 0.5, 1.0))

    def __call__(self, count: int, send: Callable[[], Any]) -> Any:
        response = send()
        if "json" not in response.headers.get("content-type", ""):
            return response
        body = self._changed(json.loads(response.content))
        headers = {
            name: text for name, text in response.headers.items() if name != "content-length"
        }
        return httpx.Response(response.status_code, headers=headers, json=body)

    def _changed(self, value: Any) -> Any:
        chance = self._chance
        if chance.random() < self._rate:
            others = [SECRET, f".. {SECRET}", "", NUMBER, None, True, 0.5, [], [SECRET]]
            return chance.choice([*others, {}, {SECRET: SECRET}, [[NUMBER]], ".", f"{SECRET}Z"])
        if isinstance(value, dict):
            return {
                f"{SECRET}_{key}" if chance.random() < self._rate / 4 else key: self._changed(item)
                for key, item in value.items()
            }
        return [self._changed(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("number", range(examples(15, 500)))
def test_any_replies_at_all(number: int, zendesk_sandbox: Sandbox, tmp_path: Path) -> None:
    """The probe ends, and deletes its object; nothing of the replies is in its report."""
    furnish(zendesk_sandbox)
    before = contents(zendesk_sandbox)
    zendesk, _ = intercepted(zendesk_sandbox, Distortion(number))
    report = zendesk.probe(note=tmp_path / "note")
    require_nothing_of_the_account(report, zendesk_sandbox)
    assert contents(zendesk_sandbox) == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", range(examples(5, 100)))
def test_any_refusals_at_all(number: int, zendesk_sandbox: Sandbox, tmp_path: Path) -> None:
    """Steps that are refused leave questions without an answer, and no more."""
    before = contents(zendesk_sandbox)
    chance = random.Random(number)

    def refuse(count: int, send: Callable[[], Any]) -> Any:
        response = send()
        if count > 1 and connections.request.method != "DELETE" and chance.random() < 0.3:
            return httpx.Response(chance.choice((400, 403, 404, 409, 422, 500)), json={})
        return response

    zendesk, connections = intercepted(zendesk_sandbox, refuse)
    report = zendesk.with_options(retries=0).probe(note=tmp_path / "note")
    unanswered = [finding for finding in report.findings if finding.account is None]
    assert unanswered
    assert all(finding.reason for finding in unanswered)
    require_nothing_of_the_account(report, zendesk_sandbox)
    assert contents(zendesk_sandbox) == before
