"""The reference of `/_sandbox` in docs/ is tested: each body is sent, each reply compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from tests.sandbox.support import ADMIN, OBJECTS
from zendesk_custom_objects.sandbox import Sandbox

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "sandbox.md"
BLOCK = r".*?```json\n(?P<{}>.*?)```"


class Section(NamedTuple):
    """A path of the reference, with the bodies below it."""

    method: str
    path: str
    body: str | None
    status: int
    reply: str | None


def sections() -> Iterator[Section]:
    text = REFERENCE.read_text(encoding="utf-8")
    for heading, content in re.findall(r"^### `(.*?)`$(.*?)(?=^#|\Z)", text, re.M | re.S):
        method, _, path = heading.partition(" ")
        body = re.search(r"^Body:" + BLOCK.format("body"), content, re.M | re.S)
        status = re.search(r"^Reply \((\d+)\)", content, re.M)
        assert status, heading
        reply = re.search(r"^Reply" + BLOCK.format("reply"), content, re.M | re.S)
        yield Section(
            method,
            path,
            body["body"] if body else None,
            int(status[1]),
            reply["reply"] if reply else None,
        )


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with (
        Sandbox() as sandbox,
        sandbox.served() as url,
        httpx.Client(base_url=url) as http,
    ):
        yield http


def shape(value: Any) -> Any:
    """The properties of a value with the types of their values."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return "number" if isinstance(value, int | float) else type(value).__name__


def test_each_body_and_reply_is_as_documented(http: httpx.Client) -> None:
    documented = list(sections())
    assert len(documented) > 15
    for section in documented:
        if section.path == "/_sandbox/requests":
            http.get(f"{OBJECTS}?per_page=1", auth=ADMIN)
        answer = http.request(section.method, section.path, content=section.body)
        assert answer.status_code == section.status, (section, answer.text)
        if section.reply is None:
            assert answer.content == b"", section
            continue
        expected, found = json.loads(section.reply), answer.json()
        if section.path == "/_sandbox":
            found["paths"] = found["paths"][:1]
        assert shape(found) == shape(expected), section
        if section.path == "/_sandbox/requests":
            http.delete("/_sandbox/requests")


def test_each_path_is_documented(http: httpx.Client) -> None:
    documented = {f"{section.method} {section.path}" for section in sections()}
    assert set(http.get("/_sandbox").json()["paths"]) == documented
