"""Every body that error responses are known to have (facts 5.1)."""

from __future__ import annotations

import pickle
from typing import Any

import httpx
import httpx2
import pytest

from tests.client.stub import Reply, Stub
from zendesk_custom_objects import (
    APIError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    ConnectionFailed,
    NotEmulatedError,
    NotFoundError,
    OutcomeUnknown,
    PayloadTooLargeError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeout,
    ServerError,
    TooManyJobsError,
    UnexpectedResponse,
    ValidationError,
    Violation,
    ZendeskError,
)

HTTP_LIBRARIES = [httpx, httpx2]

PER_MINUTE = b"Number of allowed API requests per minute exceeded"
EDGE = {
    "detail": "Rate limited by Zendesk edge protection",
    "status": "429",
    "title": "Automated response",
}

# Status and body, and class, code and description of the error.
BODIES: list[tuple[int, Any, type[APIError], str | None, str]] = [
    (
        400,
        {"error": {"title": "Invalid attribute", "message": "You passed an invalid value"}},
        BadRequestError,
        None,
        "Invalid attribute: You passed an invalid value",
    ),
    (400, {"error": "Invalid URI endpoint"}, BadRequestError, None, "Invalid URI endpoint"),
    (
        400,
        {"errors": [{"code": "InvalidCursor", "status": "400", "title": "Invalid or expired"}]},
        BadRequestError,
        "InvalidCursor",
        "Invalid or expired",
    ),
    (
        400,
        {"errors": [{"code": "StartTimeTooRecent", "title": "Too recent"}, {"title": "Also"}]},
        BadRequestError,
        "StartTimeTooRecent",
        "Too recent: Also",
    ),
    (
        401,
        {"error": "Couldn't authenticate you"},
        AuthenticationError,
        None,
        "Couldn't authenticate you",
    ),
    (
        403,
        {"error": "Forbidden", "description": "You do not have access"},
        PermissionDeniedError,
        "Forbidden",
        "You do not have access",
    ),
    (
        403,
        {"error": {"title": "Forbidden", "message": "Not for you"}},
        PermissionDeniedError,
        "Forbidden",
        "Not for you",
    ),
    (
        404,
        {"error": "RecordNotFound", "description": "Not found"},
        NotFoundError,
        "RecordNotFound",
        "Not found",
    ),
    (404, {"error": "RecordNotFound"}, NotFoundError, "RecordNotFound", ""),
    (
        404,
        {"errors": [{"code": "FeatureNotEnabled", "status": "404", "title": "Not enabled"}]},
        NotFoundError,
        "FeatureNotEnabled",
        "Not enabled",
    ),
    *(
        (
            status,
            {"errors": [{"code": code, "status": str(status), "title": "Of the export"}]},
            kind,
            code,
            "Of the export",
        )
        for status, code, kind in (
            (401, "Unauthorized", AuthenticationError),
            (403, "Forbidden", PermissionDeniedError),
            (404, "CustomObjectNotFound", NotFoundError),
            (429, "RateLimitExceeded", RateLimitError),
        )
    ),
    (
        404,
        b"No help desk at nowhere.zendesk.com",
        NotFoundError,
        None,
        "No help desk at nowhere.zendesk.com",
    ),
    (404, b"<!DOCTYPE html><html>lost</html>", NotFoundError, None, ""),
    (409, {"error": "Conflict", "description": "Busy"}, ConflictError, "Conflict", "Busy"),
    (413, b"", PayloadTooLargeError, None, ""),
    (413, {"error": "RecordInvalid"}, PayloadTooLargeError, "RecordInvalid", ""),
    (418, b"short and stout", APIError, None, "short and stout"),
    (429, PER_MINUTE, RateLimitError, None, PER_MINUTE.decode()),
    (
        429,
        EDGE,
        RateLimitError,
        None,
        "Automated response: Rate limited by Zendesk edge protection",
    ),
    (
        429,
        {"errors": [{"code": "TooManyRequests", "title": "Slow down"}]},
        RateLimitError,
        "TooManyRequests",
        "Slow down",
    ),
    (
        429,
        {"error": "TooManyJobs", "description": "30 jobs", "current_job_ids": ["a", "b"]},
        TooManyJobsError,
        "TooManyJobs",
        "30 jobs",
    ),
    (500, b"<html>oops</html>", ServerError, None, ""),
    (
        501,
        {"error": "NotEmulated", "description": "X is not"},
        NotEmulatedError,
        "NotEmulated",
        "X is not",
    ),
    (503, b"", ServerError, None, ""),
    (520, b"<html>unknown</html>", ServerError, None, ""),
    # Unknown shapes, which must not cause another error.
    (400, b'"just a text"', BadRequestError, None, "just a text"),
    (400, b"[1, 2]", BadRequestError, None, ""),
    (400, b"null", BadRequestError, None, ""),
    (400, b"\xff\xfe", BadRequestError, None, "\ufffd\ufffd"),
    (400, b"[" * 100_000, BadRequestError, None, "[" * 300),
    (400, {"error": 7, "description": ["x"], "errors": "none"}, BadRequestError, None, ""),
    (400, {"error": None, "errors": [None, 1]}, BadRequestError, None, ""),
]


