"""Downloads into files and streams: complete or not at all, and never held in memory."""

from __future__ import annotations

import asyncio
import io
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest

from tests.client.stub import Answer, Reply, Reset, Stub, serving
from tests.client.transport.test_http_clients import PlainClient
from zendesk_custom_objects import (
    AsyncClient,
    BearerToken,
    Client,
    ConfigurationError,
    ConnectionFailed,
    NotFoundError,
    UnexpectedResponse,
)

HTTP_LIBRARIES = [httpx, httpx2]

PLACE = ("boat", "01J", "01A")
LINE = "GET /api/v2/custom_objects/boat/records/01J/attachments/01A/download"
CONTENT = bytes(range(256)) * 1000
CUT_SHORT = Reply(200, CONTENT[:5000], promised=len(CONTENT))
MEGABYTE = 1024 * 1024


@pytest.fixture
def elsewhere() -> Iterator[Stub]:
    with serving() as stub:
        yield stub


class OneWay(io.RawIOBase):
    """A stream like a pipe, which accepts a few bytes at a time and cannot be rewound."""

    def __init__(self) -> None:
        self.received = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:
        self.received += piece[:1000]
        return min(len(piece), 1000)


@pytest.mark.parametrize("as_path", [Path, str])
@pytest.mark.parametrize("old", [None, b"what was there before"])
def test_a_download_is_written_to_a_file(
    zendesk: Any, stub: Stub, tmp_path: Path, as_path: Callable[[Path], Any], old: bytes | None
) -> None:
    path = tmp_path / "plan.pdf"
    if old is not None:
        path.write_bytes(old)
    stub.will_answer(Reply(200, CONTENT))

    assert zendesk.download_attachment(*PLACE, to=as_path(path)) == len(CONTENT)

    assert path.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [path]
    assert stub.lines == [LINE]


def test_a_download_into_a_stream_starts_at_its_position(zendesk: Any, stub: Stub) -> None:
    stream = io.BytesIO(b"head")
    stream.seek(0, io.SEEK_END)
    stub.will_answer(Reply(200, CONTENT))

    assert zendesk.download_attachment(*PLACE, to=stream) == len(CONTENT)

    assert stream.getvalue() == b"head" + CONTENT


def test_a_download_into_a_stream_survives_partial_writes(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(503), Reply(200, CONTENT))

    stream = OneWay()
    assert zendesk.download_attachment(*PLACE, to=stream) == len(CONTENT)

    assert stream.received == CONTENT


def test_an_empty_file_is_downloaded(zendesk: Any, stub: Stub, tmp_path: Path) -> None:
    stub.will_answer(Reply(200, b""))

    assert zendesk.download_attachment(*PLACE, to=tmp_path / "empty") == 0
    assert (tmp_path / "empty").read_bytes() == b""


def test_credentials_are_not_sent_to_another_host(
    zendesk: Any, stub: Stub, elsewhere: Stub, tmp_path: Path
) -> None:
    stub.will_answer(Reply(302, b"moved", {"Location": f"{elsewhere.url}/file?signature=x"}))
    elsewhere.will_answer(Reply(200, CONTENT))

    zendesk.download_attachment(*PLACE, to=tmp_path / "plan.pdf")

    assert (tmp_path / "plan.pdf").read_bytes() == CONTENT
    assert elsewhere.lines == ["GET /file?signature=x"]
    assert "authorization" in stub.asked[0].headers
    assert "authorization" not in elsewhere.asked[0].headers


@pytest.mark.parametrize("failure", [CUT_SHORT, Reset(), Reply(429), Reply(503, b"<html>")])
def test_an_interrupted_download_is_retried_from_the_start(
    zendesk: Any, stub: Stub, tmp_path: Path, failure: Answer
) -> None:
    stream = io.BytesIO()
    stub.will_answer(failure, Reply(200, CONTENT[:20_000]), failure, Reply(200, CONTENT[:20_000]))

    zendesk.download_attachment(*PLACE, to=tmp_path / "plan.pdf")
    zendesk.download_attachment(*PLACE, to=stream)

    assert (tmp_path / "plan.pdf").read_bytes() == CONTENT[:20_000]
    assert stream.getvalue() == CONTENT[:20_000]
    assert stub.lines == [LINE] * 4


def test_an_interrupted_download_from_another_host_gets_a_new_link(
    zendesk: Any, stub: Stub, elsewhere: Stub, tmp_path: Path
) -> None:
    for number in (1, 2):
        stub.will_answer(Reply(302, b"", {"Location": f"{elsewhere.url}/{number}"}))
    elsewhere.will_answer(CUT_SHORT, Reply(200, CONTENT))

    zendesk.download_attachment(*PLACE, to=tmp_path / "plan.pdf")

    assert (tmp_path / "plan.pdf").read_bytes() == CONTENT
    assert elsewhere.lines == ["GET /1", "GET /2"]


