"""Reading contracts, overlays and the vendor's document: YAML 1.2 or JSON, as plain JSON values."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent

from .problems import GenerationError

Json = dict[str, Any]

MAX_DEPTH = 200
"""Levels of nesting. The parser in C recurses without a limit: a few thousand levels crash it."""


class _Constructor(SafeConstructor):
    """Reads a bare `=` and a date as text: JSON does not have the types that YAML gives them."""


for _tag in ("value", "timestamp"):
    _Constructor.add_constructor(f"tag:yaml.org,2002:{_tag}", SafeConstructor.construct_yaml_str)


class _LenientConstructor(_Constructor):
    """Takes the last value of a repeated key, as most parsers do."""

    def check_mapping_key(self, *_: Any, **__: Any) -> bool:
        return True


def read(path: Path, *, repeated_keys: bool = False) -> Json:
    """A document from a file. Raises `GenerationError` if it cannot be read.

    A repeated key is an error, since a value would be lost; `repeated_keys` allows it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GenerationError(f"{path} cannot be read:", [str(error)]) from None
    return _parsed(text, str(path), _LenientConstructor if repeated_keys else _Constructor)


def read_base(base: str, root: Path) -> Json:
    """The contract in a file, or at a git revision of the project."""
    if Path(base).is_file():
        return read(Path(base))
    place = f"{base}:./spec/openapi.yaml"
    done = subprocess.run(
        ["git", "-C", str(root), "show", "--end-of-options", place],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise GenerationError(
            f"{base} is neither a file nor a git revision with a contract:", words
        )
    return _parsed(done.stdout.decode("utf-8"), place, _Constructor)


def _parsed(text: str, name: str, constructor: type[SafeConstructor]) -> Json:
    try:
        document = _plain(_loaded(text, constructor), "document")
    except YAMLError as error:
        raise GenerationError(f"{name} cannot be read:", [_words(error)]) from None
    except ValueError as error:
        raise GenerationError(f"{name} cannot be read:", [str(error)]) from None
    except RecursionError:
        raise GenerationError(f"{name} cannot be read:", ["it is nested too deeply"]) from None
    if not isinstance(document, dict):
        raise GenerationError(f"{name} is not a document of keys and values")
    return document


def _loaded(text: str, constructor: type[SafeConstructor]) -> Any:
    if text.lstrip().startswith("{"):
        # JSON escapes characters beyond 16 bits as surrogate pairs, which YAML does not allow.
        try:
            return json.loads(text, object_pairs_hook=_unrepeated)
        except ValueError:
            pass  # YAML in braces, or a repeated key: the YAML parser reports its line
    # With ruamel.yaml.clib this parses in C, about four times faster (the contract: 0.9 to 0.2 s).
    yaml = YAML(typ="safe")
    yaml.Constructor = constructor
    depth = 0
    for event in yaml.parse(text):
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise RecursionError
    return yaml.load(text)


def _unrepeated(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _words(error: YAMLError) -> str:
    """The problem and its position, without the library's advice to its own users."""
    if not isinstance(error, MarkedYAMLError) or not error.problem_mark:
        return " ".join(str(error).split())
    problem = str(error.problem)
    if isinstance(error, DuplicateKeyError):
        problem = problem.partition(" with value ")[0]
    mark = error.problem_mark
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}"


def _plain(node: Any, where: str) -> Any:
    """A copy that consists of JSON values only, and in which aliases share nothing.

    Raises `ValueError` for a value that JSON does not have.
    """
    if isinstance(node, dict):
        found = {
            (text := _key(key, where)): _plain(value, f"{where}.{text}")
            for key, value in node.items()
        }
        if len(found) != len(node):
            raise ValueError(f"{where}: a key is there with and without quotes")
        return found
    if isinstance(node, list):
        return [_plain(item, f"{where}[{number}]") for number, item in enumerate(node)]
    if isinstance(node, float) and not math.isfinite(node):
        raise ValueError(f"{where}: {node} is not a JSON value")
    if isinstance(node, str):
        try:
            node.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{where}: half of a surrogate pair is not a character") from None
    elif not isinstance(node, int | float | None):
        raise ValueError(f"{where}: JSON has no type for {type(node).__name__}")
    return node


def _key(key: Any, where: str) -> str:
    """A key as text: YAML reads a status code without quotes as a number."""
    if type(key) not in (str, int):
        raise ValueError(f"{where}: the key {json.dumps(key, default=str)} needs quotes")
    return str(_plain(key, where))
