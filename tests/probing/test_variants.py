"""A probe names the variants that a sandbox plays, and a sandbox plays what a probe has named."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.lengths import examples
from tests.probing.accounts import probeable, random_variants
from zendesk_custom_objects import AsyncClient, Client, Sandbox
from zendesk_custom_objects.sandbox import Variants


@pytest.mark.parametrize("number", range(examples(10, 200)))
def test_random_combinations(
    number: int, zendesk: Client, zendesk_sandbox: Sandbox, tmp_path: Path
) -> None:
    variants = random_variants(number)
    zendesk_sandbox.variants = Variants(**variants)
    report = zendesk.probe(note=tmp_path / "note")
    assert report.variants == probeable(variants)
    assert list(zendesk.list_objects()) == []


def test_the_report_can_be_played(
    zendesk: Client, zendesk_sandbox: Sandbox, tmp_path: Path
) -> None:
    variants = random_variants(-1)
    zendesk_sandbox.variants = Variants(**variants)
    file = tmp_path / "probe.json"
    file.write_bytes(zendesk.probe(note=tmp_path / "note").to_json())
    for path in (file, str(file)):
        with Sandbox(variants=path) as played:
            assert played.variants == Variants(**probeable(variants))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "variants"),
        ("[]", "array"),
        ("variants", "malformed"),
        ('{"variants": {"datse": "date"}}', "did you mean dates"),
        ('{"variants": {"dates": "noon"}}', "noon"),
    ],
)
def test_other_files_cannot_be_played(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "probe.json"
    file.write_text(content)
    with pytest.raises(ValueError, match=said) as caught:
        Sandbox(variants=file)
    assert str(file) in str(caught.value)


async def probe_asynchronously(sandbox: Sandbox, note: Path) -> bytes:
    async with AsyncClient.sandbox(sandbox) as zendesk:
        report = await zendesk.probe(note=note)
    return report.to_json()


def test_both_clients_find_the_same(
    zendesk: Client, zendesk_sandbox: Sandbox, tmp_path: Path
) -> None:
    zendesk_sandbox.variants = Variants(**random_variants(-2))
    reports = [
        json.loads(content)
        for content in (
            zendesk.probe(note=tmp_path / "note").to_json(),
            asyncio.run(probe_asynchronously(zendesk_sandbox, tmp_path / "note")),
        )
    ]
    for report in reports:
        assert report.pop("search_delay")[0] == 0
        assert report.pop("job_seconds")[0] == 0
    assert reports[0] == reports[1]
