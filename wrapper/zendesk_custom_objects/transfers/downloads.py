"""Where content goes that is not held in memory: into a file, or a stream."""

from __future__ import annotations

import inspect
import io
from collections.abc import Mapping
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

import msgspec

from ..durable.atomic_file import AtomicFile
from ..errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

Target: TypeAlias = "str | PathLike[str] | BinaryIO"
"""A path, or a binary stream to write to."""


class Received(msgspec.Struct, frozen=True):
    """An answer of which the content may be in a sink."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


class WriteFailed(Exception):
    """The target did not take what was received; its cause is the target's own exception.

    That may be an `OSError`, like those of a connection, and is none to send a request again for.
    """


class Sink:
    """A stream that is written from where it stands, as often as the content begins anew."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = stream.tell() if stream.seekable() else None
        self.size = 0
        """How many bytes were written."""

    @property
    def can_restart(self) -> bool:
        """Whether what was written can be taken back."""
        return self._start is not None or not self.size

    def restart(self) -> None:
        """Take back what was written."""
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
    """A stream without a buffer may take a part only; one that is no file may not tell."""
    rest = memoryview(piece)
    while rest:
        taken = write(rest)
        rest = rest[len(rest) if taken is None else taken :]


@contextmanager
def opened(target: Target) -> Generator[Sink, None, None]:
    """Where to write. A file has its name only when it is complete; a stream stays open."""
    try:
        if isinstance(target, str | PathLike):
            with _file(Path(target)) as stream:
                yield Sink(stream)
        elif isinstance(target, io.TextIOBase):
            raise TypeError("the stream is one of text: open the file in binary mode")
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
    """Raise `ConfigurationError` for a client of the caller's that only gives whole contents."""
    parameters = inspect.signature(http_client.send).parameters.values()
    if not any(each.name == "stream" or each.kind is each.VAR_KEYWORD for each in parameters):
        raise ConfigurationError(
            "the HTTP client that was passed in does not stream (its `send` takes no `stream=`):"
            " content can only be downloaded into memory with it"
        )
