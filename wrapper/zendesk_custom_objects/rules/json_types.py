"""Type guards for the JSON types that contain others."""

from __future__ import annotations

from typing import Any, TypeGuard

__all__ = ["is_list", "is_mapping"]


def is_list(value: object) -> TypeGuard[list[Any]]:
    return type(value) is list


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    return type(value) is dict
