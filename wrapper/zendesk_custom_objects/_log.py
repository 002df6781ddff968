"""The logger of this copy of the package.

Installed, its name is `zendesk_custom_objects`. A copy in another project logs under the name that
it is imported by, so that two copies in one process can be configured separately.
"""

from __future__ import annotations

import logging

__all__ = ["logger"]

logger = logging.getLogger(__package__)
