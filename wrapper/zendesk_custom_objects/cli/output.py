"""Results: tables for people, JSON for programs; both on stdout, and nothing else there."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Annotated, Any, TypeAlias, TypeVar

import typer

from .terminal import console, json_text, one_line, safe

__all__ = [
    "DEFAULT_TABLE_ROWS",
    "Json",
    "Limit",
    "Yes",
    "cell",
    "confirm",
    "console",
    "note",
    "print_table",
    "show",
    "show_all",
    "write_bytes",
    "write_json",
    "write_json_text",
]

T = TypeVar("T")

DEFAULT_TABLE_ROWS = 100
"""Rows of a table, unless --limit says otherwise."""

Json: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print JSON for programs: one object a line.")
]
Limit: TypeAlias = Annotated[
    int | None,
    typer.Option(min=0, help="Show at most this many.", show_default="100 in a table, all as JSON"),
]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]

Row: TypeAlias = Mapping[str, Any]


def show_all(
    list_items: Callable[[int | None], Iterable[T]],
    row: Callable[[T], Row],
    *,
    as_json: bool,
    limit: int | None = None,
    columns: Sequence[str] = (),
) -> None:
    """Print items as they come, or as a table of `row` of each.

    `list_items` takes the limit; `columns` are those to show, by default all.
    """
    if as_json:
        for item in list_items(limit):
            write_json(item)
        return
    shown = DEFAULT_TABLE_ROWS if limit is None else limit
    items = iter(list_items(limit))
    rows = [row(item) for item in islice(items, shown)]
    has_more = limit is None and len(rows) == shown and next(items, None) is not None
    print_table(rows, columns)
    if has_more:
        note(f"These are the first {shown}: --limit N shows more, --json all.")


def show(item: Any, row: Row, *, as_json: bool) -> None:
    """Print one thing: its properties below each other."""
    if as_json:
        write_json(item)
        return
    from rich.table import Table

    table = Table(box=None, show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for name, value in row.items():
        table.add_row(one_line(name), cell(value))
    console().print(table)


def write_json(item: Any) -> None:
    """Print one JSON value on a line of its own."""
    import msgspec

    write_json_text(msgspec.json.encode(item).decode())


def write_json_text(text: str) -> None:
    """Print a JSON value that is laid out already."""
    sys.stdout.write(json_text(text, sys.stdout.encoding) + "\n")


def write_bytes(content: bytes) -> None:
    """Write bytes to stdout as they are; a terminal gets them as text that does it no harm."""
    if sys.stdout.isatty():
        sys.stdout.write(safe(content.decode(errors="backslashreplace")) + "\n")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def print_table(rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
    """Print a table with a column for each key; without rows, say that there are none."""
    from rich.table import Table

    if not rows:
        note("None.")
        return
    names = columns or dict.fromkeys(name for row in rows for name in row)
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        table.add_column(one_line(name), overflow="fold")
    for row in rows:
        table.add_row(*(cell(row.get(name)) for name in names))
    console().print(table)


def cell(value: Any) -> str:
    """A value on one line."""
    import msgspec

    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds").replace("+00:00", "Z")
    return one_line(value if isinstance(value, str) else msgspec.json.encode(value).decode())


def note(text: str) -> None:
    """Print something beside the result, on stderr; above a progress bar, if there is one."""
    print(safe(text), file=sys.stderr)


def confirm(question: str, yes: bool) -> None:
    """Ask for confirmation; without a terminal, `--yes` is required."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter("stdin is not a terminal, so that nobody can answer: add --yes")
    typer.confirm(one_line(question), abort=True, err=True)
