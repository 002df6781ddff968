"""Finds what two copies and an installed package share, where all can be imported.

Prints as JSON the version and the records of each, the number of inspected objects, and lists of
effects of one package on another, which must be empty.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import permutations
from pkgutil import walk_packages
from typing import Any

NAMES = sys.argv[1:]


def main() -> None:
    packages = [import_module(name) for name in NAMES]
    versions = [package.__version__ for package in packages]
    with_records = [create_records(package) for package in packages]
    for package in packages:
        load_everything(package)
    print(
        json.dumps(
            {
                "versions": versions,
                "records": with_records,
                "programs": [first_line_of_a_program(package) for package in packages],
                "looked at": [len(dict(stateful(name))) for name in NAMES],
                "same objects": same_objects(),
                "errors caught by another": caught(packages),
                "types taken for another's": taken(packages),
                "log lines seen by another": overheard(packages),
            }
        )
    )


def create_records(package: Any) -> list[str]:
    """Use the package, so that its caches are filled; returns the records of its account."""
    with package.Client.sandbox() as zendesk:
        zendesk.create_object("boat", title="Boat", title_pluralized="Boats")
        zendesk.create_field("boat", "berths", title="Berths", type="integer")
        zendesk.create_record("boat", name=package.__name__, berths=4)
        list(zendesk.find_records("boat", package.F.berths > 3))
        zendesk.send(package.api.objects.custom_objects_limit())
        return [record.name for record in zendesk.list_records("boat")]


def first_line_of_a_program(package: Any) -> str:
    """The imports of a program that the package writes."""
    with package.Client.sandbox() as zendesk:
        program: str = zendesk.prepare(package.api.objects.list_custom_objects()).python()
    return program.partition("\n")[0]


def load_everything(package: Any) -> None:
    """Import the remaining modules, except those of extras that are not installed."""
    for found in walk_packages(package.__path__, f"{package.__name__}."):
        try:
            import_module(found.name)
        except ModuleNotFoundError as error:
            if is_in(error.name or "", tuple(NAMES)):
                raise


def same_objects() -> list[str]:
    """Objects with state that modules of both copies refer to, compared by identity.

    They are allowed to share objects of dependencies and of the standard library.
    """
    owners: dict[int, tuple[str, str]] = {}
    shared = []
    for root in NAMES:
        for where, value in stateful(root):
            other, there = owners.setdefault(id(value), (root, where))
            if other != root:
                shared.append(f"{where} and {there}")
    return shared


def stateful(root: str) -> Iterator[tuple[str, Any]]:
    prefixes = (root, f"{root}_api")
    ours = tuple(prefix for name in NAMES for prefix in (name, f"{name}_api"))
    for name, module in list(sys.modules.items()):
        if not is_in(name, prefixes):
            continue
        for attribute, value in vars(module).items():
            if attribute.startswith("__") and attribute.endswith("__"):
                continue
            home = getattr(value, "__module__", None) or type(value).__module__
            mutable = isinstance(value, dict | list | set | bytearray | logging.Logger)
            if mutable or is_in(str(home), ours) or is_in(type(value).__module__, ours):
                yield f"{name}.{attribute}", value


def is_in(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def caught(packages: list[Any]) -> list[str]:
    return [
        f"{one.__name__} by {other.__name__}"
        for one, other in permutations(packages, 2)
        if isinstance(refused(one), other.ZendeskError)
    ]


def refused(package: Any) -> Exception:
    try:
        package.Client("no such subdomain", auth=package.BearerToken("x" * 20))
    except ValueError as error:
        return error
    raise AssertionError("it was not refused")


def taken(packages: list[Any]) -> list[str]:
    classes: list[Callable[[Any], type]] = [
        lambda package: package.Client,
        lambda package: package.Record,
        lambda package: package.models.CustomObject,
        lambda package: type(package.UNSET),
    ]
    return [
        f"{get(one)} for {get(other)}"
        for one, other in permutations(packages, 2)
        for get in classes
        if issubclass(get(one), get(other))
    ]


def overheard(packages: list[Any]) -> list[str]:
    """Loggers that a package uses, and that do not belong to it."""
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.name)  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    others = []
    for package in packages:
        logging.getLogger(package.__name__).setLevel(logging.DEBUG)
        create_records(package)
        logging.getLogger(package.__name__).setLevel(logging.NOTSET)
        assert heard, f"{package.__name__} logs nothing"
        others += [f"{name}, not {package.__name__}" for name in heard if name != package.__name__]
        heard.clear()
    return others


main()
