"""Results: tables for people, JSON for programs; both on stdout, and nothing else there."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "MOST_ROWS",
    "Json",
    "Limit",
    "Yes",
    "confirm",
    "console",
    "note",
    "print_table",
    "show",
    "show_all",
    "write_json",
]

T = TypeVar("T")

MOST_ROWS = 100
"""How many rows a table has at most, unless more are asked for."""

Json: TypeAlias = Annotated[
    bool, typer.Option("--json", help="JSON for programs: one object a line.")
]
Limit: TypeAlias = Annotated[
    int | None,
    typer.Option(min=0, help="At most so many.", show_default="100 in a table, all as JSON"),
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
    """Print items as they come, or as a table of what `row` makes of each.

    `list_items` gives at most so many items; of these, `columns` are shown, or all that there are.
    """
    if as_json:
        for item in list_items(limit):
            write_json(item)
        return
    shown = MOST_ROWS if limit is None else limit
    items = iter(list_items(None if limit is None else limit))
    rows = [row(item) for item in islice(items, shown)]
    has_more = limit is None and len(rows) == shown and next(items, None) is not None
    print_table(rows, columns)
    if has_more:
        note(f"The first {shown}. --limit N shows more, --json all.")


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
        table.add_row(name, cell(value))
    console().print(table)


def write_json(item: Any) -> None:
    """One JSON value on a line of its own."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(item).decode() + "\n")


def print_table(rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
    """A table with a column for each key; nothing if there are no rows."""
    from rich.table import Table

    if not rows:
        note("None.")
        return
    names = columns or dict.fromkeys(name for row in rows for name in row)
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(cell(row.get(name)) for name in names))
    console().print(table)


def cell(value: Any) -> str:
    """A value on one line; what could steer a terminal is escaped."""
    import msgspec

    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds").replace("+00:00", "Z")
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if text.isprintable() else repr(text)[1:-1]


def note(text: str) -> None:
    """Say something beside the result; above a progress bar, if there is one."""
    print(text, file=sys.stderr)


def confirm(question: str, yes: bool) -> None:
    """Go on only if somebody agrees; without a terminal to ask at, only with `--yes`."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody can be asked here: it takes --yes", param_hint="--yes")
    typer.confirm(question, abort=True, err=True)


def console(width: int | None = 100_000) -> "Console":
    """Where text is laid out: as wide as the terminal, else, in a pipe or a file, `width`."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else width
    return Console(width=width, markup=False, highlight=False, emoji=False)
