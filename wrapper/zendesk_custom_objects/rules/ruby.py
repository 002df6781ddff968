"""The former name of `ruby_patterns`, for programs written for version 0.1.0."""

from .ruby_patterns import UnclearPatternError, is_about_ascii, translate

__all__ = ["UnclearPatternError", "is_about_ascii", "translate"]
