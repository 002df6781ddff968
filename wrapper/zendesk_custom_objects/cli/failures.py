"""What went wrong, for people on stderr and for scripts as the exit status."""

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from .._core.exit_codes import ExitCode
from ..errors import (
    AuthenticationError,
    CheckpointError,
    ConfigurationError,
    ConnectionFailed,
    FileError,
    JobTimeout,
    JournalError,
    NotFoundError,
    OutcomeUnknown,
    PermissionDeniedError,
    ProbeError,
    ValidationError,
    ZendeskError,
)
from .output import note

__all__ = ["Commands", "NoCredentials", "complain"]


class NoCredentials(ConfigurationError):
    """There is nothing to sign in with."""


_CODES: tuple[tuple[type[ZendeskError], ExitCode], ...] = (
    (NoCredentials, ExitCode.NOT_ALLOWED),
    (AuthenticationError, ExitCode.NOT_ALLOWED),
    (PermissionDeniedError, ExitCode.NOT_ALLOWED),
    (ConfigurationError, ExitCode.USAGE),
    (FileError, ExitCode.USAGE),
    (CheckpointError, ExitCode.USAGE),
    (JournalError, ExitCode.USAGE),
    (NotFoundError, ExitCode.NOT_FOUND),
    (OutcomeUnknown, ExitCode.UNKNOWN),
    (JobTimeout, ExitCode.UNKNOWN),
    (ConnectionFailed, ExitCode.NO_ANSWER),
    (ProbeError, ExitCode.PARTIAL),
)


class Commands(TyperGroup):
    """The commands of `zco`: what they raise becomes a message and an exit status."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader, such as `head`, has enough; at the exit Python would flush once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.PIPE_CLOSED) from None
        except KeyboardInterrupt:
            complain("Interrupted.")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except ZendeskError as error:
            complain(f"Error: {error}")
            raise typer.Exit(_code(error)) from None
        except ValueError as error:  # an argument that cannot be
            complain(f"Error: {error}")
            raise typer.Exit(ExitCode.USAGE) from None
        except OSError as error:
            complain(f"Error: {error}")
            raise typer.Exit(ExitCode.REFUSED) from None
        return result


def complain(text: str) -> None:
    """Say something on stderr, in red if it is a terminal."""
    is_red = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    note(typer.style(text, fg=typer.colors.RED) if is_red else text)


def _code(error: ZendeskError) -> ExitCode:
    if isinstance(error, ValidationError):
        return ExitCode.REFUSED
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.REFUSED)