@pytest.mark.parametrize(("status", "body", "kind", "code", "description"), BODIES)
def test_an_error_response_becomes_an_error(
    zendesk: Any,
    stub: Stub,
    status: int,
    body: Any,
    kind: type[APIError],
    code: str | None,
    description: str,
) -> None:
    stub.otherwise = lambda asked: Reply(status, body, {"X-Zendesk-Request-Id": "7a"})

    with pytest.raises(APIError) as raised:
        zendesk.get_record("boat", "01J")

    error = raised.value
    assert type(error) is kind
    assert (error.operation, error.status, error.request_id) == (
        "ShowCustomObjectRecord",
        status,
        "7a",
    )
    assert (error.code, error.description) == (code, description)
    if isinstance(body, dict):
        assert error.body == body
    assert str(error).startswith(f"ShowCustomObjectRecord: {status}")
    assert str(error).endswith("(request 7a)")


DETAILS = [
    (
        {"name": [{"description": "Name: cannot be blank", "error": "BlankValue"}]},
        [Violation("name", "BlankValue", "Name: cannot be blank")],
    ),
    (
        {
            "base": [
                {"description": "Name already exists. Try another one.", "error": "DuplicateValue"}
            ]
        },
        [Violation("base", "DuplicateValue", "Name already exists. Try another one.")],
    ),
    (
        {"name": [{"description": "is blank", "type": "blank"}]},
        [Violation("name", "BlankValue", "is blank")],
    ),
    (
        {"key": [{"description": "Key: has already been taken", "error": "DuplicateValue"}]},
        [Violation("key", "DuplicateValue", "Key: has already been taken")],
    ),
    (
        {"external_id": [{"description": "External: is invalid", "error": "InvalidValue"}]},
        [Violation("external_id", "InvalidValue", "External: is invalid")],
    ),
    ({}, []),
    (None, []),
]


@pytest.mark.parametrize(("details", "violations"), DETAILS)
def test_details_of_an_invalid_record_become_violations(
    zendesk: Any, stub: Stub, details: Any, violations: list[Violation]
) -> None:
    body = {"error": "RecordInvalid", "description": "Record validation errors", "details": details}
    stub.will_answer(Reply(422, body, {"X-Zendesk-Request-Id": "7a"}))

    with pytest.raises(ValidationError) as raised:
        zendesk.create_record("boat", name="", validate=False)

    error = raised.value
    assert (error.status, error.code, error.request_id) == (422, "RecordInvalid", "7a")
    assert error.description == "Record validation errors"
    assert error.details == details
    assert list(error.violations) == violations


