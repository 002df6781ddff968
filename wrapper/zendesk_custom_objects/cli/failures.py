"""Failures: a message for people on stderr, an exit status for scripts."""

import os
import signal
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

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
from .terminal import safe

__all__ = ["Commands", "NoCredentials", "complain", "handle_termination", "interrupted"]


class NoCredentials(ConfigurationError):
    """There are no credentials to sign in with."""


class Terminated(KeyboardInterrupt):
    """SIGTERM came: the command ends as after Ctrl-C."""


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
    """The commands of `zco`: their errors become a message and an exit status."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        _reflow(self.commands.values())

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().make_context(*args, **kwargs)
        except typer.BadParameter as error:
            raise _made_safe(error) from None

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader, such as `head`, has enough; at the exit Python would flush once more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(ExitCode.PIPE_CLOSED) from None
        except KeyboardInterrupt as error:
            interrupted(error)
        except typer.BadParameter as error:
            raise _made_safe(error) from None
        except ZendeskError as error:
            complain(f"Error: {error}")
            raise typer.Exit(_code(error)) from None
        except ValueError as error:  # an argument that the library refuses
            complain(f"Error: {error}")
            raise typer.Exit(ExitCode.USAGE) from None
        except OSError as error:
            complain(f"Error: {error}")
            raise typer.Exit(ExitCode.REFUSED) from None
        return result


def _reflow(commands: Iterable[Any]) -> None:
    """Join the lines of paragraphs in `--help`, which Typer would keep as in the docstring."""
    for command in commands:
        paragraphs = (command.help or "").split("\n\n")
        command.help = "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs)
        _reflow(getattr(command, "commands", {}).values())


def complain(text: str) -> None:
    """Print something on stderr, in red if it is a terminal."""
    is_red = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    text = safe(text)
    if is_red:
        print(typer.style(text, fg=typer.colors.RED), file=sys.stderr)
    else:
        note(text)


def interrupted(error: KeyboardInterrupt, text: str = "") -> NoReturn:
    """End the command after Ctrl-C or SIGTERM, with what there is to say."""
    is_terminated = isinstance(error, Terminated)
    complain(f"{'Terminated' if is_terminated else 'Interrupted'}{text or '.'}")
    raise typer.Exit(ExitCode.TERMINATED if is_terminated else ExitCode.INTERRUPTED) from None


def handle_termination() -> None:
    """End on SIGTERM as after Ctrl-C: what is under way is recorded, and the command says so."""

    def terminate(number: int, frame: object) -> NoReturn:
        raise Terminated

    signal.signal(signal.SIGTERM, terminate)


def _made_safe(error: typer.BadParameter) -> typer.BadParameter:
    """The error with a message that can be printed: it can quote a file or the service."""
    error.message = safe(error.message)
    return error


def _code(error: ZendeskError) -> ExitCode:
    if isinstance(error, ValidationError):
        return ExitCode.REFUSED
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.REFUSED)
