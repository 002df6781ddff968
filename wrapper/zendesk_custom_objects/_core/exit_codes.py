"""The exit statuses of `zco` and of `scripts/vendor.py`: so standard library only."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

__all__ = ["EXIT_CODES", "ExitCode"]


class ExitCode(IntEnum):
    """The exit statuses."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    NOT_FOUND = 3
    NOT_ALLOWED = 4
    UNKNOWN = 5
    PARTIAL = 6
    NO_ANSWER = 7
    OUTDATED = 8
    EDITED = 9
    NEWER = 10
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


EXIT_CODES: Final = """Exit status:

\b
  0    done
  1    refused by the rules or by the service, or failed
  2    the command line is wrong, or a file it names
  3    there is no such object, field, record, job or copy
  4    no credentials, or they are refused, or do not allow it
  5    unknown whether it was carried out
  6    done in part: some items failed
  7    no response: no connection, or none in time
  8    a vendored copy is outdated
  9    a vendored copy was edited, and is left alone
  10   a vendored copy is of a newer version, and is left alone
  130  interrupted by Ctrl-C
  141  the reader of the output went away
  143  terminated by SIGTERM
"""
