"""Files that are attached to records."""

from __future__ import annotations

import io
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest

from tests.client.stub import Asked, Reply, Reset, Stub
from zendesk_custom_objects import OutcomeUnknown, models

HTTP_LIBRARIES = [httpx, httpx2]

PATH = "/api/v2/custom_objects/boat/records/01J/attachments"
WHOLE = {"id": "01A", "filename": "plan.pdf", "size": 4, "malware_scan_status": "not_scanned"}
ANSWER = {"custom_object_record_attachment": WHOLE}


def uploaded(asked: Asked) -> tuple[str | None, str, bytes]:
    """Name, type and content of the only file in a form."""
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    (part,) = parts(head + asked.body)
    assert part.get_param("name", header="content-disposition") == "uploaded_data"
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return part.get_filename(), part.get_content_type(), content


def parts(message: bytes) -> list[Any]:
    payload = message_from_bytes(message).get_payload()
    assert isinstance(payload, list)
    return payload


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF")
    return path


@pytest.mark.parametrize("as_path", [Path, str])
def test_a_file_is_attached_from_a_path(
    zendesk: Any, stub: Stub, plan: Path, as_path: Callable[[Path], Any]
) -> None:
    stub.will_answer(Reply(200, ANSWER))

    attached = zendesk.attach_file("boat", "01J", as_path(plan))

    assert isinstance(attached, models.CustomObjectRecordAttachment)
    assert (attached.id, attached.size) == ("01A", 4)
    assert stub.lines == [f"POST {PATH}"]
    assert uploaded(stub.asked[0]) == ("plan.pdf", "application/pdf", b"%PDF")


def test_a_file_is_attached_from_bytes(zendesk: Any, stub: Stub) -> None:
    stub.otherwise = lambda asked: Reply(200, ANSWER)

    zendesk.attach_file("boat", "01J", b"a\nb", name="notes.txt")
    zendesk.attach_file("boat", "01J", b"a\nb", name="notes.txt", media_type="text/markdown")
    zendesk.attach_file("boat", "01J", b"", name="notes")

    assert [uploaded(asked) for asked in stub.asked] == [
        ("notes.txt", "text/plain", b"a\nb"),
        ("notes.txt", "text/markdown", b"a\nb"),
        ("notes", "application/octet-stream", b""),
    ]


def test_a_stream_is_sent_from_its_position_and_stays_open(
    zendesk: Any, stub: Stub, plan: Path
) -> None:
    stub.will_answer(Reply(200, ANSWER))

    with plan.open("rb") as stream:
        stream.seek(1)
        zendesk.attach_file("boat", "01J", stream)
        assert not stream.closed

    assert uploaded(stub.asked[0]) == ("plan.pdf", "application/pdf", b"PDF")


@pytest.mark.parametrize("answer", [Reply(200, ANSWER), Reply(400, {"error": "no"}), Reset()])
def test_a_file_opened_by_the_client_is_closed(
    zendesk: Any, stub: Stub, plan: Path, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    real = Path.open

    def noted(path: Path, mode: str = "r") -> Any:
        opened.append(real(path, mode))
        return opened[-1]

    monkeypatch.setattr(Path, "open", noted)
    stub.will_answer(answer)

    try:
        zendesk.attach_file("boat", "01J", plan)
    except Exception:
        assert answer != Reply(200, ANSWER)

    assert [stream.closed for stream in opened] == [True]


@pytest.mark.parametrize("nameless", [b"a", io.BytesIO(b"a")])
def test_content_without_a_name_needs_one(zendesk: Any, stub: Stub, nameless: Any) -> None:
    with pytest.raises(TypeError, match="name="):
        zendesk.attach_file("boat", "01J", nameless)
    assert stub.asked == []


def test_a_text_stream_is_refused(zendesk: Any, stub: Stub) -> None:
    with pytest.raises(TypeError, match="binary"):
        zendesk.attach_file("boat", "01J", io.StringIO("a"), name="a.txt")
    assert stub.asked == []


def test_attaching_a_file_is_not_retried(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reset())

    with pytest.raises(OutcomeUnknown):
        zendesk.attach_file("boat", "01J", b"a", name="a")
    assert len(stub.asked) == 1


def test_a_retry_sends_the_whole_file_again(zendesk: Any, stub: Stub, plan: Path) -> None:
    stub.will_answer(Reply(429), Reply(200, ANSWER))

    zendesk.attach_file("boat", "01J", plan)

    assert [uploaded(asked)[2] for asked in stub.asked] == [b"%PDF", b"%PDF"]


def test_the_attachments_of_a_record_are_listed(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, {"custom_object_record_attachments": [WHOLE]}))

    assert [file.filename for file in zendesk.list_attachments("boat", "01J")] == ["plan.pdf"]
    assert stub.lines == [f"GET {PATH}"]


def test_an_attachment_is_downloaded(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, b"%PDF\0", {"Content-Type": "application/octet-stream"}))

    assert zendesk.download_attachment("boat", "01J", "01A") == b"%PDF\0"
    assert stub.lines == [f"GET {PATH}/01A/download"]


def test_a_redirected_download_sends_no_credentials(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(302, headers={"Location": "/content?signature=x"}), Reply(200, b"%PDF"))

    assert zendesk.download_attachment("boat", "01J", "01A") == b"%PDF"
    assert stub.lines[1] == "GET /content?signature=x"
    assert "authorization" in stub.asked[0].headers
    assert "authorization" not in stub.asked[1].headers


def test_an_attachment_is_marked_as_safe(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(200, ANSWER))

    zendesk.update_attachment("boat", "01J", "01A", malware_access_override=True)

    assert stub.lines == [f"PUT {PATH}/01A"]
    assert stub.asked[0].json == {
        "custom_object_record_attachment": {"malware_access_override": True}
    }


def test_an_attachment_is_deleted(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(204))

    assert zendesk.delete_attachment("boat", "01J", "01A") is None
    assert stub.lines == [f"DELETE {PATH}/01A"]
