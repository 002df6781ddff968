"""Times of single requests to a sandbox: `python -m benchmarks.growth_job FILE TIMES`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from zendesk_custom_objects.sandbox import Sandbox

from .accounts import WORD, answer
from .content import RECORDS

STARTED = time.time_ns()


def requests(
    middle: str, ids: list[str], count: int
) -> dict[str, Callable[[int], tuple[str, str, bytes]]]:
    """Functions that return method, target and body of the n-th request, by what it does."""

    def creation(number: int) -> tuple[str, str, bytes]:
        record = {"name": f"new {STARTED}-{number}", "external_id": f"new-{STARTED}-{number}"}
        return "POST", RECORDS, json.dumps({"custom_object_record": record}).encode()

    def filtered(number: int) -> tuple[str, str, bytes]:
        wanted = (number * 7919) % count
        return "GET", f"{RECORDS}?filter[external_ids]=x{wanted}", b""

    return {
        "a page in the middle": lambda number: ("GET", middle, b""),
        "show by id": lambda number: ("GET", f"{RECORDS}/{ids[number % len(ids)]}", b""),
        "filter by external id": filtered,
        "create": creation,
        "search for a word in 100 records": lambda number: (
            "GET",
            f"{RECORDS}/search?query={WORD}",
            b"",
        ),
    }


def main(path: Path, times: int) -> None:
    middle = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    taken: dict[str, list[float]] = {}
    with Sandbox(path) as sandbox:
        ids = [record["id"] for record in answer(sandbox, "GET", middle)["custom_object_records"]]
        count = answer(sandbox, "GET", f"{RECORDS}/count")["count"]["value"]
        kinds = requests(middle, ids, count)
        for number in range(-2, times):  # the first two warm up
            for name, request in kinds.items():
                method, target, body = request(number)
                started = time.perf_counter()
                answer(sandbox, method, target, body)
                if number >= 0:
                    taken.setdefault(name, []).append(time.perf_counter() - started)
    print(json.dumps({name: statistics.median(each) for name, each in taken.items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
