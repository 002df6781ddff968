"""A request as a Python program with this package."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .placeholders import SUBDOMAIN, Placeholder, pieces
from .python_literals import indented, literal, program, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .._generated import types
    from .template import Template

__all__ = ["code"]

PACKAGE = __name__.rpartition(".snippets.")[0]
"""The name that this package is imported by: a vendored copy has another one."""


def code(template: Template) -> str:
    """The program: `from_env` reads the credentials, and the account if it is not known."""
    is_empty = type(None) in template.request.responses.values()
    names = ["Client", "api"]
    if template.files:
        names.append("File")
    account = _account(template.url)
    if not template.scheme:
        # The token endpoint looks at no credentials, but a client has to be made with some.
        account.append('auth=BearerToken("unused")')
        names.append("BearerToken")
    client = "zendesk"
    if headers := {
        name: value
        for name, value in template.headers.items()
        if name not in ("Accept", "Content-Type")
    }:
        client += f".with_options(headers={literal(headers, 1)})"
    call = f"{client}.send({indented([_call(template)], 1)})"
    lines = [f"with Client.from_env({', '.join(account)}) as zendesk:"]
    lines.append(f"    {call}" if is_empty else f"    answer = {call}")
    if template.is_download:
        lines += ["", "sys.stdout.buffer.write(answer)"]
    elif not is_empty:
        lines += ["", "print(answer)"]
    return program(lines, f"from {PACKAGE} import {', '.join(sorted(names))}")


def _account(url: str) -> list[str]:
    """The arguments of `from_env` that name the account."""
    origin = "/".join(url.split("/", 3)[:3])
    if not (found := re.fullmatch(r"https://([^.:]+)\.zendesk\.com", origin)):
        return [f"base_url={text(origin)}"]
    if pieces(found[1]) == [Placeholder(SUBDOMAIN)]:
        return []
    return [f"subdomain={text(found[1])}"]


def _call(template: Template) -> str:
    operation = template.operation
    arguments = [*_path(template), *_query(template)]
    if template.files:
        files = [f"{text(part)}: {_file(file)}" for part, file in template.files.items()]
        arguments.append(f"body={{{indented(files, 3)}}}")
    elif template.body is not None:
        arguments.append(f"body={literal(template.body, 3)}")
    name = f"api.{operation.group}.{operation.builder}"
    inline = f"{name}({', '.join(arguments)})"
    if len(inline) > 80 or "\n" in inline:
        inline = f"{name}({indented(arguments, 2)})"
    return inline + "".join(_undeclared(template))


def _path(template: Template) -> Iterator[str]:
    pattern = re.sub(r"\{\w+\}", "([^/]+)", template.operation.path)
    if found := re.fullmatch(pattern, template.request.path):
        yield from (text(unquote(value)) for value in found.groups())


def _query(template: Template) -> Iterator[str]:
    pairs = template.request.query
    for parameter in template.operation.parameters:
        if parameter.place != "query":
            continue
        if parameter.type == "object":
            prefix = f"{parameter.name}["
            entries = {
                name.removeprefix(prefix)[:-1]: value
                for name, value in pairs
                if name.startswith(prefix)
            }
            if entries:
                yield f"{parameter.argument}={literal(entries, 3)}"
        for name, value in pairs:
            if name == parameter.name:
                yield f"{parameter.argument}={_argument(parameter.type, value)}"


def _argument(kind: str, value: str) -> str:
    """A value of the query in the type of its argument."""
    is_known = all(isinstance(piece, str) for piece in pieces(value))
    match kind:
        case "integer":
            return value if is_known and re.fullmatch("-?[0-9]+", value) else f"int({text(value)})"
        case "boolean":
            return str(value == "true") if is_known else f'{text(value)} == "true"'
        case "list of strings":
            return literal(value.split(","), 3) if is_known else f'{text(value)}.split(",")'
        case _:
            return text(value)


def _undeclared(template: Template) -> Iterable[str]:
    """Query parameters that the operation does not declare."""
    declared = [each.name for each in template.operation.parameters if each.place == "query"]
    for name, value in template.request.query:
        if name not in declared and not name.startswith(tuple(f"{each}[" for each in declared)):
            yield f".with_query({text(name)}, {text(value)})"


def _file(file: types.File) -> str:
    name = PurePath(file.name).name
    return f"File(Path({text(file.name)}).read_bytes(), {text(name)}, {text(file.media_type)})"
