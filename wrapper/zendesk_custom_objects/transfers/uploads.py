"""Files to upload, from whatever they are given as."""

from __future__ import annotations

import io
from contextlib import contextmanager
from os import PathLike
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from .._generated import File

if TYPE_CHECKING:
    from collections.abc import Generator

Upload: TypeAlias = "str | PathLike[str] | bytes | BinaryIO"
"""A path, or else the content, or a binary stream that has it."""


@contextmanager
def opened(
    file: Upload, *, name: str | None, media_type: str | None
) -> Generator[File, None, None]:
    """The file to send. What is opened for it is closed, a stream that was given is not."""
    if isinstance(file, str | PathLike):
        from pathlib import Path  # slow to import, and needed only here

        path = Path(file)
        with path.open("rb") as content:
            yield _file(content, name or path.name, media_type)
    else:
        yield _file(file, name or _own_name(file), media_type)


def _file(content: bytes | BinaryIO, name: str, media_type: str | None) -> File:
    if isinstance(content, io.TextIOBase):
        raise TypeError("the stream is one of text: open the file in binary mode")
    return File(content, name, media_type or _media_type(name))


def _own_name(file: bytes | BinaryIO) -> str:
    from pathlib import Path

    name = getattr(file, "name", None)
    if not isinstance(name, str) or not Path(name).name:
        raise TypeError("a file without a name of its own needs name=")
    return Path(name).name


def _media_type(name: str) -> str:
    from mimetypes import guess_type  # it reads the types that the system knows

    return guess_type(name)[0] or "application/octet-stream"
