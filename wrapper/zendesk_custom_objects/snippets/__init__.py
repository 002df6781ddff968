"""Requests for other programs: workflow engines, shells and Python, without the secrets.

`Client.prepare` gives a `PreparedRequest`, whose methods return these forms. A `placeholder` stands
for a value that only the other program knows.
"""

from .placeholders import placeholder

__all__ = ["placeholder"]
