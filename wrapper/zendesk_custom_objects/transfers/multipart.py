"""Bodies of the type multipart/form-data, which upload files."""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._generated import types

# As browsers do it (HTML standard, "multipart form data").
ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
MEDIA_TYPE = "multipart/form-data"
CHUNK_BYTES = 64 * 1024


class Multipart:
    """A body of files, which are read piece by piece while they are sent.

    Each attempt sends a stream from where it stood at first. One that cannot be rewound is read
    into memory, as a body can be sent more than once.
    """

    def __init__(self, files: Mapping[str, types.File]) -> None:
        boundary = os.urandom(16).hex()
        self.media_type = f"{MEDIA_TYPE}; boundary={boundary}"
        self._parts = [
            (_head(boundary, part, file), _Content(file.content)) for part, file in files.items()
        ]
        self._tail = f"--{boundary}--\r\n".encode()

    def __len__(self) -> int:
        parts = sum(len(head) + content.size + len(b"\r\n") for head, content in self._parts)
        return parts + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        for head, content in self._parts:
            yield head
            yield from content
            yield b"\r\n"
        yield self._tail

    def preview(self) -> Iterator[bytes]:
        """The same pieces, leaving the streams where they stand."""
        yield from self
        for _, content in self._parts:
            content.rewind()


class _Content:
    """The content of a file, which can be read more than once."""

    def __init__(self, content: bytes | BinaryIO) -> None:
        if isinstance(content, bytes):
            content = BytesIO(content)
        elif not content.seekable():
            content = BytesIO(content.read())
        self._stream = content
        self._start = content.tell()
        self.size = content.seek(0, os.SEEK_END) - self._start

    def rewind(self) -> None:
        self._stream.seek(self._start)

    def __iter__(self) -> Iterator[bytes]:
        self.rewind()
        while chunk := self._stream.read(CHUNK_BYTES):
            yield chunk


def require_rewindable(request: types.Request[Any]) -> None:
    """Raise `ValueError` for a stream that a preview would use up."""
    if request.media_type != MEDIA_TYPE:
        return
    for part, file in request.body.items():
        if not isinstance(file.content, bytes) and not file.content.seekable():
            raise ValueError(
                f"{part}: the stream cannot be rewound, so that showing it would use it up"
            )


def _head(boundary: str, part: str, file: types.File) -> bytes:
    disposition = f'form-data; name="{_quoted(part)}"; filename="{_quoted(file.name)}"'
    return (
        f"--{boundary}\r\n"
        f"Content-Disposition: {disposition}\r\n"
        f"Content-Type: {_quoted(file.media_type)}\r\n\r\n"
    ).encode()


def _quoted(text: str) -> str:
    return text.translate(ESCAPES)
