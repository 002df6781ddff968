"""The request of an operation, prepared from the command line, with placeholders for the rest."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain, count
from keyword import iskeyword
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import typer

from .._generated import File, load_reference
from ..rules.json_types import is_mapping
from ..rules.suggestions import closest
from ..snippets.placeholders import SUBDOMAIN, placeholder
from . import operations
from .connection import Account
from .operations import MULTIPART, media_type

if TYPE_CHECKING:
    from .._generated import reference
    from ..prepared import PreparedRequest

__all__ = ["draft"]


def draft(
    operation: "reference.OperationReference",
    account: Account | None,
    values: Mapping[str, str],
    body: Any,
    inputs: Iterable[str] = (),
) -> "PreparedRequest":
    """Prepare the request as far as it is known.

    The subdomain and required parameters become placeholders where they are missing, and the
    contract's example stands in for a missing body. `inputs` become placeholders as well: names of
    parameters, and paths in the body such as `custom_object_record.name`.
    """
    from .. import BearerToken, Client

    files = _files(operation, values)
    if body is None and operation.body is not None and not files:
        body = operation.body.example
    arguments = {each.name: each.argument for each in operation.parameters}
    arguments |= {each.argument: each.argument for each in operation.parameters}
    wanted = [each.argument for each in operations.missing(operation, values)]
    wanted += [arguments[path] for path in inputs if path in arguments]
    places: dict[str, str] = {}
    for argument in dict.fromkeys(wanted):
        places[argument] = _name([argument], taken=places.values())
    paths = [path for path in inputs if path not in arguments]
    for path, name in _names(operation, paths, taken=places.values()).items():
        body = _with_input(body, path, name)
    request = operations.build(
        operation,
        {name: text for name, text in values.items() if name not in files},
        body,
        places={argument: placeholder(name) for argument, name in places.items()},
        files=files,
    )
    auth: Any = account.auth if account else None
    subdomain, base_url = (account.subdomain, account.base_url) if account else (None, None)
    if subdomain is None and base_url is None:
        subdomain = placeholder(SUBDOMAIN)
    with Client(subdomain, base_url=base_url, auth=auth or BearerToken("unknown")) as zendesk:
        return zendesk.prepare(request)


def _files(operation: "reference.OperationReference", values: Mapping[str, str]) -> dict[str, File]:
    """The files to upload, by the names of their parts; they need not exist yet."""
    if operation.body is None or operation.body.media_type != MULTIPART:
        return {}
    parts = load_reference().properties[operation.body.schema]
    paths = {part.name: values.get(part.name, "@FILE").removeprefix("@") for part in parts}
    return {name: File(b"", path, media_type(path)) for name, path in paths.items()}


def _names(
    operation: "reference.OperationReference", paths: Iterable[str], taken: Iterable[str]
) -> dict[str, str]:
    """The names of inputs by their paths in the body: the last step, or all if that is taken."""
    names: dict[str, str] = {}
    for path in dict.fromkeys(paths):
        _require_property(operation, path)
        names[path] = _name([path.rpartition(".")[2], path], taken=(*taken, *names.values()))
    return names


def _name(texts: Iterable[str], taken: Iterable[str]) -> str:
    """A name for a placeholder, made of the first text that one can be made of.

    Names differ in more than case, as those of variables are in upper case.
    """
    names = [name for name in map(_ascii, texts) if name.isidentifier() and not iskeyword(name)]
    names = names or ["input"]
    others = {name.upper() for name in (*taken, SUBDOMAIN)}
    numbered = (f"{names[-1]}_{number}" for number in count(2))
    return next(name for name in chain(names, numbered) if name.upper() not in others)


def _ascii(text: str) -> str:
    """Its ASCII letters without accents, and underscores for signs: shells know no others."""
    return normalize("NFKD", re.sub(r"\W", "_", text)).encode("ascii", "ignore").decode()


def _require_property(operation: "reference.OperationReference", path: str) -> None:
    """Refuse a path that the body does not have, unless it leads into one of free form."""
    schema = operation.body.schema if operation.body else ""
    known = [each.name for each in load_reference().properties.get(schema, ())]
    free = [name for name in known if not any(each.startswith(f"{name}.") for each in known)]
    if path not in known and not path.startswith(tuple(f"{name}." for name in free)):
        names = [*(each.argument for each in operation.parameters), *known]
        meant = closest(path, lambda: {name: name for name in names})
        hint = f' (did you mean "{meant}"?)' if meant else ""
        raise typer.BadParameter(
            f"{operation.id} has no parameter or property {path}{hint}", param_hint="--input"
        )


def _with_input(body: Any, path: str, name: str) -> Any:
    """The body with a placeholder at a path."""
    key, _, rest = path.partition(".")
    values = body if is_mapping(body) else {}
    return {**values, key: _with_input(values.get(key), rest, name) if rest else placeholder(name)}
