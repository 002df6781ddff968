"""The command line, `zco`: an extra, so that the library stays light."""

from __future__ import annotations

import sys

from .._left_out import LEFT_OUT

__all__ = ["main"]


def main() -> None:
    """Run `zco`; if a library of an extra is missing, say how to get it."""
    from .terminal import prepare, safe

    prepare()
    try:
        from .application import application
        from .failures import handle_termination

        handle_termination()
        application()
    except ImportError as error:
        if error.name in ("rich", "tomli_w", "typer"):
            sys.exit(f"Error: this needs {error.name}: pip install 'zendesk-custom-objects[cli]'")
        package = (__package__ or "").rpartition(".")[0]
        is_left_out = LEFT_OUT and (error.name or "").startswith(package)
        if is_left_out or isinstance(error.__cause__, ImportError):  # our own: it says what to do
            sys.exit(safe(f"Error: {error}"))
        raise
