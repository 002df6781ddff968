"""The command line, `zco`: an extra, so that the library stays light."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run `zco`; without the extra, say how to get it."""
    try:
        from .application import application
    except ModuleNotFoundError as error:
        if error.name != "typer":
            raise
        sys.exit('zco needs the extra "cli": pip install "zendesk-custom-objects[cli]"')
    application()
