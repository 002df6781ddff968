"""Bodies of type multipart/form-data: files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._generated import types

# As browsers do it (HTML standard, "multipart form data").
ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})


def encode(files: Mapping[str, types.File]) -> tuple[bytes, str]:
    """The body, and its media type with the boundary.

    A stream is read to its end: what may have to be sent again cannot be read again.
    """
    boundary = os.urandom(16).hex()
    lines: list[bytes] = []
    for part, file in files.items():
        disposition = f'form-data; name="{_quoted(part)}"; filename="{_quoted(file.name)}"'
        lines += [
            f"--{boundary}".encode(),
            f"Content-Disposition: {disposition}".encode(),
            f"Content-Type: {_quoted(file.media_type)}".encode(),
            b"",
            file.content if isinstance(file.content, bytes) else file.content.read(),
        ]
    lines += [f"--{boundary}--".encode(), b""]
    return b"\r\n".join(lines), f"multipart/form-data; boundary={boundary}"


def _quoted(text: str) -> str:
    return text.translate(ESCAPES)
