"""The command line, as a person runs it: in a process of its own, with an environment."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import time
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


def peak(process: subprocess.Popen[str]) -> float:
    """Wait until it ends: the most memory that it had, in megabytes. Linux only."""
    status = Path(f"/proc/{process.pid}/status")
    most = 0
    while process.poll() is None:
        for line in status.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                most = int(line.split()[1])
        time.sleep(0.05)
    return most / 1024
