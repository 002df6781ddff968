"""Files to upload, given as a path, bytes or a stream."""

from __future__ import annotations

import io
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from .._generated import File

if TYPE_CHECKING:
    from collections.abc import Generator

Upload: TypeAlias = "str | PathLike[str] | bytes | BinaryIO"
"""A path, the content itself, or a binary stream to read it from."""


@contextmanager
def opened(
    file: Upload, *, name: str | None, media_type: str | None
) -> Generator[File, None, None]:
    """The file to send. A stream of the caller's stays open."""
    if isinstance(file, str | PathLike):
        path = Path(file)
        with path.open("rb") as content:
            yield _file(content, name or path.name, media_type)
    else:
        yield _file(file, name or _own_name(file), media_type)


def _file(content: bytes | BinaryIO, name: str, media_type: str | None) -> File:
    if isinstance(content, io.TextIOBase):
        raise TypeError("the stream is a text stream: open the file in binary mode")
    return File(content, name, media_type or _media_type(name))


def _own_name(file: bytes | BinaryIO) -> str:
    name = getattr(file, "name", None)
    if not isinstance(name, str) or not Path(name).name:
        raise TypeError("bytes, and streams without a name, need name=")
    return Path(name).name


def _media_type(name: str) -> str:
    from mimetypes import guess_type  # it reads the system's files of media types

    return guess_type(name)[0] or "application/octet-stream"
