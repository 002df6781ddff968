"""Directives that document all members of something, so that a new one is never left out."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from zendesk_custom_objects import Client, models
from zendesk_custom_objects_api import payloads


class Members(SphinxDirective):
    """A directive for `autodoc` to each of some names."""

    def run(self) -> list[Any]:
        return self.parse_text_to_nodes("\n\n".join(self.directives()))

    def directives(self) -> Iterator[str]:
        raise NotImplementedError


class Methods(Members):
    """The methods of the client on one topic: a module or folder of its."""

    required_arguments = 1

    def directives(self) -> Iterator[str]:
        (topic,) = self.arguments
        for base in Client.__mro__:
            if base.__module__.partition("._sync.")[2].partition(".")[0] == topic:
                for name in vars(base):
                    if not name.startswith("_"):
                        yield f".. automethod:: zendesk_custom_objects::Client.{name}"


class Builders(Members):
    """The functions of one group of `api`."""

    required_arguments = 1

    def directives(self) -> Iterator[str]:
        (group,) = self.arguments
        module = import_module(f"zendesk_custom_objects_api.api.{group}")
        for name in _own(module, inspect.isfunction):
            yield f".. autofunction:: zendesk_custom_objects::api.{group}.{name}"


class Models(Members):
    """Every model, under the name by which it is imported."""

    def directives(self) -> Iterator[str]:
        for name in models.__all__:
            yield f".. autoclass:: zendesk_custom_objects::models.{name}"


class Bodies(Members):
    """Every type of a body, and of what is in it."""

    def directives(self) -> Iterator[str]:
        for name, body in _own(payloads, inspect.isclass).items():
            # Keys such as `$eq` cannot be shown as attributes.
            shown = "undoc" if all(map(str.isidentifier, body.__annotations__)) else "no"
            # With a signature, which is then left out: autodoc finds none in a typed dictionary.
            yield f".. autoclass:: {payloads.__package__}::payloads.{name}()\n   :{shown}-members:"


def _own(module: ModuleType, is_such: Callable[[Any], bool]) -> dict[str, Any]:
    """What was defined in the module itself."""
    return {
        name: value
        for name, value in vars(module).items()
        if is_such(value) and value.__module__ == module.__name__
    }


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("methods", Methods)
    app.add_directive("builders", Builders)
    app.add_directive("models", Models)
    app.add_directive("bodies", Bodies)
    return {"parallel_read_safe": True}
