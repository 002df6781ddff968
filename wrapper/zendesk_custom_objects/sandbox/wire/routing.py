"""Routing: from method and path to an operation of the contract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from . import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..._generated import types

_BAD_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
# Working clients send PUT here, as the docs' own example does; the documented method is PATCH.
_ALSO_PUT = frozenset({"UpdateCustomObjectField"})


class Match(NamedTuple):
    """The requested operation, and the decoded values of its path."""

    operation: types.Operation
    path: dict[str, str]


class _Node:
    def __init__(self) -> None:
        self.literals: dict[str, _Node] = {}
        self.parameter: _Node | None = None
        self.operations: dict[str, types.Operation] = {}


class Router:
    """Tries literals before parameters: `/custom_objects/limits/object_limit` has no object key."""

    def __init__(self, operations: Iterable[types.Operation]) -> None:
        self._root = _Node()
        self._parameters: dict[str, list[tuple[int, str]]] = {}
        for operation in operations:
            template = operation.path.split("/")
            self._parameters[operation.id] = [
                (index, segment[1:-1])
                for index, segment in enumerate(template)
                if segment[:1] == "{"
            ]
            methods = _grown(self._root, template).operations
            methods[operation.method] = operation
            if operation.id in _ALSO_PUT:
                methods.setdefault("PUT", operation)

    def match(self, method: str, path: str) -> Match:
        """The operation for a path that is still percent-encoded; a `.json` suffix is optional.

        Refuses a malformed path (400), a method that the path does not have (405), a path under
        /api that the contract does not have (501) and any other (404).
        """
        segments = [_decoded(segment) for segment in path.removesuffix(".json").split("/")]
        allowed: set[str] = set()
        for node in _walk(self._root, segments):
            if operation := node.operations.get(method):
                names = self._parameters[operation.id]
                return Match(operation, {name: segments[index] for index, name in names})
            allowed.update(node.operations)
        if allowed:
            raise errors.method_not_allowed(method, path, allowed)
        if segments[1:2] == ["api"]:
            raise errors.not_emulated(f"{method} {path} is not in the contract of this sandbox")
        raise errors.no_such_page()


def _grown(node: _Node, template: Sequence[str]) -> _Node:
    for segment in template:
        if segment[:1] != "{":
            node = node.literals.setdefault(segment, _Node())
        else:
            node.parameter = node.parameter or _Node()
            node = node.parameter
    return node


def _walk(node: _Node, segments: Sequence[str], depth: int = 0) -> Iterator[_Node]:
    if depth == len(segments):
        if node.operations:
            yield node
        return
    if literal := node.literals.get(segments[depth]):
        yield from _walk(literal, segments, depth + 1)
    if node.parameter:
        yield from _walk(node.parameter, segments, depth + 1)


def _decoded(segment: str) -> str:
    if segment.isascii() and "%" not in segment:
        decoded = segment
    elif not segment.isascii() or _BAD_ESCAPE.search(segment):
        raise errors.bad_request("The path is not percent-encoded", title="Invalid path")
    else:
        try:
            decoded = unquote(segment, errors="strict")
        except UnicodeDecodeError:
            raise errors.bad_request("The path is not UTF-8", title="Invalid path") from None
    # HTTP clients and proxies resolve dot segments, so such a request would reach some other
    # resource.
    if decoded in (".", ".."):
        raise errors.bad_request("The path has a dot segment", title="Invalid path")
    return decoded
