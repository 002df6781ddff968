"""The low level: models and builders by openapi-python-client, payloads by its neighbour
datamodel-code-generator."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from . import completeness, names, payloads, reference
from .contract import Contract
from .documents import Json
from .skeleton import Skeleton
from .texts import docstring
from .tools import format_folder, run

PACKAGE = "zendesk_custom_objects_api"
HEADER = "# Generated from spec/ by scripts/generate.py: do not edit.\n"


def build(contract: Contract, spec: Path, scratch: Path) -> dict[Path, bytes]:
    """The files of the package, by path inside it."""
    skeleton = Skeleton(contract)
    templates = scratch / "templates"
    shutil.copytree(spec / "templates", templates)
    (templates / "facts.jinja").write_text(_facts(contract, skeleton), encoding="utf-8")
    environment = _environment(templates)
    stock = _openapi_python_client(skeleton, spec, templates, scratch)

    package = scratch / PACKAGE
    (package / "api").mkdir(parents=True)
    (package / "models").mkdir()
    shutil.copy(stock / "types.py", package)
    groups = {}
    for tag, token in skeleton.groups.items():
        if (stock / "api" / token).is_dir():
            groups[names.group(tag)] = token
            module = package / "api" / f"{names.group(tag)}.py"
            shutil.copy(stock / "api" / token / "__init__.py", module)
    models = _used_models(contract, skeleton, stock, package)
    for class_name, path in models.items():
        shutil.copy(path, package / "models" / f"{names.module_name(class_name)}.py")

    lazy = environment.get_template("lazy_init.py.jinja")
    operations = environment.get_template("operations.py.jinja")
    bodies = environment.get_template("payloads.py.jinja")
    pages = {
        "__init__.py": f'"""{_package_docstring(contract)}"""\n',
        "py.typed": "",
        "operations.py": operations.render(operations=_operations(contract)),
        "api/__init__.py": lazy.render(docstring="One module per group.", modules=groups, names={}),
        "models/__init__.py": lazy.render(
            docstring="The responses of the service.",
            names={class_name: names.module_name(class_name) for class_name in models},
            modules=[],
        ),
        "payloads.py": bodies.render(payloads.tables(contract, skeleton, scratch)),
        "reference.py": environment.get_template("reference.py.jinja").render(),
        "reference.json": reference.build(contract),
    }
    for name, page in pages.items():
        (package / name).write_text(page, encoding="utf-8")
    format_folder(package)
    completeness.require(contract, package)
    return {path.relative_to(package): _finished(path) for path in sorted(package.rglob("*.*"))}


def _environment(templates: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["literal"] = repr
    return environment


def _openapi_python_client(skeleton: Skeleton, spec: Path, templates: Path, scratch: Path) -> Path:
    document = scratch / "contract.json"
    document.write_text(json.dumps(skeleton.document()), encoding="utf-8")
    output = scratch / "stock"
    run(
        "openapi_python_client",
        [
            "generate",
            f"--path={document}",
            f"--config={spec / 'openapi-python-client.yaml'}",
            f"--custom-template-path={templates}",
            f"--output-path={output}",
            "--meta=none",
            "--fail-on-warning",
        ],
        scratch,
        skeleton.named,
    )
    return output


def _used_models(
    contract: Contract, skeleton: Skeleton, stock: Path, package: Path
) -> dict[str, Path]:
    """The model classes that the builders return, directly or inside others, with their files."""
    made = {
        contract.classes[name]: stock / "models" / f"model_{token.removeprefix('Model')}.py"
        for name, token in skeleton.models.items()
    }
    modules = {class_name: path for class_name, path in made.items() if path.exists()}
    waiting = [
        node.attr
        for path in (package / "api").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "models"
    ]
    used: dict[str, Path] = {}
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used[name] = modules[name]
        tree = ast.parse(modules[name].read_text(encoding="utf-8"))
        mentioned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        waiting += sorted((mentioned & modules.keys()) - {name})
    return dict(sorted(used.items()))


def _facts(contract: Contract, skeleton: Skeleton) -> str:
    """The facts of the contract as a Jinja template, by token; texts are escaped."""
    tables: dict[str, Any] = {
        "GROUPS": {
            skeleton.groups[tag]: {
                "description": docstring(description),
                "has_bodies": any(
                    facts["body"] and facts["group"] == names.group(tag)
                    for facts in contract.facts.values()
                ),
            }
            for tag, description in contract.groups().items()
        },
        "OPERATIONS": {
            skeleton.operations[facts["builder"]]: {
                **facts,
                "summary": docstring(facts["summary"]),
                "description": docstring(facts["description"]),
                "body": facts["body"] and contract.classes[facts["body"]],
                "media_type": repr(facts["media_type"]),
                "parameters": {
                    token: {
                        **parameter,
                        "literal": repr(parameter["name"]),
                        "description": docstring(parameter["description"]),
                    }
                    for token, parameter in facts["parameters"].items()
                },
            }
            for facts in _operations(contract)
        },
        "MODELS": {
            token: _model(contract, skeleton, name)
            for name, token in skeleton.models.items()
            if name in contract.schemas_with_properties()
        },
        "VALUES": {
            token: {"literal": repr(value), "type": type(value).__name__}
            for token, value in skeleton.values.items()
        },
    }
    return "\n".join(f"{{% set {name} = {table!a} %}}" for name, table in tables.items())


def _operations(contract: Contract) -> list[Json]:
    """The facts of each operation, with its constant in `operations`."""
    return [{**facts, "constant": builder.upper()} for builder, facts in contract.facts.items()]


def _model(contract: Contract, skeleton: Skeleton, name: str) -> Json:
    class_name = contract.classes[name]
    descriptions, secrets = contract.descriptions()[name], contract.secrets()[name]
    properties = {
        token: {
            "attribute": contract.attribute(wire_name),
            "description": docstring(descriptions.get(wire_name, "")),
            "is_secret": wire_name in secrets,
        }
        for token, wire_name in skeleton.properties.items()
        if wire_name in descriptions
    }
    attributes = {contract.attribute(each): each for each in descriptions if each}
    renamed = {attribute: each for attribute, each in attributes.items() if attribute != each}
    return {
        "class_name": class_name,
        "module": names.module_name(class_name),
        "description": docstring(descriptions[""]),
        "properties": properties,
        "renamed": repr(renamed) if renamed else "",
        "secrets": repr([contract.attribute(each) for each in secrets]) if secrets else "",
    }


def _package_docstring(contract: Contract) -> str:
    version = docstring(contract.document["info"]["version"])
    return (
        f"The Zendesk Custom Objects API as data, from version {version} of its contract.\n\n"
        "`api` builds requests, `models` are their responses, `payloads` their bodies. It\n"
        "opens no connection, and importing it loads no model.\n"
    )


def _finished(path: Path) -> bytes:
    content = path.read_bytes()
    return HEADER.encode() + content if path.suffix == ".py" else content
