"""`python -m zendesk_custom_objects.vendoring` is `scripts/vendor.py`, for a copy."""

from __future__ import annotations

import sys

from .command import main

if __name__ == "__main__":
    sys.exit(main())
