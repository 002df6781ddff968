"""Tables of the operations, made from the code whenever the documentation is built.

    ```{operations} records
    ```

is the table of a group. `{emulation}` counts what the sandbox emulates, `{evidence}` how well what
the contract says is established.
"""

from __future__ import annotations

import ast
import html
import inspect
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from zendesk_custom_objects import Client
from zendesk_custom_objects.sandbox.operations import HANDLERS
from zendesk_custom_objects_api import operations
from zendesk_custom_objects_api.types import Operation

CONTRACT = Path(__file__).resolve().parents[2] / "spec" / "openapi.yaml"
GRADES = {
    "O": "the vendor's OpenAPI document",
    "D": "a page of the developer documentation",
    "H": "an article of the help centre",
    "C": "programs that talk to the real service",
    "U": "not established: inferred, contradictory or from one weak source",
}
GROUPS = tuple(dict.fromkeys(operation.group for operation in operations.ALL))
ROOT = "/api/v2"
RESENT = {"safe": "yes", "keyed": "if it repeats its key", "refused": "only if refused"}
PAGED = {"none": "no", "cursor": "by cursor", "offset": "by number", "export": "as an export"}
FOR = {"admins": "admins", "agents": "agents", "end_users": "end users", "anyone": "anyone"}


def helpers() -> dict[str, list[str]]:
    """The methods of the client that build each operation's request, by the builder's name."""
    found: dict[str, list[str]] = {}
    for name, method in inspect.getmembers(Client, inspect.isfunction):
        if not name.startswith("_"):
            for builder in _builders(method):
                found.setdefault(builder, []).append(name)
    return found


def _builders(method: Any) -> Iterator[str]:
    """The builders, such as `records.show_custom_object_record`, that a method names."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(
                value=ast.Attribute(value=ast.Name(id="api"), attr=group), attr=name
            ):
                yield f"{group}.{name}"


def builder(operation: Operation) -> str:
    """The builder of an operation: it has the name of the operation's constant in lower case."""
    (constant,) = (name for name, value in vars(operations).items() if value is operation)
    return f"{operation.group}.{constant.lower()}"


def breakable(code: str) -> nodes.raw:
    """Code that may go on in the next line, behind what separates its parts."""
    text = re.sub(r"(?<=[/._])", "<wbr>", html.escape(code))
    return nodes.raw("", f'<code class="literal">{text}</code>', format="html")


class Table(SphinxDirective):
    """A directive that writes Markdown, which is then read like the page around it."""

    def run(self) -> list[nodes.Node]:
        container = nodes.container()
        self.state.nested_parse(StringList(self.lines()), self.content_offset, container)
        for made in container.findall(nodes.table):
            made["classes"].append("operations")
        for code in container.findall(nodes.literal):
            code.replace_self(breakable(code.astext()))
        return list(container.children)

    def lines(self) -> list[str]:
        raise NotImplementedError


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


class Operations(Table):
    """The operations of one group."""

    required_arguments = 1

    def lines(self) -> list[str]:
        (group,) = self.arguments
        if group not in GROUPS:
            raise self.error(f"{group} is no group of operations: {', '.join(GROUPS)}")
        methods = helpers()
        header = ["Operation", "Method, or builder", "Sent again", "Pages", "Budget", "For"]
        header += ["Sandbox", "Evidence"]
        return table(
            header,
            [
                [
                    f"{operation.id}<br>`{operation.method} {operation.path.removeprefix(ROOT)}`",
                    self.way(operation, methods),
                    RESENT[operation.resend],
                    PAGED[operation.paging],
                    operation.rate_budget.replace("_", " "),
                    FOR[operation.allowed_for],
                    "yes" if operation.id in HANDLERS else "no",
                    operation.evidence,
                ]
                for operation in operations.ALL
                if operation.group == group
            ],
        )

    def way(self, operation: Operation, methods: dict[str, list[str]]) -> str:
        name = builder(operation)
        if name in methods:
            return ", ".join(
                f"{{py:meth}}`{method} <zendesk_custom_objects.Client.{method}>`"
                for method in methods[name]
            )
        return f"{{py:func}}`api.{name} <zendesk_custom_objects.api.{name}>`"


class Emulation(Table):
    """How many operations of each group the sandbox emulates."""

    def lines(self) -> list[str]:
        rows = [self.row(group, (group,)) for group in GROUPS]
        return table(["Group", "Operations", "Emulated"], [*rows, self.row("**all**", GROUPS)])

    def row(self, title: str, groups: Sequence[str]) -> list[str]:
        members = [operation for operation in operations.ALL if operation.group in groups]
        return [title, str(len(members)), str(sum(each.id in HANDLERS for each in members))]


class Evidence(Table):
    """How many operations, and how many remarks on details, the contract has of each grade."""

    def lines(self) -> list[str]:
        marks = re.findall(r"x-evidence: ([A-Z])\b|\(([A-Z])\)", CONTRACT.read_text("utf-8"))
        of_operations = Counter(operation.evidence for operation in operations.ALL)
        details = Counter(first or second for first, second in marks) - of_operations
        return table(
            ["Grade", "Established by", "Operations", "Remarks on details"],
            [
                [grade, source, str(of_operations[grade]), str(details[grade])]
                for grade, source in GRADES.items()
            ],
        )


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("operations", Operations)
    app.add_directive("emulation", Emulation)
    app.add_directive("evidence", Evidence)
    return {"parallel_read_safe": True}
