"""Reading OpenAPI documents that are only looked at, wherever they lie: ours, older ones, others'.

A fast loader serves: what is built from is read more strictly (`contract.read`).
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import yaml

from .contract import Contract
from .problems import GenerationError

Json = dict[str, Any]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The fast loader, for what people write as well: `=` and a date are texts."""


for _tag in ("value", "timestamp"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _Loader.construct_yaml_str)


def read(path: Path) -> Json:
    """A YAML or JSON document. Raises `GenerationError` if it is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GenerationError(f"{path} cannot be read:", [str(error)]) from None
    return _parsed(text, str(path))


def read_base(base: str, root: Path) -> Json:
    """The contract as it is in a file, or as it was at a git revision of the project."""
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
        raise GenerationError(f"{base} is no file, and no git revision with a contract:", words)
    return _parsed(done.stdout.decode("utf-8"), place)


def openapi(document: Json, name: str) -> Contract:
    """A document whose operations and schemas can be looked at; it need not fit the generators."""
    if not str(document.get("openapi", "")).startswith("3.") or not isinstance(
        document.get("paths"), dict
    ):
        raise GenerationError(f"{name} is no OpenAPI 3 document")
    document.setdefault("components", {}).setdefault("schemas", {})
    contract = Contract(document)
    if dangling := contract.dangling_references():
        problems = [f"{reference}: refers to nothing" for reference in dangling]
        raise GenerationError(f"{name} refers to what it does not have:", problems)
    return contract


def _parsed(text: str, name: str) -> Json:
    try:
        document = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        raise GenerationError(f"{name} cannot be read:", str(error).splitlines()) from None
    if not isinstance(document, dict):
        raise GenerationError(f"{name} is no document of keys and values")
    return document