@pytest.mark.parametrize(
    ("body", "description"),
    [
        ({"error": "Name is too odd"}, "Name is too odd"),
        ({"error": {"title": "Invalid attribute", "message": "No"}}, "Invalid attribute: No"),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_an_invalid_record_without_details_has_one_violation(
    zendesk: Any, stub: Stub, body: Any, description: str
) -> None:
    stub.will_answer(Reply(422, body))

    with pytest.raises(ValidationError) as raised:
        zendesk.update_record("boat", "01J", name="x", validate=False)

    assert raised.value.description == description
    assert raised.value.violations == ()


def test_a_server_error_has_the_retry_after_of_the_response(connect: Any, stub: Stub) -> None:
    stub.will_answer(Reply(503, b"", {"Retry-After": "600"}), Reply(503, b""))

    for expected in (600, None):
        with pytest.raises(ServerError) as raised:
            connect(retries=0).get_record("boat", "01J")
        assert raised.value.retry_after == expected


def test_too_many_jobs_names_the_jobs_in_flight(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(
        429, {"error": "TooManyJobs", "current_job_ids": ["a", 7]}, {"Retry-After": "600"}
    )

    with pytest.raises(TooManyJobsError) as raised:
        zendesk.get_record("boat", "01J")

    assert raised.value.current_job_ids == ("a", "7")
    assert raised.value.retry_after == 600


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            NotFoundError(
                "Not found",
                operation="ShowBoat",
                status=404,
                code="RecordNotFound",
                request_id="7a",
            ),
            "ShowBoat: 404 RecordNotFound: Not found (request 7a)",
        ),
        (NotFoundError(operation="ShowBoat", status=404), "ShowBoat: 404 Not Found"),
        (ServerError(operation="ShowBoat", status=520), "ShowBoat: 520"),
        (ServerError("down", operation="ShowBoat", status=503), "ShowBoat: 503: down"),
        (
            ValidationError(
                [Violation("bedroms", "UnknownField", "unknown field", "bedrooms")],
                operation="CreateBoat",
            ),
            'CreateBoat: nothing sent\n  bedroms: unknown field (did you mean "bedrooms"?)',
        ),
        (ConnectionFailed("reset", operation="ShowBoat"), "ShowBoat: reset"),
        (ConfigurationError("bad"), "bad"),
        (
            OutcomeUnknown(
                "it may or may not", operation="CreateBoat", status=500, request_id="7a"
            ),
            "CreateBoat: 500: it may or may not (request 7a)",
        ),
    ],
)
def test_an_error_has_a_readable_text(error: ZendeskError, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize(
    "error",
    [
        NotFoundError(
            "Not found", operation="ShowBoat", status=404, code="RecordNotFound", body={}
        ),
        RateLimitError("Slow", retry_after=3.5),
        TooManyJobsError("Slow", current_job_ids=["a"]),
        RequestTimeout("late", sent=False),
        UnexpectedResponse("odd", location="https://elsewhere.example"),
        ValidationError([Violation("name", "BlankValue", "is required")], status=422, code="X"),
        OutcomeUnknown("who knows", operation="CreateBoat"),
    ],
)
def test_an_error_can_be_pickled(error: ZendeskError) -> None:
    copied = pickle.loads(pickle.dumps(error))

    assert type(copied) is type(error)
    assert vars(copied) == vars(error)
    assert str(copied) == str(error)


def test_every_error_has_its_base_classes() -> None:
    family: dict[type[Exception], list[type[Exception]]] = {
        ValueError: [ConfigurationError, ValidationError],
        APIError: [kind for _, _, kind, _, _ in BODIES],
        RateLimitError: [TooManyJobsError],
        ConnectionFailed: [RequestTimeout],
        ZendeskError: [
            APIError,
            ConfigurationError,
            ConnectionFailed,
            OutcomeUnknown,
            UnexpectedResponse,
            ValidationError,
        ],
    }
    for parent, children in family.items():
        assert all(issubclass(child, parent) for child in children)
