"""The former name of `display`, for programs written for version 0.1.0."""

from .display import excerpt, printable

__all__ = ["excerpt", "printable"]
