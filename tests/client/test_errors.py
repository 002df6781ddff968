"""Every error can be pickled and copied, as process pools and loggers do."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any

import pytest

import zendesk_custom_objects as package
from zendesk_custom_objects import BulkReport, Outcome, Violation, errors, models

ABOUT: dict[str, Any] = {"operation": "CreateCustomObjectRecord", "request_id": "r1"}
RESPONSE: dict[str, Any] = {
    **ABOUT,
    "status": 400,
    "code": "Wrong",
    "details": {"a": [1]},
    "body": {"error": "Wrong"},
}
VIOLATION = Violation("berths", "InvalidValue", "must be a number")
SPECIAL: dict[str, Callable[[], errors.ZendeskError]] = {
    "BulkFailed": lambda: errors.BulkFailed(
        BulkReport(failed=1, failures=[Outcome(index=0, status="failed", item={"name": "a"})])
    ),
    "ConnectionFailed": lambda: errors.ConnectionFailed("lost", sent=False, **ABOUT),
    "CursorExpired": lambda: errors.CursorExpired(
        "gone", since=datetime(2026, 1, 2, tzinfo=UTC), **RESPONSE
    ),
    "FileError": lambda: errors.FileError("is empty", path="a.csv", row=3, column="b"),
    "JobTimeout": lambda: errors.JobTimeout(
        models.JobStatus(id="j", status="working"), "late", **ABOUT
    ),
    "NotEmulatedError": lambda: errors.NotEmulatedError("no", retry_after=2.0, **RESPONSE),
    "RateLimitError": lambda: errors.RateLimitError("slow", retry_after=2.5, **RESPONSE),
    "RequestTimeout": lambda: errors.RequestTimeout("late", sent=False, **ABOUT),
    "ServerError": lambda: errors.ServerError("no", retry_after=2.0, **RESPONSE),
    "TooManyJobsError": lambda: errors.TooManyJobsError(
        "full", current_job_ids=["a", "b"], retry_after=1.0, **RESPONSE
    ),
    "UnexpectedResponse": lambda: errors.UnexpectedResponse("odd", location="/x", **ABOUT),
    "ValidationError": lambda: errors.ValidationError([VIOLATION], description="no", **RESPONSE),
}


def made(name: str) -> errors.ZendeskError:
    kind = getattr(errors, name)
    if name in SPECIAL:
        return SPECIAL[name]()
    has_response = issubclass(kind, errors.APIError)
    error: errors.ZendeskError = kind("a message", **(RESPONSE if has_response else ABOUT))
    return error


def fail(name: str) -> None:
    """Raises an error in another process."""
    raise made(name)


def check(copied: BaseException, error: errors.ZendeskError) -> None:
    assert type(copied) is type(error)
    assert str(copied) == str(error)
    assert repr(copied) == repr(error)
    assert copied.args == error.args
    assert repr(vars(copied)) == repr(vars(error))


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_can_be_pickled_and_copied(name: str) -> None:
    error = made(name)
    error.add_note("a note")

    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        check(pickle.loads(pickle.dumps(error, protocol)), error)
    check(copy.copy(error), error)
    check(copy.deepcopy(error), error)


def test_all_errors_are_tested() -> None:
    public = [
        name
        for name in package.__all__
        if inspect.isclass(kind := getattr(package, name)) and issubclass(kind, BaseException)
    ]

    assert sorted(public) == sorted(errors.__all__)


def test_errors_are_raised_from_a_process_pool() -> None:
    names = ["FileError", "JobTimeout", "BulkFailed", "ValidationError", "CursorExpired"]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for name in names:
            error = pool.submit(fail, name).exception(timeout=60)
            assert error is not None
            check(error, made(name))