def test_a_download_into_a_pipe_is_not_retried_after_its_first_bytes(
    zendesk: Any, stub: Stub
) -> None:
    stub.will_answer(CUT_SHORT, Reply(200, CONTENT))
    stream = OneWay()

    with pytest.raises(UnexpectedResponse, match=r"after \d+ bytes") as raised:
        zendesk.download_attachment(*PLACE, to=stream)

    assert stub.lines == [LINE]
    assert CONTENT.startswith(stream.received)
    assert f"after {len(stream.received)} bytes" in str(raised.value)
    assert raised.value.operation == "DownloadCustomObjectRecordAttachment"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (CUT_SHORT, ConnectionFailed),
        (Reply(404, {"error": "RecordNotFound"}), NotFoundError),
        (Reply(302, b"", {"Location": "ftp://elsewhere.example/"}), UnexpectedResponse),
    ],
)
@pytest.mark.parametrize("old", [None, b"what was there before"])
def test_a_failed_download_leaves_no_partial_file(
    connect: Callable[..., Any],
    stub: Stub,
    tmp_path: Path,
    answer: Answer,
    error: type[Exception],
    old: bytes | None,
) -> None:
    path = tmp_path / "plan.pdf"
    if old is not None:
        path.write_bytes(old)
    stub.will_answer(answer)

    with pytest.raises(error):
        connect(retries=0).download_attachment(*PLACE, to=path)

    assert [(each, each.read_bytes()) for each in tmp_path.iterdir()] == (
        [] if old is None else [(path, old)]
    )


def test_an_error_contains_the_description_of_the_service(zendesk: Any, stub: Stub) -> None:
    stub.will_answer(Reply(403, {"error": "MalwareFound", "description": "Locked"}))
    stream = io.BytesIO()

    with pytest.raises(Exception, match="403 MalwareFound: Locked"):
        zendesk.download_attachment(*PLACE, to=stream)

    assert stream.getvalue() == b""


@pytest.mark.parametrize("target", ["nowhere/plan.pdf", "."])
def test_a_path_that_cannot_be_written_raises_before_a_request(
    zendesk: Any, stub: Stub, tmp_path: Path, target: str
) -> None:
    with pytest.raises(OSError, match=r"No such file|Is a directory"):
        zendesk.download_attachment(*PLACE, to=tmp_path / target)
    assert stub.asked == []


def test_a_text_stream_is_refused(zendesk: Any, stub: Stub) -> None:
    with pytest.raises(TypeError, match="binary"):
        zendesk.download_attachment(*PLACE, to=io.StringIO())
    assert stub.asked == []


@pytest.mark.parametrize("error", [OSError(28, "No space left"), TimeoutError(), ValueError("no")])
def test_an_error_of_the_target_is_not_reported_as_a_lost_connection(
    zendesk: Any, stub: Stub, error: Exception
) -> None:
    class Full(io.BytesIO):
        def write(self, piece: Any, /) -> int:
            raise error

    stub.otherwise = lambda asked: Reply(200, CONTENT)

    with pytest.raises(type(error)) as raised:
        zendesk.download_attachment(*PLACE, to=Full())

    assert raised.value is error
    assert len(stub.asked) == 1


def test_a_client_without_streaming_downloads_into_memory_only(stub: Stub, tmp_path: Path) -> None:
    stub.will_answer(Reply(200, CONTENT))

    auth = BearerToken("a-token-that-nobody-may-see")
    with Client(base_url=stub.url, auth=auth, http_client=PlainClient()) as zendesk:
        with pytest.raises(ConfigurationError, match="cannot stream"):
            zendesk.download_attachment(*PLACE, to=tmp_path / "plan.pdf")
        assert list(tmp_path.iterdir()) == []
        assert zendesk.download_attachment(*PLACE) == CONTENT


def test_a_cancelled_task_leaves_no_partial_file(stub: Stub, tmp_path: Path) -> None:
    async def main() -> None:
        auth = BearerToken("a-token-that-nobody-may-see")
        async with AsyncClient(base_url=stub.url, auth=auth) as zendesk:
            download = asyncio.ensure_future(
                zendesk.download_attachment(*PLACE, to=tmp_path / "plan.pdf")
            )
            while not stub.asked:
                await asyncio.sleep(0.01)
            assert len(list(tmp_path.iterdir())) == 1
            download.cancel()
            with pytest.raises(asyncio.CancelledError):
                await download

    held = threading.Event()

    def answer(asked: object) -> Answer:
        held.wait(5)
        return Reply(200, CONTENT)

    stub.otherwise = answer
    try:
        asyncio.run(main())
    finally:
        held.set()
    assert list(tmp_path.iterdir()) == []


class _Flow(BaseHTTPRequestHandler):
    """Receives and sends content of any size without holding it in memory."""

    protocol_version = "HTTP/1.1"
    size = 24 * MEGABYTE

    def do_GET(self) -> None:
        self.send_response_only(200)
        self.send_header("Content-Length", str(self.size))
        self.end_headers()
        for _ in range(self.size // MEGABYTE):
            self.wfile.write(bytes(MEGABYTE))

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read1(64 * 1024))
        answer = b'{"custom_object_record_attachment": {"id": "01A"}}'
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@contextmanager
def flowing() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Flow)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_neither_download_nor_upload_is_held_in_memory(
    connect: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "large"
    with flowing() as url:
        zendesk = connect(base_url=url)
        zendesk.download_attachment(
            *PLACE, to=tmp_path / "first"
        )  # so that everything is imported before memory is traced
        tracemalloc.start()
        try:
            assert zendesk.download_attachment(*PLACE, to=path) == _Flow.size
            zendesk.attach_file("boat", "01J", path)
            with path.open("rb") as stream:
                zendesk.attach_file("boat", "01J", stream)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert path.stat().st_size == _Flow.size
    assert peak < 4 * MEGABYTE
