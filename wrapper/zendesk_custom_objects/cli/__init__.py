"""The command line, `zco`: an extra, so that the library stays light."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run `zco`; without what an extra brings, say how to get it."""
    try:
        from .application import application

        application()
    except ImportError as error:
        if error.name in ("rich", "tomli_w", "typer"):
            sys.exit(f"Error: this needs {error.name}: pip install 'zendesk-custom-objects[cli]'")
        if isinstance(error.__cause__, ImportError):  # our own, which names the extra
            sys.exit(f"Error: {error}")
        raise
