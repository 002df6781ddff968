"""The error of everything about copies."""

from __future__ import annotations

from .._core.exit_codes import ExitCode

__all__ = ["VendoringError"]


class VendoringError(Exception):
    """There is no copy, or none can be made."""

    def __init__(self, message: str, status: ExitCode = ExitCode.REFUSED) -> None:
        super().__init__(message)
        self.status = status
