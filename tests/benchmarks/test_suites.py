"""Each suite of the benchmarks runs, with the smallest sizes."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

import bench
from benchmarks import accounts, clients, importing, loading, processes
from benchmarks.measuring import Case, Row, compare
from benchmarks.report import table


@pytest.fixture(autouse=True)
def nothing_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module in (clients, importing):
        monkeypatch.setattr(module, "clean_python", lambda: sys.executable)
    for module in (processes, accounts):
        monkeypatch.setattr(module, "CACHE", tmp_path)
    monkeypatch.setattr(loading, "PEERS", ())


@pytest.mark.parametrize(
    ("suite", "names"),
    [
        ("client", {"iterate: Client", "iterate: raw httpx + msgspec", "create: Client"}),
        ("import", {"import zendesk_custom_objects", "import and a first Client(...)"}),
        ("memory", {"100 records", "1000 records"}),
        ("async", {"async iterate: AsyncClient over aiohttp", "async create: raw aiohttp"}),
        ("growth", {"show by id: 60", "search for a word in 100 records: 60"}),
        ("served", {"create: the sandbox", "list of 100: the sandbox"}),
        ("loading", {"zco import, with a journal", "create_record, one by one"}),
        ("small", {"answers 100 ms late, 1 rows: create_records"}),
    ],
)
def test_a_suite_measures_its_rows(suite: str, names: set[str], tmp_path: Path) -> None:
    few = ["--rounds", "1", "--records", "100", "--creates", "1", "--times", "1"]
    figures = tmp_path / "figures.json"

    few += ["--growth", "30", "60", "--loading", "7", "7", "--small", "1"]

    bench.main([suite, *few, "--json", str(figures)])

    rows = json.loads(figures.read_text())[suite]
    assert names <= {row["name"] for row in rows}
    assert all(row["median"] > 0 for row in rows)
    has_targets = suite not in ("served", "loading")
    assert any(row["reached"] is not None for row in rows) is has_targets
    assert {row["notes"].get("right", "7") for row in rows} == {"7"}


@pytest.mark.parametrize("suite", ["loading", "limited", "small"])
@pytest.mark.parametrize(("options", "default"), [(["--rounds", "4"], None), ([], 1)])
def test_a_suite_has_the_number_of_rounds_of_the_option(
    monkeypatch: pytest.MonkeyPatch, suite: str, options: list[str], default: int | None
) -> None:
    asked: list[int] = []

    def record(cases: list[Case], rounds: int, **_: object) -> list[Row]:
        asked.append(rounds)
        return []

    monkeypatch.setattr(loading, "compare", record)
    monkeypatch.setattr(loading, "server", lambda *_: nullcontext(""))

    bench.main([suite, *options])

    assert set(asked) == {4 if default is None else bench.SUITES[suite].rounds}


def test_a_ratio_is_the_median_of_the_ratios_within_each_round() -> None:
    floors, others = iter([1.0, 10.0, 2.0]), iter([2.0, 10.0, 6.0])

    floor, other = compare(
        [
            Case("floor", lambda: {"wall": next(floors)}),
            Case("other", lambda: {"wall": next(others)}, floor="floor", target=1.9),
        ],
        3,
    )

    assert (floor.median, floor.ratio, floor.is_reached) == (2.0, None, None)
    assert (other.median, other.ratio, other.is_reached) == (6.0, 2.0, False)


def test_a_table_shows_figures_ratios_and_targets() -> None:
    rows = [
        Row("raw", 0.5, "s", 1.0, 1.0, "raw"),
        Row("ours", 0.4, "s", 0.8, 0.75, "raw", 0.9),
        Row("memory", 31.0, "MB", target=30, notes={"rows": "7"}),
    ]

    lines = [line.split() for line in table("figures", rows).splitlines()[3:]]

    assert lines == [
        ["raw", "0.500", "s", "1.00", "1.00"],
        ["ours", "0.400", "s", "0.80", "0.75", "0.9", "yes"],
        ["memory", "31.0", "MB", "30", "MB", "NO", "7"],
    ]


def test_an_unknown_suite_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["speed"])
    assert "no suite is called speed" in capsys.readouterr().err


def test_a_failing_process_raises_with_its_error() -> None:
    with pytest.raises(RuntimeError, match="no such job"):
        processes.run_python(["-c", "raise SystemExit('no such job')"])
