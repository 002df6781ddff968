"""Compare the public names with the stored baseline: what was removed or changed, and what is new.

    python scripts/public_api.py             compare; exit status 1 if a name broke
    python scripts/public_api.py --update    store the current names as the baseline
    python scripts/public_api.py --release   the same, and store the typed usage

The baseline is the public surface of both packages written as stubs, one for each module that
callers import from: what a type checker sees of a public name, wherever it is defined. The stubs
of two versions are compared by griffe. Additions are listed and break nothing.

`tests/client/typed_usage.py` is user code with `assert_type`. A release stores a copy, which the
type checkers check with all other tests: code that was valid for a release stays valid.
"""

from __future__ import annotations

import argparse
import builtins
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parent.parent
WRAPPER = "zendesk_custom_objects"
API = "zendesk_custom_objects_api"
MODULES = {
    WRAPPER: (
        "auth",
        "bulk",
        "errors",
        "files",
        "filters",
        "hooks",
        "pytest_plugin",
        "record",
        "response",
        "sandbox",
        "snippets",
        "token_store",
        "unset",
        "vendoring",
    ),
    API: ("models", "operations", "payloads", "types"),
}
"""The public modules of each package, in addition to the root of the wrapper."""
FOLDERS = {WRAPPER: ("rules",), API: ("api",)}
"""Packages all of whose modules are public; the names that the package re-exports are not."""
PLACES = ("wrapper", "generated")
BASELINE = Path("tests", "public_api", "baseline.txt")
USAGE = Path("tests", "client", "typed_usage.py")
RELEASED_USAGE = Path("tests", "public_api", "released", "typed_usage.py")

_COLOURS = re.compile(r"\x1b\[\d+m")

