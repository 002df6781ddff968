"""`send` reaches every operation of the contract in both clients, and decodes its example."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.client.stub import Reply, Stub
from tests.contract.document import EXAMPLES, OPERATIONS, Described, Example
from tests.low_level.building import builder, stand_ins
from zendesk_custom_objects import File

MULTIPART = "multipart/form-data"


def answers(operation: Described) -> list[Example | None]:
    """The examples of its successful responses; `None` for one without JSON."""
    found = [
        example for example in EXAMPLES if example.operation is operation and example.is_success
    ]
    return [*found] or [None]


CASES = [(operation, answer) for operation in OPERATIONS.values() for answer in answers(operation)]


@pytest.mark.parametrize(("operation", "answer"), CASES, ids=str)
def test_send_decodes_the_example_of_an_operation(
    operation: Described, answer: Example | None, zendesk: Any, stub: Stub
) -> None:
    arguments = stand_ins(operation)
    if operation.media_type == MULTIPART:
        arguments["body"] = {"uploaded_data": File(b"content", "a.txt", "text/plain")}
    request = builder(operation)(**arguments)
    if answer is None:
        (status,) = operation.answers("2")
        stub.will_answer(Reply(int(status), b""))
    else:
        stub.will_answer(Reply(int(answer.place), answer.value))

    received = zendesk.send(request)

    (asked,) = stub.asked
    assert asked.line == f"{operation.method} {request.target}"
    if answer is not None and isinstance(answer.value, dict):
        sent = msgspec.to_builtins(received)
        assert sent.keys() >= {key for key, value in answer.value.items() if value is not None}


def test_all_operations_are_tested() -> None:
    assert len(OPERATIONS) == 58


def test_a_redirected_download_is_followed(zendesk: Any, stub: Stub) -> None:
    """A redirect to the content is followed, without the credentials."""
    (operation,) = (found for found in OPERATIONS.values() if found.answers("3"))
    stub.will_answer(
        Reply(302, b"", {"Location": f"{stub.url}/elsewhere"}), Reply(200, b"\x00content")
    )

    assert zendesk.send(builder(operation)(**stand_ins(operation))) == b"\x00content"

    first, second = stub.asked
    assert "authorization" in first.headers
    assert second.target == "/elsewhere"
    assert "authorization" not in second.headers
