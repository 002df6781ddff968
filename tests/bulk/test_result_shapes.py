"""Every known shape of the results of a job, with the outcomes that it means.

First come the shapes of real jobs by external id, then those that the vendor documents, then others
that a service could send. No outcome is made up, and no failure is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, get_args

import pytest

from zendesk_custom_objects._core.bulk.batches import Batch
from zendesk_custom_objects._core.bulk.items import Entry
from zendesk_custom_objects._core.bulk.job_results import ItemResult, item_results
from zendesk_custom_objects._core.bulk.job_states import JobState
from zendesk_custom_objects.rules.job_actions import JOB_ACTIONS, Action

ACTIONS: Final[tuple[Action, ...]] = get_args(Action)
GROUPS: Final[dict[str, tuple[Action, ...]]] = {
    "create": ("create",),
    "update": ("update",),
    "delete by id": ("delete",),
    "delete": ("delete", "delete_by_external_id"),
    "upsert": ("create_or_update_by_external_id", "create_or_update_by_name"),
}

OK: Final = object()
"""Placeholder for the status of a success of the action."""
OWN_ID: Final = object()
"""Placeholder for the id of the item, or of a new record."""
STATUSES: Final = {
    "create": "Created",
    "update": "Updated",
    "delete": "Deleted",
    "upsert": "CreateOrUpdate",
}
SAID: Final = {"-": "failed", "?": "unknown", "c": "created", "u": "updated"}
"""The outcome that a letter means; `+` is the success of the action."""


class Shape(NamedTuple):
    """Results for three items, and the outcome of each."""

    name: str
    results: Any
    expected: str
    """Outcomes of the three items, unless the action has its own."""
    differs: Mapping[str, str] = {}
    """Outcomes for particular actions."""
    status: Any = "completed"
    progress: Any = None


def real(index: int, status: Any = OK, **more: Any) -> dict[str, Any]:
    """A result as in real jobs by external id."""
    return {"external_id": f"x-{index}", "index": index, "status": status, **more}


def placed(index: Any, status: Any = OK, **more: Any) -> dict[str, Any]:
    """A result with only an index."""
    return {"index": index, "status": status, **more}


NOT_FOUND: Final = [{"code": "CustomObjectRecordDeleteFailed", "title": "Record not found"}]
INVALID: Final = [{"title": "Record validation errors"}]

REAL: Final = [
    Shape("all succeed", [real(0), real(1), real(2)], "+++"),
    Shape("one fails, with errors", [real(0), real(1, "Failed", errors=INVALID), real(2)], "+-+"),
    Shape("one fails, without errors", [real(0), real(1, "Failed"), real(2)], "+-+"),
    Shape("one is not found", [real(0), real(1, "Failed", errors=NOT_FOUND), real(2)], "+-+"),
    Shape("failed in lower case", [real(0), real(1, "failed"), real(2)], "+-+"),
    Shape("failed in upper case", [real(0), real(1, "FAILED"), real(2)], "+-+"),
    Shape("failed with spaces", [real(0), real(1, " Failed "), real(2)], "+-+"),
    Shape("all fail", [real(0, "Failed"), real(1, "Failed"), real(2, "Failed")], "---"),
    Shape("another order", [real(1), real(2), real(0, "Failed")], "-++"),
    Shape("errors are null", [real(0, errors=None), real(1), real(2)], "+++"),
    Shape("errors are empty", [real(0, errors=[]), real(1), real(2)], "+++"),
    Shape("errors beside a success", [real(0), real(1, errors=INVALID), real(2)], "+-+"),
    Shape("an empty error", [real(0), real(1, errors=[{}]), real(2)], "+-+"),
    Shape("a success with an unknown property", [real(0, took=3), real(1), real(2)], "+++"),
]
INCOMPLETE: Final = [
    Shape("only the failure", [real(1, "Failed")], "?-?"),
    Shape("only a success", [real(0)], "+??"),
    Shape("one too many", [real(0), real(1, "Failed"), real(2), placed(3)], "+-+"),
    Shape("a negative place", [real(0), real(1), placed(-1)], "++?"),
    Shape("one twice", [real(0), real(1, "Failed"), real(1, "Failed"), real(2)], "+-+"),
    Shape("one twice, at odds", [real(0), real(1), real(1, "Failed"), real(2)], "+?+"),
    Shape("null", None, "???"),
    Shape("an empty list", [], "???"),
    Shape("nulls", [None, None, None], "???"),
    Shape("nulls around one", [None, placed(1), None], "?+?"),
    Shape("nulls around one without a place", [None, {"status": OK}, None], "?+?"),
    Shape("text", "Completed", "???"),
    Shape("a number", 3, "???"),
    Shape("a list of texts", ["Created", "Updated", "Deleted"], "???"),
    Shape("lists in the list", [[real(0)], [real(1)], [real(2)]], "???"),
    Shape("wrapped", [{"result": real(0)}, {"result": real(1)}, {"result": real(2)}], "???"),
]
PLACES: Final = [
    Shape(
        "no places",
        [{"external_id": f"x-{n}", "status": s} for n, s in ((2, OK), (0, "Failed"), (1, OK))],
        "-++",
        {"delete by id": "???"},  # the results name external ids, which this action does not use
    ),
    Shape("places as text", [placed("0"), placed("1", "Failed"), placed("2")], "+-+"),
    Shape("places with a point", [placed(0.0), placed(1.0, "Failed"), placed(2.0)], "+-+"),
    Shape("places from 1", [placed(1), placed(2, "Failed"), placed(3)], "+-+"),
    Shape(
        "places from 1 and external ids",
        [real(0) | {"index": 1}, real(1, "Failed") | {"index": 2}, real(2) | {"index": 3}],
        "+-+",
    ),
    Shape(
        "places in lists",
        [real(n, s) | {"index": [n]} for n, s in enumerate((OK, "Failed", OK))],
        "+-+",
        {"delete by id": "???"},
    ),
    Shape("places as flags", [placed(False), placed(True, "Failed"), placed(None)], "+-+"),
    Shape("external ids of others", [real(n) | {"external_id": "y"} for n in range(3)], "+++"),
    Shape("external ids of others, no places", [{"external_id": "y", "status": OK}] * 3, "???"),
    Shape(
        "external ids as numbers",
        [real(n, s) | {"external_id": 10 + n} for n, s in enumerate((OK, "Failed", OK))],
        "+-+",
    ),
    Shape("nothing but the order", [{"status": OK}, {"status": "Failed"}, {"status": OK}], "+-+"),
    Shape("the order with a gap", [{"status": OK}, {"status": "Failed"}], "???"),
    Shape("the order with one too many", [{"status": OK}] * 4, "???"),
    Shape("one without a place", [placed(2), {"status": "Failed"}, placed(0)], "+-+"),
    Shape(
        "some without a place, out of order",
        [placed(2), {"status": "Failed"}, {"status": OK}],
        "??+",
    ),
    Shape(
        "some without a place, in order",
        [{"status": OK}, placed(1, "Failed"), {"status": OK}],
        "+-+",
    ),
]
WORDS: Final = [
    Shape("an unknown status", [placed(0), placed(1, "Weird"), placed(2)], "+?+"),
    Shape("an empty status", [placed(0), placed(1, ""), placed(2)], "+?+"),
    Shape("no status", [placed(0), placed(1, None), {"index": 2}], "+??"),
    Shape("a number as status", [placed(0), placed(1, 7), placed(2, 1.5)], "+??"),
    Shape("a list as status", [placed(0), placed(1, ["Failed"]), placed(2, ["Weird"])], "+-?"),
    Shape("an object as status", [placed(0), placed(1, {"code": "failed"}), placed(2, {})], "+-?"),
    Shape("error as status", [placed(0), placed(1, "Error"), placed(2, "Failure")], "+--"),
    Shape("success as status", [placed(0, "Success"), placed(1, "ok"), placed(2, "Done")], "+++"),
    Shape(
        "created",
        [placed(n, "Created") for n in range(3)],
        "???",
        {"create": "+++", "upsert": "ccc"},
    ),
    Shape(
        "updated",
        [placed(n, "Updated") for n in range(3)],
        "???",
        {"update": "+++", "upsert": "uuu"},
    ),
    Shape(
        "created or updated",
        [placed(n, "CreateOrUpdate") for n in range(3)],
        "+++",
        {"delete": "???"},
    ),
    Shape(
        "with underscores",
        [placed(n, "create_or_update") for n in range(3)],
        "+++",
        {"delete": "???"},
    ),
    Shape("deleted", [placed(n, "Deleted") for n in range(3)], "???", {"delete": "+++"}),
    Shape("only an action", [{"index": n, "action": "create"} for n in range(3)], "???"),
    Shape("only details", [{"index": n, "details": "Name"} for n in range(3)], "???"),
]
DOCUMENTED: Final = [
    Shape(
        "place and id",
        [{"index": n, "id": f"made-{n}"} for n in range(3)],
        "???",
        {"create": "+++", "upsert": "+++"},
    ),
    Shape(
        "place, id, and one failure",
        [{"index": 0, "id": "made-0"}, {"index": 1, "error": "RecordInvalid"}],
        "?-?",
        {"create": "+-?", "upsert": "+-?"},
    ),
    Shape(
        "id, action, success and status",
        [{"id": OWN_ID, "action": "update", "success": True, "status": "Updated"}] * 3,
        "+++",
        {"upsert": "uuu"},
    ),
    Shape(
        "a creation says so",
        [{"id": OWN_ID, "action": "create", "success": True, "status": "Created"}] * 3,
        "+++",
        {"upsert": "ccc"},
    ),
    Shape(
        "only the action says what an upsert did",
        [{"id": OWN_ID, "action": "create", "success": True}] * 3,
        "+++",
        {"upsert": "ccc"},
    ),
    Shape(
        "a failure",
        [
            {"index": 0, "success": True},
            {"index": 1, "success": False, "error": "RecordInvalid", "details": "Name"},
            {"index": 2, "success": True},
        ],
        "+-+",
    ),
    Shape("only success", [{"success": True}, {"success": False}, {"success": True}], "+-+"),
    Shape(
        "success as text", [{"success": "true"}, {"success": "False"}, {"success": "yes"}], "+-?"
    ),
    Shape("success as number", [{"success": 1}, {"success": 0}, {"success": None}], "+-?"),
    Shape("success, and failed", [placed(0, "Failed", success=True), placed(1), placed(2)], "-++"),
    Shape("success, unknown status", [placed(n, "Weird", success=True) for n in range(3)], "+++"),
    Shape(
        "success, and an error", [placed(0, success=True, error="Bad"), placed(1), placed(2)], "-++"
    ),
    Shape("no success, and a good status", [placed(0, success=False), placed(1), placed(2)], "-++"),
    Shape("only an error", [placed(0), {"index": 1, "error": "RecordInvalid"}, placed(2)], "+-+"),
    Shape("one result for all", {"success": True}, "+++"),
    Shape("one failure for all", {"success": False, "error": "Bad"}, "---"),
    Shape("one status for all", {"status": OK}, "+++"),
    Shape("one failed status for all", {"status": "Failed"}, "---"),
    Shape("an object that says nothing", {"count": 3}, "???"),
    Shape("an object about one item", {"index": 1, "status": "Failed"}, "?-?"),
    Shape("an object about one success", {"index": 1, "status": OK}, "?+?"),
    Shape(
        "mixed",
        [real(2, "Failed"), {"index": 0, "success": True}, {"index": 1, "error": "Bad"}],
        "+--",
    ),
]
JOBS: Final = [
    Shape("completed in upper case", {"success": True}, "+++", status="COMPLETED"),
    Shape("failed at once", None, "---", status="failed", progress=0),
    Shape("failed at once, as text", None, "---", status="Failed", progress="0"),
    Shape("aborted at once", [], "---", status="aborted", progress=0),
    Shape("killed at once", None, "???", status="killed", progress=0),
    Shape("failed, nobody knows when", None, "???", status="failed"),
    Shape("failed in the middle", None, "???", status="failed", progress=2),
    Shape("aborted in the middle", None, "???", status="aborted", progress=2),
    Shape("failed, with results", [real(0), real(1, "Failed")], "+-?", status="failed"),
    Shape("aborted, with results", [real(0), real(1, "Failed")], "+-?", status="aborted"),
    Shape("killed, with results", [real(0), real(1, "Failed")], "+-?", status="killed"),
    Shape("failed, with success for all", {"success": True}, "???", status="failed"),
    Shape("failed, with failure for all", {"success": False}, "---", status="failed", progress=0),
    Shape(
        "failed in the middle, with failure for all",
        {"success": False},
        "???",
        status="failed",
        progress=2,
    ),
    Shape("no status", {"success": True}, "???", status=None),
    Shape("an unknown status", {"success": True}, "???", status="expired"),
    Shape("an unknown status, with results", [real(0), real(1, "Failed")], "+-?", status="expired"),
    Shape("a list as status", [real(0), real(1, "Failed")], "+-?", status=["completed"]),
]
SHAPES: Final = [*REAL, *INCOMPLETE, *PLACES, *WORDS, *DOCUMENTED, *JOBS]


def batch_of(action: Action, *, attempts: int = 0) -> Batch:
    """Three items; records have an id only if they are updated."""
    entries = []
    for n in range(3):
        ids: dict[str, Any] = {"id": f"id-{n}", "external_id": f"x-{n}"}
        wire: Any = {**ids, "name": f"Boat {n}"}
        by: Any = JOB_ACTIONS[action].addressed_by
        if action != "update":
            del wire["id"]
        if JOB_ACTIONS[action].method == "delete":
            wire = ids[by]
        entries.append(Entry(n, {"item": n}, wire, by, ()))
    return Batch(action, tuple(entries), attempts=attempts)


def filled(value: Any, action: Action, place: int = 0) -> Any:
    """A shape with its placeholders filled in for an action."""
    if value is OK:
        return STATUSES[JOB_ACTIONS[action].method]
    if value is OWN_ID:
        return f"{'id' if JOB_ACTIONS[action].addressed_by == 'id' else 'made'}-{place}"
    if isinstance(value, list):
        return [filled(each, action, at) for at, each in enumerate(value)]
    if isinstance(value, dict):
        return {name: filled(each, action, place) for name, each in value.items()}
    return value


def told(shape: Shape, action: Action, *, attempts: int = 0) -> list[ItemResult]:
    results = filled(shape.results, action)
    state = JobState("V3-1", shape.status, progress=shape.progress, results=results)
    return item_results(batch_of(action, attempts=attempts), state)


def meant(shape: Shape, action: Action) -> list[str]:
    letters = shape.expected
    for group, differing in shape.differs.items():
        if action in GROUPS[group]:
            letters = differing
    return [SAID.get(letter, JOB_ACTIONS[action].success) for letter in letters]


def test_the_table_has_many_different_shapes() -> None:
    assert len({(shape.name, str(shape.status)) for shape in SHAPES}) == len(SHAPES) >= 40


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.name} ({shape.status})")
def test_results_of_a_shape_have_the_outcomes_of_the_table(shape: Shape, action: Action) -> None:
    found = told(shape, action)

    assert [each.status for each in found] == meant(shape, action)
    for each in found:
        assert bool(each.reason) == (each.status in ("failed", "unknown"))
        assert each.reason[:1] not in ("[", "{", "'")


@pytest.mark.parametrize("action", ACTIONS)
def test_deletes_that_may_have_been_carried_out_before(action: Action) -> None:
    gone: list[dict[str, Any]] = [
        {"errors": NOT_FOUND},
        {"errors": [{"title": "RecordNotFound"}]},
        {"error": "RecordNotFound", "success": False},
        {"error": "NotFound"},
        {"errors": {"base": [{"description": "The record was not found."}]}},
        {"success": False, "details": "Record not found"},
        {"errors": "record not_found"},
    ]
    for error in gone:
        shape = Shape("gone", [placed(0, "Failed", **error), placed(1), placed(2)], "")
        succeeded = JOB_ACTIONS[action].success
        was_deleted = JOB_ACTIONS[action].method == "delete"
        assert told(shape, action)[0].status == "failed"
        found = told(shape, action, attempts=1)
        assert [each.status for each in found[1:]] == [succeeded] * 2
        assert found[0].status == ("deleted" if was_deleted else "failed")
    other = Shape("other", [placed(0, "Failed", errors=INVALID), placed(1), placed(2)], "")
    assert told(other, action, attempts=1)[0].status == "failed"


REASONS: Final = [
    ({"status": "Failed"}, "the service gives no reason"),
    ({"errors": NOT_FOUND}, "Record not found (CustomObjectRecordDeleteFailed)"),
    ({"errors": INVALID}, "Record validation errors"),
    ({"errors": [{"title": "Bad", "detail": "Name is taken"}]}, "Bad: Name is taken"),
    ({"errors": [{"code": "TooLong"}]}, "TooLong"),
    ({"errors": [{"title": "Bad"}, {"title": "Worse"}, {"title": "Bad"}]}, "Bad; Worse"),
    ({"errors": ["Bad", None, "Worse"]}, "Bad; Worse"),
    ({"errors": "Bad"}, "Bad"),
    ({"errors": [{"odd": ["a", 1, None, True]}]}, "odd: a; odd: 1; odd: true"),
    ({"errors": {"name": [{"description": "is blank"}]}}, "name: is blank"),
    (
        {"errors": [{"title": "Bad", "details": {"name": [{"error": "BlankValue"}]}}]},
        "Bad; name: a mapping",
    ),
    ({"error": "RecordInvalid"}, "RecordInvalid"),
    ({"error": "RecordInvalid", "details": "Name"}, "RecordInvalid: Name"),
    (
        {"error": "RecordInvalid", "details": {"name": [{"description": "is blank"}]}},
        "RecordInvalid: name: is blank",
    ),
    ({"error": {"title": "Bad", "message": "Worse"}}, "title: Bad, message: Worse"),
    ({"error": True}, "the service gives no reason"),
    ({"success": False, "details": ["Bad", {"x": {"y": 1}}]}, "Bad; x: y: 1"),
]


@pytest.mark.parametrize(("result", "reason"), REASONS)
def test_reasons_are_readable_sentences(result: dict[str, Any], reason: str) -> None:
    shape = Shape("", [{"index": 0, **result}, placed(1), placed(2)], "")

    assert told(shape, "create")[0] == ItemResult(
        "failed", None, reason, told(shape, "update")[0].violations
    )


def test_long_reasons_are_shortened() -> None:
    shape = Shape("", [{"index": 0, "errors": ["x" * 1_000_000]}, placed(1), placed(2)], "")

    assert len(told(shape, "create")[0].reason) < 1100


def test_errors_become_violations() -> None:
    shape = Shape("", [{"index": 0, "errors": NOT_FOUND}, placed(1), placed(2)], "")

    (violation,) = told(shape, "delete")[0].violations
    assert (violation.field, violation.code) == ("base", "CustomObjectRecordDeleteFailed")
    assert violation.message == "Record not found"
