"""The former name of `json_types`, for programs written for version 0.1.0."""

from .json_types import is_list, is_mapping

__all__ = ["is_list", "is_mapping"]
