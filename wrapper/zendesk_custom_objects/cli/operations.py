"""The operations of the contract: find them, and build their requests from texts."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from .._generated import File, Request, api, load_reference
from ..rules.suggestions import closest
from .values import from_json

if TYPE_CHECKING:
    from .._generated import reference

__all__ = ["MULTIPART", "build", "find", "known", "media_type", "missing", "search"]

MULTIPART = "multipart/form-data"

KINDS = {"integer": "an integer", "boolean": "true or false"}


def known() -> "list[reference.OperationReference]":
    """All operations, in the order of the contract."""
    return load_reference().operations


def find(name: str) -> "reference.OperationReference":
    """The operation with this id, in any spelling: `create_custom_object` is one as well."""
    for operation in known():
        if _folded(operation.id) == _folded(name):
            return operation
    meant = closest(name, lambda: {each.id: each.id for each in known()})
    hint = f'did you mean "{meant}"?' if meant else f'try zco request --search "{name}"'
    raise typer.BadParameter(f"no operation {name!r}: {hint}", param_hint="OPERATION")


def search(words: str) -> "list[reference.OperationReference]":
    """The operations that contain all words, or else most of them; the best match comes first."""
    wanted = [_stem(word) for word in re.findall(r"\w+", words.lower())]
    scores = {each.id: _score(each, wanted) for each in known()}
    most = max(scores.values())[0]
    found = [each for each in known() if scores[each.id][0] == most > 0]
    return sorted(found, key=lambda each: scores[each.id], reverse=True)


def missing(
    operation: "reference.OperationReference", values: Mapping[str, str]
) -> "list[reference.Parameter]":
    """The required parameters that have no value."""
    return [
        parameter
        for parameter in operation.parameters
        if parameter.is_required and not {parameter.name, parameter.argument} & values.keys()
    ]


def build(
    operation: "reference.OperationReference",
    values: Mapping[str, str],
    body: Any,
    *,
    places: Mapping[str, str] | None = None,
    files: Mapping[str, File] | None = None,
) -> "Request[Any]":
    """Build the request from parameters, which have their names on the wire or in Python.

    A part of a multipart body is a parameter as well: `@` and the path of a file. `places` are
    placeholders by argument, and `files` are parts of which only the path is known.
    """
    parameters = {
        name: parameter
        for parameter in operation.parameters
        for name in (parameter.name, parameter.argument)
    }
    is_upload = operation.body is not None and operation.body.media_type == MULTIPART
    arguments: dict[str, Any] = dict(places or {})
    parts: dict[str, File] = dict(files or {})
    for name, text in values.items():
        if (parameter := parameters.get(name)) is not None:
            if parameter.argument in arguments:
                raise typer.BadParameter(f"{name} is given twice: leave one out")
            arguments[parameter.argument] = _value(parameter, text)
        elif is_upload and text.startswith("@"):
            parts[name] = _file(name, text[1:])
        else:
            meant = closest(name, lambda: {each: each for each in parameters})
            hint = f' (did you mean "{meant}"?)' if meant else ""
            raise typer.BadParameter(f"{operation.id} has no parameter {name}{hint}")
    if body is not None and (is_upload or operation.body is None):
        hint = ": give the file as NAME=@FILE" if is_upload else ""
        raise typer.BadParameter(f"{operation.id} has no JSON body{hint}", param_hint="--body")
    if operation.body is not None:
        arguments["body"] = parts if is_upload else body
    builder = getattr(getattr(api, operation.group), operation.builder)
    built: Request[Any] = builder(**arguments)
    return built


def media_type(path: str) -> str:
    """The media type of a file, by its name."""
    from mimetypes import guess_type

    return guess_type(path)[0] or "application/octet-stream"


def _value(parameter: "reference.Parameter", text: str) -> Any:
    match parameter.type:
        case "integer" if re.fullmatch(r"-?\d+", text):
            return int(text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case "integer" | "boolean":
            raise typer.BadParameter(f"{parameter.name}: {text!r} is not {KINDS[parameter.type]}")
        case "object":
            return from_json(text, parameter.name)
        case kind if kind.startswith("list"):
            return text.split(",")
        case _:
            return text


def _file(part: str, path: str) -> File:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise typer.BadParameter(str(error), param_hint=part) from None
    return File(content, Path(path).name, media_type(path))


def _score(operation: "reference.OperationReference", wanted: list[str]) -> tuple[int, int, int]:
    """Rank an operation: words found anywhere, words in the title, and how short its summary is."""
    title = f"{operation.summary} {_words(operation.id)} {operation.path}".lower()
    text = f"{title} {operation.group} {operation.method} {operation.description}".lower()
    return (
        sum(word in text for word in wanted),
        sum(word in title for word in wanted),
        -len(operation.summary),
    )


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
