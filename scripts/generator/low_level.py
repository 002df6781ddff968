"""The low level: models and builders by openapi-python-client, payloads by its neighbour
datamodel-code-generator."""

from __future__ import annotations

import ast
import json
import re
import shutil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from . import completeness, reference
from .contract import Contract
from .problems import GenerationError
from .tools import format_folder, run

PACKAGE = "zendesk_custom_objects_api"
PAYLOADS_HEADER = '''"""The bodies of requests: plain dictionaries, checked by the type checker."""

from __future__ import annotations

from .types import File
'''
HEADER = "# Generated from spec/ by scripts/generate.py: do not edit.\n"


def build(contract: Contract, spec: Path, scratch: Path) -> dict[Path, bytes]:
    """The files of the package, by their path inside it."""
    templates = scratch / "templates"
    shutil.copytree(spec / "templates", templates)
    environment = Environment(
        loader=FileSystemLoader(templates),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    (templates / "facts.jinja").write_text(_facts(contract), encoding="utf-8")
    stock = _openapi_python_client(contract, spec, templates, scratch)

    package = scratch / PACKAGE
    (package / "api").mkdir(parents=True)
    (package / "models").mkdir()
    shutil.copy(stock / "types.py", package)
    groups = [name for name in contract.groups() if (stock / "api" / name).is_dir()]
    for name in groups:
        shutil.copy(stock / "api" / name / "__init__.py", package / "api" / f"{name}.py")
    models = _used_models(stock, package)
    for module in models.values():
        shutil.copy(stock / "models" / f"{module}.py", package / "models")

    lazy = environment.get_template("lazy_init.py.jinja")
    operations = environment.get_template("operations.py.jinja")
    pages = {
        "__init__.py": f'"""{_package_docstring(contract)}"""\n',
        "py.typed": "",
        "operations.py": operations.render(operations=contract.facts),
        "api/__init__.py": lazy.render(docstring="One module per group.", modules=groups, names={}),
        "models/__init__.py": lazy.render(
            docstring="What the service answers.", names=models, modules=[]
        ),
        "payloads.py": _payloads(contract, scratch),
        "reference.py": environment.get_template("reference.py.jinja").render(),
        "reference.json": reference.build(contract),
    }
    for name, page in pages.items():
        (package / name).write_text(page, encoding="utf-8")
    format_folder(package)
    completeness.require(contract, package)
    return {path.relative_to(package): _finished(path) for path in sorted(package.rglob("*.*"))}


def _openapi_python_client(contract: Contract, spec: Path, templates: Path, scratch: Path) -> Path:
    document = scratch / "contract.json"
    document.write_text(json.dumps(contract.document), encoding="utf-8")
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
    )
    return output


def _payloads(contract: Contract, scratch: Path) -> str:
    """The TypedDicts of the request bodies: only what they use is handed to the generator."""
    names = contract.reachable(contract.body_schemas())
    schemas = contract.document["components"]["schemas"]
    document = scratch / "payloads.json"
    document.write_text(
        json.dumps(
            {
                "openapi": contract.document["openapi"],
                "info": contract.document["info"],
                "paths": {},
                "components": {
                    "schemas": {name: schemas[name] for name in schemas if name in names}
                },
            }
        ),
        encoding="utf-8",
    )
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
            "--use-schema-description",
            "--use-field-description",
            "--use-inline-field-description",
            "--no-use-closed-typed-dict",
            "--disable-timestamp",
            "--disable-future-imports",
            "--formatters=builtin",
            "--ignore-pyproject",
            f"--custom-file-header={PAYLOADS_HEADER}",
        ],
        scratch,
    )
    if words.strip():
        raise GenerationError("datamodel_code_generator warned:", words.splitlines())
    # A part of a multipart body is a file: its content alone would leave it without a name.
    return output.read_text(encoding="utf-8").replace(": bytes\n", ": File\n")


def _used_models(stock: Path, package: Path) -> dict[str, str]:
    """The models that the builders return, and those that they use: class name to module."""
    modules = {_class_name(path): path for path in (stock / "models").glob("[!_]*.py")}
    waiting = [
        node.attr
        for path in (package / "api").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "models"
    ]
    used: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        path = modules[name]
        used[name] = path.stem
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        waiting += sorted((names & modules.keys()) - {name})
    return dict(sorted(used.items()))


def _class_name(path: Path) -> str:
    found = re.search(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def _facts(contract: Contract) -> str:
    """The contract's facts as a template: an operation's extensions do not reach the stock one."""
    tables: dict[str, Any] = {
        "GROUPS": contract.groups(),
        "OPERATIONS": contract.facts,
        "DESCRIPTIONS": contract.descriptions(),
        "SECRETS": contract.secrets(),
        "MODELS": sorted(contract.schemas_with_properties()),
    }
    return "\n".join(f"{{% set {name} = {table!a} %}}" for name, table in tables.items())


def _package_docstring(contract: Contract) -> str:
    version = contract.document["info"]["version"]
    return (
        f"The Zendesk Custom Objects API as data, from version {version} of its contract.\n\n"
        "`api` builds requests, `models` is what they answer, `payloads` what they take. Nothing\n"
        "here opens a connection, and importing the package loads no model.\n"
    )


def _finished(path: Path) -> bytes:
    content = path.read_bytes()
    return HEADER.encode() + content if path.suffix == ".py" else content
