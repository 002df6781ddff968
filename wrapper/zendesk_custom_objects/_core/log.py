"""Where this copy of the package logs to.

Installed, that is `zendesk_custom_objects`. A copy in another project has the name that it is
imported by, so that two copies in one process can be told apart, and silenced apart.
"""

from __future__ import annotations

import logging

__all__ = ["logger"]

logger = logging.getLogger(__name__.removesuffix("._core.log"))
