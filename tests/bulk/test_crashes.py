"""Imports in processes of their own that are killed without warning, and resumed.

`scripts/durability.py crashes` does the same at random moments, many more times.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs.importing import Import, verdict
from proofs.services import names, served_rows

CASES = [
    ("external_ids", "request:2"),  # at the first submission
    ("generated", "request:5"),
    ("nothing", "response:5"),
    ("nothing", "commit:4:0.5"),  # of what was submitted
]


@pytest.mark.parametrize(("identity", "event"), CASES)
def test_a_killed_import_is_resumed(tmp_path: Path, identity: str, event: str) -> None:
    unique = identity == "names"
    with served_rows(tmp_path, unique_names=unique) as (_, url, database):
        work = Import(url, tmp_path / "import.db", 700, identity)

        assert work.kill_at(event)
        report = work.finish()

    assert verdict(identity, report, names(database), 700) == ""
    assert report["created"] > 0  # it was not finished
    assert report["created"] + report["skipped"] + len(report["unknown"]) == 700
