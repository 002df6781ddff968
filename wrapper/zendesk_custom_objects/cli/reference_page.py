"""The reference of an operation as text."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .._generated import load_reference
from .terminal import console, one_line

if TYPE_CHECKING:
    from .._generated import reference
    from ..prepared import PreparedRequest

__all__ = ["print_page"]

WIDTH = 100
"""Columns, where stdout is not a terminal that tells its own width."""

HIDDEN_HEADERS = frozenset({"Host", "Content-Length"})
"""Headers that repeat the URL, or depend on values that are not known yet."""


def print_page(operation: "reference.OperationReference", drafted: "PreparedRequest") -> None:
    """Print everything that the contract says of an operation, and the request itself."""
    out = console(WIDTH)
    properties = load_reference().properties
    out.print(f"{operation.id}: {operation.summary}", style="bold")
    out.print(f"{operation.method} {operation.path}\n")
    out.print(operation.description)
    allowed = f"\nAllowed for {operation.allowed_for.replace('_', ' ')}"
    out.print(allowed + (f", and with {operation.permission}." if operation.permission else "."))
    if operation.side_effects:
        out.print(f"Side effects: {operation.side_effects}")
    for place in ("path", "query"):
        _table(
            f"{place.capitalize()} parameters",
            [parameter for parameter in operation.parameters if parameter.place == place],
        )
    if operation.body is not None:
        _table(f"Body ({operation.body.media_type})", properties.get(operation.body.schema, ()))
    _responses(operation.answers)
    for answer in operation.answers:
        if answer.schema in properties:
            _table(f"Body of {answer.status}", properties[answer.schema])
    _request(drafted)


def _table(title: str, rows: "Sequence[reference.Parameter | reference.Property]") -> None:
    if not rows:
        return
    cells = [
        (row.name, row.type, "yes" if row.is_required else "", _description(row)) for row in rows
    ]
    _print_rows(title, ("Name", "Type", "Required", "Description"), cells)


def _description(row: "reference.Parameter | reference.Property") -> str:
    values = ", ".join(one_line(str(value)) for value in row.values)
    return f"{row.description} One of: {values}." if values else row.description


def _responses(answers: "Sequence[reference.Answer]") -> None:
    rows = [(answer.status, answer.description) for answer in answers]
    _print_rows("Responses", ("Status", "Description"), rows)


def _print_rows(title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for name in names:
        table.add_column(name, overflow="fold", ratio=1 if name == "Description" else None)
    for row in rows:
        table.add_row(*row)
    out = console(WIDTH)
    out.print(f"\n{title}", style="bold")
    out.print(table)


def _request(drafted: "PreparedRequest") -> None:
    import msgspec

    from ..snippets.placeholders import shown
    from ..snippets.template import template

    out = console(WIDTH)
    parts = template(drafted)
    out.print("\nThe request", style="bold")
    lines = [f"{drafted.method} {shown(drafted.url)}"]
    lines += [
        f"{name}: {text}" for name, text in drafted.headers.items() if name not in HIDDEN_HEADERS
    ]
    if parts.body is not None:
        content = msgspec.json.Encoder(decimal_format="number").encode(parts.body)
        lines += ["", shown(msgspec.json.format(content, indent=2).decode())]
    lines += [f"{name}=@{file.name}" for name, file in parts.files.items()]
    out.print("\n".join(lines), soft_wrap=True)
