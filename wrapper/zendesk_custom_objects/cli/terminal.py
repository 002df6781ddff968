"""The terminal: nothing that a service, a file or a user wrote can steer it or break the output.

Escape sequences, control codes and signs that change the direction of text are shown as such.
`prepare` makes that hold for whatever other code writes, too: warnings, tracebacks, characters that
the encoding of the output does not have.
"""

import logging
import re
import sys
import traceback
import unicodedata
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

__all__ = ["console", "json_text", "one_line", "prepare", "safe"]

WIDTH_OF_FILES = 100_000
"""Columns of a table that goes into a pipe or a file: nothing in it is wrapped."""

_NOT_ASCII = re.compile(r"[^ -~\n]")


def safe(text: str) -> str:
    """Text whose lines can be printed; only line ends are left as they are."""
    if text.isprintable():
        return text
    return "".join(char if char == "\n" or _is_shown(char) else _escaped(char) for char in text)


def one_line(text: str) -> str:
    """The same on one line."""
    return text if text.isprintable() else safe(text).replace("\n", "\\n")


def json_text(text: str, encoding: str | None) -> str:
    """The same JSON as text that can be printed; in ASCII if the encoding is not UTF-8.

    Line ends between the values stay: within one, JSON escapes them itself.
    """
    if (encoding or "").lower().replace("_", "-") not in ("utf-8", "utf8"):
        return _NOT_ASCII.sub(lambda found: _json_escaped(found[0]), text)
    if text.isprintable():
        return text
    return "".join(
        char if char == "\n" or _is_shown(char) else _json_escaped(char) for char in text
    )


def console(width: int | None = WIDTH_OF_FILES, *, is_stderr: bool = False) -> "Console":
    """Lays out text as wide as the terminal; in a pipe or a file, as wide as `width`."""
    from rich.console import Console
    from rich.segment import Segment

    class SafeConsole(Console):
        def render_str(self, text: str, **options: Any) -> "Text":
            # Before the layout: what is escaped takes more columns.
            return super().render_str(safe(text), **options)

        def render(self, renderable: Any, options: Any = None) -> "Iterable[Segment]":
            for segment in super().render(renderable, options):
                text = segment.text
                if segment.control or text.isprintable():
                    yield segment
                else:
                    yield Segment(safe(text), segment.style)

    width = None if (sys.stderr if is_stderr else sys.stdout).isatty() else width
    return SafeConsole(width=width, markup=False, highlight=False, emoji=False, stderr=is_stderr)


def prepare() -> None:
    """Make the streams of this process safe; call it once, before Typer is imported."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    sys.excepthook = _print_traceback
    handler = logging.StreamHandler()
    handler.setFormatter(_SafeFormatter())
    logging.getLogger((__package__ or "").rpartition(".")[0]).addHandler(handler)


class _SafeFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return safe(super().format(record))


def _print_traceback(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    sys.stderr.write(safe("".join(traceback.format_exception(kind, error, trace))))


def _is_shown(char: str) -> bool:
    # Python takes the blanks of other widths, which texts of many languages have, for unprintable.
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _escaped(char: str) -> str:
    return repr(char)[1:-1]


def _json_escaped(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
