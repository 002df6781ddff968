"""Targets of downloads: content is written to a file or a stream while it arrives."""

from __future__ import annotations

import inspect
import io
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from ..durable.atomic_file import AtomicFile
from ..errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

Target: TypeAlias = "str | PathLike[str] | BinaryIO"
"""A path, or a binary stream to write to."""


MIN_BYTES_PER_SECOND = 1024
"""Rate below which a download is given up: one that is slower would not end in days."""


class WriteFailed(Exception):
    """Writing to the target failed; `__cause__` is the target's own exception.

    That can be an `OSError` as connections raise them, but is not a reason to retry a request.
    """


class Sink:
    """A stream that is written from its current position, again whenever the download restarts."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = stream.tell() if stream.seekable() else None
        self.size = 0
        """Number of bytes written."""

    @property
    def can_restart(self) -> bool:
        """Whether the written bytes can be removed, to start again."""
        return self._start is not None or not self.size

    def restart(self) -> None:
        """Remove the written bytes."""
        if self.size and self._start is not None:
            try:
                self._stream.seek(self._start)
                self._stream.truncate()
            except Exception as error:
                raise WriteFailed from error
            self.size = 0

    def write(self, piece: bytes) -> None:
        """Write all of it."""
        try:
            _write_all(self._stream.write, piece)
        except Exception as error:
            raise WriteFailed from error
        self.size += len(piece)


def _write_all(write: Callable[[memoryview], int | None], piece: bytes) -> None:
    """Write all of a piece: an unbuffered stream can write less, others return nothing."""
    rest = memoryview(piece)
    while rest:
        taken = write(rest)
        rest = rest[len(rest) if taken is None else taken :]


@contextmanager
def opened(target: Target) -> Generator[Sink, None, None]:
    """Open the target. A file gets its name when it is complete; a stream stays open."""
    try:
        if isinstance(target, str | PathLike):
            with _file(Path(target)) as stream:
                yield Sink(stream)
        elif isinstance(target, io.TextIOBase):
            raise TypeError("the stream is a text stream: open the file in binary mode")
        else:
            yield Sink(target)
    except WriteFailed as failed:
        raise failed.__cause__ or failed from None


@contextmanager
def _file(path: Path) -> Generator[BinaryIO]:
    """A file that gets its name in the end, or else is removed."""
    file = AtomicFile(path)
    try:
        yield file.stream
        file.commit()
    except BaseException:
        file.discard()
        raise


def require_streaming(http_client: Any) -> None:
    """Raise `ConfigurationError` for an HTTP client that cannot stream responses."""
    parameters = inspect.signature(http_client.send).parameters.values()
    if not any(each.name == "stream" or each.kind is each.VAR_KEYWORD for each in parameters):
        raise ConfigurationError(
            "the HTTP client cannot stream responses (its send() has no stream=): download into"
            " memory, without to=, or pass another HTTP client"
        )