Stubs = dict[str, str]
"""Stubs by public module."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="store the current names")
    parser.add_argument("--release", action="store_true", help="store the typed usage as well")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project (default: this one)")
    options = parser.parse_args(arguments)
    stubs = surface(options.root)
    if options.release:
        target = options.root / RELEASED_USAGE
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(options.root / USAGE, target)
    if options.update or options.release:
        (options.root / BASELINE).write_text(written(stubs), encoding="utf-8")
        print(f"stored {len(names(stubs))} names")
        return 0
    try:
        baseline = parsed((options.root / BASELINE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        print(f"{BASELINE} is missing: create it with --update", file=sys.stderr)
        return 2
    broken = list(breakages(baseline, stubs))
    come = sorted(names(stubs) - names(baseline))
    for line in broken:
        print(f"broke: {line}")
    for name in come:
        print(f"new: {name}")
    print(f"{len(broken)} broke, {len(come)} new since the baseline")
    if broken:
        print("If this is intended: run with --update, and raise the version accordingly.")
    return int(bool(broken))


def public_names(root: Path) -> dict[str, list[str]]:
    """The public names of both packages, by module."""
    return {module.path: list(_public(module)) for module in _modules(root)}


def surface(root: Path) -> Stubs:
    """Stubs of the public modules, with members that are inherited from private classes."""
    stubs = {}
    for module in _modules(root):
        known = set(_public(module))
        lines = [line for name in sorted(known) for line in _stub(name, module[name], known)]
        stubs[module.path] = "\n".join(lines) + "\n"
    return stubs


def breakages(old: Stubs, new: Stubs) -> Iterator[str]:
    """Changes that can break code written for the old surface.

    Griffe does not compare types. Those of attributes and results are compared here, by wording;
    those of parameters and overloads are left to the typed usage.
    """
    for module, code in old.items():
        if module not in new:
            yield f"{module}: removed"
            continue
        before, after = _visited(module, code), _visited(module, new[module])
        for breakage in griffe.find_breaking_changes(before, after):
            if breakage.kind is griffe.BreakageKind.CLASS_REMOVED_BASE:
                continue  # griffe only counts the bases; `_other_kinds` names them
            explained = _COLOURS.sub("", breakage.explain(griffe.ExplanationStyle.ONE_LINE))
            yield f"{module}.{explained.partition(': ')[2]}"
        yield from _other_kinds(before, after)


def _other_kinds(old: griffe.Module | griffe.Class, new: griffe.Object) -> Iterator[str]:
    typed = (griffe.Attribute, griffe.Function)
    for name, member in old.members.items():
        other = new.members.get(name)
        if isinstance(member, griffe.Class) and isinstance(other, griffe.Class):
            for base in {*map(str, member.bases)} - {*map(str, other.bases)}:
                yield f"{member.path}: Base class was removed: {base}"
            yield from _other_kinds(member, other)
        elif isinstance(member, typed) and isinstance(other, typed):
            was, now = str(member.annotation), str(other.annotation)
            if was != now:
                yield f"{member.path}: Type was changed: {was} -> {now}"


def names(stubs: Mapping[str, str]) -> set[str]:
    """Every name of a surface: of functions, classes and their members."""
    found = set()
    for module, code in stubs.items():
        for name, member in _visited(module, code).members.items():
            found.add(f"{module}.{name}")
            if isinstance(member, griffe.Class):
                found |= {f"{module}.{name}.{inner}" for inner in member.members}
    return found


def written(stubs: Stubs) -> str:
    return "\n".join(f"#: {module}\n{code}" for module, code in sorted(stubs.items()))


def parsed(text: str) -> Stubs:
    parts = re.split(r"(?m)^#: (\S+)\n", text)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


# ------------------------------------------------------------------------------------ reading code


def _modules(root: Path) -> Iterator[griffe.Module]:
    loader = griffe.GriffeLoader(search_paths=[root / place for place in PLACES])
    for package in MODULES:
        loader.load(package)
    loader.resolve_aliases(external=False)
    packages = {name: loader.modules_collection[name] for name in MODULES}
    yield packages[WRAPPER]
    for package, found in packages.items():
        # A module of the baseline that is missing here is reported as removed.
        yield from (found.modules[name] for name in MODULES[package] if name in found.modules)
        for folder in FOLDERS[package]:
            if folder in found.modules:
                inner = found.modules[folder].modules
                yield from (inner[name] for name in inner if not name.startswith("_"))


def _public(module: griffe.Module) -> Iterator[str]:
    """The names in `__all__`, or without it those that the module defines."""
    if module.exports is not None:
        yield from (str(name) for name in module.exports)
        return
    for name, member in module.members.items():
        if not name.startswith("_") and not member.is_alias and not member.is_module:
            yield name


def _stub(name: str, member: griffe.Object | griffe.Alias, known: set[str]) -> Iterator[str]:
    if isinstance(member, griffe.Alias):
        member = member.final_target
    if isinstance(member, griffe.Class):
        bases = _bases(member, known)
        yield f"class {name}({', '.join(bases)}):" if bases else f"class {name}:"
        inner = [
            line
            for key, value in sorted(member.all_members.items())
            if not re.match(r"_(?!_)|__\w+(?<!__)$", key) and not value.is_module
            for line in _stub(key, value, known)
        ]
        yield from (f"    {line}" for line in inner or ["..."])
    elif isinstance(member, griffe.Function):
        yield from _function(name, member)
    elif isinstance(member, griffe.Attribute) and "property" in member.labels:
        yield "@property"
        yield f"def {name}(self) -> {member.annotation or 'object'}: ..."
    elif isinstance(member, griffe.Attribute):
        yield f"{name}: {member.annotation}" if member.annotation else f"{name} = ..."
    else:
        yield f"{name} = ...  # a module"


def _function(name: str, function: griffe.Function) -> Iterator[str]:
    for decorator in ("classmethod", "staticmethod"):
        if decorator in function.labels:
            yield f"@{decorator}"
    prefix = "async def" if "async" in function.labels else "def"
    # Nobody sees the return type of the implementation of overloads.
    signature = function.signature(name=name, return_type=not function.overloads)
    yield f"{prefix} {signature}: ..."


def _bases(member: griffe.Class, known: set[str]) -> list[str]:
    """The public ancestors of a class, without its private mixins."""
    ancestors = [member, *member.mro()]
    found = [ancestor.name for ancestor in ancestors[1:] if ancestor.name in known]
    for ancestor in ancestors:
        for base in map(str, ancestor.bases):
            name = base.partition("[")[0].rpartition(".")[2]
            if hasattr(builtins, name) or name in ("TypedDict", "Protocol", "Generic"):
                found.append(base)
    return found


def _visited(module: str, code: str) -> griffe.Module:
    return griffe.visit(module, filepath=Path(f"{module}.pyi"), code=code)


if __name__ == "__main__":
    sys.exit(main())
