"""The sync client, made from the async source by renaming names and dropping `await`."""

from __future__ import annotations

import io
import re
import tempfile
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from .output import HAND_WRITTEN
from .problems import GenerationError
from .tools import format_folder

HEADER = "# Generated from _async/{name} by scripts/generate.py: do not edit.\n"

RENAMED = {
    "AsyncBulkRun": "BulkRun",
    "AsyncClient": "Client",
    "AsyncHTTPClient": "HTTPClient",
    "AsyncIterable": "Iterable",
    "AsyncIterator": "Iterator",
    "AsyncListing": "Listing",
    "AsyncRecordListing": "RecordListing",
    "StopAsyncIteration": "StopIteration",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclose": "close",
    "aiter": "iter",
    "aiter_bytes": "iter_bytes",
    "anext": "next",
    "async_client": "client",
}
"""The async names that the source can use, with their sync counterparts."""

_DROPPED = frozenset({"async", "await"})
_SUSPECT = re.compile(
    r"async|await|^(a|__a)(iter|next|close|enter|exit)|^a(ny)?io|trio", re.IGNORECASE
)
_WORDS = re.compile(rf"\b({'|'.join(map(re.escape, RENAMED))})\b")
_KEYWORDS = re.compile(r"\b(?:async|await) (?=\w)")


def build(source: Path) -> dict[Path, bytes]:
    """The files of the sync client, by path inside its folder."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for path in sorted(source.rglob("*.py")):
            name = path.relative_to(source)
            if name in HAND_WRITTEN:
                continue
            twin = folder / name
            twin.parent.mkdir(parents=True, exist_ok=True)
            twin.write_text(to_sync(path.read_text(encoding="utf-8"), str(name)), encoding="utf-8")
        format_folder(folder)
        return {
            path.relative_to(folder): HEADER.format(name=path.relative_to(folder)).encode()
            + path.read_bytes()
            for path in sorted(folder.rglob("*.py"))
        }


def to_sync(source: str, name: str) -> str:
    """The sync form of one module.

    Raises `GenerationError` naming every async name without a sync counterpart.
    """
    lines = source.splitlines(keepends=True)
    unknown: list[str] = []
    for token, following in reversed(list(_with_following(source))):
        (row, start), (end_row, end) = token.start, token.end
        if token.type == tokenize.NAME and token.string in _DROPPED:
            # Drop the keyword together with the space after it.
            end = following.start[1] if following.start[0] == row else end
            replacement = ""
        elif token.type == tokenize.NAME:
            replacement = RENAMED.get(token.string, token.string)
            if replacement == token.string and _SUSPECT.search(replacement):
                unknown.append(f"{name}:{row}: {token.string}")
        elif token.type in (tokenize.STRING, tokenize.COMMENT):
            replacement = _WORDS.sub(
                lambda found: RENAMED[found[1]], _KEYWORDS.sub("", token.string)
            )
        else:
            continue
        before, after = lines[row - 1][:start], lines[end_row - 1][end:]
        lines[row - 1 : end_row] = (before + replacement + after).splitlines(keepends=True)
    if unknown:
        raise GenerationError(
            "no sync counterpart for these names; add it to RENAMED in generator/sync_twin.py:",
            unknown[::-1],
        )
    return "".join(lines)


def _with_following(source: str) -> Iterator[tuple[tokenize.TokenInfo, tokenize.TokenInfo]]:
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    yield from pairwise(tokens)
