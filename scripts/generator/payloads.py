"""The TypedDicts of request bodies, with types from datamodel-code-generator."""

from __future__ import annotations

import ast
import copy
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import names
from .contract import Contract
from .documents import Json
from .problems import GenerationError
from .skeleton import Skeleton
from .texts import docstring
from .tools import run

_OWN_NAME = re.compile(r"(Model|Property)(\d{5})(\w*)")
"""The generator names a class after the token of its schema, or of the property that holds it."""


def tables(contract: Contract, skeleton: Skeleton, scratch: Path) -> Json:
    """The variables of the template `payloads.py.jinja`."""
    written = ast.parse(_generated(skeleton, scratch))
    return _Renaming(contract, skeleton, written).tables()


def _generated(skeleton: Skeleton, scratch: Path) -> str:
    document = scratch / "payloads.json"
    document.write_text(json.dumps(skeleton.bodies()), encoding="utf-8")
    output = scratch / "payloads.py"
    words = run(
        "datamodel_code_generator",
        [
            f"--input={document}",
            f"--output={output}",
            "--input-file-type=openapi",
            "--output-model-type=typing.TypedDict",
            "--target-python-version=3.11",
            "--enum-field-as-literal=all",
            "--use-standard-collections",
            "--use-union-operator",
            "--no-use-closed-typed-dict",
            "--disable-timestamp",
            "--disable-future-imports",
            "--formatters=builtin",
            "--ignore-pyproject",
        ],
        scratch,
        skeleton.named,
    )
    if words.strip():
        raise GenerationError(
            "datamodel_code_generator warned:", skeleton.named(words).splitlines()
        )
    return output.read_text(encoding="utf-8")


class _Renaming:
    """Replaces the tokens in the generated module by names, keys and values."""

    def __init__(self, contract: Contract, skeleton: Skeleton, written: ast.Module) -> None:
        self._contract = contract
        self._skeleton = skeleton
        self._written = written
        self._schemas = {token: name for name, token in skeleton.models.items()}
        self._classes = dict(self._named_classes())
        self._fields: dict[str, list[tuple[str, ast.expr]]] = {}
        """The keys of each class with their annotations, by token."""

    def tables(self) -> Json:
        imports, items = [], []
        for node in self._written.body:
            match node:
                case ast.ImportFrom():
                    imports.append(ast.unparse(node))
                case ast.ClassDef():
                    items.append(self._class(node))
                case ast.AnnAssign(target=ast.Name(id=token), value=ast.expr() as value):
                    alias = self._annotation(value)
                    items.append({**self._named(token), "alias": alias})
                case _:
                    raise GenerationError(
                        "datamodel_code_generator wrote something unexpected:",
                        [self._skeleton.named(ast.unparse(node))],
                    )
        return {"imports": imports, "items": items}

    def _named_classes(self) -> Iterator[tuple[str, str]]:
        """The names of classes, by the name that the generator gave them."""
        taken = set(self._contract.classes.values())
        for node in self._written.body:
            token = node.name if isinstance(node, ast.ClassDef) else ""
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                token = node.target.id
            if token in self._schemas:
                yield token, self._contract.classes[self._schemas[token]]
            elif found := _OWN_NAME.fullmatch(token):
                word, number, rest = found.groups()
                table = self._schemas if word == "Model" else self._skeleton.properties
                origin = table[f"{word if word == 'Model' else 'property_'}{number}"]
                name = names.class_name(names.attribute(origin, ())) + rest
                while name in taken:
                    name += "_"
                taken.add(name)
                yield token, name

    def _named(self, token: str) -> Json:
        schema = self._schema(token)
        return {
            "name": self._classes[token],
            "description": docstring(schema.get("description", "")),
        }

    def _schema(self, token: str) -> Json:
        schemas: Json = self._contract.document["components"]["schemas"]
        schema: Json = schemas.get(self._schemas.get(token, ""), {})
        return schema

    def _class(self, node: ast.ClassDef) -> Json:
        bases = [ast.unparse(base) for base in node.bases]
        fields = [
            (self._skeleton.properties[item.target.id], item.annotation)
            for item in node.body
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
        ]
        inherited = [field for base in bases for field in self._fields.get(base, ())]
        self._fields[node.name] = [*inherited, *fields]
        described = _property_descriptions(self._schema(node.name))
        is_class = all(names.is_key(key, self._classes.values()) for key, _ in fields)
        shown = fields if is_class else list(dict(self._fields[node.name]).items())
        return {
            **self._named(node.name),
            "is_class": is_class,
            "bases": [self._classes.get(base, base) for base in bases],
            "fields": [
                {
                    "key": key,
                    "annotation": self._annotation(node) if is_class else self._deferred(node),
                    "description": docstring(described.get(key, "")),
                }
                for key, node in shown
            ],
        }

    def _annotation(self, node: ast.expr, *, quoted: bool = True) -> str:
        substitution = _Substitution(self._classes, self._skeleton.values, quoted=quoted)
        return ast.unparse(
            substitution.visit(copy.deepcopy(node))
        )  # a subclass can use the same node

    def _deferred(self, node: ast.expr) -> str:
        """An annotation as a value: the types in it can be defined further below."""
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "NotRequired":
            return f"NotRequired[{self._deferred(node.slice)}]"
        return repr(self._annotation(node, quoted=False))


class _Substitution(ast.NodeTransformer):
    """Replaces tokens in an annotation by names and values.

    With `quoted`, forward references stay in quotes.
    """

    def __init__(
        self, classes: Mapping[str, str], values: Mapping[str, Any], *, quoted: bool
    ) -> None:
        self._classes = classes
        self._values = values
        self._quoted = quoted

    def visit_Name(self, node: ast.Name) -> ast.Name:
        # A part of a multipart body is a file, which needs a name beside its content.
        name = "File" if node.id == "bytes" else self._classes.get(node.id, node.id)
        return ast.Name(name, node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, str):
            return node
        if node.value in self._values:
            return ast.Constant(self._values[node.value])
        inner: ast.expr = self.visit(ast.parse(node.value, mode="eval").body)
        return ast.Constant(ast.unparse(inner)) if self._quoted else inner


def _property_descriptions(schema: Json) -> dict[str, str]:
    """The descriptions of a schema's properties, including those of inline parts."""
    found = {
        name: value["description"]
        for name, value in schema.get("properties", {}).items()
        if isinstance(value, dict) and "description" in value
    }
    for part in schema.get("allOf", ()):
        found |= _property_descriptions(part)
    return found
