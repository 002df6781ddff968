"""Python names for what the contract names: safe in code, stable, near to the name on the wire."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

PREFIX = "field_"
"""Added before a name that would begin with a digit or an underscore."""

MAX_BYTES = 200
"""Length of an identifier: modules are files, and file systems limit their names to 255 bytes."""

_IN_ANNOTATIONS = frozenset(
    {
        *("Any", "Literal", "Mapping", "Sequence", "datetime"),
        *("bool", "bytes", "dict", "float", "int", "list", "str"),
    }
)
"""Names of types: an attribute or an argument with such a name would hide the type."""
_ATTRIBUTES = _IN_ANNOTATIONS | {"attrs", "msgspec", "self"}
_ARGUMENTS = _IN_ANNOTATIONS | {
    *("NOTHING", "Request", "body", "models", "operations", "path_value", "query_pairs", "self"),
}
_BUILDERS = _ARGUMENTS | {"TYPE_CHECKING", "all", "annotations", "payloads"}
_MODULES = frozenset({"TYPE_CHECKING", "annotations", "import_module"})
_CLASSES = frozenset({"Any", "File", "Literal", "NotRequired", "TypeAlias", "TypedDict", "Union"})


def argument(parameter: str) -> str:
    """The argument for a parameter: `page_size` for `page[size]`."""
    return _free(_identifier(parameter.replace("]", "")), _ARGUMENTS)


def attribute(name: str, classes: Collection[str]) -> str:
    """The attribute for a property; `classes` are the class names of the models."""
    return _free(_identifier(name), _ATTRIBUTES.union(classes))


def builder(operation: str) -> str:
    """The function for an operation: `create_custom_object` for `CreateCustomObject`."""
    return _free(_identifier(_snake_case(operation)), _BUILDERS)


def group(tag: str) -> str:
    """The module for a tag."""
    return _free(_identifier(_snake_case(tag)), _MODULES)


def class_name(schema: str) -> str:
    """The class for a schema: `BoatList` for `boat-list`."""
    name = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", schema))
    if not name.isidentifier():
        name = f"Model{name}"
    return f"{name}Model" if name in _CLASSES or keyword.iskeyword(name) else name


def module_name(class_: str) -> str:
    """The module of a class: `o_auth_token` for `OAuthToken`."""
    words = re.sub(r"(?<=[A-Za-z0-9])(?=[A-Z][a-z])", "_", class_)
    return _free(_identifier(_snake_case(words)), frozenset())


def is_key(name: str, classes: Collection[str]) -> bool:
    """True if a key can be written in a class body, where it must not hide a type."""
    if not name.isascii() or not name.isidentifier() or keyword.iskeyword(name):
        return False
    return not name.startswith("__") and name not in _IN_ANNOTATIONS | _CLASSES | {*classes}


def clashes(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Messages about names of the contract that have the same Python name."""
    first: dict[str, str] = {}
    for name, python in named:
        if first.setdefault(python, name) != name:
            yield f"{first[python]!r} and {name!r} would both be {python} in Python"


def problem(name: str) -> str:
    """The reason why a name of the contract cannot be used; empty if it can."""
    if not name.isprintable() or not name:
        return "is empty, or has control characters"
    return "is too long for a file" if len(_identifier(name).encode()) > MAX_BYTES else ""


def _identifier(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)  # Python normalizes identifiers the same way
    name = "".join(
        each if f"a{each}".isidentifier() else "_" if each.isascii() else f"u{ord(each):x}"
        for each in text
    )
    return name if name.isidentifier() and name[0] != "_" else f"{PREFIX}{name.lstrip('_')}"


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken or keyword.iskeyword(name):
        name += "_"
    return name


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
