"""Applying OpenAPI Overlay 1.0 documents to a contract.

The specification ignores an action whose target matches nothing. Here that is an error: most often
the target is misspelt, or the contract has changed.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from jsonpath import JSONPathEnvironment, JSONPathError

from .documents import Json
from .problems import GenerationError

_KEYS = {"overlay", "info", "extends", "actions"}
_ACTION_KEYS = {"target", "description", "update", "remove"}
_PATHS = JSONPathEnvironment(strict=True)


def apply(document: Json, overlay: Json, name: str) -> Json:
    """A copy of a document with an overlay applied. Raises `GenerationError` with all failures."""
    problems = list(_form_problems(overlay))
    changed = copy.deepcopy(document)
    if not problems:
        for number, action in enumerate(overlay["actions"]):
            target = action["target"]
            problems += [f"action {number}, {target}: {words}" for words in _act(changed, action)]
    if problems:
        raise GenerationError(f"{name} cannot be applied:", problems)
    return changed


def _form_problems(overlay: Json) -> Iterator[str]:
    version = overlay.get("overlay")
    if not str(version).startswith("1.0."):
        yield f"overlay is {version!r}: only Overlay 1.0 is supported, write overlay: 1.0.0"
    info = overlay.get("info")
    if not isinstance(info, dict) or not {"title", "version"} <= info.keys():
        yield "info needs a title and a version"
    yield from _unknown_keys(overlay, _KEYS)
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        yield "actions must be a list of at least one"
        return
    for number, action in enumerate(actions):
        if not isinstance(action, dict) or not isinstance(action.get("target"), str):
            yield f"action {number}: needs a target"
            continue
        for problem in _unknown_keys(action, _ACTION_KEYS):
            yield f"action {number}: {problem}"
        if ("update" in action) == (action.get("remove") is True):
            yield f"action {number}: needs either an update or `remove: true`"


def _unknown_keys(node: Json, known: set[str]) -> Iterator[str]:
    for key in node:
        if key not in known and not str(key).startswith("x-"):
            yield f"unknown key {key}"


def _act(document: Json, action: Json) -> Iterator[str]:
    """Apply an action. Yields its problems."""
    try:
        matches = list(_PATHS.finditer(action["target"], document))
    except JSONPathError as error:
        yield f"is not a JSONPath: {error}"
        return
    if not matches:
        yield "matches nothing"
    for match in reversed(matches):  # from the end, so that indexes of lists stay valid
        if "update" in action:
            yield from _update(match.value, action["update"])
        elif match.parent is None:
            yield "the whole document cannot be removed"
        else:
            parent: Any = match.parent.obj
            del parent[match.parts[-1]]


def _update(target: Any, update: Any) -> Iterator[str]:
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
    elif isinstance(target, dict) and isinstance(update, dict):
        yield from _merge(target, update)
    else:
        yield "only objects and lists can be updated, and an object only with an object"


def _merge(target: Json, update: Json) -> Iterator[str]:
    for key, value in update.items():
        present = target.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            yield from _merge(present, value)
        elif isinstance(present, dict):
            yield f"{key} is an object, which {value!r} would replace: remove it first"
        elif isinstance(present, list) and isinstance(value, list):
            target[key] = present + copy.deepcopy(value)
        else:
            target[key] = copy.deepcopy(value)
