"""`scripts/bench --against COMMIT` compares the package with that of another commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import bench
from benchmarks import against
from benchmarks.against import CannotCompare, Compared, Side, compare

ROOT = Path(__file__).resolve().parents[2]
SLOWER = """
import time
_handle = Sandbox.handle
def _handle_slowly(self, *arguments, **options):
    time.sleep(0.02)
    return _handle(self, *arguments, **options)
Sandbox.handle = _handle_slowly
"""


def row(name: str, *rounds: dict[str, float], **facts: Any) -> dict[str, Any]:
    facts = {"unit": "s", "measure": "wall", "scale": 1, "is_ours": True, **facts}
    return {"name": name, "rounds": list(rounds), **facts}


def test_ratios_are_medians_of_the_ratios_within_each_round() -> None:
    old = row("r", *({"wall": wall, "cpu": 1.0} for wall in (1.0, 10.0, 2.0)))
    new = row("r", *({"wall": wall, "cpu": cpu} for wall, cpu in ((2.0, 1), (10.0, 3), (3.0, 2))))

    (compared,) = compare([old], [new])

    assert (compared.ratio, compared.cpu_ratio) == (1.5, 2.0)


def test_memory_is_not_compared_by_processor_time() -> None:
    old = row("r", {"peak": 30.0, "cpu": 1.0}, measure="peak")
    new = row("r", {"peak": 33.0, "cpu": 9.0}, measure="peak")

    (compared,) = compare([old], [new])

    assert compared.ratio == pytest.approx(1.1)
    assert compared.cpu_ratio is None
    assert compared.is_slower(1.05, by_cpu=True)


def test_figures_are_in_the_unit_of_the_row() -> None:
    (compared,) = compare([row("r", {"wall": 2.0}, scale=1000)], [row("r", {"wall": 3.0})])
    assert (compared.before, compared.after) == ([2000.0], [3.0])


def test_a_row_of_one_side_has_no_ratio() -> None:
    old, new = compare([row("old", {"wall": 1.0})], [row("new", {"wall": 1.0})])

    assert (old.after, new.before) == ([], [])
    assert (old.ratio, new.ratio) == (None, None)
    assert not new.is_slower(1.03, by_cpu=False)


@pytest.mark.parametrize(
    ("after", "cpu_after", "is_ours", "by_cpu", "is_slower"),
    [
        (1.03, 9.0, True, False, False),
        (1.04, 1.0, True, False, True),
        (1.04, 1.0, True, True, False),
        (1.00, 1.04, True, True, True),
        (9.00, 9.0, False, False, False),
    ],
)
def test_a_row_of_the_package_is_slower_above_the_tolerance(
    after: float, cpu_after: float, is_ours: bool, by_cpu: bool, is_slower: bool
) -> None:
    compared = Compared("r", "s", is_ours, [1.0], [after], [1.0], [cpu_after])
    assert compared.is_slower(1.03, by_cpu=by_cpu) is is_slower


@pytest.mark.parametrize(("tolerance", "status"), [("1.5", 1), ("2.5", 0)])
def test_the_exit_status_says_whether_the_package_is_slower(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tolerance: str, status: int
) -> None:
    @contextmanager
    def both_sides(commit: str) -> Iterator[tuple[Side, Side]]:
        yield Side(commit, ROOT), Side("this tree", ROOT)

    rows = [Compared("r", "s", True, [1.0], [2.0], [], [])]
    monkeypatch.setattr(against, "both_sides", both_sides)
    monkeypatch.setattr(against, "measure", lambda sides, command: rows)
    options = ["--against", "v1", "--tolerance", tolerance, "--json", str(tmp_path / "figures")]

    assert bench.main(["client", *options]) == status
    assert '"ratio": 2.0' in (tmp_path / "figures").read_text()


def test_a_package_from_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotCompare, match=r"imports .*zendesk_custom_objects_api instead"):
        Side("v1", tmp_path).packages(sys.executable)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone whose working tree has a slower sandbox than its only commit."""
    folder = tmp_path_factory.mktemp("clone")
    for part in (*against.SOURCES, "scripts"):
        shutil.copytree(ROOT / part, folder / part)  # with what is compiled: that saves seconds
    shutil.copy(ROOT / ".gitignore", folder)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "fast"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    with (folder / "wrapper/zendesk_custom_objects/sandbox/__init__.py").open("a") as file:
        file.write(SLOWER)
    return folder


def test_a_slower_package_fails_and_each_side_says_where_it_was_imported_from(clone: Path) -> None:
    (clone / "tmp").mkdir()
    few = ["--growth", "3", "6", "--times", "3", "--rounds", "1", "--tolerance", "1.2"]
    done = subprocess.run(
        [sys.executable, "scripts/bench.py", "growth", *few, "--against", "HEAD"],
        cwd=clone,
        env=os.environ | {"TMPDIR": str(clone / "tmp")},  # where benchmarks keep their accounts
        capture_output=True,
        text=True,
    )

    assert done.returncode == 1, done.stderr
    assert "show by id: 6" in done.stdout.rpartition("SLOWER: ")[2]
    assert f"this tree: {clone / 'wrapper/zendesk_custom_objects'} " in done.stdout
    imported = [line for line in done.stdout.splitlines() if line.endswith(f"({sys.executable})")]
    assert len(imported) == 4
    assert not any(str(ROOT) in line.partition(" (")[0] for line in imported)


def test_an_unknown_commit_is_reported(
    clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(against, "ROOT", clone)
    assert bench.main(["client", "--against", "nowhere"]) == 2
    assert "Name a commit of this clone." in capsys.readouterr().err
