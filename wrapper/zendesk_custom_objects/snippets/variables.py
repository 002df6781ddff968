"""The environment variables that commands and programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .placeholders import Placeholder
    from .template import Template

__all__ = ["variable", "variables"]

CREDENTIALS: Final[Mapping[str, tuple[str, ...]]] = {
    "Basic": ("ZENDESK_EMAIL", "ZENDESK_API_TOKEN"),
    "Bearer": ("ZENDESK_OAUTH_TOKEN",),
    "": (),
}
"""Those of the credentials, by authorization scheme: the same that `Client.from_env` reads."""


def variable(placeholder: Placeholder) -> str:
    """The variable that holds the value of a placeholder."""
    return placeholder.name.upper()


def variables(template: Template) -> list[str]:
    """All variables that the command or program reads, each once."""
    names = [name.upper() for name in template.names]
    return list(dict.fromkeys([*CREDENTIALS[template.scheme], *names]))
