"""Copies of this package in other projects: made, checked and updated.

A copy is both packages in a folder of the project that is a package itself. Imports between the two
become relative, so that a copy works wherever it lies, beside others and beside an installed
package. In it lie the licence, a note for its readers, and the hashes of its files, which show a
local edit. Standard library only: `scripts/vendor.py` runs this in a bare clone.
"""

from __future__ import annotations

from .command import main, run
from .contents import DEPENDENCIES
from .copies import Copy, State, check, vendor
from .failure import VendoringError
from .parts import PARTS

__all__ = [
    "DEPENDENCIES",
    "PARTS",
    "Copy",
    "State",
    "VendoringError",
    "check",
    "main",
    "run",
    "vendor",
]
