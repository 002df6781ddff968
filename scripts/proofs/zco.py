"""The command line, as a person runs it: in a process of its own, with an environment."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

from zendesk_custom_objects.sandbox import DEFAULT_USER

ZCO = Path(sysconfig.get_path("scripts")) / "zco"


def zco(url: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start it, for a served sandbox."""
    own = {
        "ZENDESK_BASE_URL": url,
        "ZENDESK_EMAIL": DEFAULT_USER.email,
        "ZENDESK_API_TOKEN": DEFAULT_USER.api_token or "",
    }
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ZENDESK_", "ZCO_"))
    }
    return subprocess.Popen(
        [ZCO, *arguments],
        env=others | own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
