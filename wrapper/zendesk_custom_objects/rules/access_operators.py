"""The operators of access rules, in groups (source: the page on custom object permissions).

`not_present` and `not_matches` are missing in the page's list of operators, but are in the
definitions that the service itself returns.
"""

from __future__ import annotations

from typing import Final

__all__ = ["EQUALITY", "INCLUSION", "MATCHES", "ORDER", "PRESENCE"]

EQUALITY: Final = ("is", "is_not")
ORDER: Final = ("greater_than", "less_than", "greater_than_equal", "less_than_equal")
PRESENCE: Final = ("present", "not_present")
MATCHES: Final = ("matches", "not_matches")
"""They compare with a value of the moment, such as the current user."""
INCLUSION: Final = ("includes", "not_includes")
"""They ask for one of the values of a list."""
